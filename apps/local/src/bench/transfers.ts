import { inTenant, sql, type Tx } from '@huiji/store/data-source';
import { subtreeSql, treeOn } from '@huiji/store/organisation';
import { totalParts } from '@huiji/store/total-reading';
import { insertTransfer, transfersOf, transfersWaiting } from '@huiji/store/transfer';
import { bookTransfer } from '@huiji/store/transfer-booking';
import { nettingsIn } from '@huiji/store/transfer-netting';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { type Figures, median } from './figures.js';
import { type BenchTenant, form } from './tenant.js';

const runs = 7;
/** How many orders count in the quarter before anything is measured, and how many wait. */
const booked = 50_000;
const waiting = 2_000;
const day = '2026-08-20';

/**
 * What members who change unions cost beside a quarter full of orders: one more that both sides and their body count, beside writing its row
 * alone; and readings that have no stored total, beside walking down the tree. Medians of `runs`.
 */
export async function transferCosts(source: DataSource, tenant: BenchTenant): Promise<Figures> {
  const {
    scope: { tenantId, period },
    scope,
    rootId,
    filer,
    ownerUrl,
  } = tenant;
  await writeOrders(ownerUrl, tenantId, filer);
  const timed = async (work: (tx: Tx, run: number) => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const began = performance.now();
      await inTenant(source, tenantId, (tx) => work(tx, run));
      times.push(performance.now() - began);
    }
    return median(times);
  };
  const leaves = await inTenant(source, tenantId, (tx) =>
    sql<{ id: string }>(
      tx,
      `SELECT id FROM trade_union WHERE tenant_id = $1 AND level = 'GRASSROOTS' ORDER BY id LIMIT ${4 * runs}`,
      [tenantId],
    ),
  );
  const order = (at: number) => {
    const [from, to] = [leaves[2 * at]!.id, leaves[2 * at + 1]!.id];
    const sides = { fromUnionId: from, toUnionId: to };
    const id = uuid();
    return {
      ...{ ...sides, id, number: `B${id}`, outside: null, members: 3, note: null, sentOn: day },
      ...{ issuerId: from, by: filer },
    };
  };
  const floor = await timed((tx, run) => insertTransfer(tx, tenantId, { ...order(run), countedOn: null }));
  const counted = await timed((tx, run) => {
    const one = order(runs + run);
    return bookTransfer(tx, tenantId, one, async () => {
      await insertTransfer(tx, tenantId, { ...one, countedOn: day });
      return { members: 3n, countedOn: day };
    });
  });
  const walking = await timed((tx) =>
    sql(tx, `${subtreeSql('$2', '$3::date', `'infinity'`, true)} SELECT count(*) FROM subtree`, [
      ...[tenantId, rootId, day],
    ]),
  );
  const nettings = await timed((tx) => nettingsIn(tx, scope));
  const root = [{ id: rootId, level: 'FEDERATION' }];
  const recast = await timed((tx) =>
    totalParts(
      tx,
      { tenantId, form, periods: [period], tree: treeOn(day), current: true, known: null },
      root,
    ),
  );
  const tree = { ...treeOn(day), throughSuccessors: true };
  const view = { tenantId, unionId: rootId, everywhere: true, tree };
  const page = { first: 50, after: null };
  const newest = await timed((tx) =>
    transfersOf(tx, { ...view, states: null, direction: null, counted: null }, page),
  );
  const below = await timed((tx) =>
    transfersOf(tx, { ...view, everywhere: false, states: null, direction: 'WITHIN', counted: null }, page),
  );
  const count = await timed((tx) => transfersWaiting(tx, view));
  return {
    'orders that count in the quarter': booked,
    'writing an order (floor), ms': floor.toFixed(1),
    'and having three unions count it, ms; ratio': `${counted.toFixed(1)}; ${(counted / floor).toFixed(1)}`,
    'walking down the tree (floor), ms': walking.toFixed(0),
    'what all bodies net out, ms; ratio': `${nettings.toFixed(0)}; ${(nettings / walking).toFixed(1)}`,
    'the root recast to today, ms; ratio': `${recast.toFixed(0)}; ${(recast / walking).toFixed(1)}`,
    'a page of all orders, ms': newest.toFixed(1),
    'a page of those within a subtree of all, ms': below.toFixed(0),
    'counting those that wait, ms': count.toFixed(1),
  };
}

/** Writes orders between unions at random as rows, and has the planner know them. */
async function writeOrders(ownerUrl: string, tenantId: string, person: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const pair = (many: number): string => `
    SELECT g, ids[1 + floor(random() * cardinality(ids))::int] AS one, ids[1 + floor(random() * cardinality(ids))::int] AS other
    FROM generate_series(1, ${many}) g, (SELECT array_agg(id) AS ids FROM trade_union
      WHERE tenant_id = '${tenantId}' AND level = 'GRASSROOTS') u`;
  await owner.query(`
    SELECT setseed(0.37);
    INSERT INTO membership_transfer (tenant_id, id, issuer_id, number, from_union_id, to_union_id, members, sent_on, sent_by, state,
        accepted_on, counted_on, accepted_at, settled_by, settled_at)
      SELECT '${tenantId}', gen_random_uuid(), one, 'A' || g, one, other, 1 + g % 9, '${day}', '${person}', 'ACCEPTED',
        '${day}', '${day}', now(), '${person}', now() FROM (${pair(booked)}) p WHERE one <> other;
    INSERT INTO membership_transfer (tenant_id, id, issuer_id, number, from_union_id, to_union_id, members, sent_on, sent_by, state)
      SELECT '${tenantId}', gen_random_uuid(), one, 'W' || g, one, other, 5, '${day}', '${person}', 'SENT'
      FROM (${pair(waiting)}) p WHERE one <> other;
    ANALYZE membership_transfer; ANALYZE contribution; ANALYZE rollup`);
  await owner.end();
}
