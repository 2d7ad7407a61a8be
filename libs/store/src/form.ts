import type { Form } from '@huiji/domain/form';
import { type Tx, sql } from './data-source.js';
import type { Scope } from './scope.js';

/** How many form versions a process keeps at hand; one is some 60 kB. */
const kept = 500;

/** A published version never changes, so what has been read once stays true. */
const published = new Map<string, Form>();

/**
 * A form of a tenant as a scope or a submission names it: that version, or the first one after it that the tenant has (what was
 * filed under an older one is read by it, since layouts are append-only).
 */
export async function formAt(tx: Tx, tenantId: string, code: string, version: number): Promise<Form> {
  const key = `${tenantId} ${code} ${version}`;
  const known = published.get(key);
  if (known) return known;
  const [row] = await sql<{ definition: Form }>(
    tx,
    `SELECT definition FROM form WHERE tenant_id = $1 AND code = $2 AND version >= $3 ORDER BY version LIMIT 1`,
    [tenantId, code, version],
  );
  if (!row) throw new Error(`the tenant has no form ${code} of version ${version}`);
  if (published.size >= kept) for (const oldest of published.keys()) if (published.delete(oldest)) break;
  published.set(key, row.definition);
  return row.definition;
}

/** The form of a scope, in the version that is filed in it. */
export async function formOf(tx: Tx, scope: Scope): Promise<Form> {
  const [row] = await sql<{ version: number }>(
    tx,
    `SELECT form_version AS version FROM rollup_scope WHERE tenant_id = $1 AND form = $2 AND period = $3`,
    [scope.tenantId, scope.form, scope.period],
  );
  if (!row) throw new Error(`form ${scope.form} is not filed for ${scope.period}`);
  return formAt(tx, scope.tenantId, scope.form, row.version);
}

/** The newest version of a form of the tenant, or null when it has none of this code. */
export async function newestForm(tx: Tx, tenantId: string, code: string): Promise<Form | null> {
  const [row] = await sql<{ version: number }>(
    tx,
    'SELECT version FROM form WHERE tenant_id = $1 AND code = $2 ORDER BY version DESC LIMIT 1',
    [tenantId, code],
  );
  return row ? formAt(tx, tenantId, code, row.version) : null;
}

/** The newest version of every form of the tenant, by code. */
export async function newestForms(tx: Tx, tenantId: string): Promise<Form[]> {
  const rows = await sql<{ code: string; version: number }>(
    tx,
    'SELECT code, max(version) AS version FROM form WHERE tenant_id = $1 GROUP BY code ORDER BY code',
    [tenantId],
  );
  const forms: Form[] = [];
  for (const { code, version } of rows) forms.push(await formAt(tx, tenantId, code, version));
  return forms;
}

/** Publishes a version of a form. False when the tenant has that version already. */
export async function insertForm(tx: Tx, tenantId: string, form: Form, by: string): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO form (tenant_id, code, version, definition, shipped, published_by) VALUES ($1, $2, $3, $4, false, $5)
     ON CONFLICT DO NOTHING RETURNING code`,
    [tenantId, form.code, form.version, JSON.stringify(form), by],
  );
  return written.length > 0;
}

/** The versions of a form of the tenant, newest first. */
export async function formVersions(tx: Tx, tenantId: string, code: string, first: number): Promise<Form[]> {
  const rows = await sql<{ version: number }>(
    tx,
    'SELECT version FROM form WHERE tenant_id = $1 AND code = $2 ORDER BY version DESC LIMIT $3',
    [tenantId, code, first],
  );
  const forms: Form[] = [];
  for (const { version } of rows) forms.push(await formAt(tx, tenantId, code, version));
  return forms;
}
