import type { Form } from '@huiji/domain/form';
import { overPeriods, type Total } from '@huiji/domain/rollup';
import type { SignatureState } from '@huiji/domain/signature';
import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import { type Page, subtreeSql, type TreeAt } from './organisation.js';
import type { StoredPart } from './rollup-reading.js';
import type { Scope } from './scope.js';

/** 汇总上报: what a body has signed of its subtree's total for a form and period. */
export interface Signature {
  id: string;
  form: string;
  period: string;
  unionId: string;
  /** Counts the signatures of this body for the form and period from 1; the highest stands. */
  number: number;
  /** The version of the total that was seen and signed. */
  signedVersion: string;
  state: SignatureState;
  version: number;
  explanation: string | null;
  signedBy: string;
  signedAt: Date;
  reviewedBy: string | null;
  reviewedAt: Date | null;
  returnReason: string | null;
}

const columns = `g.id, g.form, g.period, g.union_id AS "unionId", g.number, g.signed_version AS "signedVersion", g.state, g.version,
  g.explanation, g.signed_by AS "signedBy", g.signed_at AS "signedAt", g.reviewed_by AS "reviewedBy",
  g.reviewed_at AS "reviewedAt", g.return_reason AS "returnReason"`;

/** Whether no later signature of the same body stands before `g`. */
const isNewest = `NOT EXISTS (SELECT FROM signature n WHERE n.tenant_id = g.tenant_id AND n.form = g.form
  AND n.period = g.period AND n.union_id = g.union_id AND n.number > g.number)`;

export async function signatureById(tx: Tx, tenantId: string, id: string): Promise<Signature | null> {
  const [row] = await sql<Signature>(
    tx,
    `SELECT ${columns} FROM signature g WHERE g.tenant_id = $1 AND g.id = $2`,
    [tenantId, id],
  );
  return row ?? null;
}

/** Locks a signature until the transaction ends, and says whether it is the newest of its body. */
export async function lockSignature(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<(Signature & { newest: boolean }) | null> {
  const [row] = await sql<Signature & { newest: boolean }>(
    tx,
    `SELECT ${columns}, ${isNewest} AS newest FROM signature g WHERE g.tenant_id = $1 AND g.id = $2
     FOR NO KEY UPDATE`,
    [tenantId, id],
  );
  return row ?? null;
}

/** The newest signature of each of some bodies in a scope; those that have signed nothing are absent. */
export async function newestSignatures(
  tx: Tx,
  scope: Scope,
  unionIds: readonly string[],
): Promise<Map<string, Signature>> {
  const rows = await sql<Signature>(
    tx,
    `SELECT DISTINCT ON (g.union_id) ${columns} FROM signature g
     WHERE g.tenant_id = $1 AND g.form = $2 AND g.period = $3 AND g.union_id = ANY($4)
     ORDER BY g.union_id, g.number DESC`,
    [scope.tenantId, scope.form, scope.period, unionIds],
  );
  return new Map(rows.map((row) => [row.unionId, row]));
}

/** All that a body has signed in a scope, newest first: `after` is the number of the last one seen. */
export async function signaturesOf(
  tx: Tx,
  scope: Scope,
  unionId: string,
  page: { first: number; after: number | null },
): Promise<Signature[]> {
  return sql<Signature>(
    tx,
    `SELECT ${columns} FROM signature g
     WHERE g.tenant_id = $1 AND g.form = $2 AND g.period = $3 AND g.union_id = $4 AND ($5::int IS NULL OR g.number < $5)
     ORDER BY g.number DESC LIMIT $6`,
    [scope.tenantId, scope.form, scope.period, unionId, page.after, page.first],
  );
}

/** The newest signatures of a subtree that are in a state, the longest standing first. */
export async function signaturesIn(
  tx: Tx,
  scope: Scope,
  where: { unionId: string; state: SignatureState },
  tree: TreeAt,
  page: Page,
): Promise<Signature[]> {
  return sql<Signature>(
    tx,
    `${subtreeSql('$4', '$5::date', '$6::timestamptz', tree.throughSuccessors)}
     SELECT ${columns} FROM signature g
     WHERE g.tenant_id = $1 AND g.form = $2 AND g.period = $3 AND g.union_id IN (SELECT union_id FROM subtree)
       AND g.state = $7 AND ${isNewest} AND ($8::uuid IS NULL OR g.id > $8) ORDER BY g.id LIMIT $9`,
    [
      ...[scope.tenantId, scope.form, scope.period, where.unionId, tree.day, tree.recorded, where.state],
      ...[page.after, page.first],
    ],
  );
}

/** What is signed: a total as it was read, and by whom. */
export interface Signed {
  unionId: string;
  signedVersion: string;
  parts: readonly StoredPart[];
  explanation: string | null;
  by: string;
}

/** Writes a signature with its copy of the total, after those that the body has given before. The caller has locked the union. */
export async function insertSignature(tx: Tx, scope: Scope, signed: Signed): Promise<string> {
  const id = uuid();
  await sql(
    tx,
    `INSERT INTO signature (tenant_id, form, period, union_id, id, number, signed_version, explanation, signed_by)
     SELECT $1, $2, $3, $4, $5, 1 + coalesce(max(g.number), 0), $6, $7, $8 FROM signature g
     WHERE g.tenant_id = $1 AND g.form = $2 AND g.period = $3 AND g.union_id = $4`,
    [
      ...[scope.tenantId, scope.form, scope.period, signed.unionId],
      ...[id, signed.signedVersion, signed.explanation, signed.by],
    ],
  );
  const literal = (list: readonly unknown[]): string => `{${list.join(',')}}`;
  await sql(
    tx,
    `INSERT INTO signature_part (tenant_id, signature_id, part, totals, filled, not_applicable, at_least, about)
     SELECT $1, $2, p.part, p.totals::bigint[], p.filled::int[], p.not_applicable::int[], p.at_least::int[], p.about::int[]
     FROM unnest($3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS p (part, totals, filled, not_applicable, at_least, about)`,
    [
      scope.tenantId,
      id,
      signed.parts.map((one) => one.part),
      ...(['totals', 'filled', 'notApplicable', 'atLeast', 'about'] as const).map((list) =>
        signed.parts.map((one) => literal(one[list])),
      ),
    ],
  );
  return id;
}

/** The copies that signatures hold, by signature. */
export async function signedParts(
  tx: Tx,
  tenantId: string,
  signatureIds: readonly string[],
): Promise<Map<string, SignedPart[]>> {
  const rows = await sql<SignedPart & { signatureId: string }>(
    tx,
    `SELECT signature_id AS "signatureId", part, totals, filled, not_applicable AS "notApplicable", at_least AS "atLeast", about
     FROM signature_part WHERE tenant_id = $1 AND signature_id = ANY($2)`,
    [tenantId, signatureIds],
  );
  const copies = new Map<string, SignedPart[]>();
  for (const { signatureId, ...part } of rows)
    copies.set(signatureId, [...(copies.get(signatureId) ?? []), part]);
  return copies;
}

export type SignedPart = Pick<
  StoredPart,
  'part' | 'totals' | 'filled' | 'notApplicable' | 'atLeast' | 'about'
>;

/** Reads the parts of one body's total, stored or signed. */
export const totalOfParts = (form: Form, parts: readonly SignedPart[]): Total =>
  overPeriods(form, [Object.fromEntries(parts.map((part) => [part.part, part]))]);

/** Notes the decision of the body above; the caller has locked the signature. */
export async function markSignature(
  tx: Tx,
  tenantId: string,
  id: string,
  decided: { state: SignatureState; by: string; returnReason: string | null },
): Promise<void> {
  await sql(
    tx,
    `UPDATE signature SET state = $3, reviewed_by = $4, reviewed_at = clock_timestamp(), return_reason = $5,
       version = version + 1
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, decided.state, decided.by, decided.returnReason],
  );
}
