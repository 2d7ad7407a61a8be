import { type Tx, sql } from './data-source.js';
import { subtreeSql, type TreeAt } from './organisation.js';
import type { Scope } from './scope.js';

/** By what the figures of unions are grouped: attributes that the registers hold, which nobody types (attribute breakdowns). */
export type UnionAttribute = 'REGION' | 'INDUSTRY' | 'UNIT_TYPE' | 'KIND' | 'OWNERSHIP';

// A single union has the ownership of the employer it covers, of several the one it covered first; a joint union has none.
const ownership = `CASE WHEN u.kind = 'SINGLE' THEN (
  SELECT e.ownership FROM coverage v JOIN employer e ON e.tenant_id = $1 AND e.id = v.employer_id
  WHERE v.tenant_id = $1 AND v.union_id = u.id AND v.voided_by IS NULL AND v.valid_from <= $5::date
    AND (v.valid_to IS NULL OR v.valid_to > $5::date) ORDER BY v.valid_from, v.id LIMIT 1) END`;

const attributeOf: Readonly<Record<UnionAttribute, string>> = {
  REGION: 'left(u.region_code, 6)',
  INDUSTRY: 'u.industry',
  UNIT_TYPE: 'u.unit_type',
  KIND: 'u.kind',
  OWNERSHIP: ownership,
};

/** What the unions with one value of an attribute add to a cell; `value` is null for those of which the registers say nothing. */
export interface AttributeShare {
  value: string | null;
  /** The sum, scaled. */
  figure: string;
  unions: number;
}

/** How many values are told apart; the smaller ones stand together in the null share. */
const mostValues = 200;

/**
 * The contributions in force behind a cell of a union's total, added up by an attribute of the unions, the largest first. The shares
 * add up to all contributions, those accepted a moment ago among them.
 */
export async function attributeShares(
  tx: Tx,
  scope: Scope,
  where: { unionId: string; part: number; position: number; by: UnionAttribute },
  tree: TreeAt,
): Promise<AttributeShare[]> {
  return sql<AttributeShare>(
    tx,
    `${subtreeSql('$4', '$5::date', '$6::timestamptz', tree.throughSuccessors)},
     share AS (
       SELECT a.value, sum(c.figure) AS figure, count(*)::int AS unions,
         row_number() OVER (ORDER BY a.value IS NULL, sum(c.figure) DESC, a.value) AS rank
       FROM subtree t
       CROSS JOIN LATERAL (
         SELECT c.figures[$8] AS figure FROM contribution c WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3
           AND c.union_id = t.union_id AND c.part = $7 AND c.superseded_at IS NULL AND c.states[$8] IN (2, 3, 4)
         OFFSET 0) c
       CROSS JOIN LATERAL (
         SELECT ${attributeOf[where.by]} AS value FROM trade_union u
         WHERE u.tenant_id = $1 AND u.id = t.union_id OFFSET 0) a
       GROUP BY a.value)
     SELECT CASE WHEN rank <= ${mostValues} THEN value END AS value, sum(figure)::text AS figure,
       sum(unions)::int AS unions
     FROM share GROUP BY CASE WHEN rank <= ${mostValues} THEN value END ORDER BY 1 IS NULL, sum(figure) DESC, 1`,
    [
      ...[scope.tenantId, scope.form, scope.period, where.unionId, tree.day, tree.recorded],
      ...[where.part, where.position],
    ],
  );
}
