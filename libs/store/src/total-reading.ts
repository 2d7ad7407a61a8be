import { overPeriods, type StoredTotal, type Total } from '@huiji/domain/rollup';
import { ownParts, partsAsOf } from './as-of.js';
import { type Tx, sql } from './data-source.js';
import { notWithdrawn, subtreeSql, type TreeAt } from './organisation.js';
import { recastParts, storedParts, type StoredPart, type TotalsRead } from './rollup-reading.js';
import { nettedParts } from './recast-netting.js';

/** A union whose total is read: what a grassroots union itself contributes is its total. */
export interface UnionRead {
  id: string;
  level: string;
}

/** What is stored of the totals of some unions, by union. */
export async function totalParts(
  tx: Tx,
  read: TotalsRead,
  unions: readonly UnionRead[],
): Promise<Map<string, StoredPart[]>> {
  const { tenantId, form, periods, tree, current, known } = read;
  const ids = (grassroots: boolean): string[] =>
    unions.filter((union) => (union.level === 'GRASSROOTS') === grassroots).map((union) => union.id);
  const scopes = { tenantId, form: form.code, periods };
  const wanted = { bodies: ids(false), grassroots: ids(true) };
  const stored = known
    ? await partsAsOf(tx, { tenantId, form, periods, known }, wanted, current ? tree : null)
    : current
      ? await recastParts(tx, scopes, wanted, tree.day)
      : await storedParts(tx, scopes, wanted);
  return byUnion(await nettedParts(tx, read, stored, 'total'));
}

/** 本级: what some unions themselves contribute for a period, by union; of the tree that is read only what bodies post for transfers. */
export async function ownTotals(
  tx: Tx,
  read: TotalsRead,
  unionIds: readonly string[],
): Promise<Map<string, Total>> {
  const parts = byUnion(await nettedParts(tx, read, await ownParts(tx, read, unionIds), 'own'));
  return new Map(unionIds.map((id) => [id, totalOver(read, parts.get(id) ?? [])]));
}

function byUnion(parts: readonly StoredPart[]): Map<string, StoredPart[]> {
  const found = new Map<string, StoredPart[]>();
  for (const part of parts) {
    const known = found.get(part.unionId);
    if (known) known.push(part);
    else found.set(part.unionId, [part]);
  }
  return found;
}

/** A total over periods, from what is stored of it. */
export const totalOver = (
  { form, periods }: Pick<TotalsRead, 'form' | 'periods'>,
  parts: readonly StoredPart[],
): Total =>
  overPeriods(
    form,
    periods.map((period) => storedIn(parts, period)),
  );

/** One union's parts for a period, as the domain reads them. */
const storedIn = (parts: readonly StoredPart[], period: string): StoredTotal =>
  Object.fromEntries(parts.filter((part) => part.period === period).map((part) => [part.part, part]));

/** A union of a subtree, by the name that it bears today. */
export interface UnionBelow {
  id: string;
  code: string;
  name: string;
  level: 'GRASSROOTS' | 'INTERMEDIATE' | 'FEDERATION';
}

/** All unions of a subtree in a tree, itself included, by code. */
export function unionsBelow(tx: Tx, tenantId: string, unionId: string, tree: TreeAt): Promise<UnionBelow[]> {
  return sql<UnionBelow>(
    tx,
    `${subtreeSql('$2', '$3::date', '$4::timestamptz', tree.throughSuccessors)}
     SELECT u.id, u.code, u.name, u.level FROM subtree t CROSS JOIN LATERAL (
       SELECT u.id, u.code, u.name, u.level FROM trade_union u
       WHERE u.tenant_id = $1 AND u.id = t.union_id AND ${notWithdrawn('$4::timestamptz')} OFFSET 0) u ORDER BY u.code, u.id`,
    [tenantId, unionId, tree.day, tree.recorded],
  );
}
