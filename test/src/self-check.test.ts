import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { inTenant, openDataSource } from '@huiji/store/data-source';
import { mostRecorded, scopesToCheck } from '@huiji/store/rollup-check';
import { changeChannel, drainAll } from '@huiji/store/rollup';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { change } from './harness/organisation.js';
import { drained, totals } from './harness/recompute.js';
import {
  checksOf,
  checkWhole,
  type Difference,
  dueAgain,
  openDifferences,
  rebuild,
} from './harness/self-check.js';
import { buildTown, eventually, found, operations, told, type Town } from './harness/town.js';

// Each wait is for a worker on a machine that may be busy.
jest.setTimeout(120_000);

const form = shippedForm('work-q');
const cell = 'aid_donation_amount';
const members = 'mem_member_cnt';
const at = (code: string): { part: number; k: number } => {
  const place = layoutOf(form).cell(code);
  return { part: place?.part ?? NaN, k: (place?.index ?? NaN) + 1 };
};

let huiji: Huiji;
let owner: pg.Client;
let ours: Town;
let theirs: Town;
let otherBureau: string;
let said = '';
let worker: ChildProcess | null = null;

/** A worker of this suite's own, whose log it reads. */
async function startWorker(redisUrl = huiji.redisUrl): Promise<void> {
  const main = new URL('../../apps/worker/dist/main.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      ...{ DATABASE_URL: huiji.database.appUrl, REDIS_URL: redisUrl, NODE_OPTIONS: '' },
      CHECK_TOTALS_SECONDS: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => (said += text.toString()));
  worker = child;
  await once(child, 'message');
}

/** The worker says a thing only once it has written it. */
const soon = (expectation: () => unknown) => eventually(() => Promise.resolve().then(expectation));

async function stopWorker(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
  const child = worker;
  worker = null;
  if (child?.kill(signal)) await once(child, 'exit');
}

beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  [ours, theirs] = [await buildTown(huiji, 'alpha'), await buildTown(huiji, 'beta')];
  const body = { level: 'INTERMEDIATE', kind: 'BUREAU', name: '教育局工会' };
  otherBureau = await found(ours.admin, { parentId: ours.root, code: 'B2', ...body });
  await found(ours.admin, {
    ...{ parentId: otherBureau, code: 'G9', name: '第九工会', level: 'GRASSROOTS', kind: 'SINGLE' },
  });
  for (const town of [ours, theirs])
    await town.fileAndAccept(town.grassroots[0], { [members]: '100', [cell]: '123.45' });
  await startWorker();
  await drained(owner, 60);
});
afterEach(async () => {
  if (!worker) await startWorker();
  await drained(owner, 60);
});
afterAll(async () => {
  await stopWorker('SIGTERM');
  await owner?.end();
  await huiji.stop();
});

const scopeOf = (unionId: string): string =>
  `union_id = '${unionId}' AND form = 'work-q' AND period = '2026Q3'`;
const spoil = async (unionId: string, set: string, part: number): Promise<void> => {
  const spoilt = await owner.query(`UPDATE rollup SET ${set} WHERE ${scopeOf(unionId)} AND part = ${part}`);
  expect(spoilt.rowCount).toBe(1);
};
const copy = (from: string, to: string, part: number, newPart = part): Promise<unknown> =>
  owner.query(
    `INSERT INTO rollup (tenant_id, form, period, union_id, part, totals, filled, not_applicable, at_least, about)
     SELECT tenant_id, form, period, '${to}', ${newPart}, totals, filled, not_applicable, at_least, about
     FROM rollup WHERE ${scopeOf(from)} AND part = ${part}`,
  );
const asBruteForce = async (): Promise<void> => {
  const { stored, recomputed } = await totals(owner);
  expect(recomputed.size).toBeGreaterThan(5);
  expect(stored).toEqual(recomputed);
};
const line = ({ unionId, cell: code, kind, stored, recomputed }: Difference): string =>
  [unionId, code, kind, stored, recomputed].join(' ');

const { part, k } = at(cell);
const stranger = randomUUID();
type Spoiling = [what: string, spoil: () => Promise<unknown>, expected: () => string[] | number];
const spoilings: Spoiling[] = [
  [
    'a total',
    () => spoil(ours.bureau, `totals[${k}] = totals[${k}] + 500`, part),
    () => [`${ours.bureau} ${cell} TOTAL 128.45 123.45`],
  ],
  ...(['filled', 'not_applicable', 'at_least', 'about'] as const).map((column): Spoiling => [
    `how many are ${column}`,
    () => spoil(ours.bureau, `${column}[${k}] = ${column}[${k}] + 1`, part),
    () => {
      const right = column === 'filled' ? 1 : 0;
      return [`${ours.bureau} ${cell} ${column.toUpperCase()} ${right + 1} ${right}`];
    },
  ]),
  [
    'a total of the registers at the root',
    () => spoil(ours.root, `totals[${at('org_grassroots_union_cnt').k}] = 9`, 0),
    () => [`${ours.root} org_grassroots_union_cnt TOTAL 9 4`],
  ],
  [
    'how far the reports have come',
    () => spoil(ours.root, `totals[1] = 3`, 2),
    () => [`${ours.root} reports_started TOTAL 3 1`],
  ],
  [
    'an array cut short',
    () => spoil(ours.bureau, `totals = totals[1:${k - 1}]`, part),
    () => [`${ours.bureau} ${cell} TOTAL  123.45`],
  ],
  [
    'a row that is gone',
    () => owner.query(`DELETE FROM rollup WHERE ${scopeOf(ours.bureau)} AND part = 2`),
    // Begun, submitted and on time or late: the sum and how many filled it, and how many were returned (none: filled alone).
    () =>
      (
        [
          'reports_started',
          'reports_submitted',
          'reports_returned',
          'reports_on_time',
          'reports_late',
        ] as const
      ).length *
        2 -
      2,
  ],
  ['a row of a grassroots union', () => copy(ours.bureau, ours.grassroots[1], 2), () => 8],
  ['a row of a union that does not exist', () => copy(ours.bureau, stranger, 2), () => 8],
  ['a row of a part that the form has not', () => copy(ours.bureau, ours.bureau, 2, 9), () => 8],
];

test.each(spoilings)('%s is reported with its figures, once, and mended', async (what, doIt, expected) => {
  expect(await openDifferences(ours.statistician)).toEqual([]);
  await doIt();
  const wanted = expected();
  let seen: Difference[] = [];
  await eventually(async () => {
    seen = await openDifferences(ours.statistician);
    if (typeof wanted === 'number') expect(seen).toHaveLength(wanted);
    else expect(seen.map(line)).toEqual(wanted);
  }, 60);
  if (typeof wanted === 'number')
    console.log(
      `${what}: ${seen.map((one) => [one.cell, one.kind, one.stored, one.recomputed].join(' ')).join('; ')}`,
    );
  const { unionId, kind, recomputed } = seen[0]!;
  const words = ['a total differs', unionId, kind, `recomputed ${recomputed}`];
  const logged = () => said.split('\n').filter((text) => words.every((word) => text.includes(word)));
  await soon(() => expect(logged()).not.toEqual([]));

  const rehearsed = await rebuild(ours.statistician, { unionId: ours.root, dryRun: true });
  expect(rehearsed).toMatchObject({ unions: 0, differenceCount: seen.length });
  expect(rehearsed.differences.map(line).toSorted()).toEqual(seen.map(line).toSorted());
  const rebuilt = await rebuild(ours.statistician, { unionId: ours.root });
  expect(rebuilt).toMatchObject({ unions: 1, differenceCount: seen.length });
  expect(await openDifferences(ours.statistician)).toEqual([]);
  await asBruteForce();
  expect(await rebuild(ours.statistician, { unionId: ours.root })).toMatchObject({
    unions: 0,
    differenceCount: 0,
  });
  said = '';
});

test('a difference stays the same while figures are accepted around it, and is another one when it grows', async () => {
  await spoil(ours.bureau, `totals[${k}] = totals[${k}] + 500`, part);
  const rows = async () =>
    (
      await owner.query<{ amount: string; open: boolean }>(
        `SELECT stored - recomputed AS amount, settled_at IS NULL AS open FROM rollup_difference
         WHERE found_at > $1 ORDER BY found_at`,
        [began],
      )
    ).rows;
  const began = new Date(Date.now() - 1);
  await eventually(async () => expect(await rows()).toEqual([{ amount: '500', open: true }]), 60);
  await ours.fileAndAccept(ours.grassroots[1], { [cell]: '10' });
  await drained(owner, 60);
  const [before] = await openDifferences(ours.statistician);
  await eventually(async () => {
    const [now] = await openDifferences(ours.statistician);
    expect(now!.seenAt > before!.seenAt).toBe(true);
  }, 60);
  expect(await rows()).toEqual([{ amount: '500', open: true }]);
  await spoil(ours.bureau, `totals[${k}] = totals[${k}] + 200`, part);
  const grown = [
    { amount: '500', open: false },
    { amount: '700', open: true },
  ];
  await eventually(async () => expect(await rows()).toEqual(grown), 60);
  // Whatever has mended it, the next check settles it.
  await spoil(ours.bureau, `totals[${k}] = totals[${k}] - 700`, part);
  await eventually(async () => expect(await openDifferences(ours.statistician)).toEqual([]), 60);
});

test('rebuilding settles also what has come right by itself', async () => {
  await spoil(ours.bureau, `totals[${k}] = totals[${k}] + 500`, part);
  await eventually(async () => expect(await openDifferences(ours.statistician)).toHaveLength(1), 60);
  await stopWorker('SIGTERM');
  await spoil(ours.bureau, `totals[${k}] = totals[${k}] - 500`, part);
  expect(await openDifferences(ours.statistician)).toHaveLength(1);
  expect(await rebuild(ours.statistician, { unionId: ours.root })).toMatchObject({ unions: 0 });
  expect(await openDifferences(ours.statistician)).toEqual([]);
});

test('rebuilding waits for a drain under way, and neither undoes the other', async () => {
  await stopWorker('SIGTERM');
  await spoil(ours.bureau, `totals[${k}] = totals[${k}] + 500`, part);
  await ours.fileAndAccept(ours.grassroots[2], { [cell]: '7' });
  const source = await openDataSource(huiji.database.appUrl, 2);
  const { rows } = await owner.query<{ tenantId: string }>(
    'SELECT tenant_id AS "tenantId" FROM trade_union WHERE id = $1',
    [ours.root],
  );
  const scope = { tenantId: rows[0]!.tenantId, form: 'work-q', period: '2026Q3' };
  let rebuilding: Promise<unknown> = Promise.resolve();
  await inTenant(source, scope.tenantId, async (tx) => {
    await drainAll(tx, scope);
    rebuilding = rebuild(ours.statistician, { unionId: ours.root });
    await eventually(async () => {
      const waiting = await owner.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(waiting.rowCount).toBe(1);
    }, 60);
  });
  expect(await rebuilding).toMatchObject({ unions: 1, differenceCount: 1 });
  await source.destroy();
  await startWorker();
  await drained(owner, 60);
  await asBruteForce();
});

test('a subtree is rebuilt with all above it; what is wrong beside it stays, and stays reported', async () => {
  await spoil(ours.bureau, `totals[${k}] = totals[${k}] + 100`, part);
  await spoil(otherBureau, `totals[1] = totals[1] + 3`, 0);
  await spoil(ours.root, `totals[${k}] = totals[${k}] + 700`, part);
  await eventually(async () => expect(await openDifferences(ours.statistician)).toHaveLength(3), 60);
  const heard: unknown[] = [];
  const listener = new Redis(huiji.redisUrl);
  listener.on('message', (_channel, text) => heard.push(JSON.parse(text)));
  await listener.subscribe(changeChannel);
  const rebuilt = await rebuild(ours.statistician, { unionId: ours.bureau });
  expect(rebuilt.differences.map(({ unionId }) => unionId).toSorted()).toEqual(
    [ours.bureau, ours.root].toSorted(),
  );
  const moved = {
    ...{ tenantId: expect.any(String), form: 'work-q', period: '2026Q3' },
    unions: expect.arrayContaining([ours.bureau, ours.root]),
  };
  await eventually(() => Promise.resolve(expect(heard).toContainEqual(moved)));
  await listener.quit();
  const left = [`${otherBureau} reports_expected_grassroots TOTAL 4 1`];
  expect((await openDifferences(ours.statistician)).map(line)).toEqual(left);
  await checkWhole(owner, ours.statistician);
  expect((await openDifferences(ours.statistician)).map(line)).toEqual(left);
  const audits = await owner.query<{ before: { differences: string[] }; after: object }>(
    `SELECT before, after FROM audit_event WHERE action = 'REBUILD_TOTALS' ORDER BY at DESC LIMIT 1`,
  );
  expect(audits.rows[0]).toMatchObject({
    before: { differences: expect.arrayContaining([expect.stringMatching(/TOTAL: stored .*, recomputed /)]) },
    after: { form: 'work-q', period: '2026Q3', unions: 2, differences: 2 },
  });
  // A grassroots union has no total of its own: those above it are rebuilt.
  expect(await rebuild(ours.statistician, { unionId: ours.grassroots[0] })).toMatchObject({ unions: 0 });
  expect(await rebuild(ours.statistician, { unionId: otherBureau })).toMatchObject({ unions: 1 });
  expect(await openDifferences(ours.statistician)).toEqual([]);
  await asBruteForce();
});

test('each tenant’s differences are its own, and mending one leaves the other’s', async () => {
  await spoil(theirs.bureau, `totals[${k}] = 0`, part);
  await eventually(
    async () =>
      expect((await openDifferences(theirs.statistician)).map(line)).toEqual([
        `${theirs.bureau} ${cell} TOTAL 0.00 123.45`,
      ]),
    60,
  );
  expect(await openDifferences(ours.statistician)).toEqual([]);
  await rebuild(ours.statistician, { unionId: ours.root });
  expect(await openDifferences(theirs.statistician)).toHaveLength(1);
  await rebuild(theirs.statistician, { unionId: theirs.root });
  expect(await openDifferences(theirs.statistician)).toEqual([]);
});

test('a scope that the registers alone have filled is checked, also without Redis, and after a worker was killed', async () => {
  await ours.statistician.get(operations.open, { period: '2026Q2' });
  await drained(owner, 60);
  await checkWhole(owner, ours.statistician, '2026Q2');
  await stopWorker();
  await owner.query(
    `UPDATE rollup SET totals[1] = 7 WHERE union_id = $1 AND period = '2026Q2' AND part = 0 AND form = 'work-q'`,
    [ours.root],
  );
  await startWorker('redis://127.0.0.1:1');
  await eventually(
    async () =>
      expect((await openDifferences(ours.statistician)).map(line)).toEqual([
        `${ours.root} reports_expected_grassroots TOTAL 7 4`,
      ]),
    60,
  );
  expect(await openDifferences(ours.statistician, { period: '2026Q3' })).toEqual([]);
  await rebuild(ours.statistician, { unionId: ours.root, period: '2026Q2' });
  expect(await openDifferences(ours.statistician)).toEqual([]);
  await asBruteForce();
  await stopWorker();
});

test('a FINAL period is checked by the tree as it was, and more rarely', async () => {
  await ours.statistician.get(operations.close, { period: '2026Q2' });
  await ours.statistician.get(operations.finalise, { period: '2026Q2' });
  // Backdated into the FINAL quarter, whose tree stays.
  await change(ours.admin, 'moveUnion', {
    ...{ unionId: ours.grassroots[2], parentId: otherBureau, on: '2026-05-20' },
  });
  await drained(owner, 60);
  await checkWhole(owner, ours.statistician, '2026Q2');
  await checkWhole(owner, ours.statistician, '2026Q3');
  expect(await openDifferences(ours.statistician)).toEqual([]);
  const source = await openDataSource(huiji.database.appUrl, 2);
  const due = async (seconds: number, finalSeconds: number): Promise<string[]> => {
    const scopes = await scopesToCheck(source, { seconds, finalSeconds });
    return [...new Set(scopes.map(({ period }) => period))].toSorted();
  };
  expect(await due(0, 3_600)).toEqual(['2026Q3']);
  expect(await due(3_600, 0)).toEqual(['2026Q2']);
  await source.destroy();
  await owner.query(
    `UPDATE rollup SET totals[1] = totals[1] + 1 WHERE union_id = $1 AND form = 'work-q' AND period = '2026Q2' AND part = 0`,
    [otherBureau],
  );
  await dueAgain(owner, '2026Q2');
  await eventually(async () => expect(await openDifferences(ours.statistician)).toHaveLength(1), 60);
  await rebuild(ours.statistician, { unionId: otherBureau, period: '2026Q2' });
  await asBruteForce();
});

test('more differences than are recorded come up as the first are mended', async () => {
  const each = 120;
  const rows = Math.ceil((mostRecorded + 1) / each);
  await owner.query(
    `INSERT INTO rollup (tenant_id, form, period, union_id, part, totals, filled, not_applicable, at_least, about)
     SELECT tenant_id, form, period, gen_random_uuid(), 1, array_fill(1, ARRAY[$1::int]), array_fill(1, ARRAY[$1::int]), '{}', '{}', '{}'
     FROM rollup, generate_series(1, $2) WHERE ${scopeOf(ours.root)} AND part = 1`,
    [each / 2, rows],
  );
  await eventually(
    async () =>
      expect(await checksOf(ours.statistician, { form: 'work-q', period: '2026Q3' })).toMatchObject([
        { differences: mostRecorded },
      ]),
    60,
  );
  await soon(() => expect(said).toContain(`${mostRecorded} new differences, ${rows * each} in all`));
  const { differenceCount, unions } = await rebuild(ours.statistician, { unionId: ours.root });
  expect([differenceCount, unions]).toEqual([rows * each, rows]);
  expect(await openDifferences(ours.statistician)).toEqual([]);
  await asBruteForce();
});

test('only the federation’s statistician asks, and only of what there is', async () => {
  const asked = { unionId: ours.root, form: 'work-q', period: '2026Q3' };
  const codesOf = async (client: Town['admin'], more: object = {}): Promise<string[]> =>
    (await told(client, 'rebuildTotals', { ...asked, ...more })).map(({ code }) => code);
  for (const client of [ours.chief, ours.reviewer, ours.clerk, ours.admin]) {
    expect(await codesOf(client)).toEqual(['FORBIDDEN']);
    for (const query of ['{ rollupChecks { nodes { form } } }', '{ rollupDifferences { nodes { id } } }'])
      expect(await client.refusal(query)).toEqual(['FORBIDDEN']);
  }
  const { statistician } = ours;
  expect(await codesOf(statistician, { unionId: theirs.bureau })).toEqual(['NOT_FOUND']);
  expect(await codesOf(statistician, { unionId: randomUUID() })).toEqual(['NOT_FOUND']);
  expect(await codesOf(statistician, { period: '2025Q3' })).toEqual(['PERIOD_UNKNOWN']);
  expect(await codesOf(statistician, { form: 'none' })).toEqual(['FORM_UNKNOWN']);
  for (const query of ['rollupChecks', 'rollupDifferences']) {
    const refusal = (where: string) =>
      statistician.refusal(`{ ${query}(${where}) { pageInfo { hasNextPage } } }`);
    expect(await refusal('period: "2025Q3"')).toEqual(['PERIOD_UNKNOWN']);
    expect(await refusal('form: "none"')).toEqual(['FORM_UNKNOWN']);
    expect(await refusal('first: 201')).toEqual(['REQUEST_TOO_LARGE']);
  }
});
