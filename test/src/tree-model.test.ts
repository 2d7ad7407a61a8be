import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { killing } from './harness/killing.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import { operations } from './harness/town.js';
import { changeOnce } from './harness/tree-model-changes.js';
import {
  checkFrozen,
  checkRecast,
  checkStocks,
  checkTotals,
  checkTree,
  freeze,
  type Frozen,
  settled,
} from './harness/tree-model-checks.js';
import { employOnce } from './harness/tree-model-employers.js';
import { type Accepted, Desk, witness } from './harness/tree-model-filing.js';
import { checkMovements, checkRegisters } from './harness/tree-model-registers.js';
import { rehearse } from './harness/tree-model-rehearsal.js';
import { calendar, formOf, populate, quarters, World } from './harness/tree-model.js';

/**
 * A random year of a federation: unions are founded, moved, merged, split, dissolved, and changes undone, by two
 * administrators; three others file and review at the same time; quarters are opened, closed and made FINAL; the worker
 * is killed meanwhile. Now and then everybody pauses, and all that the tree and its totals promise is held against brute
 * force.
 */
const seed = seedOf();
const wanted = lengthOf('COMMANDS', { short: 60, long: 240 });
const rounds = lengthOf('ROUNDS', { short: 2, long: 3 });
const chance = new Chance(seed);
const frozen: Frozen = new Map();
const accepted: Accepted = new Map();
const steps = calendar(chance);
const desks: Desk[] = [];
let world: World;

beforeAll(async () => {
  console.log(`seed ${seed}: repeat with SEED=${seed} npm test -- tree-model`);
  world = await World.open();
  const { statistician } = world.people;
  await populate(world, chance, 9, 30);
  for (let number = 0; number < 3; number++)
    desks.push(new Desk(world, new Chance(seed + 100 + number), { number, of: 3 }, accepted));
  for (const period of quarters.slice(0, 2)) await statistician.get(operations.open, { period });
}, 60_000);

afterAll(() => world.close());

/** Takes the steps of the periods' lives that are due, one after the other; what becomes FINAL is copied at once. */
async function keepCalendar(): Promise<void> {
  const [next] = steps;
  if (!next || world.changes < next.at * wanted) return;
  steps.shift();
  await world.people.statistician.get(operations[next.step], { period: next.period });
  if (next.step !== 'finalise') return;
  frozen.set(next.period, await freeze(world, next.period));
  expect(await world.rows('SELECT FROM rollup_outbox WHERE period = $1', [next.period])).toEqual([]);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Everybody at work until the administrators have made so many changes, or somebody has failed. */
async function work(until: number): Promise<void> {
  let going = true;
  const changes = async (own: Chance): Promise<void> => {
    await (own.below(4) === 0 ? employOnce(world, own) : changeOnce(world, own));
    world.changes += 1;
    going = going && world.changes < until;
  };
  const lanes: Array<(own: Chance) => Promise<unknown>> = [
    ...[changes, changes],
    ...desks.map((desk) => () => desk.once().then(() => pause(10))),
    () => keepCalendar().then(() => pause(20)),
  ];
  await Promise.all(
    lanes.map(async (act, lane) => {
      const own = new Chance(seed + 10 * until + lane);
      try {
        while (going) await act(own);
      } finally {
        going = false;
      }
    }),
  );
}

/** Everybody pauses: some changes are rehearsed, made and taken back, and everything is held against brute force. */
async function check(round: number): Promise<void> {
  await settled(world);
  let rehearsed = 0;
  for (let n = 0; n < 6; n++) rehearsed += await rehearse(world, chance);
  await settled(world);
  const checked = {
    totals: await checkTotals(world),
    registers: await checkRegisters(world),
    stocks: await checkStocks(world),
    moved: await checkMovements(world),
    days: await checkTree(world),
    recast: await checkRecast(world, () => round === rounds || chance.below(6) === 0),
  };
  await checkFrozen(world, frozen);
  console.log(`round ${round}: ${JSON.stringify({ rehearsed, frozen: [...frozen.keys()], ...checked })}`);
}

test(
  `${wanted} random changes while others file: every total as filed, as frozen and as recast is what brute force makes`,
  async () => {
    let kills = 0;
    await check(0);
    for (let round = 1; round <= rounds; round++) {
      const killer = killing(world.huiji, new Chance(seed + round));
      await work(Math.round((wanted * round) / rounds)).finally(async () => (kills += await killer.stop()));
      await check(round);
    }
    console.log(`${world.changes} changes, worker killed ${kills} times, done and refused:\n${world.report}`);
    expect(await acceptedInForce()).toEqual(accepted);
    expect(world.success).toBeGreaterThan(0.6);
    const [counted] = await world.rows<{ deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(counted?.deadlocks).toBe(0);
  },
  longest,
);

/** What the contributions in force say of the witness, by union and period. */
async function acceptedInForce(): Promise<Accepted> {
  const rows = await world.rows<{ union_id: string; period: string; figures: string[] }>(
    `SELECT union_id, period, figures FROM contribution WHERE kind = 'FILED' AND part = 1 AND superseded_at IS NULL`,
  );
  const figure = (period: string, figures: string[]): string =>
    figures[layoutOf(shippedForm(formOf(period))).cell(witness)?.index ?? NaN] ?? '';
  return new Map(rows.map((row) => [`${row.union_id} ${row.period}`, figure(row.period, row.figures)]));
}
