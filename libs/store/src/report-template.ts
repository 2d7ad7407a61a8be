import { docxType } from '@huiji/domain/report-template';
import { v7 as uuid } from 'uuid';
import { keepFile } from './attachment-removal.js';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { Label } from './file-store.js';

/** 工作总结模板: the document that the work reports of a form come in. */
export interface ReportTemplate {
  id: string;
  form: string;
  fileName: string;
  size: number;
  setAt: Date;
  /** What it names, by the text between the braces, in the order in which that stands there. */
  placeholders: string[];
  /** Which copy of what was uploaded it is. */
  copy: number;
}

/** A template before it was looked at, or (`set`) the one it has become. */
export interface TemplateUpload {
  id: string;
  form: string;
  fileName: string;
  size: number;
  uploadUntil: Date;
  set: boolean;
}

/**
 * How long an upload may take, how much longer what it left may lie in the store, how long looking at a copy may take, and for how long a
 * template that was replaced can still be read by whoever is writing a report in it; in minutes.
 */
const lasts = { upload: 30, leftover: 60, check: 10, replaced: 60 };

/** The lock that the templates of a form are set and dropped under. */
export async function lockTemplates(tx: Tx, tenantId: string, form: string): Promise<void> {
  await sql(tx, 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`template ${tenantId} ${form}`]);
}

/** Sets an upload aside, and notes that whatever comes of it has to be deleted. Those that are over are cleared away. */
export async function insertTemplateUpload(
  tx: Tx,
  { tenantId, personId }: { tenantId: string; personId: string },
  { form, fileName, size }: { form: string; fileName: string; size: number },
): Promise<string> {
  const over = 'DELETE FROM report_template WHERE tenant_id = $1 AND set_at IS NULL AND upload_until < now()';
  await sql(tx, over, [tenantId]);
  const id = uuid();
  await sql(
    tx,
    `WITH begun AS (
       INSERT INTO report_template (tenant_id, id, form, file_name, size, sent_by, upload_until)
       VALUES ($1, $2, $3, $4, $5, $6, date_trunc('second', clock_timestamp()) + make_interval(mins => $7))
       RETURNING tenant_id, id, upload_until)
     INSERT INTO attachment_removal (tenant_id, attachment_id, file, due_at)
     SELECT tenant_id, id, 'upload', upload_until + make_interval(mins => $8) FROM begun`,
    [tenantId, id, form, fileName, size, personId, lasts.upload, lasts.leftover],
  );
  return id;
}

/** How many templates of a tenant are still to be sent or looked at. */
export async function unfinishedTemplates(tx: Tx, tenantId: string): Promise<number> {
  const { count } = await sqlOne<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM report_template
     WHERE tenant_id = $1 AND set_at IS NULL AND upload_until > clock_timestamp()`,
    [tenantId],
  );
  return count;
}

/** What was sent, or is to be; null when it was replaced, is over, or is another tenant's. */
export async function templateUpload(tx: Tx, tenantId: string, id: string): Promise<TemplateUpload | null> {
  const [row] = await sql<TemplateUpload>(
    tx,
    `SELECT id, form, file_name AS "fileName", size, upload_until AS "uploadUntil", set_at IS NOT NULL AS set
     FROM report_template WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  );
  return row ?? null;
}

/** Counts an attempt to set an upload, and notes that its copy has to be deleted; null when it may not be set any more. */
export async function beginTemplateCopy(tx: Tx, tenantId: string, id: string): Promise<string | null> {
  const [row] = await sql<{ file: string }>(
    tx,
    `WITH attempt AS (
       UPDATE report_template SET attempts = attempts + 1
       WHERE tenant_id = $1 AND id = $2 AND set_at IS NULL AND upload_until > clock_timestamp() AND attempts < 5
       RETURNING tenant_id, id, attempts)
     INSERT INTO attachment_removal (tenant_id, attachment_id, file, due_at)
     SELECT tenant_id, id, attempts::text, clock_timestamp() + make_interval(mins => $3) FROM attempt RETURNING file`,
    [tenantId, id, lasts.check],
  );
  return row?.file ?? null;
}

/**
 * Makes an upload the template of its form, in place of the one before: the copy that was looked at is not to be deleted any more. False when
 * it is too late for that. The caller holds the lock, and rolls back then.
 */
export async function setTemplate(
  tx: Tx,
  tenantId: string,
  { id, form }: { id: string; form: string },
  found: { file: string; placeholders: readonly string[] },
): Promise<boolean> {
  if (!(await keepFile(tx, { tenantId, attachmentId: id, file: found.file }))) return false;
  await dropTemplate(tx, tenantId, form);
  const set = await sql(
    tx,
    `UPDATE report_template SET set_at = clock_timestamp(), copy = $3::int, placeholders = $4
     WHERE tenant_id = $1 AND id = $2 AND set_at IS NULL AND upload_until > clock_timestamp() RETURNING id`,
    [tenantId, id, found.file, found.placeholders],
  );
  return set.length > 0;
}

/** Gives up an upload that was refused: it makes room for another, and what came of it is deleted. */
export async function giveUpTemplate(tx: Tx, tenantId: string, id: string): Promise<void> {
  await sql(
    tx,
    `WITH gone AS (DELETE FROM report_template WHERE tenant_id = $1 AND id = $2 AND set_at IS NULL RETURNING id)
     UPDATE attachment_removal r SET due_at = clock_timestamp() FROM gone g
     WHERE r.tenant_id = $1 AND r.attachment_id = g.id AND NOT r.claimed`,
    [tenantId, id],
  );
}

/** Takes the template of a form away; its id, null where there is none. The caller holds the lock. */
export async function dropTemplate(tx: Tx, tenantId: string, form: string): Promise<string | null> {
  const [gone] = await sql<{ id: string }>(
    tx,
    `WITH gone AS (
       DELETE FROM report_template WHERE tenant_id = $1 AND form = $2 AND set_at IS NOT NULL RETURNING tenant_id, id, copy)
     INSERT INTO attachment_removal (tenant_id, attachment_id, file, due_at)
     SELECT tenant_id, id, copy::text, clock_timestamp() + make_interval(mins => $3) FROM gone RETURNING attachment_id AS id`,
    [tenantId, form, lasts.replaced],
  );
  return gone?.id ?? null;
}

/** The template of a form; null where its work reports come in the starter. */
export async function templateOf(tx: Tx, tenantId: string, form: string): Promise<ReportTemplate | null> {
  const [row] = await sql<ReportTemplate>(
    tx,
    `SELECT id, form, file_name AS "fileName", size, set_at AS "setAt", placeholders, copy
     FROM report_template WHERE tenant_id = $1 AND form = $2 AND set_at IS NOT NULL`,
    [tenantId, form],
  );
  return row ?? null;
}

/** The file of a template that is set; null when there is none of this id. */
export async function templateFile(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<(Label & { copy: number; size: number }) | null> {
  const [row] = await sql<{ fileName: string; copy: number; size: number }>(
    tx,
    `SELECT file_name AS "fileName", copy, size FROM report_template
     WHERE tenant_id = $1 AND id = $2 AND set_at IS NOT NULL`,
    [tenantId, id],
  );
  return row ? { ...row, mediaType: docxType } : null;
}
