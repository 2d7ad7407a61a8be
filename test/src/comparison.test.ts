import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { Chance, seedOf } from './harness/random.js';
import {
  type Books,
  chain,
  currentTree,
  drained,
  readBooks,
  type Tree,
  treeOfPeriod,
} from './harness/recompute.js';
import { act, addPerson, found, mutationOf, operations } from './harness/town.js';
import type { Client } from './harness/client.js';
import { today } from './harness/periods.js';

const seed = seedOf();
const layout = layoutOf(shippedForm('work-q'));
/** A stock, a flow with decimals, a stock, a flow, and what the registers know. */
const cells = [
  'mem_retained_cnt',
  'aid_donation_amount',
  'cad_staff_cnt',
  'act_award_item_cnt',
  'org_grassroots_union_cnt',
];
const periods = ['2025Q1', '2025Q2', '2025Q3', '2026Q1', '2026Q2', '2026Q3'];
const marks = ['EXACT', 'EXACT', 'EXACT', 'AT_LEAST', 'ABOUT', 'PLANNED', 'NOT_APPLICABLE'];

let huiji: Huiji;
let owner: pg.Client;
let admin: Client;
let clerk: Client;
let chief: Client;
let statistician: Client;
const chance = new Chance(seed);
const bodies: string[] = [];
const leaves: string[] = [];

async function file(unionId: string, period: string, grassroots: boolean): Promise<void> {
  const asked = cells.filter((cell) => {
    const at = layout.cell(cell)?.cell;
    return at?.source === 'TYPED' && at.filedBy.includes(grassroots ? 'GRASSROOTS' : 'INTERMEDIATE');
  });
  const entries = asked.map((cell) => {
    const mark = chance.pick(marks);
    const blank = mark === 'NOT_APPLICABLE' || chance.below(4) === 0;
    return { cell, mark, value: blank ? null : String(chance.below(1_000)) };
  });
  const draft = await act(clerk, 'save', {
    ...{ unionId, form: 'work-q', period },
    cells: [...entries, { cell: 'info_research_cnt', value: '1' }],
  });
  if (chance.below(6) === 0) return;
  const sent = await act(clerk, 'submit', {
    ...{ submissionId: draft.id, expectedVersion: draft.version, explanation: '随机数据' },
  });
  if (chance.below(6) === 0) return;
  await act(chief, 'accept', { submissionId: sent.id, expectedVersion: sent.version });
}

beforeAll(async () => {
  process.stdout.write(`comparison: SEED=${seed}\n`);
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  admin = await huiji.client('alpha', 'admin');
  const { me } = await admin.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
    '{ me { appointments { union { id } } } }',
  );
  const root = me.appointments[0]?.union.id ?? '';
  bodies.push(root);
  for (let n = 0; n < 6; n += 1)
    bodies.push(
      await found(admin, {
        ...{
          parentId: chance.pick(bodies),
          code: `B${n}`,
          name: `局${n}`,
          level: 'INTERMEDIATE',
          kind: 'BUREAU',
        },
      }),
    );
  for (let n = 0; n < 12; n += 1)
    leaves.push(
      await found(admin, {
        ...{
          parentId: chance.pick(bodies),
          code: `G${n}`,
          name: `基${n}`,
          level: 'GRASSROOTS',
          kind: 'SINGLE',
        },
        // Some are founded on the way: nobody expects a report of them before.
        establishedOn: chance.below(4) === 0 ? '2026-02-01' : '2000-01-01',
      }),
    );
  await addPerson(admin, 'statistician', [{ unionId: root, role: 'STATISTICIAN' }]);
  await addPerson(admin, 'chief', [{ unionId: root, role: 'REVIEWER' }]);
  await addPerson(
    admin,
    'clerk',
    [...bodies, ...leaves].map((unionId) => ({ unionId, role: 'FILER' })),
  );
  [clerk, chief, statistician] = (await Promise.all(
    ['clerk', 'chief', 'statistician'].map((login) => huiji.client('alpha', login)),
  )) as [Client, Client, Client];
  for (const period of periods) await statistician.get(operations.open, { period });
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

interface Compared {
  period: string;
  unions: number;
  cells: Array<Record<string, string | number | null>>;
}
interface Read {
  carriedForward: Array<Record<string, string | number | null>>;
  cells: Array<{ cell: string; value: string | null }>;
  previous: Compared | null;
  lastYear: Compared | null;
}
const compared = `{ period unions cells { cell now nowMark then thenMark change changePercent unions
  totalNow totalThen totalChange totalChangePercent } }`;
const query = `query ($unionId: ID!, $period: String!, $tree: TreeReading!, $yearToDate: Boolean, $codes: [String!]!) {
  rollup(unionId: $unionId, form: "work-q", period: $period, tree: $tree, yearToDate: $yearToDate) {
    pending cells(codes: $codes) { cell value }
    carriedForward(codes: $codes) { cell amount mark unions oldestPeriod }
    previous: comparable(with: PREVIOUS, codes: $codes) ${compared}
    lastYear: comparable(with: LAST_YEAR, codes: $codes) ${compared}
    children(first: 200) { nodes { union { id } carriedForward(codes: $codes) { cell amount mark unions oldestPeriod }
      lastYear: comparable(with: LAST_YEAR, codes: $codes) ${compared} } } } }`;

// By brute force, one contribution after the other. Shares no SQL and no code with the product but for the layout.
class Ledger {
  private readonly parts: ReadonlyMap<string, Books['contributions'][number]>;
  private readonly subtrees = new Map<string, string[]>();

  constructor(
    private readonly books: Books,
    private readonly reading: 'AS_FILED' | 'CURRENT',
  ) {
    this.parts = new Map(
      books.contributions
        .filter((one) => one.form === 'work-q')
        .map((one) => [`${one.union_id} ${one.period} ${one.part}`, one]),
    );
  }

  private tree(period: string): Tree {
    const opened = this.books.periods.get(period);
    if (!opened) throw new Error(period);
    return this.reading === 'CURRENT' ? currentTree(this.books, today) : treeOfPeriod(this.books, opened);
  }

  /** The unions of a subtree in the tree that a period is read in. */
  below(union: string, period: string): string[] {
    const at = `${union} ${period}`;
    const tree = this.tree(period);
    const known =
      this.subtrees.get(at) ?? [...this.books.units.keys()].filter((id) => chain(tree, id).includes(union));
    this.subtrees.set(at, known);
    return known;
  }

  part(union: string, period: string, part: number) {
    return this.parts.get(`${union} ${period} ${part}`);
  }

  /** The figure and state of a cell as far as it adds, or null. */
  entry(union: string, period: string, code: string): { figure: bigint; state: number } | null {
    const place = layout.cell(code)!;
    const row = this.part(union, period, place.part);
    const state = row?.states[place.index] ?? 0;
    return row && state >= 2 && state <= 4
      ? { figure: BigInt(row.figures[place.index] ?? '0'), state }
      : null;
  }

  /** Which periods a cell is read from: a stock only from the last. */
  private readFrom(code: string, over: readonly string[]): readonly string[] {
    return layout.cell(code)!.cell.kind === 'FLOW' ? over : over.slice(-1);
  }

  sum(unions: readonly string[], code: string, over: readonly string[]) {
    const all = unions.flatMap((union) =>
      this.readFrom(code, over).flatMap((period) => this.entry(union, period, code) ?? []),
    );
    return all.length === 0
      ? { value: null, state: 0 }
      : {
          value: all.reduce((sum, one) => sum + one.figure, 0n),
          state: Math.max(...all.map((one) => one.state)),
        };
  }

  total(union: string, code: string, over: readonly string[]): bigint | null {
    const each = this.readFrom(code, over).map(
      (period) => this.sum(this.below(union, period), code, [period]).value,
    );
    return each.reduce<bigint | null>((sum, one) => (one === null ? sum : (sum ?? 0n) + one), null);
  }

  comparable(union: string, code: string, now: readonly string[], then: readonly string[]) {
    const inBoth = this.below(union, now.at(-1)!).filter((id) =>
      [...now, ...then].every((period) => this.part(id, period, 1)),
    );
    const filled = inBoth.filter((id) =>
      [...this.readFrom(code, now), ...this.readFrom(code, then)].every((period) =>
        this.entry(id, period, code),
      ),
    );
    return { inBoth, filled, now: this.sum(filled, code, now), then: this.sum(filled, code, then) };
  }

  carried(union: string, code: string, period: string) {
    const owing = this.below(union, period).filter((id) => {
      const expected = this.part(id, period, 0);
      return (
        expected &&
        BigInt(expected.figures[0]!) + BigInt(expected.figures[1]!) > 0n &&
        !this.part(id, period, 1)
      );
    });
    const { kind, source } = layout.cell(code)!.cell;
    if (kind !== 'STOCK' || source === 'REGISTRY') return [];
    return owing.flatMap((id) => {
      const last = periods.filter((one) => one < period && this.part(id, one, 1)).at(-1);
      const entry = last && this.entry(id, last, code);
      return last && entry ? [{ ...entry, period: last }] : [];
    });
  }
}

const markNames = ['MISSING', 'NOT_APPLICABLE', 'EXACT', 'AT_LEAST', 'ABOUT'];
const text = (figure: bigint | null, code: string): string | null => {
  const decimals = layout.cell(code)!.cell.decimals;
  if (figure === null || decimals === 0) return figure === null ? null : String(figure);
  const digits = String(figure < 0n ? -figure : figure).padStart(decimals + 1, '0');
  return `${figure < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};
const percent = (change: bigint | null, then: bigint | null): string | null =>
  change === null || !then
    ? null
    : // These are small enough for doubles to be exact to one decimal; half away from zero, as the product says.
      (() => {
        const tenths = (Number(change) * 1000) / Number(then);
        return ((Math.sign(tenths) * Math.round(Math.abs(tenths))) / 10).toFixed(1);
      })();
const less = (one: bigint | null, other: bigint | null): bigint | null =>
  one === null || other === null ? null : one - other;

function expectedComparison(ledger: Ledger, union: string, now: readonly string[], then: readonly string[]) {
  return cells.map((cell) => {
    const { filled, now: is, then: was } = ledger.comparable(union, cell, now, then);
    const [totalNow, totalThen] = [ledger.total(union, cell, now), ledger.total(union, cell, then)];
    return {
      ...{ cell, unions: filled.length },
      ...{ now: text(is.value, cell), nowMark: markNames[is.state] },
      ...{ then: text(was.value, cell), thenMark: markNames[was.state] },
      ...{ change: text(less(is.value, was.value), cell) },
      ...{ changePercent: percent(less(is.value, was.value), was.value) },
      ...{ totalNow: text(totalNow, cell), totalThen: text(totalThen, cell) },
      ...{ totalChange: text(less(totalNow, totalThen), cell) },
      ...{ totalChangePercent: percent(less(totalNow, totalThen), totalThen) },
    };
  });
}

const expectedCarried = (ledger: Ledger, union: string, period: string) =>
  cells.map((cell) => {
    const all = ledger.carried(union, cell, period);
    return {
      ...{ cell, unions: all.length },
      amount: text(all.length > 0 ? all.reduce((sum, one) => sum + one.figure, 0n) : null, cell),
      mark: markNames[Math.max(0, ...all.map((one) => one.state))],
      oldestPeriod: all.map((one) => one.period).toSorted()[0] ?? null,
    };
  });

const readings = [
  { period: '2026Q3', now: ['2026Q3'], previous: ['2026Q2'], lastYear: ['2025Q3'], yearToDate: false },
  { period: '2026Q2', now: ['2026Q2'], previous: ['2026Q1'], lastYear: ['2025Q2'], yearToDate: false },
  { period: '2025Q3', now: ['2025Q3'], previous: ['2025Q2'], lastYear: null, yearToDate: false },
  {
    period: '2026H1',
    now: ['2026Q1', '2026Q2'],
    previous: null,
    lastYear: ['2025Q1', '2025Q2'],
    yearToDate: false,
  },
  {
    ...{ period: '2026Q3', now: ['2026Q1', '2026Q2', '2026Q3'], previous: null },
    ...{ lastYear: ['2025Q1', '2025Q2', '2025Q3'], yearToDate: true },
  },
];

/** Holds every body and a few grassroots unions, in both readings, against brute force. Answers how many figures agreed. */
async function agree(): Promise<{ figures: number; carried: number; comparable: number }> {
  const seen = { figures: 0, carried: 0, comparable: 0 };
  const books = await readBooks(owner);
  for (const reading of ['AS_FILED', 'CURRENT'] as const) {
    const ledger = new Ledger(books, reading);
    for (const { period, now, previous, lastYear, yearToDate } of readings) {
      for (const unionId of [...bodies, ...leaves.slice(0, 2)]) {
        const { rollup } = await statistician.get<{
          rollup: (Read & { children: { nodes: Array<Read & { union: { id: string } }> } }) | null;
        }>(query, { unionId, period, yearToDate, tree: reading, codes: cells });
        const where = { SEED: seed, reading, period, yearToDate, unionId };
        const root = bodies[0]!;
        expect({ where, read: rollup !== null }).toEqual({
          where,
          // A union founded later stands nowhere in the tree of that period.
          read: ledger.below(root, now.at(-1)!).includes(unionId),
        });
        if (!rollup) continue;
        const sides = [
          [rollup.previous, previous],
          [rollup.lastYear, lastYear],
        ] as const;
        for (const [answer, then] of sides) {
          expect({ where, cells: answer?.cells ?? null }).toEqual({
            where,
            cells: then && expectedComparison(ledger, unionId, now, then),
          });
          if (!then) continue;
          expect({ where, unions: answer?.unions }).toEqual({
            where,
            unions: ledger.comparable(unionId, cells[0]!, now, then).inBoth.length,
          });
          seen.comparable += answer?.unions ? 1 : 0;
          seen.figures += cells.length;
        }
        const last = now.at(-1)!;
        expect({ where, carried: rollup.carriedForward }).toEqual({
          where,
          carried: expectedCarried(ledger, unionId, last),
        });
        seen.carried += rollup.carriedForward.filter((cell) => cell['amount'] !== null).length;
        for (const child of rollup.children.nodes) {
          expect(child.carriedForward).toEqual(expectedCarried(ledger, child.union.id, last));
          if (lastYear)
            expect(child.lastYear?.cells).toEqual(expectedComparison(ledger, child.union.id, now, lastYear));
        }
      }
    }
  }
  return seen;
}

test(`未报沿用上期 and 可比口径 are what brute force says, in both trees, through filings and moves (SEED=${seed})`, async () => {
  for (const period of periods)
    for (const unionId of [...bodies.slice(1), ...leaves]) {
      const young = (
        await owner.query<{ day: string }>(
          'SELECT established_on::text AS day FROM trade_union WHERE id = $1',
          [unionId],
        )
      ).rows[0]!.day;
      if (young > '2025-12-31' && period < '2026') continue;
      if (chance.below(10) < 7) await file(unionId, period, leaves.includes(unionId));
    }
  await drained(owner);
  const first = await agree();

  for (const period of ['2025Q1', '2025Q2']) {
    await statistician.get(operations.close, { period });
    await statistician.get(operations.finalise, { period });
  }
  let moved = 0;
  for (let n = 0; n < 12; n += 1) {
    const unionId = chance.pick([...bodies.slice(1), ...leaves]);
    const on = chance.pick(['2026-02-15', '2026-05-01', '2026-08-01']);
    const { version } = (
      await owner.query<{ version: number }>('SELECT version FROM trade_union WHERE id = $1', [unionId])
    ).rows[0]!;
    const input = { unionId, expectedVersion: version, on, reason: '划转', documentNo: '〔2026〕1号' };
    const [merges, other] = [n > 8 && leaves.includes(unionId), chance.pick(leaves)];
    const codes = merges
      ? await admin.refusal(mutationOf('mergeUnion'), { input: { ...input, receiverId: other } })
      : await admin.refusal(mutationOf('moveUnion'), { input: { ...input, parentId: chance.pick(bodies) } });
    if (codes.length === 0) moved += 1;
  }
  expect(moved).toBeGreaterThan(2);
  await drained(owner);
  const second = await agree();
  process.stdout.write(`comparison: ${moved} moves; ${JSON.stringify({ first, second })}\n`);
  expect(Math.min(first.carried, second.carried, first.comparable, second.comparable)).toBeGreaterThan(10);
}, 240_000);

test('a cell is named rightly, at most 90 at once; who may not read below a body reads its sums as in its total', async () => {
  const read = `query ($unionId: ID!, $codes: [String!]!) { rollup(unionId: $unionId, form: "work-q", period: "2026Q3") {
    carriedForward(codes: $codes) { amount } comparable(with: PREVIOUS, codes: $codes) { unions } } }`;
  const [root] = bodies;
  expect(await statistician.refusal(read, { unionId: root, codes: ['x'] })).toContain('CELL_UNKNOWN');
  const many = Array.from({ length: 91 }, () => 'mem_member_cnt');
  expect(await statistician.refusal(read, { unionId: root, codes: many })).toContain('REQUEST_TOO_LARGE');
  // The clerk files for the federation itself and may read its total, but not what it is made of.
  const variables = { unionId: root, codes: cells };
  expect(await clerk.get(read, variables)).toEqual(await statistician.get(read, variables));
});
