import { type Tx, sql } from './data-source.js';
import { nameNow } from './reorganise.js';

/** What undoing a change writes in its own name: nothing is deleted. */
export interface Undoing {
  tenantId: string;
  changeId: string;
  moment: string;
}

/**
 * Takes a change back, whatever its kind: what it ended goes on, what it made is void. The statements are the same for
 * all kinds, since every row names the changes that made and ended it. The caller has seen to it that nothing rests on
 * the change, and posts the registers of the unions concerned.
 */
export async function takeBack(tx: Tx, { tenantId, changeId, moment }: Undoing): Promise<void> {
  const own = [tenantId, changeId];
  await sql(
    tx,
    `UPDATE affiliation SET recorded_to = $3, closed_by = NULL
     WHERE tenant_id = $1 AND made_by = $2 AND recorded_to IS NULL`,
    [...own, moment],
  );
  await sql(
    tx,
    `INSERT INTO affiliation (tenant_id, union_id, parent_id, parent_level, valid_from, valid_to, recorded_from, made_by)
     SELECT tenant_id, union_id, parent_id, parent_level, valid_from, valid_to, $3, made_by
     FROM affiliation WHERE tenant_id = $1 AND closed_by = $2`,
    [...own, moment],
  );
  for (const register of ['accountability', 'coverage', 'union_name'] as const) {
    await sql(tx, `UPDATE ${register} SET voided_by = $2 WHERE tenant_id = $1 AND made_by = $2`, own);
    await sql(
      tx,
      `UPDATE ${register} SET voided_by = NULL
       WHERE tenant_id = $1 AND voided_by = $2 AND made_by IS DISTINCT FROM $2`,
      own,
    );
  }
  await sql(
    tx,
    'UPDATE home_award SET ended_on = NULL, ended_by = NULL WHERE tenant_id = $1 AND ended_by = $2',
    own,
  );
  await sql(
    tx,
    `UPDATE trade_union SET dissolved_on = NULL, dissolved_counted_on = NULL, dissolved_by = NULL, successor_id = NULL,
       dissolution_reason = NULL, dissolution_document_no = NULL, version = version + 1
     WHERE tenant_id = $1 AND dissolved_by = $2`,
    own,
  );
  await sql(
    tx,
    `UPDATE trade_union SET withdrawn_at = CASE WHEN founded_by = $2 THEN $3::timestamptz END,
       established_on = CASE WHEN founded_by = $2 THEN established_on END,
       established_counted_on = NULL, established_by = NULL, version = version + 1
     WHERE tenant_id = $1 AND (founded_by = $2 OR established_by = $2)`,
    [...own, moment],
  );
  // The congress has been held all the same: it waits for its approval again.
  await sql(
    tx,
    `UPDATE election SET approved_on = NULL, approved_counted_on = NULL, approval_no = NULL, approved_by = NULL
     WHERE tenant_id = $1 AND approved_by = $2`,
    own,
  );
  const renamed = await sql<{ id: string; name: string }>(
    tx,
    `SELECT gone.union_id AS id, n.name FROM union_name gone CROSS JOIN LATERAL (
       SELECT name FROM union_name n WHERE n.tenant_id = $1 AND n.union_id = gone.union_id AND n.voided_by IS NULL
       ORDER BY n.valid_from DESC LIMIT 1) n
     WHERE gone.tenant_id = $1 AND gone.made_by = $2`,
    own,
  );
  for (const { id, name } of renamed) await nameNow(tx, tenantId, id, name);
}

/** The unions whose registers follow from what a change did to employers, or to the lives of unions that cover them. */
export async function unionsCountingFor(tx: Tx, tenantId: string, changeId: string): Promise<string[]> {
  const rows = await sql<{ union_id: string }>(
    tx,
    `SELECT union_id FROM accountability WHERE tenant_id = $1 AND (made_by = $2 OR voided_by = $2)
     UNION
     SELECT a.union_id FROM coverage v JOIN accountability a ON a.tenant_id = $1 AND a.employer_id = v.employer_id
     WHERE v.tenant_id = $1 AND (v.made_by = $2 OR v.voided_by = $2) AND a.voided_by IS NULL
     UNION
     SELECT a.union_id FROM organisation_change_union c
     JOIN trade_union u ON u.tenant_id = $1 AND u.id = c.union_id AND $2 IN (u.established_by, u.dissolved_by)
     JOIN coverage v ON v.tenant_id = $1 AND v.union_id = u.id AND v.voided_by IS NULL
     JOIN accountability a ON a.tenant_id = $1 AND a.employer_id = v.employer_id AND a.voided_by IS NULL
     WHERE c.tenant_id = $1 AND c.change_id = $2`,
    [tenantId, changeId],
  );
  return rows.map((row) => row.union_id);
}

/** An employer that a change handed over and that has been moved or ended since: then it cannot go back. */
export async function employerChangedSince(
  tx: Tx,
  tenantId: string,
  changeId: string,
): Promise<string | null> {
  const since = (register: 'accountability' | 'coverage'): string =>
    `SELECT employer_id FROM ${register} WHERE tenant_id = $1 AND made_by = $2 AND voided_by <> $2`;
  const [row] = await sql<{ name: string }>(
    tx,
    `SELECT e.name FROM employer e JOIN (${since('accountability')} UNION ${since('coverage')}) s
     ON e.tenant_id = $1 AND e.id = s.employer_id ORDER BY e.code LIMIT 1`,
    [tenantId, changeId],
  );
  return row?.name ?? null;
}

/** Something that rests on a union, so that its founding cannot be undone. */
export type Use = 'SUBMISSION' | 'CHILD' | 'EMPLOYER' | 'AWARD' | 'ELECTION';

/**
 * What rests on unions that a change founded, if anything: the first found, with the union's name. A union that goes back
 * into preparation keeps what one in preparation may have: unions below it and employers.
 */
export async function useOfFounded(
  tx: Tx,
  tenantId: string,
  changeId: string,
): Promise<{ name: string; use: Use } | null> {
  const [row] = await sql<{ name: string; use: Use }>(
    tx,
    `WITH founded AS MATERIALIZED (
       SELECT id, code, name, founded_by FROM trade_union
       WHERE tenant_id = $1 AND founded_by = $2
       UNION
       SELECT id, code, name, founded_by FROM trade_union
       WHERE tenant_id = $1 AND established_by = $2
     )
     SELECT u.name, x.use FROM founded u CROSS JOIN LATERAL (
       SELECT 'SUBMISSION' AS use FROM submission s WHERE s.tenant_id = $1 AND s.union_id = u.id
       UNION ALL
       SELECT 'CHILD' FROM affiliation a JOIN trade_union c ON c.tenant_id = $1 AND c.id = a.union_id
       WHERE a.tenant_id = $1 AND a.parent_id = u.id AND a.recorded_to IS NULL AND a.made_by IS DISTINCT FROM $2
         AND c.withdrawn_at IS NULL
       UNION ALL
       SELECT 'EMPLOYER' FROM accountability a WHERE a.tenant_id = $1 AND a.union_id = u.id AND a.voided_by IS NULL
         AND a.made_by IS DISTINCT FROM $2
       UNION ALL
       SELECT 'EMPLOYER' FROM coverage v WHERE v.tenant_id = $1 AND v.union_id = u.id AND v.voided_by IS NULL
         AND v.made_by IS DISTINCT FROM $2
       UNION ALL
       SELECT 'AWARD' FROM home_award h WHERE h.tenant_id = $1 AND h.union_id = u.id
       UNION ALL
       SELECT 'TARGET' FROM target t WHERE t.tenant_id = $1 AND t.union_id = u.id
       UNION ALL
       SELECT 'ELECTION' FROM election e WHERE e.tenant_id = $1 AND e.union_id = u.id AND e.replaced_at IS NULL
         AND e.approved_by IS DISTINCT FROM $2 AND (e.term_no > 1 OR e.approved_on IS NOT NULL)) x
     WHERE u.founded_by = $2 OR x.use IN ('SUBMISSION', 'AWARD', 'ELECTION') ORDER BY u.code LIMIT 1`,
    [tenantId, changeId],
  );
  return row ?? null;
}

/** The parents that unions would have again, or have by now, that are dissolved or withdrawn: nobody may stand below them. */
export async function deadParents(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
): Promise<Array<{ name: string; date: string }>> {
  return sql(
    tx,
    `SELECT DISTINCT p.name, coalesce(p.dissolved_on, p.withdrawn_at::date)::text AS date
     FROM unnest($2::uuid[]) AS u (union_id)
     JOIN trade_union c ON c.tenant_id = $1 AND c.id = u.union_id AND c.withdrawn_at IS NULL AND c.dissolved_on IS NULL
     JOIN affiliation a ON a.tenant_id = $1 AND a.union_id = u.union_id AND a.recorded_to IS NULL
     JOIN trade_union p ON p.tenant_id = $1 AND p.id = a.parent_id
     WHERE (p.dissolved_on IS NOT NULL AND (a.valid_to IS NULL OR a.valid_to > p.dissolved_on))
       OR p.withdrawn_at IS NOT NULL LIMIT 5`,
    [tenantId, unionIds],
  );
}
