import { type AttachmentUsage, megabyte } from '@huiji/domain/attachment';
import { v7 as uuid } from 'uuid';
import { keepFile } from './attachment-removal.js';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { Page } from './organisation.js';

/** 附件: a file that belongs to a return, and with a cell to a figure of it; or to a record of a union's book (台账). */
export interface Attachment {
  id: string;
  submissionId: string | null;
  /** The revision of the return that it was attached to. */
  revision: number | null;
  /** null: about the whole return, or the record. */
  cell: string | null;
  workRecordId: string | null;
  /** May be personal: neither logged nor audited. */
  fileName: string;
  mediaType: string;
  size: number;
  /** Of its bytes, in hexadecimal. */
  sha256: string;
  by: string;
  at: Date;
  /** Which copy of what was uploaded it is. */
  copy: number;
}

/** An upload before its bytes have been looked at, or the attachment it has become. */
export interface Upload {
  id: string;
  submissionId: string | null;
  workRecordId: string | null;
  fileName: string;
  size: number;
  expiresAt: Date;
  copy: number | null;
  /** Whether it has been attached, and whether its return was submitted or reviewed after that. */
  attached: boolean;
  handedIn: boolean;
}

/** How long an upload may take, and how much longer what it left may lie in the store, in minutes. */
const lasts = { upload: 30, leftover: 60, check: 10 };

/** Locks what counts against a tenant's quota, and says how that stands; and how much one person has begun and not finished. */
export async function holdQuota(
  tx: Tx,
  { tenantId, personId }: { tenantId: string; personId: string },
  installationMb: number,
): Promise<AttachmentUsage & { unfinished: number }> {
  const lock = 'SELECT FROM attachment_quota WHERE tenant_id = $1 FOR NO KEY UPDATE';
  if ((await sql(tx, lock, [tenantId])).length === 0) {
    await sql(tx, 'INSERT INTO attachment_quota (tenant_id) VALUES ($1) ON CONFLICT DO NOTHING', [tenantId]);
    await sql(tx, lock, [tenantId]);
  }
  // Read after the lock: a statement sees what was committed before it began.
  return usageOf(tx, { tenantId, personId }, installationMb);
}

/** How a tenant's quota stands. */
export async function usageOf(
  tx: Tx,
  { tenantId, personId }: { tenantId: string; personId: string },
  installationMb: number,
): Promise<AttachmentUsage & { unfinished: number }> {
  const row = await sqlOne<{ used: string; reserved: string; mb: number; unfinished: number }>(
    tx,
    `SELECT coalesce(q.used_bytes, 0) AS used, coalesce(q.quota_mb, $3) AS mb, p.reserved, p.unfinished
     FROM (SELECT coalesce(sum(a.size), 0) AS reserved, count(*) FILTER (WHERE a.attached_by = $2)::int AS unfinished
       FROM attachment a WHERE a.tenant_id = $1 AND a.attached_at IS NULL AND a.expires_at > clock_timestamp()) p
     LEFT JOIN attachment_quota q ON q.tenant_id = $1`,
    [tenantId, personId, installationMb],
  );
  const [used, reserved] = [Number(row.used), Number(row.reserved)];
  return { used, reserved, quota: row.mb * megabyte, unfinished: row.unfinished };
}

/** What a file is attached to: a return, or a record in the book of a union. */
export type AttachedTo =
  | { submissionId: string; cell: string | null; workRecordId: null; bookId: null }
  | { submissionId: null; cell: null; workRecordId: string; bookId: string };

/** Sets an upload aside, and notes that whatever comes of it has to be deleted. The caller holds the quota. */
export async function insertUpload(
  tx: Tx,
  tenantId: string,
  upload: AttachedTo & { fileName: string; size: number; by: string },
): Promise<string> {
  const id = uuid();
  await sql(
    tx,
    `WITH upload AS (
       INSERT INTO attachment (tenant_id, id, submission_id, cell, file_name, size, attached_by, work_record_id, book_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $10, $11, date_trunc('second', clock_timestamp()) + make_interval(mins => $8))
       RETURNING tenant_id, id, expires_at)
     INSERT INTO attachment_removal (tenant_id, attachment_id, file, due_at)
     SELECT tenant_id, id, 'upload', expires_at + make_interval(mins => $9) FROM upload`,
    [
      ...[tenantId, id, upload.submissionId, upload.cell, upload.fileName, upload.size, upload.by],
      ...[lasts.upload, lasts.leftover, upload.workRecordId, upload.bookId],
    ],
  );
  return id;
}

const uploadSql = `SELECT a.id, a.submission_id AS "submissionId", a.work_record_id AS "workRecordId", a.file_name AS "fileName", a.size, a.expires_at AS "expiresAt",
    a.copy, a.attached_at IS NOT NULL AS attached,
    coalesce(a.attached_at < greatest(s.filed_at, s.withdrawn_at, s.reviewed_at), false) AS "handedIn"
  FROM attachment a LEFT JOIN submission s ON s.tenant_id = $1 AND s.id = a.submission_id
  WHERE a.tenant_id = $1 AND a.id = $2 AND a.attached_by = $3`;

/** What one person has uploaded, or is to upload; null when it is somebody else's, expired and cleared away, or nothing. */
export async function uploadBy(
  tx: Tx,
  { tenantId, personId }: { tenantId: string; personId: string },
  id: string,
): Promise<Upload | null> {
  const [row] = await sql<Upload>(tx, uploadSql, [tenantId, id, personId]);
  return row ?? null;
}

/** Counts an attempt to complete an upload, and notes that its copy has to be deleted; null when it may not be completed any more. */
export async function beginCopy(tx: Tx, tenantId: string, id: string): Promise<string | null> {
  const [row] = await sql<{ file: string }>(
    tx,
    `WITH attempt AS (
       UPDATE attachment SET attempts = attempts + 1
       WHERE tenant_id = $1 AND id = $2 AND attached_at IS NULL AND expires_at > clock_timestamp() AND attempts < 5
       RETURNING tenant_id, id, attempts)
     INSERT INTO attachment_removal (tenant_id, attachment_id, file, due_at)
     SELECT tenant_id, id, attempts::text, clock_timestamp() + make_interval(mins => $3) FROM attempt RETURNING file`,
    [tenantId, id, lasts.check],
  );
  return row?.file ?? null;
}

/** What was found when a copy was looked at. */
export interface Inspected {
  file: string;
  fileName: string;
  mediaType: string;
  sha256: Buffer;
}

/**
 * Makes an upload an attachment: the copy that was looked at is not to be deleted any more. False when it is too late for that. The
 * caller holds the quota.
 */
export async function attach(tx: Tx, tenantId: string, id: string, found: Inspected): Promise<boolean> {
  if (!(await keepFile(tx, { tenantId, attachmentId: id, file: found.file }))) return false;
  const attached = await sql(
    tx,
    `WITH attached AS (
       UPDATE attachment SET attached_at = clock_timestamp(), file_name = $4, media_type = $5, sha256 = $6, copy = $3::int
       WHERE tenant_id = $1 AND id = $2 AND attached_at IS NULL AND expires_at > clock_timestamp()
       RETURNING tenant_id, size)
     UPDATE attachment_quota q SET used_bytes = used_bytes + a.size FROM attached a WHERE q.tenant_id = a.tenant_id RETURNING 1`,
    [tenantId, id, found.file, found.fileName, found.mediaType, found.sha256],
  );
  return attached.length > 0;
}

/** Takes an attachment away, or gives up an upload; its file is noted to be deleted. The caller holds the quota. */
export async function detach(tx: Tx, tenantId: string, id: string): Promise<void> {
  await sql(
    tx,
    `WITH gone AS (DELETE FROM attachment WHERE tenant_id = $1 AND id = $2 RETURNING tenant_id, id, size, copy),
     noted AS (
       INSERT INTO attachment_removal (tenant_id, attachment_id, file, due_at)
       SELECT tenant_id, id, copy::text, clock_timestamp() FROM gone WHERE copy IS NOT NULL)
     UPDATE attachment_quota q SET used_bytes = used_bytes - g.size FROM gone g
     WHERE q.tenant_id = g.tenant_id AND g.copy IS NOT NULL`,
    [tenantId, id],
  );
}

const columns = `a.id, a.submission_id AS "submissionId", r.revision, a.cell, a.work_record_id AS "workRecordId", a.file_name AS "fileName", a.media_type AS "mediaType",
  a.size, encode(a.sha256, 'hex') AS sha256, a.attached_by AS "by", a.attached_at AS "at", a.copy`;

/** An attachment; null when the tenant has none with this id, or its upload is not completed. */
export async function attachmentById(tx: Tx, tenantId: string, id: string): Promise<Attachment | null> {
  const [row] = await sql<Attachment>(
    tx,
    `SELECT ${columns} FROM attachment a LEFT JOIN submission r ON r.tenant_id = $1 AND r.id = a.submission_id
     WHERE a.tenant_id = $1 AND a.id = $2 AND a.attached_at IS NOT NULL`,
    [tenantId, id],
  );
  return row ?? null;
}

/** A page of the attachments of each of some submissions, those of its other revisions included, oldest first: one statement. */
export async function attachmentsOf(
  tx: Tx,
  tenantId: string,
  asked: ReadonlyArray<Page & { submissionId: string }>,
): Promise<Attachment[][]> {
  const rows = await sql<Attachment & { n: number }>(
    tx,
    `SELECT p.n::int AS n, a.* FROM unnest($2::uuid[], $3::int[], $4::uuid[]) WITH ORDINALITY AS p (id, first, after, n)
     CROSS JOIN LATERAL (
       SELECT ${columns} FROM submission s
       JOIN submission r ON r.tenant_id = $1 AND r.form = s.form AND r.period = s.period AND r.union_id = s.union_id
       JOIN attachment a ON a.tenant_id = $1 AND a.submission_id = r.id AND a.attached_at IS NOT NULL
       WHERE s.tenant_id = $1 AND s.id = p.id AND (p.after IS NULL OR a.id > p.after)
       ORDER BY a.id LIMIT p.first) a
     ORDER BY p.n, a.id`,
    [
      tenantId,
      asked.map(({ submissionId }) => submissionId),
      asked.map(({ first }) => first),
      asked.map(({ after }) => after),
    ],
  );
  const found = asked.map((): Attachment[] => []);
  for (const { n, ...attachment } of rows) found[n - 1]?.push(attachment);
  return found;
}

/** How many files a record has or is about to have. The caller holds the quota. */
export async function filesOfRecord(tx: Tx, tenantId: string, workRecordId: string): Promise<number> {
  const { count } = await sqlOne<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM attachment
     WHERE tenant_id = $1 AND work_record_id = $2 AND (attached_at IS NOT NULL OR expires_at > clock_timestamp())`,
    [tenantId, workRecordId],
  );
  return count;
}

/** The attachments of records, oldest first, by record. */
export async function attachmentsOfRecords(
  tx: Tx,
  tenantId: string,
  workRecordIds: readonly string[],
): Promise<Map<string, Attachment[]>> {
  const rows = await sql<Attachment>(
    tx,
    `SELECT ${columns} FROM attachment a LEFT JOIN submission r ON false
     WHERE a.tenant_id = $1 AND a.work_record_id = ANY ($2::uuid[]) AND a.attached_at IS NOT NULL ORDER BY a.id`,
    [tenantId, workRecordIds],
  );
  const found = new Map<string, Attachment[]>(workRecordIds.map((id) => [id, []]));
  for (const row of rows) found.get(row.workRecordId ?? '')?.push(row);
  return found;
}
