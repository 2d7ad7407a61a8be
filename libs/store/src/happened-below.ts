import { type Tx, sql } from './data-source.js';
import { notWithdrawn, subtreeSql, type TreeAt } from './organisation.js';

/** What happened to a union of a subtree, by the name that it bears today; `what` says more where there is more. */
export interface Happened {
  id: string;
  name: string;
  on: string;
  what: string | null;
}

/** The days between which it happened, both included, and how many are named at most. */
export interface Span {
  startsOn: string;
  endsOn: string;
  first: number;
}

const founded = `SELECT coalesce(u.established_counted_on, u.established_on) AS on, NULL AS what`;
const awarded = `SELECT h.awarded_on AS on, h.awarding_level || '，' || h.document_no AS what FROM home_award h
  WHERE h.tenant_id = $1 AND h.union_id = u.id AND h.lowered_from IS NULL`;

/** The first of what happened to the grassroots unions of a subtree, by day, and how many more there are. */
const listing =
  (happened: string) =>
  async (
    tx: Tx,
    tenantId: string,
    unionId: string,
    tree: TreeAt,
    { startsOn, endsOn, first }: Span,
  ): Promise<{ named: Happened[]; more: number }> => {
    const rows = await sql<Happened & { all: number }>(
      tx,
      `${subtreeSql('$2', '$3::date', '$4::timestamptz', tree.throughSuccessors)}
       SELECT u.id, u.name, e.on::text, e.what, (count(*) OVER ())::int AS all FROM subtree t CROSS JOIN LATERAL (
         SELECT u.* FROM trade_union u WHERE u.tenant_id = $1 AND u.id = t.union_id AND u.level = 'GRASSROOTS'
           AND ${notWithdrawn('$4::timestamptz')} OFFSET 0) u CROSS JOIN LATERAL (${happened}) e
       WHERE e.on BETWEEN $5::date AND $6::date ORDER BY e.on, u.code LIMIT $7`,
      [tenantId, unionId, tree.day, tree.recorded, startsOn, endsOn, first],
    );
    return { named: rows, more: (rows[0]?.all ?? 0) - rows.length };
  };

/** The unions that count as founded (新建). */
export const foundedBelow = listing(founded);

/** The grades that were awarded to their 职工之家, with the awarding level and the document. */
export const awardedBelow = listing(awarded);
