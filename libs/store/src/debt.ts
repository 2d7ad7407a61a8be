import type { SubmissionState } from '@huiji/domain/submission';
import { type Tx, sql } from './data-source.js';
import { type Page, subtreeSql, type TreeAt } from './organisation.js';
import type { Scope } from './scope.js';
import { expectedSql } from './contribution.js';

/** A union that owes a report: `state` is how far it has come, null when not begun. */
export interface Debt {
  unionId: string;
  code: string;
  submissionId: string | null;
  state: SubmissionState | null;
}

/** Which of those that owe are meant: of these unions, in these states; all where left out. */
export interface DebtsMeant {
  unionIds?: readonly string[] | null;
  states?: ReadonlyArray<SubmissionState | null>;
}

/**
 * Who in a subtree has not filed (未报名单): a report is expected, by what the registers have posted, and none is submitted or
 * accepted. By code.
 */
export async function notFiled(
  tx: Tx,
  scope: Scope,
  unionId: string,
  tree: TreeAt,
  page: Page & DebtsMeant,
): Promise<Debt[]> {
  return sql<Debt>(
    tx,
    `${subtreeSql('$4', '$5::date', '$6::timestamptz', tree.throughSuccessors)}
     SELECT u.id AS "unionId", u.code, s.id AS "submissionId", s.state
     FROM subtree t CROSS JOIN LATERAL (
       SELECT u.id, u.code FROM trade_union u WHERE u.tenant_id = $1 AND u.id = t.union_id OFFSET 0) u
     CROSS JOIN LATERAL (${expectedSql('u.id')} OFFSET 0) expected
     LEFT JOIN LATERAL (SELECT s.id, s.state FROM submission s WHERE s.tenant_id = $1 AND s.form = $2
       AND s.period = $3 AND s.union_id = u.id ORDER BY s.revision LIMIT 1) s ON true
     WHERE coalesce(s.state NOT IN ('SUBMITTED', 'ACCEPTED'), true)
       AND ($7::text IS NULL OR u.code > $7) AND ($9::uuid[] IS NULL OR u.id = ANY($9))
       AND ($10::text[] IS NULL OR coalesce(s.state, '') = ANY($10)) ORDER BY u.code LIMIT $8`,
    [
      ...[scope.tenantId, scope.form, scope.period, unionId, tree.day, tree.recorded, page.after, page.first],
      page.unionIds ?? null,
      page.states?.map((state) => state ?? '') ?? null,
    ],
  );
}
