import { type Form, type Position, transferPlaces } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';
import type { TreeAt } from './organisation.js';
import { hereSql, inForceAt } from './rollup-sql.js';
import { bookedSql } from './transfer-netting.js';

/** What is read by region: see `regionParts`. */
export interface RegionRead {
  tenantId: string;
  form: Form;
  region: { prefix: string; digits: number };
  within: { unionId: string; tree: TreeAt } | null;
  known: string | null;
}

// Bodies stand somewhere, but what nets out at them has nothing to do with where: it is taken back. Whoever goes from one union of a
// region to another nets out there; between two finer regions, in the one that holds both.
const shiftSql = (within: boolean, asOf: boolean): string => {
  const subtree = within ? (['$9', '$10', '$11'] as const) : null;
  const known = asOf ? `$${within ? 12 : 9}::timestamptz` : null;
  const posted = `c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.union_id = h.union_id AND c.kind = 'REGISTRY' AND c.part = 0`;
  const booked = bookedSql({ days: '$6::date AND $7::date', ...(known ? { known } : {}) });
  return `${hereSql({ prefix: '$4', digits: '$5', within: subtree, known })}, shift AS (
    SELECT h.region, -c.figure AS members FROM here h
    CROSS JOIN LATERAL (${inForceAt('c.figures[$8] AS figure', posted, known)} OFFSET 0) c WHERE h.level <> 'GRASSROOTS'
    UNION ALL
    SELECT CASE WHEN f.region = t.region THEN f.region ELSE $4 END, -b.members FROM (${booked}) b
    JOIN here f ON f.union_id = b.from_union_id JOIN here t ON t.union_id = b.to_union_id
  )
  SELECT region, sum(members)::text AS members FROM shift GROUP BY region HAVING sum(members) <> 0`;
};

/** By how many members (人) 转入 and 转出 of regions are more than what their unions have posted, in one period, by region. */
export async function regionNettings(
  tx: Tx,
  { tenantId, form, region, within, known }: RegionRead,
  period: string,
): Promise<Array<{ region: string; members: string }>> {
  const { startsOn, endsOn } = parsePeriod(period);
  const [first] = transferPlaces(form);
  if (!first) return [];
  return sql(tx, shiftSql(within !== null, known !== null), [
    ...[tenantId, form.code, period, region.prefix, region.digits, startsOn, endsOn, first.index + 1],
    ...(within ? [within.unionId, within.tree.day, within.tree.recorded] : []),
    ...(known ? [known] : []),
  ]);
}

/** The totals of a part with so many members more at some places; missing positions count as 0. */
export function plusMembers(
  totals: readonly string[],
  places: readonly Position[],
  members: string,
): string[] {
  const more = [...totals];
  for (const { index } of places) more[index] = String(BigInt(more[index] ?? '0') + BigInt(members));
  return Array.from(more, (total: string | undefined) => total ?? '0');
}
