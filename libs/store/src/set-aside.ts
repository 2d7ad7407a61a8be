import type { DataSource } from 'typeorm';
import { inTenant, sql, sqlOne, type Tx } from './data-source.js';
import { faultOf } from './fault.js';
import { drainAll, drainBatch, lockScope } from './rollup.js';
import type { Scope } from './scope.js';

/**
 * Whether an error is of what is added and not of the moment: a value that PostgreSQL cannot take (SQLSTATE classes 22 and 23). All else, such as a
 * server that is away or a disk that is full, is tried again as it is.
 */
export function isOfChanges(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code);
}

/**
 * Sets aside (搁置) the first change of a scope that cannot be added to its totals, so that those behind it are: it stays in the outbox, counts
 * as pending, and is tried again when somebody says so (`tryAgain`). Answers its id; null where all can be added after all, or something came
 * meanwhile that cannot, and has to be looked for anew.
 */
export function setAsideFirst(source: DataSource, scope: Scope): Promise<string | null> {
  return inTenant(source, scope.tenantId, async (tx) => {
    await lockScope(tx, scope);
    const ids = await waitingIds(tx, scope);
    let fault = await faultWith(tx, scope, ids);
    if (!fault) return null;
    // The first `good` can be added, the first `bad` cannot.
    let [good, bad] = [0, ids.length];
    while (bad - good > 1) {
      const middle = Math.floor((good + bad) / 2);
      const found = await faultWith(tx, scope, ids.slice(0, middle));
      [good, bad] = found ? [good, middle] : [middle, bad];
      fault = found ?? fault;
    }
    if (await faultWith(tx, scope, ids.slice(0, good))) return null;
    const id = ids[good] ?? '';
    const [why = ''] = faultOf(fault).split('\n');
    await sql(
      tx,
      `UPDATE rollup_outbox SET set_aside_at = clock_timestamp(), set_aside_why = $5 WHERE ${ofScope} AND id = $4`,
      [scope.tenantId, scope.form, scope.period, id, why],
    );
    return id;
  });
}

const ofScope = 'tenant_id = $1 AND form = $2 AND period = $3';

/** What the next batch would take, in its order. */
async function waitingIds(tx: Tx, { tenantId, form, period }: Scope): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    tx,
    `SELECT id FROM rollup_outbox WHERE ${ofScope} AND set_aside_at IS NULL ORDER BY id LIMIT $4`,
    [tenantId, form, period, drainBatch],
  );
  return rows.map(({ id }) => id);
}

/** Adds some changes of a scope, takes that back, and answers by which fault of theirs it failed; null where it did not. */
async function faultWith(tx: Tx, scope: Scope, ids: readonly string[]): Promise<Error | null> {
  const { tenantId, form, period } = scope;
  await sql(tx, 'SAVEPOINT tried');
  try {
    await sql(
      tx,
      `UPDATE rollup_outbox SET set_aside_at = now(), set_aside_why = '' WHERE ${ofScope} AND id <> ALL ($4::uuid[])`,
      [tenantId, form, period, ids],
    );
    await drainAll(tx, scope);
    return null;
  } catch (error) {
    if (isOfChanges(error)) return error;
    throw error;
  } finally {
    await sql(tx, 'ROLLBACK TO SAVEPOINT tried');
  }
}

/** Has what is set aside in a tenant added again, where it can be now. Answers how many changes. */
export async function tryAgain(tx: Tx, tenantId: string): Promise<number> {
  const rows = await sql(
    tx,
    `UPDATE rollup_outbox SET set_aside_at = NULL, set_aside_why = NULL
     WHERE tenant_id = $1 AND set_aside_at IS NOT NULL RETURNING id`,
    [tenantId],
  );
  return rows.length;
}

/** How many changes of a period are set aside. */
export async function setAsideIn(tx: Tx, tenantId: string, period: string): Promise<number> {
  const { count } = await sqlOne<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM rollup_outbox WHERE tenant_id = $1 AND period = $2 AND set_aside_at IS NOT NULL`,
    [tenantId, period],
  );
  return count;
}
