import type { SubmissionState } from '@huiji/domain/submission';
import { type Tx, sql, sqlOne } from './data-source.js';
import { dueAtSql } from './deadline.js';
import type { Scope } from './scope.js';
import { alsoUnder, type Filler } from './submission-content.js';

/** What a review changes besides the state. */
export interface Verdict {
  state: SubmissionState;
  by: string;
  returnReason?: string | null;
}

/** Marks a submission as submitted; answers whether its report is late by that: a correction never is. */
export async function markSubmitted(
  tx: Tx,
  { tenantId, form, period }: Scope,
  id: string,
  move: Filler & { state: SubmissionState; explanation: string | null },
): Promise<{ late: boolean }> {
  return sqlOne<{ late: boolean }>(
    tx,
    `UPDATE submission s SET state = $5, filed_by = $6, filed_at = moment.at,
       first_filed_at = coalesce(s.first_filed_at, moment.at), explanation = $7,
       return_reason = NULL, reviewed_by = NULL, reviewed_at = NULL, withdrawn_at = NULL, version = s.version + 1,
       entrustment_id = $8, entrustment_ids = ${alsoUnder('$8::uuid')}
     FROM (SELECT clock_timestamp() AS at) moment WHERE s.tenant_id = $1 AND s.id = $4
     RETURNING s.revision = 1 AND s.first_filed_at > ${dueAtSql('s.union_id', levelSql)} AS late`,
    [tenantId, form, period, id, move.state, move.by, move.explanation, move.entrustmentId],
  );
}
const levelSql = '(SELECT u.level FROM trade_union u WHERE u.tenant_id = $1 AND u.id = s.union_id)';

/**
 * Takes submissions back. They were not submitted then: the next time may be their first, and late. Only what a reviewer has
 * returned once keeps the day on which it first came.
 */
export async function markWithdrawn(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
  state: SubmissionState,
): Promise<void> {
  await sql(
    tx,
    `UPDATE submission SET state = $3, filed_by = NULL, filed_at = NULL, entrustment_id = NULL,
       first_filed_at = CASE WHEN first_filed_at < filed_at THEN first_filed_at END,
       withdrawn_at = clock_timestamp(), version = version + 1
     WHERE tenant_id = $1 AND id = ANY ($2)`,
    [tenantId, ids, state],
  );
}

/**
 * Removes drafts that say nothing, as if they had never been begun; answers which. One stays on which anything hangs: a file, also one
 * that is on its way, a comment, an acknowledgement, or that a reviewer has returned it once. The caller has locked them, and
 * posts the progress of their unions.
 */
export async function removeDrafts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  // First, so that what was being hung on one is there by the time that this is asked.
  await sql(tx, 'SELECT FROM submission WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE', [
    tenantId,
    ids,
  ]);
  const bare = await sql<{ id: string }>(
    tx,
    `SELECT s.id FROM submission s WHERE s.tenant_id = $1 AND s.id = ANY($2) AND s.state = 'DRAFT' AND s.revision = 1
       AND s.first_filed_at IS NULL AND ${['attachment', 'submission_comment', 'breach_acknowledgement']
         .map(
           (table) => `NOT EXISTS (SELECT FROM ${table} h WHERE h.tenant_id = $1 AND h.submission_id = s.id)`,
         )
         .join(' AND ')}`,
    [tenantId, ids],
  );
  const going = bare.map(({ id }) => id);
  // An import that wrote into one remembers what it was; the return is none any more.
  await sql(
    tx,
    'UPDATE import_return SET submission_id = NULL WHERE tenant_id = $1 AND submission_id = ANY($2)',
    [tenantId, going],
  );
  await sql(tx, 'DELETE FROM submission WHERE tenant_id = $1 AND id = ANY($2)', [tenantId, going]);
  return new Set(going);
}

/** Marks submissions as reviewed; the caller has locked them. */
export async function markReviewed(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
  verdict: Verdict,
): Promise<void> {
  await sql(
    tx,
    `UPDATE submission SET state = $3, reviewed_by = $4, reviewed_at = clock_timestamp(), return_reason = $5,
       version = version + 1
     WHERE tenant_id = $1 AND id = ANY($2)`,
    [tenantId, ids, verdict.state, verdict.by, verdict.returnReason ?? null],
  );
}
