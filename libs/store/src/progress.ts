import type { Level } from '@huiji/domain/organisation';
import { postProgress } from './contribution.js';
import { type Tx, sql } from './data-source.js';
import type { Scope } from './scope.js';

/** How many unions are posted in one statement. */
const batch = 2_000;

/**
 * Posts anew whether the reports of a level came in time, after its deadline has moved. Only those that have been submitted can
 * differ. The caller holds the period alone, so that none is submitted meanwhile.
 */
export async function repostProgress(tx: Tx, scope: Scope, level: Level): Promise<void> {
  for (let after: string | null = null; ;) {
    const rows: Array<{ id: string }> = await sql(
      tx,
      `SELECT s.union_id AS id FROM submission s JOIN trade_union u ON u.tenant_id = $1 AND u.id = s.union_id
       WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3 AND s.revision = 1 AND s.first_filed_at IS NOT NULL
         AND u.level = $4 AND ($5::uuid IS NULL OR s.union_id > $5) ORDER BY s.union_id LIMIT $6`,
      [scope.tenantId, scope.form, scope.period, level, after, batch],
    );
    const last = rows.at(-1);
    if (!last) return;
    await postProgress(
      tx,
      scope,
      rows.map((row) => row.id),
    );
    after = last.id;
  }
}
