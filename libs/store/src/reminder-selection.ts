import type { OwingState } from '@huiji/domain/reminder';
import type { OwingUnion, Told } from '@huiji/domain/reminder-plan';
import { personContact, unionContact } from './contact.js';
import { sql, type Tx } from './data-source.js';
import { dueOnOf } from './deadline.js';
import { entrustedOn } from './entrustment.js';
import { parentIn, type TreeAt, unionsById } from './organisation.js';
import type { Scope } from './scope.js';
import { type Debt, type DebtsMeant, notFiled } from './debt.js';

/** Whose debts a reminder is about: of those below a union, in a tree, some or all. */
export interface Meant extends DebtsMeant {
  unionId: string;
  tree: TreeAt;
}

/** The unions that owe, by code; at most `most` and one, by which the caller sees that there are more. */
export async function owingUnions(tx: Tx, scope: Scope, meant: Meant, most: number): Promise<OwingUnion[]> {
  const { unionId, tree, unionIds, states } = meant;
  const debts = await notFiled(tx, scope, unionId, tree, { first: most + 1, after: null, unionIds, states });
  return asOwing(tx, scope, debts);
}

/** Every union that owes a form for a period, a page at a time. */
export async function* everyOwing(tx: Tx, scope: Scope, meant: Meant): AsyncGenerator<OwingUnion[]> {
  const first = 5_000;
  for (let after: string | null = null; ;) {
    const debts: Debt[] = await notFiled(tx, scope, meant.unionId, meant.tree, { first, after });
    if (debts.length > 0) yield await asOwing(tx, scope, debts);
    if (debts.length < first) return;
    after = debts.at(-1)?.code ?? null;
  }
}

async function asOwing(tx: Tx, scope: Scope, debts: readonly Debt[]): Promise<OwingUnion[]> {
  const unions = await unionsById(
    tx,
    scope.tenantId,
    debts.map(({ unionId }) => unionId),
  );
  const due = await dueOnOf(tx, scope, [...unions.keys()]);
  return debts.flatMap(({ unionId, state }) => {
    const union = unions.get(unionId);
    const until = due.get(unionId);
    if (!union || !until) return [];
    const { id, code, name } = union;
    const owing: OwingState = state === 'DRAFT' || state === 'RETURNED' ? state : 'NOT_BEGUN';
    return [{ id, code, name, state: owing, dueOn: until, ...unionContact(tx, union) }];
  });
}

/** Which of some unions stand in a union's subtree in a tree, itself included. */
export async function thoseWithin(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  { unionId, tree }: Meant,
): Promise<Set<string>> {
  const rows = await sql<{ start: string }>(
    tx,
    `WITH RECURSIVE climb AS (
       SELECT DISTINCT union_id AS start, union_id AS node FROM unnest($2::uuid[]) AS u (union_id)
       UNION
       SELECT c.start, p.parent_id FROM climb c
       CROSS JOIN LATERAL (${parentIn('c.node', { ...tree, day: '$4::date', recorded: '$5::timestamptz' })}) p
       WHERE p.parent_id IS NOT NULL
     ) SELECT DISTINCT start FROM climb WHERE node = $3`,
    [tenantId, unionIds, unionId, tree.day, tree.recorded],
  );
  return new Set(rows.map(({ start }) => start));
}

const inOffice = `a.valid_from <= $3 AND (a.valid_to IS NULL OR a.valid_to > $3)`;
const asTold = `p.id AS "personId", p.name, p.email, p.phone`;

type SealedTold = Omit<Told, 'email' | 'phone'> & { email: Buffer | null; phone: Buffer | null };

const opened = (tx: Tx, told: readonly SealedTold[]): Told[] =>
  told.map((one) => ({ ...one, ...personContact(tx, { ...one, id: one.personId }) }));

/** Who files for each of the unions on a day: appointed there, or entrusted with it (代报). */
export async function filersOf(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  day: string,
): Promise<Told[]> {
  const told = await sql<SealedTold>(
    tx,
    `SELECT f.union_id AS "unionId", 'FILER' AS audience, ${asTold} FROM (
       SELECT a.union_id, a.person_id FROM appointment a
       WHERE a.tenant_id = $1 AND a.union_id = ANY($2) AND a.role = 'FILER' AND ${inOffice}
       UNION
       SELECT e.union_id, e.person_id FROM entrustment e
       WHERE e.tenant_id = $1 AND e.union_id = ANY($2) AND ${entrustedOn('e', '$3')}) f
     JOIN person p ON p.tenant_id = $1 AND p.id = f.person_id ORDER BY p.name, p.id`,
    [tenantId, unionIds, day],
  );
  return opened(tx, told);
}

/** Who reviews, on a day, at the parent of each of the unions in a tree, and at the next one up. */
export async function reviewersAbove(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  day: string,
  tree: TreeAt,
): Promise<Told[]> {
  const at: TreeAt = { day: '$4::date', recorded: '$5::timestamptz' };
  const told = await sql<SealedTold>(
    tx,
    `WITH parent AS MATERIALIZED (
       SELECT u.id AS union_id, p.parent_id FROM unnest($2::uuid[]) AS u (id) CROSS JOIN LATERAL (${parentIn('u.id', at)}) p),
     above AS (
       SELECT union_id, parent_id AS superior_id, 'PARENT_REVIEWER' AS audience FROM parent
       UNION ALL
       SELECT n.union_id, g.parent_id, 'UPPER_REVIEWER' FROM parent n
       JOIN (SELECT d.parent_id AS id, p.parent_id FROM (SELECT DISTINCT parent_id FROM parent) d
         CROSS JOIN LATERAL (${parentIn('d.parent_id', at)}) p) g ON g.id = n.parent_id)
     SELECT n.union_id AS "unionId", n.audience, ${asTold} FROM above n
     JOIN appointment a ON a.tenant_id = $1 AND a.union_id = n.superior_id AND a.role = 'REVIEWER' AND ${inOffice}
     JOIN person p ON p.tenant_id = $1 AND p.id = a.person_id ORDER BY p.name, p.id`,
    [tenantId, unionIds, day, tree.day, tree.recorded],
  );
  return opened(tx, told);
}

/** When each of the unions was last reminded of a form for a period; absent where never. */
export async function lastReminded(
  tx: Tx,
  { tenantId, form, period }: Scope,
  unionIds: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await sql<{ unionId: string; at: Date }>(
    tx,
    `SELECT union_id AS "unionId", max(at) AS at FROM reminder_union
     WHERE tenant_id = $1 AND form = $2 AND period = $3 AND union_id = ANY($4) GROUP BY union_id`,
    [tenantId, form, period, unionIds],
  );
  return new Map(rows.map(({ unionId, at }) => [unionId, at]));
}
