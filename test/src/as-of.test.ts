import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Federation, quarters, timeout } from './harness/as-of-model.js';
import type { Client } from './harness/client.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import { drained } from './harness/recompute.js';
import { act, eventually, found, type Seen } from './harness/town.js';
import { free } from './harness/tree-model-filing.js';

/**
 * One thing after the other happens to a small federation; after each the moment is noted by the database's clock, with all
 * totals as they are read then. In the end every one of them is read again as of its moment, after all that came later:
 * restatements, moves, mergers, foundings, each of them undone now and then, and a period that became FINAL.
 */
const seed = seedOf();
const steps = lengthOf('STEPS', { short: 8, long: 30 });
const trees = ['AS_FILED', 'CURRENT'] as const;
type Tree = (typeof trees)[number];

let federation: Federation;
let owner: pg.Client;
let reader: Client;

beforeAll(async () => {
  console.log(`seed ${seed}: repeat with SEED=${seed} STEPS=${steps} npm test -- as-of`);
  federation = await Federation.open(new Chance(seed), 3, 8);
  reader = federation.people.statistician;
  owner = new pg.Client({ connectionString: federation.huiji.database.ownerUrl });
  await owner.connect();
}, 60_000);

afterAll(async () => {
  await owner?.end();
  await federation?.huiji.stop();
});

/** The database's time, up to its next millisecond, once that has begun. */
async function moment(): Promise<string> {
  const { rows } = await owner.query<{ at: Date }>(
    `SELECT date_trunc('milliseconds', clock_timestamp()) AS at, pg_sleep(0.001)`,
  );
  return rows[0]!.at.toISOString();
}

/** Waits until a moment is old enough to be read as of. */
const settled = (asOf: string): Promise<void> =>
  eventually(async () => {
    const codes = await reader.refusal(
      `query ($asOf: DateTime) { rollup(unionId: "${federation.root}", form: "work-q", period: "2026Q2", asOf: $asOf) { name } }`,
      { asOf },
    );
    expect(codes.filter((code) => code !== 'AS_OF_BEFORE_OPENING')).toEqual([]);
  }, timeout + 10);

const codes = JSON.stringify([...free, 'org_grassroots_union_cnt', 'mem_member_cnt']);
const counted = `figures cells(codes: ${codes}) { value mark filled notApplicable expected missing } ratios { value }
  reportsExpected reportsAccepted`;
const body = `period periods periodsMissing status ${counted} own { figures cells(codes: ${codes}) { value mark filled expected } reportsExpected reportsAccepted }
  completeness { expected started submitted returned accepted waiting onTime late }`;
const totalsText = `query ($unionId: ID, $tree: TreeReading, $periods: [String!]!, $asOf: DateTime) {
  rollupTrend(unionId: $unionId, form: "work-q", periods: $periods, tree: $tree, asOf: $asOf) {
    ${body} revisedAt children(first: 200) { nodes { union { id } revisedAt status figures own { figures } } } } }`;
const regionText = `query ($unionId: ID, $asOf: DateTime) {
  regionRollup(unionId: $unionId, regionCode: "3301", form: "work-q", period: "2026Q2", asOf: $asOf) {
    figures reportsExpected reportsAccepted cells(codes: ${codes}) { filled notApplicable mark } regions { regionCode figures } } }`;

interface Figures {
  figures: Array<string | null>;
  own: { figures: Array<string | null> };
  revisedAt: string | boolean | null;
}
type Total = Figures & { period: string; children: { nodes: Array<Figures & { union: { id: string } }> } };

/** The periods that are open so far, and what derives from them. */
let periods: string[] = [quarters[0]];

async function totalsOf(unionId: string, tree: Tree, of: readonly string[], asOf?: string): Promise<Total[]> {
  const { rollupTrend } = await reader.get<{ rollupTrend: Total[] }>(totalsText, {
    ...{ unionId, tree, periods: of, asOf },
  });
  // A total says when it was revised some moments after the contribution that did it was written.
  const revised = <T extends Figures>(one: T): T => ({ ...one, revisedAt: one.revisedAt !== null });
  return rollupTrend.map((total) => ({
    ...revised(total),
    children: { nodes: total.children.nodes.map(revised) },
  }));
}

/** All totals of one moment, by union and tree, and what a region adds up to. */
interface Known {
  at: string;
  periods: string[];
  totals: Map<string, Total[]>;
  regions: Map<string, unknown>;
  restated: Seen | null;
}

async function everything(unionIds: readonly string[], of: readonly string[], asOf?: string) {
  const totals: Known['totals'] = new Map();
  const regions: Known['regions'] = new Map();
  for (const unionId of unionIds) {
    for (const tree of trees) totals.set(`${unionId} ${tree}`, await totalsOf(unionId, tree, of, asOf));
    regions.set(
      unionId,
      (await reader.get<{ regionRollup: unknown }>(regionText, { unionId, asOf })).regionRollup,
    );
  }
  return { totals, regions };
}

const known: Known[] = [];
async function note(restated: Seen | null): Promise<void> {
  await drained(owner);
  const at = await moment();
  const ids = federation.bodies;
  known.push({ at, periods, restated, ...(await everything(ids, periods)) });
}

/** Decimals as one number of hundredths; blank adds nothing. */
const scaled = (figure: string | null): bigint => {
  const [whole = '0', part = ''] = (figure ?? '0').split('.');
  return BigInt(whole + part.padEnd(2, '0').slice(0, 2));
};
const sum = (figures: Array<string | null>): bigint => figures.reduce((all, one) => all + scaled(one), 0n);

/**
 * A total is what the body itself contributes and the totals of those below it, cell by cell; unless it is made of several
 * periods, each in a tree of its own.
 */
function requireSums(total: Total, tree: string): number {
  if (tree === 'AS_FILED' && !total.period.includes('Q')) return 0;
  const wrong = total.figures.flatMap((figure, i) => {
    const parts = [total.own, ...total.children.nodes].map(({ figures }) => figures[i] ?? null);
    const same = figure === null ? parts.every((part) => part === null) : scaled(figure) === sum(parts);
    return same ? [] : [{ period: total.period, tree, i, figure, parts }];
  });
  expect(wrong).toEqual([]);
  return total.figures.length;
}

interface Listed {
  union: { id: string };
  value: string | null;
  pending: boolean;
  leaving: boolean;
  revision: number | null;
  acceptedByName: string | null;
  submission: { id: string; revision: number } | null;
}
interface Behind {
  value: string | null;
  contributions: Listed[];
}

/** A cell of a total, and all that is listed behind it, read page by page; within a page they are of one moment. */
async function behind(
  unionId: string,
  cell: string,
  more: { tree?: Tree; asOf?: string; period?: string; first?: number } = {},
): Promise<Behind> {
  const contributions: Listed[] = [];
  let value: string | null = null;
  for (let after: string | null | undefined; after !== null;) {
    const { rollup } = await reader.get<{
      rollup: {
        cells: [{ value: string | null }];
        contributions: { nodes: Listed[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      };
    }>(
      `query ($unionId: ID, $period: String!, $tree: TreeReading, $asOf: DateTime, $cell: String!, $first: Int, $after: String) {
         rollup(unionId: $unionId, form: "work-q", period: $period, tree: $tree, asOf: $asOf) {
           cells(codes: [$cell]) { value }
           contributions(cell: $cell, first: $first, after: $after) {
             nodes { union { id } value pending leaving revision acceptedByName submission { id revision } }
             pageInfo { endCursor hasNextPage } } } }`,
      { period: '2026Q3', tree: 'AS_FILED', first: 200, ...more, unionId, cell, after },
    );
    value = rollup.cells[0].value;
    contributions.push(...rollup.contributions.nodes);
    after = rollup.contributions.pageInfo.hasNextPage ? rollup.contributions.pageInfo.endCursor : null;
  }
  return { value, contributions };
}

/** The contributions that are not pending add up to the total, exactly. */
function requireAddsUp({ value, contributions }: Behind): void {
  const counted = contributions.filter(({ pending }) => !pending).map((one) => one.value);
  expect(sum(counted)).toBe(scaled(value));
  expect(counted.some((one) => one !== null)).toBe(value !== null);
}

interface Revised {
  submissionId: string;
  pending: boolean;
  reason: string | null;
  cells: Array<{ cell: string; then: string | null; now: string | null; delta: string | null }>;
}
async function revisionsOf(unionId: string, period: string, more: object = {}): Promise<Revised[]> {
  const { rollup } = await reader.get<{ rollup: { revisions: { nodes: Revised[] } } }>(
    `query ($unionId: ID, $period: String!, $asOf: DateTime, $first: Int) {
       rollup(unionId: $unionId, form: "work-q", period: $period, asOf: $asOf) { revisions(first: $first) { nodes {
         submissionId pending reason revision acceptedByName union { id } submission { id changes { cell delta } }
         cells { cell then thenMark now nowMark delta } } } } }`,
    { unionId, period, first: 1, ...more },
  );
  return rollup.revisions.nodes;
}

const layout = async (): Promise<string[]> =>
  (
    await reader.get<{ form: { layout: Array<{ code: string }> } }>(
      '{ form(code: "work-q") { layout { code } } }',
    )
  ).form.layout.map(({ code }) => code);

/** A restatement changes the total of every body above it by its delta, and no other total. */
async function requireDelta(before: Known, after: Known, restated: Seen, cells: string[]): Promise<number> {
  let bodies = 0;
  for (const [at, totals] of after.totals) {
    const [unionId = '', tree] = at.split(' ');
    if (tree !== 'AS_FILED') continue;
    for (const quarter of quarters) {
      const [was, is] = [before.totals.get(at), totals].map((all) =>
        all?.find(({ period }) => period === quarter),
      );
      if (!was || !is) continue;
      const [newest] = await revisionsOf(unionId, quarter);
      const changed = newest?.submissionId === restated.id ? newest.cells : [];
      const deltas = new Map(changed.map(({ cell, delta }) => [cell, scaled(delta)]));
      if (changed.length > 0) bodies += 1;
      const moved = cells.map((_, i) => scaled(is.figures[i] ?? null) - scaled(was.figures[i] ?? null));
      expect([unionId, quarter, moved]).toEqual([
        unionId,
        quarter,
        cells.map((cell) => deltas.get(cell) ?? 0n),
      ]);
    }
  }
  return bodies;
}

describe('as of a moment', () => {
  let before = '';

  test(
    `${steps} random steps: each restatement changes every total above it by its delta; own and children are the total`,
    async () => {
      const chance = new Chance(seed + 1);
      before = await moment();
      await note(null);
      const cells = await layout();
      let [compared, deltas] = [0, 0];
      for (let n = 0; n < steps || deltas === 0; n++) {
        if (n === Math.floor(steps / 5)) {
          await federation.openLast();
          periods = [...quarters, '2026'];
          await note(null);
        }
        if (n === Math.floor(steps / 2)) await federation.finalise();
        await note(await federation.step(chance));
        const [last, now] = known.slice(-2) as [Known, Known];
        for (const [at, totals] of now.totals)
          for (const total of totals) compared += requireSums(total, at.split(' ')[1] ?? '');
        if (now.restated) deltas += await requireDelta(last, now, now.restated, cells);
        const period = chance.pick(now.periods.filter((one) => one.includes('Q')));
        const picked = { tree: chance.pick(trees), period, first: chance.pick([3, 200]) };
        requireAddsUp(await behind(chance.pick(federation.bodies), chance.pick(cells), picked));
      }
      console.log(JSON.stringify({ compared, deltas, moments: known.length, ...federation.done }));
      expect(deltas).toBeGreaterThan(0);
    },
    longest,
  );

  test(
    'every total, in both trees, with its children, its own figures, its status and its progress is what it was',
    async () => {
      const chance = new Chance(seed + 2);
      const cells = await layout();
      await settled(known.at(-1)!.at);
      let unlike = 0;
      for (const { at, periods: of, totals, regions } of known) {
        const ids = [...regions.keys()];
        const then = await everything(ids, of, at);
        expect([at, then.totals]).toEqual([at, totals]);
        expect([at, then.regions]).toEqual([at, regions]);
        const picked = {
          tree: chance.pick(trees),
          period: quarters[0],
          asOf: at,
          first: chance.pick([3, 200]),
        };
        requireAddsUp(await behind(chance.pick(ids), chance.pick(cells), picked));
        const [root] = await totalsOf(federation.root, 'AS_FILED', [quarters[0]]);
        const [same] = totals.get(`${federation.root} AS_FILED`)!;
        if (JSON.stringify(root!.figures) !== JSON.stringify(same!.figures)) unlike += 1;
      }
      console.log(`${known.length} moments read again, ${unlike} of them unlike now`);
      expect(unlike).toBeGreaterThan(0);
    },
    longest,
  );

  test('a moment before the period was opened, one of just now, one in the future, and what keeps no history are refused', async () => {
    const ask = (asOf: string, more = 'name', period = quarters[1] as string) =>
      reader.refusal(
        `query ($asOf: DateTime, $period: String!, $root: ID) {
           rollup(unionId: $root, form: "work-q", period: $period, asOf: $asOf) { ${more} } }`,
        { asOf, period, root: federation.root },
      );
    expect(await ask(before)).toEqual(['AS_OF_BEFORE_OPENING']);
    expect(await ask(before, 'name', quarters[0])).toEqual([]);
    expect(await ask('2000-01-01T00:00:00Z')).toEqual(['AS_OF_BEFORE_OPENING']);
    expect(await ask('2000-01-01T00:00:00Z', 'name', '1999Q1')).toEqual(['PERIOD_UNKNOWN']);
    const foreign =
      'query ($id: ID, $asOf: DateTime) { rollup(unionId: $id, form: "work-q", period: "2026Q3", asOf: $asOf) { name } }';
    const nobody = { id: '01a214d2-4aec-7254-a097-deedeab29e77', asOf: known.at(-1)!.at };
    expect(await reader.get(foreign, nobody)).toEqual({ rollup: null });
    expect(await ask('9999-01-01T00:00:00Z')).toEqual(['AS_OF_TOO_RECENT']);
    expect(await ask(await moment())).toEqual(['AS_OF_TOO_RECENT']);
    for (const wrong of ['2026-02-30T00:00:00Z', '2026-11-25', '2026-11-25T10:00:00', 'now', ''])
      expect([wrong, await ask(wrong)]).toEqual([wrong, [expect.stringMatching(/^(REQUEST|DATE)_INVALID$/)]]);
    const { at } = known.at(-1)!;
    for (const field of [
      'breakdown(cell: "mem_member_cnt", by: REGION) { unions }',
      'carriedForward(codes: ["mem_member_cnt"]) { amount }',
      'comparable(with: PREVIOUS, codes: ["mem_member_cnt"]) { unions }',
    ])
      expect([field, await ask(at, field)]).toEqual([field, ['NOT_AS_OF']]);
    const { rollup } = await reader.get<{ rollup: object }>(
      `query ($asOf: DateTime, $root: ID) { rollup(unionId: $root, form: "work-q", period: "2026Q3", asOf: $asOf) {
         asOf upTo pending version hits { code } } }`,
      { asOf: at, root: federation.root },
    );
    expect(rollup).toMatchObject({ asOf: at, upTo: at, pending: 0, version: at });
  });

  test('while something begun before it is still under way, a moment is refused however old it is', async () => {
    const writer = new pg.Client({ connectionString: federation.huiji.database.appUrl });
    await writer.connect();
    try {
      await writer.query('BEGIN; SELECT pg_current_xact_id()');
      const at = await moment();
      const ask = () =>
        reader.refusal(
          `query ($asOf: DateTime, $root: ID) { rollup(unionId: $root, form: "work-q", period: "2026Q3", asOf: $asOf) { name } }`,
          { asOf: at, root: federation.root },
        );
      // Old enough by the clock: the moment of one statement's longest life ago has passed it.
      await eventually(async () => {
        const { rows } = await owner.query<{ past: boolean }>(
          'SELECT clock_timestamp() - make_interval(secs => $2) > $1::timestamptz AS past',
          [at, timeout + 0.1],
        );
        expect(rows[0]?.past).toBe(true);
      });
      expect(await ask()).toEqual(['AS_OF_TOO_RECENT']);
      await writer.query('COMMIT');
      expect(await ask()).toEqual([]);
    } finally {
      await writer.end();
    }
  });
});

describe('while the worker is away', () => {
  const cell = 'info_research_cnt';
  const [form, period] = ['work-q', quarters[1]];
  let [body, first, second] = ['', '', ''];
  const fill = async (unionId: string, value: string, before?: Seen): Promise<Seen> => {
    const { clerk, reviewer } = federation.people;
    const draft =
      before && (await act(clerk, 'restate', { submissionId: before.id, reason: `改为${value}` }));
    const cells = [{ cell, value }];
    const saved = await act(clerk, 'save', { unionId, form, period, cells, expectedVersion: draft?.version });
    const submitted = await act(clerk, 'submit', {
      ...{ submissionId: saved.id, expectedVersion: saved.version, explanation: '说明' },
    });
    // What the reviewer sees while it waits.
    const { submission } = await federation.people.reviewer.get<{ submission: { changes: unknown } }>(
      'query ($id: ID!) { submission(id: $id) { changes { cell then now delta } } }',
      { id: submitted.id },
    );
    expect(submission.changes).toEqual(before ? [expect.objectContaining({ cell, now: value })] : null);
    return act(reviewer, 'accept', { submissionId: submitted.id, expectedVersion: submitted.version });
  };
  const listed = async (unionId: string, tree: Tree, more: object = {}) => {
    const list = await behind(unionId, cell, { tree, ...more });
    requireAddsUp(list);
    const rows = list.contributions.map(({ union, value, pending, leaving, revision }) => [
      union.id === first ? 'first' : 'second',
      value,
      pending,
      leaving,
      revision,
    ]);
    return [list.value, ...rows.sort()];
  };

  test('the list adds up to the total exactly: what is replaced is in it until what replaces it is', async () => {
    [body, first, second] = await federation.newBody();
    const initial = await fill(first, '10');
    await drained(owner);
    await federation.huiji.killWorker();
    await fill(second, '5');
    await fill(first, '31', await fill(first, '30', initial));
    for (const tree of trees) {
      for (const size of [1, 200])
        expect(await listed(body, tree, { first: size })).toEqual([
          '10',
          ['first', '10', false, true, 1],
          ['first', '31', true, false, 3],
          ['second', '5', true, false, 1],
        ]);
      requireAddsUp(await behind(federation.root, cell, { tree }));
    }
    // A grassroots union's own total has it at once, so nothing of it is pending there.
    for (const tree of trees)
      expect(await listed(first, tree)).toEqual(['31', ['first', '31', false, false, 3]]);
    expect(await revisionsOf(body, period, { first: 5 })).toMatchObject([
      { revision: 3, pending: true, reason: '改为31', cells: [{ cell, then: '30', now: '31', delta: '1' }] },
      { revision: 2, pending: true, reason: '改为30', cells: [{ cell, then: '10', now: '30', delta: '20' }] },
    ]);
    await federation.huiji.startWorker();
    await drained(owner);
    for (const tree of trees)
      expect(await listed(body, tree)).toEqual([
        '36',
        ['first', '31', false, false, 3],
        ['second', '5', false, false, 1],
      ]);
  }, 60_000);

  test('a figure is followed down to what was filed, by whom, and from when to when it counted', async () => {
    const ask = `query ($unionId: ID, $cell: String!, $first: Int, $after: String) {
      filedCellHistory(unionId: $unionId, form: "work-q", period: "2026Q3", cell: $cell, first: $first, after: $after) {
        nodes { value mark origin filedByName acceptedByName reason inForceFrom inForceUntil submission { revision state } }
        pageInfo { endCursor hasNextPage } } }`;
    type History = {
      filedCellHistory: {
        nodes: Array<{ inForceFrom: string | null; inForceUntil: string | null }>;
        pageInfo: { endCursor: string };
      };
    };
    const { filedCellHistory: all } = await reader.get<History>(ask, { unionId: first, cell });
    const by = { mark: 'EXACT', origin: 'TYPED', filedByName: 'clerk', acceptedByName: 'reviewer' };
    expect(all.nodes).toMatchObject([
      {
        ...by,
        value: '31',
        reason: '改为31',
        inForceUntil: null,
        submission: { revision: 3, state: 'ACCEPTED' },
      },
      { ...by, value: '30', reason: '改为30', inForceUntil: all.nodes[0]!.inForceFrom },
      { ...by, value: '10', reason: null, inForceUntil: all.nodes[1]!.inForceFrom },
    ]);
    const { filedCellHistory: page } = await reader.get<History>(ask, { unionId: first, cell, first: 2 });
    const { filedCellHistory: rest } = await reader.get<History>(ask, {
      ...{ unionId: first, cell, first: 2, after: page.pageInfo.endCursor },
    });
    expect([...page.nodes, ...rest.nodes]).toEqual(all.nodes);
    expect(await reader.refusal(ask, { unionId: first, cell: 'org_grassroots_union_cnt' })).toEqual([
      'CELL_NOT_FILED',
    ]);
    expect(await reader.refusal(ask, { unionId: first, cell: 'no_such_cell' })).toEqual(['CELL_UNKNOWN']);
    expect(await reader.refusal(ask, { unionId: first, cell, after: 'eA' })).toEqual(['REQUEST_INVALID']);
    // At the moment that a replacement is shown to count from, it is in; a millisecond before, what it replaced.
    const from = all.nodes[0]!.inForceFrom!;
    const earlier = new Date(Date.parse(from) - 1).toISOString();
    await settled(from);
    const valueAt = async (asOf: string) => (await behind(first, cell, { asOf })).value;
    expect([await valueAt(from), await valueAt(earlier)]).toEqual(['31', '30']);
    expect(await revisionsOf(body, period, { first: 5, asOf: earlier })).toMatchObject([
      { revision: 2, pending: false },
    ]);
  });

  test('what is revised after FINAL goes, in the tree of today, where its union went', async () => {
    const there = await found(federation.people.admin, {
      ...{ parentId: federation.root, code: 'NC', name: '又一局', level: 'INTERMEDIATE', kind: 'BUREAU' },
    });
    await federation.finalise(period);
    await federation.window(first, period);
    const { filed } = await reader.get<{ filed: { nodes: Array<{ submission: Seen }> } }>(
      `query ($first: ID) { filed: filedCellHistory(unionId: $first, form: "${form}", period: "${period}", cell: "${cell}", first: 1) {
         nodes { submission { id version state revision } } } }`,
      { first },
    );
    await fill(first, '40', filed.nodes[0]!.submission);
    await drained(owner);
    const before = await moment();
    await federation.move(first, there, '2026-10-01');
    const at = await moment();
    const statuses = async (asOf?: string) =>
      Promise.all(
        [body, there].flatMap((unionId) =>
          trees.map(async (tree) => {
            const { rollup } = await reader.get<{ rollup: { status: string; revisedAt: string | null } }>(
              `query ($unionId: ID, $tree: TreeReading, $asOf: DateTime) {
                 rollup(unionId: $unionId, form: "${form}", period: "${period}", tree: $tree, asOf: $asOf) { status revisedAt } }`,
              { unionId, tree, asOf },
            );
            return [rollup.status, rollup.revisedAt !== null];
          }),
        ),
      );
    const expected = [
      ...[
        ['REVISED', true],
        ['FINAL', false],
      ],
      ...[
        ['FINAL', false],
        ['REVISED', true],
      ],
    ];
    expect(await statuses()).toEqual(expected);
    await settled(at);
    expect(await statuses(at)).toEqual(expected);
    expect((await statuses(before)).slice(0, 2)).toEqual([
      ['REVISED', true],
      ['REVISED', true],
    ]);
  }, 60_000);
});
