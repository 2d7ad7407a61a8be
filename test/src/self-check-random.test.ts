import { inTenant, openDataSource } from '@huiji/store/data-source';
import { checkSlice, rebuildTotals } from '@huiji/store/rollup-check';
import type { Scope } from '@huiji/store/scope';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { killing } from './harness/killing.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import { operations } from './harness/town.js';
import { changeOnce } from './harness/tree-model-changes.js';
import { checkTotals, settled } from './harness/tree-model-checks.js';
import { type Accepted, Desk } from './harness/tree-model-filing.js';
import { populate, World } from './harness/tree-model.js';

/**
 * Administrators found, move, merge, split and dissolve, others file and review, the worker drains and is killed, a period becomes
 * FINAL; meanwhile totals are checked in slices of a few bodies, by the worker and beside it, and rebuilt. Nothing may be
 * reported while nothing is wrong. Then totals are spoilt while all of that goes on: each is found and mended, and in the end
 * every total is what brute force makes.
 */
const seed = seedOf();
const wanted = lengthOf('COMMANDS', { short: 20, long: 60 });
const chance = new Chance(seed);
const accepted: Accepted = new Map();
let world: World;
let source: DataSource;
let checks = 0;
let rebuilt = 0;
let spoilt = 0;
/** Whether totals may be wrong: a spoiling is seen by others before it is counted. */
let spoiling = false;

beforeAll(async () => {
  console.log(`seed ${seed}: repeat with SEED=${seed} npm test -- self-check-random`);
  world = await World.open({ CHECK_TOTALS_SECONDS: '1' });
  source = await openDataSource(world.huiji.database.appUrl, 6);
  await populate(world, chance, 9, 30);
  for (const period of ['2026Q1', '2026Q2', '2026Q3'])
    await world.people.statistician.get(operations.open, { period });
}, 120_000);
afterAll(async () => {
  await source.destroy();
  await world.close();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const scopes = (): Promise<Scope[]> =>
  world.rows('SELECT tenant_id AS "tenantId", form, period FROM rollup_scope ORDER BY form, period');

/** Everybody at work, and `more` of them, until so many changes are made or somebody has failed. */
async function work(until: number, more: Array<(own: Chance) => Promise<unknown>>): Promise<void> {
  let going = true;
  const desks = [0, 1].map(
    (number) => new Desk(world, new Chance(seed + until + number), { number, of: 2 }, accepted),
  );
  const lanes: Array<(own: Chance) => Promise<unknown>> = [
    async (own) => {
      await changeOnce(world, own);
      world.changes += 1;
      going = going && world.changes < until;
    },
    ...desks.map((desk) => () => desk.once()),
    ...more,
  ];
  const killer = killing(world.huiji, new Chance(seed + until));
  await Promise.all(
    lanes.map(async (act, lane) => {
      const own = new Chance(seed + 10 * until + lane);
      try {
        while (going) await act(own);
      } finally {
        going = false;
      }
    }),
  ).finally(async () => console.log(`worker killed ${await killer.stop()} times`));
}

async function check(own: Chance): Promise<void> {
  const scope = own.pick(await scopes());
  const slice = await inTenant(source, scope.tenantId, (tx) => checkSlice(tx, scope, 2));
  if (slice?.ended) checks += 1;
  await pause(own.below(20));
}

async function rebuildOne(own: Chance): Promise<void> {
  const [scope, { id }] = [own.pick(await scopes()), own.pick(await world.units())];
  const unionId = own.below(3) === 0 ? null : id;
  const done = await inTenant(source, scope.tenantId, (tx) =>
    rebuildTotals(tx, scope, { unionId, dryRun: false }),
  );
  rebuilt += 1;
  if (!spoiling) expect(done).toMatchObject({ unions: [], differences: { all: 0 } });
  await pause(own.below(50));
}

async function spoilOne(own: Chance): Promise<void> {
  const column = own.pick(['totals', 'filled', 'not_applicable', 'at_least', 'about']);
  const { rowCount } = await world.owner.query(
    `UPDATE rollup SET ${column}[1 + $1::int % cardinality(totals)] = coalesce(${column}[1 + $1::int % cardinality(totals)], 0) + 1 + $2::int WHERE ctid = (
       SELECT ctid FROM rollup ORDER BY md5(union_id::text || part || period || $1::text) LIMIT 1)`,
    [own.below(5), own.below(9)],
  );
  spoilt += rowCount ?? 0;
  await pause(100 + own.below(300));
}

const reported = () => world.rows<object>('SELECT * FROM rollup_difference');

test(
  `${wanted} changes while others file, drain, check and rebuild: not one difference is reported`,
  async () => {
    await work(wanted / 2, [check, check, rebuildOne]);
    const { statistician } = world.people;
    await statistician.get(operations.close, { period: '2026Q1' });
    await statistician.get(operations.finalise, { period: '2026Q1' });
    await work(wanted, [check, check, rebuildOne]);
    expect(await reported()).toEqual([]);
    await settled(world);
    console.log(
      `${world.changes} changes, ${checks} whole checks beside the worker's, ${rebuilt} rebuildings, ${await checkTotals(world)} totals`,
    );
    expect(checks).toBeGreaterThan(3);
  },
  longest,
);

test(
  'totals spoilt meanwhile are found and mended',
  async () => {
    spoiling = true;
    await work(wanted * 1.5, [check, rebuildOne, spoilOne]);
    expect(spoilt).toBeGreaterThan(0);
    await settled(world);
    for (const scope of await scopes())
      await inTenant(source, scope.tenantId, (tx) =>
        rebuildTotals(tx, scope, { unionId: null, dryRun: false }),
      );
    const rows = (await reported()) as Array<{ settled_at: Date | null }>;
    console.log(
      `${spoilt} spoilt, ${rows.length} differences recorded, ${await checkTotals(world)} totals right`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ settled_at }) => settled_at === null)).toEqual([]);
  },
  longest,
);
