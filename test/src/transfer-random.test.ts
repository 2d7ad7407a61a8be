import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Answer, Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { type Change, changeText, inputFor } from './harness/organisation.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import {
  chain,
  currentTree,
  drained,
  type Moved,
  nettings,
  readBooks,
  totals,
  type Tree,
  treeOfPeriod,
} from './harness/recompute.js';
import { addPerson, buildTown, found, key, operations, type Town } from './harness/town.js';
import { receiveTransfer, sendTransfer, stepTransfer, transfersOf } from './harness/transfers.js';

/**
 * Members go from union to union, unions move, merge and go back, and a period becomes FINAL. After each step 转入 and 转出 of every
 * total, in the tree of its period and in today's, are what brute force makes of the orders alone: what comes into a subtree from without, and
 * what leaves it.
 */
const seed = seedOf();
const steps = lengthOf('TRANSFER_STEPS', { short: 30, long: 600 });
const periods = ['2026Q2', '2026Q3'] as const;
const days = ['2026-04-03', '2026-05-05', '2026-06-30', '2026-07-01', '2026-08-08', '2026-09-09'] as const;

interface Unit {
  id: string;
  code: string;
}
let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let reader: Client;
let clerk: Client;
const bodies: Unit[] = [];
const unions: Unit[] = [];
beforeAll(async () => {
  console.log(`transfers at random: SEED=${seed}`);
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  town = await buildTown(huiji, 'alpha');
  await town.statistician.get(operations.open, { period: '2026Q2' });
  const add = async (parentId: string, code: string, level: string, kind: string): Promise<Unit> => ({
    ...{ id: await found(town.admin, { parentId, code, name: code, level, kind }), code },
  });
  const second = await add(town.root, 'B2', 'INTERMEDIATE', 'BUREAU');
  bodies.push({ id: town.root, code: '' }, { id: town.bureau, code: 'B1' }, second);
  bodies.push(
    await add(second.id, 'D1', 'INTERMEDIATE', 'DISTRICT'),
    await add(town.bureau, 'D2', 'INTERMEDIATE', 'ZONE'),
  );
  unions.push(...town.grassroots.map((id, n) => ({ id, code: `G${n + 1}` })));
  for (const [n, { id }] of bodies.entries()) unions.push(await add(id, `N${n}`, 'GRASSROOTS', 'SINGLE'));
  await addPerson(
    town.admin,
    'files',
    unions.map(({ id }) => ({ unionId: id, role: 'FILER' })),
  );
  clerk = await huiji.client('alpha', 'files');
  reader = town.statistician;
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji?.stop();
});

/** What came into the subtree of each union from outside it and what left it, in a tree. */
function flowsIn(tree: Tree, moved: readonly Moved[], within: { starts_on: string; ends_on: string }) {
  const flows = new Map<string, [came: bigint, went: bigint]>();
  const counted = moved.filter(({ on }) => on >= within.starts_on && on <= within.ends_on);
  for (const { fromUnionId, toUnionId, members } of counted) {
    const senders = fromUnionId ? chain(tree, fromUnionId) : [];
    const receivers = toUnionId ? chain(tree, toUnionId) : [];
    const add = (unionId: string, came: bigint, went: bigint): void => {
      const [in_, out] = flows.get(unionId) ?? [0n, 0n];
      flows.set(unionId, [in_ + came, out + went]);
    };
    for (const unionId of receivers) if (!senders.includes(unionId)) add(unionId, BigInt(members), 0n);
    for (const unionId of senders) if (!receivers.includes(unionId)) add(unionId, 0n, BigInt(members));
  }
  return flows;
}

const cells = '["mem_transfer_in_cnt", "mem_transfer_out_cnt"]';
type Cells = { cells: Array<{ value: string | null }> };
async function read(unionId: string, period: string, tree: 'AS_FILED' | 'CURRENT') {
  const { rollup } = await reader.get<{ rollup: Cells & { own: Cells } }>(
    `query ($unionId: ID, $period: String!, $tree: TreeReading) { rollup(unionId: $unionId, form: "work-q", period: $period, tree: $tree) {
       cells(codes: ${cells}) { value } own { cells(codes: ${cells}) { value } } } }`,
    { unionId, period, tree },
  );
  const figures = (from: Cells) => from.cells.map(({ value }) => BigInt(value ?? 0));
  return { total: figures(rollup), own: figures(rollup.own) };
}

async function requireExact(note: string): Promise<number> {
  await drained(owner);
  const { stored, recomputed } = await totals(owner);
  expect([note, stored]).toEqual([note, recomputed]);
  const books = await readBooks(owner);
  let compared = 0;
  for (const code of periods) {
    const period = books.periods.get(code)!;
    for (const reading of ['AS_FILED', 'CURRENT'] as const) {
      const { rows } = await owner.query<{ today: string }>(
        `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS today`,
      );
      const tree = reading === 'AS_FILED' ? treeOfPeriod(books, period) : currentTree(books, rows[0]!.today);
      const expected = flowsIn(tree, books.moved, period);
      const netted = nettings(books, period, tree);
      const seen = await Promise.all(
        [...bodies, ...unions].map(async ({ id }) => ({ id, ...(await read(id, code, reading)) })),
      );
      for (const { id, total, own } of seen) {
        const at = [note, code, reading, id];
        expect([at, total]).toEqual([at, expected.get(id) ?? [0n, 0n]]);
        const less = -(netted.get(id) ?? 0n);
        if (bodies.some((body) => body.id === id)) expect([at, own]).toEqual([at, [less, less]]);
        compared += 1;
      }
    }
  }
  return compared;
}

const made: string[] = [];
const done: Record<string, number> = {};
const count = (what: string): void => {
  done[what] = (done[what] ?? 0) + 1;
};

async function reorganise(name: Change, input: Record<string, unknown>): Promise<void> {
  type Told = { change: { id: string } | null; userErrors: Array<{ code: string }> };
  const answer: Answer<Record<string, Told>> = await town.admin.ask(changeText(name), {
    input: await inputFor(town.admin, name, input),
  });
  const told = answer.data?.[name];
  if (!told) throw new Error(JSON.stringify(answer));
  count(told.userErrors.length > 0 ? `${name} refused` : name);
  if (name !== 'undoChange' && told.change) made.push(told.change.id);
}

async function step(chance: Chance): Promise<void> {
  const what = chance.below(10);
  const on = chance.pick(days);
  const members = 1 + chance.below(500);
  const [one, other] = [chance.pick(unions), chance.pick(unions)];
  if (what < 5) {
    const input = { unionId: one.id, toUnionCode: other.code, members, on };
    const sent = await clerk
      .refusal(
        'mutation ($input: SendTransferInput!) { sendTransfer(input: $input) { userErrors { code } } }',
        {
          input: { ...input, idempotencyKey: key() },
        },
      )
      .then((codes) => (codes.length === 0 ? transfersOf(clerk, one.id, { first: 1 }) : null));
    const [order] = sent?.nodes ?? [];
    if (!order) return count('order refused');
    await stepTransfer(clerk, order, 'accept', { on });
    count('accepted');
  } else if (what === 5 && chance.below(2) === 0) {
    const { nodes } = await transfersOf(clerk, one.id, { states: ['ACCEPTED'], first: 20 });
    const mine = nodes.find(({ steps }) => steps.includes('CANCEL'));
    if (!mine) return;
    await stepTransfer(clerk, mine, 'cancel');
    count('cancelled');
  } else if (what === 5) {
    const { tradeUnion } = await town.admin.get<{ tradeUnion: { dissolvedOn: string | null } }>(
      'query ($id: ID) { tradeUnion(id: $id) { dissolvedOn } }',
      { id: one.id },
    );
    if (tradeUnion.dissolvedOn) return;
    await receiveTransfer(clerk, one.id, { members, on });
    await sendTransfer(clerk, one.id, { outside: '市外工会', members: 1, on });
    count('outside');
  } else if (what < 9) {
    const unit = chance.pick([...unions, ...bodies.slice(1)]);
    await reorganise('moveUnion', { unionId: unit.id, parentId: chance.pick(bodies).id, on });
  } else if (chance.below(2) === 0 && made.length > 0) {
    await reorganise('undoChange', { changeId: made.pop() });
  } else {
    await reorganise('mergeUnion', { unionId: one.id, receiverId: other.id, members, on });
  }
}

test(
  'whoever goes where, and however the tree changes, every total counts what came from without and what left',
  async () => {
    const chance = new Chance(seed);
    let compared = 0;
    for (let n = 0; n < steps; n += 1) {
      if (n === Math.floor(steps / 2)) {
        await town.statistician.get(operations.close, { period: '2026Q2' });
        await drained(owner);
        await town.statistician.get(operations.finalise, { period: '2026Q2' });
      }
      await step(chance);
      compared += await requireExact(`SEED=${seed} step ${n}`);
    }
    console.log(`SEED=${seed} ${JSON.stringify({ compared, ...done })}`);
    expect(Math.min(done['accepted'] ?? 0, done['moveUnion'] ?? 0)).toBeGreaterThan(0);
  },
  longest,
);
