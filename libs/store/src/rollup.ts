import { type Form, layoutOf } from '@huiji/domain/form';
import type { Movement } from '@huiji/domain/organisation';
import { dayBefore, parsePeriod } from '@huiji/domain/period';
import type { DataSource } from 'typeorm';
import { type Tx, inTenant, sql, sqlOne } from './data-source.js';
import { formAt, formOf } from './form.js';
import type { TreeAt } from './organisation.js';
import type { Scope } from './scope.js';
import { drainPlan, drainSql, usualPlan } from './rollup-sql.js';
import { movementSql, shiftSql } from './tree-delta-sql.js';

/** How api and worker find each other in Redis: the queue of doorbell rings, and the channel of what has moved. */
export const doorbellQueue = 'rollup';
export const changeChannel = 'huiji:rollup.changed';

/** What the worker tells after a drain: whose totals of a scope have moved. */
export type Change = Scope & { unions: string[] };

/**
 * How many changes one transaction drains at most. At a steady pace a batch is what came in during the last one, tens of
 * changes; the limit matters only for a backlog, where a large batch writes each ancestor once for many leaves.
 */
export const drainBatch = 10_000;

/** Makes each text once: its prepared statements are found by it. */
export const byWidth = (make: (width: number) => string): ((width: number) => string) => {
  const made = new Map<number, string>();
  return (width) => {
    const known = made.get(width) ?? make(width);
    made.set(width, known);
    return known;
  };
};
const drainOf = byWidth(drainSql);

/** For how many positions the sums of a form are written out: a few widths serve all forms, so that few texts are prepared. */
export const widthOf = (form: Form): number => Math.ceil(layoutOf(form).width / 6) * 6;

/** Takes the scope's lock until the transaction ends, and answers its form. Every writer of its totals holds it. */
export async function lockScope(tx: Tx, { tenantId, form, period }: Scope): Promise<Form> {
  const { version } = await sqlOne<{ version: number }>(
    tx,
    `SELECT form_version AS version FROM rollup_scope WHERE tenant_id = $1 AND form = $2 AND period = $3
     FOR NO KEY UPDATE`,
    [tenantId, form, period],
  );
  return formAt(tx, tenantId, form, version);
}

/**
 * The tree a period's totals climb: in force at its end; once FINAL, as recorded when it became final. `known`: as it was at a
 * moment, when the period may not have been FINAL yet.
 */
export async function treeOf(
  tx: Tx,
  tenantId: string,
  period: string,
  known: string | null = null,
): Promise<TreeAt> {
  const [row] = await sql<{ day: string; recorded: string }>(
    tx,
    `SELECT ends_on::text AS day, least(final_at, coalesce($3::timestamptz, 'infinity'))::text AS recorded FROM period
     WHERE tenant_id = $1 AND code = $2`,
    [tenantId, period, known],
  );
  if (!row) throw new Error(`period ${period} is not open in its tenant`);
  return row;
}

/**
 * Adds one batch of pending changes to the totals, in one transaction: a crash leaves both sides or neither.
 * Answers how many changes were taken and whose totals moved.
 */
export function drain(source: DataSource, scope: Scope): Promise<Drained> {
  return inTenant(source, scope.tenantId, async (tx) => {
    await tx.queryRunner?.query(drainPlan);
    return drainBatchOf(tx, scope, await lockScope(tx, scope));
  });
}

/** How many changes a drain took, and whose totals it moved. */
export interface Drained {
  taken: number;
  /** For how many seconds the oldest of them had waited when it was added; null where none was taken. */
  waited: number | null;
  unions: string[];
}

async function drainBatchOf(tx: Tx, scope: Scope, form: Form): Promise<Drained> {
  // Statements of their own: their snapshots are taken after the lock, so they see what the former holder wrote.
  const tree = await treeOf(tx, scope.tenantId, scope.period);
  const done = await sqlOne<Omit<Drained, 'unions'> & { unions: string[] | null }>(
    tx,
    drainOf(widthOf(form)),
    [scope.tenantId, scope.form, scope.period, tree.day, drainBatch, tree.recorded],
  );
  if (done.taken > 0) {
    await sql(
      tx,
      'UPDATE rollup_scope SET drained_at = clock_timestamp() WHERE tenant_id = $1 AND form = $2 AND period = $3',
      [scope.tenantId, scope.form, scope.period],
    );
  }
  return { ...done, unions: done.unions ?? [] };
}

/** Drains a scope until nothing waits, inside a transaction that does more than that. Answers whose totals moved. */
export async function drainAll(tx: Tx, scope: Scope): Promise<Set<string>> {
  const form = await lockScope(tx, scope);
  await tx.queryRunner?.query(drainPlan);
  const written = new Set<string>();
  // The scope is locked, so nothing comes after a batch that is not full.
  for (let taken = drainBatch; taken === drainBatch;) {
    const drained = await drainBatchOf(tx, scope, form);
    for (const union of drained.unions) written.add(union);
    ({ taken } = drained);
  }
  await tx.queryRunner?.query(usualPlan);
  return written;
}

/**
 * Carries the totals of a scope from the tree as it was recorded just before this transaction changed it to the one
 * recorded now. The scope is locked and drained. Answers whose totals moved.
 */
export async function shiftTotals(tx: Tx, scope: Scope, before: string): Promise<string[]> {
  const { day } = await treeOf(tx, scope.tenantId, scope.period);
  const key = [scope.tenantId, scope.form, scope.period, day, before, day, 'infinity'];
  const rows = await sql<{ union_id: string }>(tx, shiftSql, key);
  return rows.map((row) => row.union_id);
}

/**
 * Says of the totals of unions in a FINAL period that they are being revised now. Takes the scope's lock, as every writer of
 * totals does.
 */
export async function markRevised(tx: Tx, scope: Scope, unionIds: readonly string[]): Promise<void> {
  await lockScope(tx, scope);
  await sql(
    tx,
    `UPDATE rollup SET revised_at = clock_timestamp()
     WHERE tenant_id = $1 AND form = $2 AND period = $3 AND union_id = ANY ($4)`,
    [scope.tenantId, scope.form, scope.period, unionIds],
  );
}

/** What bodies post as 划入 and 划出 in a scope that is drained; see `movementSql`. */
export async function movementsIn(tx: Tx, scope: Scope): Promise<Map<string, Movement>> {
  const { part, index } = layoutOf(await formOf(tx, scope)).cell('org_prior_union_cnt') ?? {
    part: 0,
    index: -1,
  };
  if (part !== 0 || index < 0) return new Map();
  const { startsOn, endsOn } = parsePeriod(scope.period);
  const eve = dayBefore(startsOn);
  const { recorded } = await sqlOne<{ recorded: string }>(
    tx,
    `SELECT coalesce((SELECT p.final_at FROM period p JOIN rollup_scope s ON s.tenant_id = $1 AND s.period = p.code
       WHERE p.tenant_id = $1 AND s.form = $2 AND p.ends_on = $3), 'infinity')::text AS recorded`,
    [scope.tenantId, scope.form, eve],
  );
  const rows = await sql<{ unionId: string; came: string; gone: string }>(tx, movementSql, [
    ...[scope.tenantId, scope.form, scope.period, endsOn, 'infinity', eve, recorded],
    index + 1,
  ]);
  return new Map(rows.map((row) => [row.unionId, { in: BigInt(row.came), out: BigInt(row.gone) }]));
}

/** The scopes of all tenants that have pending changes: ids only, through a door. */
export async function pendingScopes(source: DataSource): Promise<Scope[]> {
  const rows = await source.query<Array<{ tenant_id: string; form: string; period: string }>>(
    'SELECT tenant_id, form, period FROM door_pending_scopes()',
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, form: row.form, period: row.period }));
}
