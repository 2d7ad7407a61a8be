import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { cellsOf, change } from './harness/organisation.js';
import { completenessOf, today, tomorrow, yesterday } from './harness/periods.js';
import { drained, totals } from './harness/recompute.js';
import {
  act,
  buildTown,
  found,
  key,
  mutationOf,
  operations,
  type Seen,
  told,
  type Town,
} from './harness/town.js';

// One story: each test goes on where the one before ended.

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let other: string;
let one: string;
let two: string;
let three: string;
const period = '2026Q2';
const form = 'work-q';

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  [one, two, three] = town.grassroots;
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  other = await found(town.admin, {
    ...{ parentId: town.root, code: 'B2', name: '第二局', level: 'INTERMEDIATE', kind: 'BUREAU' },
  });
  await town.statistician.get(operations.open, { period });
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const draft = (unionId: string, members: number, expectedVersion?: number) => ({
  ...{ unionId, form, period, expectedVersion },
  cells: [{ cell: 'mem_member_cnt', value: String(members) }],
});
const save = (unionId: string, members: number, expectedVersion?: number): Promise<Seen> =>
  act(town.clerk, 'save', draft(unionId, members, expectedVersion));
const at = ({ id, version }: Seen) => ({ submissionId: id, expectedVersion: version });
const submit = (seen: Seen): Promise<Seen> => act(town.clerk, 'submit', { ...at(seen), explanation: '说明' });
const accept = (seen: Seen): Promise<Seen> => act(town.reviewer, 'accept', at(seen));
const window = (unionId: string, more: object = {}) => ({
  ...{ unionId, form, period, reason: '漏报', untilOn: tomorrow, ...more },
});
const openWindow = async (unionId: string, more: object = {}) =>
  expect(await told(town.statistician, 'openWindow', window(unionId, more))).toEqual([]);
const closeWindow = (unionId: string) => told(town.statistician, 'closeWindow', { unionId, form, period });
/** As if a window had been opened days ago and its last day were over. */
const elapse = (unionId: string) =>
  owner.query(
    `UPDATE filing_window SET opened_at = opened_at - interval '3 days', until_at = opened_at - interval '1 day', until_on = $2
     WHERE union_id = $1 AND closed_at IS NULL`,
    [unionId, yesterday],
  );

const read = async (unionId: string, tree: 'AS_FILED' | 'CURRENT' = 'AS_FILED', of = period) => {
  const { rollup } = await town.admin.get<{
    rollup: { status: string; revisedAt: string | null; cells: Array<{ value: string | null }> };
  }>(
    `query ($unionId: ID, $period: String!, $tree: TreeReading) {
       rollup(unionId: $unionId, form: "work-q", period: $period, tree: $tree) {
         status revisedAt cells(codes: ["mem_member_cnt"]) { value } } }`,
    { unionId, period: of, tree },
  );
  return [rollup.status, rollup.cells[0]!.value === null ? null : Number(rollup.cells[0]!.value)];
};
const filing = async (id: string) =>
  (
    await town.reviewer.get<{ submission: { filing: { window: object | null; late: boolean | null } } }>(
      'query ($id: ID!) { submission(id: $id) { filing { window { reason until openedBy } late } } }',
      { id },
    )
  ).submission.filing;
async function exact(): Promise<void> {
  await drained(owner);
  const { stored, recomputed } = await totals(owner);
  expect(stored).toEqual(recomputed);
}

describe('while a period is open', () => {
  test('no window is needed, and only the federation’s statistician opens one', async () => {
    for (const client of [town.admin, town.clerk, town.reviewer, town.chief])
      expect(await told(client, 'openWindow', window(one))).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await told(town.statistician, 'openWindow', window(one))).toMatchObject([
      { code: 'WINDOW_NOT_NEEDED', field: 'period' },
    ]);
    await accept(await submit(await save(one, 100)));
    // This one lies in the queue when filing closes, the next one is a draft.
    await submit(await save(two, 200));
    await town.statistician.get(operations.close, { period });
    await exact();
    expect(await read(town.root)).toEqual(['PROVISIONAL', 100]);
  });
});

describe('after filing has closed', () => {
  test('a union files through its window, nobody else does, and the window ends', async () => {
    const closed = [{ code: 'PERIOD_NOT_OPEN', field: 'period' }];
    const attempt = () => told(town.clerk, 'saveDraft', { ...draft(three, 300), idempotencyKey: key() });
    expect(await attempt()).toMatchObject(closed);
    expect((await attempt())[0]?.messageZh).toContain('补报窗口');
    expect(await told(town.statistician, 'openWindow', window(three, { untilOn: yesterday }))).toMatchObject([
      { code: 'DATE_ORDER', field: 'untilOn' },
    ]);
    expect(
      await told(town.statistician, 'openWindow', window(three, { untilOn: '9999-01-01' })),
    ).toMatchObject([{ code: 'DAY_TOO_FAR', field: 'untilOn' }]);
    expect(await closeWindow(three)).toMatchObject([{ code: 'NO_WINDOW', field: 'unionId' }]);
    await openWindow(three, { untilOn: today });
    expect(await told(town.statistician, 'openWindow', window(three))).toMatchObject([
      { code: 'WINDOW_EXISTS' },
    ]);
    const saved = await save(three, 300);
    expect(await filing(saved.id)).toMatchObject({ window: { reason: '漏报', until: today }, late: null });
    expect(
      await told(town.clerk, 'restateSubmission', {
        submissionId: await accepted(one),
        reason: '更正',
        idempotencyKey: key(),
      }),
    ).toMatchObject(closed);

    await elapse(three);
    const again = { ...draft(three, 301, saved.version), idempotencyKey: key() };
    expect(await told(town.clerk, 'saveDraft', again)).toMatchObject([
      { code: 'WINDOW_ENDED', field: 'period', messageZh: expect.stringContaining(yesterday) },
    ]);
    await openWindow(three);
    expect(await closeWindow(three)).toEqual([]);
    expect(await told(town.clerk, 'submit', { ...at(saved), idempotencyKey: key() })).toMatchObject([
      { code: 'WINDOW_ENDED', messageZh: expect.stringContaining(today) },
    ]);
  });

  test('reopening the period ends all windows', async () => {
    await openWindow(three);
    await town.statistician.get(mutationOf('reopenFiling'), { input: { period, reason: '多家漏报' } });
    expect(await closeWindow(three)).toMatchObject([{ code: 'NO_WINDOW' }]);
    await town.statistician.get(operations.close, { period });
  });
});

const accepted = async (unionId: string): Promise<string> =>
  (
    await owner.query<{ id: string }>(
      `SELECT id FROM submission WHERE union_id = $1 AND period = $2 AND state = 'ACCEPTED' ORDER BY revision DESC`,
      [unionId, period],
    )
  ).rows[0]!.id;

describe('in a FINAL period', () => {
  test('nothing changes without a window; a union moved since stands where it stood', async () => {
    await exact();
    await town.statistician.get(operations.finalise, { period });
    for (const unionId of [town.root, town.bureau, other]) expect((await read(unionId))[0]).toBe('FINAL');
    // From now on two of the three belong to the other bureau, in every later period.
    for (const unionId of [one, three])
      await change(town.admin, 'moveUnion', { unionId, parentId: other, on: '2026-07-01' });
    await exact();
    expect(await read(town.bureau)).toEqual(['FINAL', 100]);
    expect(await read(other)).toEqual(['FINAL', null]);
    expect(await read(other, 'CURRENT')).toEqual(['FINAL', 100]);
    const waiting = await queued(two);
    expect(
      await told(town.reviewer, 'acceptSubmission', { ...at(waiting), idempotencyKey: key() }),
    ).toMatchObject([{ code: 'REVIEW_NEEDS_WINDOW' }]);
  });

  test('补报 and 更正 climb the FINAL tree and are shown as revised, there and where the union stands today', async () => {
    await openWindow(three, { reason: '补报' });
    const draftOfThree = (
      await owner.query<Seen>('SELECT id, version FROM submission WHERE union_id = $1', [three])
    ).rows[0]!;
    const late = await submit(draftOfThree);
    await exact();
    // Filed and not accepted: how far the report has come moves, the figures do not.
    expect(await read(town.bureau)).toEqual(['FINAL', 100]);
    expect(await completenessOf(town.chief, town.bureau, period)).toMatchObject({
      submitted: 3,
      accepted: 1,
      waiting: 2,
      late: 3,
    });
    expect(await closeWindow(three)).toEqual([]);
    // What was filed through a window is reviewed after it.
    await accept(late);
    await exact();
    expect(await read(town.bureau)).toEqual(['REVISED', 400]);
    expect(await read(town.root)).toEqual(['REVISED', 400]);
    expect(await read(three)).toEqual(['REVISED', 300]);
    expect(await read(one)).toEqual(['FINAL', 100]);
    expect(await read(other)).toEqual(['FINAL', null]);
    expect(await read(other, 'CURRENT')).toEqual(['REVISED', 400]);
    expect(await filing(late.id)).toMatchObject({ window: { reason: '补报' }, late: true });
    expect(await cellsOf(town.admin, { unionId: town.bureau, period }, 'org_grassroots_union_cnt')).toEqual([
      3,
    ]);

    await openWindow(one, { reason: '更正' });
    const restated = await act(town.clerk, 'restate', { submissionId: await accepted(one), reason: '更正' });
    const saved = await act(town.clerk, 'save', draft(one, 120, restated.version));
    await accept(await submit(saved));
    await exact();
    expect(await read(town.bureau)).toEqual(['REVISED', 420]);
    expect(await read(one)).toEqual(['REVISED', 120]);
    expect(await read(other, 'CURRENT')).toEqual(['REVISED', 420]);
    expect(await filing(saved.id)).toMatchObject({ window: { reason: '更正' } });
    // A half-year is revised with its quarter once all of it is FINAL, and provisional before.
    expect((await read(town.root, 'AS_FILED', '2026H1'))[0]).toBe('REVISED');
    expect((await read(town.root, 'AS_FILED', '2026'))[0]).toBe('PROVISIONAL');
    expect(await completenessOf(town.chief, town.bureau, period)).toMatchObject({
      submitted: 3,
      accepted: 2,
      waiting: 1,
    });
  });

  test('what lay in the queue is reviewed once its union has a window', async () => {
    await openWindow(two);
    const returned = await act(town.reviewer, 'return', { ...at(await queued(two)), reason: '请核对' });
    expect(returned.state).toBe('RETURNED');
    await accept(await submit(await save(two, 210, returned.version)));
    await exact();
    expect(await read(town.bureau)).toEqual(['REVISED', 630]);
    expect(await completenessOf(town.chief, town.root, period, 'CURRENT')).toMatchObject({
      submitted: 3,
      accepted: 3,
      waiting: 0,
    });
  });

  test('a window opens nothing for a union that is not in its tree; where it begins to file, its return is the first', async () => {
    const later = await found(town.admin, {
      ...{ parentId: town.bureau, code: 'NEW', name: '新建工会', level: 'GRASSROOTS', kind: 'SINGLE' },
      establishedOn: '2026-07-10',
    });
    expect(await told(town.statistician, 'openWindow', window(later))).toMatchObject([
      { code: 'NOT_FOUND', field: 'unionId' },
    ]);
    const { filing: quarter } = await town.admin.get<{ filing: object }>(
      'query ($unionId: ID) { filing(unionId: $unionId, form: "work-q", period: "2026Q3") { occasion expected } }',
      { unionId: later },
    );
    expect(quarter).toEqual({ occasion: 'FIRST', expected: true });
  });
});

const queued = async (unionId: string): Promise<Seen> =>
  (
    await owner.query<Seen>(
      `SELECT id, version, state, revision FROM submission WHERE union_id = $1 AND period = $2 AND state = 'SUBMITTED'`,
      [unionId, period],
    )
  ).rows[0]!;
