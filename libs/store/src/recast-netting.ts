import { transferPlaces } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';
import { childrenIn, type Succession, type TreeAt } from './organisation.js';
import { plusMembers } from './region-netting.js';
import { treeOf } from './rollup.js';
import type { StoredPart, TotalsRead } from './rollup-reading.js';
import type { Scope } from './scope.js';
import { apexes, bookedSql, climbing, pairing, periodDays, sides, treeOne } from './transfer-netting.js';
import { moving } from './tree-delta-sql.js';

// Bodies post what nets out below them in the tree of the period. Read in today's tree, members who changed unions meet elsewhere:
// that is worked out here, from the orders themselves, and added to what is read.

/** By how much both 转入 and 转出 are more (人): of a body's total, and of what it posts of its own. */
interface Shift {
  unionId: string;
  total: string;
  own: string;
}

// Only who stands at or below a union that moved can meet elsewhere. Where two meet in the tree that is read is on the way up from both.
const shiftSql = (known: string | undefined, throughSuccessors: Succession): string => `
  WITH RECURSIVE ${moving({ throughSuccessors })}, affected AS (
    SELECT union_id FROM mover
    UNION
    SELECT n.union_id FROM affected m CROSS JOIN LATERAL (${childrenIn('m.union_id', treeOne)} OFFSET 0) n
  ), ${pairing('sent', bookedSql({ days: periodDays, ...(known ? { known } : {}) }))}, pair AS MATERIALIZED (
    SELECT s.* FROM sent s WHERE EXISTS (SELECT FROM mover) AND
      (s.from_id IN (SELECT union_id FROM affected) OR s.to_id IN (SELECT union_id FROM affected))
  ), ${sides}, ${climbing('climb_one', treeOne)}, ${apexes('apex_one', 'climb_one')}, start_two AS MATERIALIZED (
    SELECT start FROM side UNION SELECT node FROM apex_one
  ), ${climbing('climb_two', { day: '$6::date', recorded: '$7::timestamptz', throughSuccessors }, 'start_two')},
  ${apexes('apex_two', 'climb_two')}, moved AS MATERIALIZED (
    SELECT p.from_id, p.to_id, one.node AS was, two.node AS becomes, p.members FROM pair p
    JOIN apex_one one ON one.from_id = p.from_id AND one.to_id = p.to_id
    JOIN apex_two two ON two.from_id = p.from_id AND two.to_id = p.to_id
    WHERE one.node <> two.node
  ), shift AS (
    SELECT c.node, m.members AS total, CASE WHEN c.distance = 0 THEN m.members ELSE 0 END AS own
    FROM moved m JOIN climb_two c ON c.start = m.was
    UNION ALL
    SELECT f.node, -m.members, CASE WHEN f.node = m.becomes THEN -m.members ELSE 0 END
    FROM moved m JOIN climb_two f ON f.start = m.from_id JOIN climb_two t ON t.start = m.to_id AND t.node = f.node
  )
  SELECT node AS "unionId", sum(total)::text AS total, sum(own)::text AS own FROM shift
  WHERE $8::uuid[] IS NULL OR node = ANY ($8) GROUP BY node`;

/** Two trees: that in which bodies have posted, and that in which it is read. */
interface Trees {
  filed: TreeAt;
  read: TreeAt;
}

/** `unionIds`: whose shift is wanted; null for all that have one. */
async function shiftsIn(
  tx: Tx,
  { tenantId, period, known }: { tenantId: string; period: string; known: string | null },
  { filed, read }: Trees,
  unionIds: readonly string[] | null,
): Promise<Map<string, Shift>> {
  const { startsOn, endsOn } = parsePeriod(period);
  const text = shiftSql(known ? '$9::timestamptz' : undefined, read.throughSuccessors ?? false);
  const rows = await sql<Shift>(tx, text, [
    ...[tenantId, startsOn, endsOn, filed.day, filed.recorded, read.day, read.recorded, unionIds],
    ...(known ? [known] : []),
  ]);
  return new Map(rows.map((row) => [row.unionId, row]));
}

/** The shifts of a reading that is recast. */
async function recastShifts(
  tx: Tx,
  { tenantId, tree, known }: TotalsRead,
  period: string,
  unionIds: readonly string[],
): Promise<Map<string, Shift>> {
  const filed = await treeOf(tx, tenantId, period, known);
  const read: TreeAt = { ...tree, throughSuccessors: known ? 'AS_RECORDED' : true };
  return shiftsIn(tx, { tenantId, period, known }, { filed, read }, unionIds);
}

/**
 * By how much less bodies net out since the tree of a period that is not FINAL was changed, by body: `before` is the last moment at which it
 * was recorded as it had been.
 */
export async function nettingsMoved(
  tx: Tx,
  { tenantId, period }: Pick<Scope, 'tenantId' | 'period'>,
  before: string,
): Promise<Map<string, bigint>> {
  const day = parsePeriod(period).endsOn;
  const trees = { filed: { day, recorded: before }, read: { day, recorded: 'infinity' } };
  const shifts = await shiftsIn(tx, { tenantId, period, known: null }, trees, null);
  return new Map(
    [...shifts.values()].filter(({ own }) => own !== '0').map(({ unionId, own }) => [unionId, BigInt(own)]),
  );
}

/** Stored parts with members who changed unions netted out where they meet in the tree that is read; as they are where it is the period's own. */
export async function nettedParts(
  tx: Tx,
  read: TotalsRead,
  parts: readonly StoredPart[],
  of: 'total' | 'own',
): Promise<StoredPart[]> {
  const places = transferPlaces(read.form);
  const [first] = places;
  const netted = [...parts];
  if (!read.current || !first) return netted;
  for (const period of read.periods) {
    const holds = (part: StoredPart): boolean =>
      part.period === period && part.part === first.part && part.totals.length > first.index;
    const unionIds = parts.filter(holds).map(({ unionId }) => unionId);
    const shifts =
      unionIds.length > 0 ? await recastShifts(tx, read, period, unionIds) : new Map<string, Shift>();
    for (const [at, part] of netted.entries()) {
      const shift = holds(part) ? shifts.get(part.unionId) : undefined;
      if (shift) netted[at] = { ...part, totals: plusMembers(part.totals, places, shift[of]) };
    }
  }
  return netted;
}

/** The same of what the registers have posted behind a cell of a period. */
export async function nettedRows<
  Row extends { unionId: string; figure: string; submissionId: string | null },
>(
  tx: Tx,
  read: Omit<TotalsRead, 'periods'> & { period: string; cell: string },
  rows: readonly Row[],
): Promise<Row[]> {
  const posted = rows.filter(({ submissionId }) => submissionId === null);
  if (
    !read.current ||
    posted.length === 0 ||
    !transferPlaces(read.form).some(({ cell }) => cell.code === read.cell)
  )
    return [...rows];
  const ids = posted.map(({ unionId }) => unionId);
  const shifts = await recastShifts(tx, { ...read, periods: [read.period] }, read.period, ids);
  return rows.map((row) => {
    const shift = row.submissionId === null ? shifts.get(row.unionId) : undefined;
    return shift ? { ...row, figure: String(BigInt(row.figure) + BigInt(shift.own)) } : row;
  });
}
