import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import type { Page } from './organisation.js';

/** 批注: what somebody said about a cell of a return, or about the whole of it. */
export interface SubmissionComment {
  id: string;
  submissionId: string;
  /** The revision of the return that it was said of. */
  revision: number;
  /** null: about the whole return. */
  cell: string | null;
  text: string;
  replyTo: string | null;
  by: string;
  at: Date;
}

/** A comment to be written. */
export type NewComment = Pick<SubmissionComment, 'cell' | 'text' | 'replyTo'>;

/** Writes comments about one submission, in their order; answers their ids. They are never changed. */
export async function insertComments(
  tx: Tx,
  tenantId: string,
  about: { submissionId: string; by: string },
  comments: readonly NewComment[],
): Promise<string[]> {
  const ids = comments.map(() => uuid());
  await sql(
    tx,
    `INSERT INTO submission_comment (tenant_id, id, submission_id, written_by, cell, text, reply_to)
     SELECT $1, c.id, $2, $3, c.cell, c.text, c.reply_to
     FROM unnest($4::uuid[], $5::text[], $6::text[], $7::uuid[]) AS c (id, cell, text, reply_to)`,
    [
      ...[tenantId, about.submissionId, about.by, ids, comments.map(({ cell }) => cell)],
      ...[comments.map(({ text }) => text), comments.map(({ replyTo }) => replyTo)],
    ],
  );
  return ids;
}

const columns = `c.id, c.submission_id AS "submissionId", r.revision, c.cell, c.text, c.reply_to AS "replyTo",
  c.written_by AS "by", c.written_at AS "at"`;

/** One comment about any revision of the return that a submission is a revision of; null when that has none with this id. */
export async function commentOnReturn(
  tx: Tx,
  tenantId: string,
  submissionId: string,
  id: string,
): Promise<SubmissionComment | null> {
  const [row] = await sql<SubmissionComment>(
    tx,
    `SELECT ${columns} FROM submission s
     JOIN submission r ON r.tenant_id = $1 AND r.form = s.form AND r.period = s.period AND r.union_id = s.union_id
     JOIN submission_comment c ON c.tenant_id = $1 AND c.submission_id = r.id
     WHERE s.tenant_id = $1 AND s.id = $2 AND c.id = $3`,
    [tenantId, submissionId, id],
  );
  return row ?? null;
}

/** A page of the comments of each of some submissions, those about its other revisions included, oldest first: one statement. */
export async function commentsOf(
  tx: Tx,
  tenantId: string,
  asked: ReadonlyArray<Page & { submissionId: string }>,
): Promise<SubmissionComment[][]> {
  const rows = await sql<SubmissionComment & { n: number }>(
    tx,
    `SELECT a.n::int AS n, c.* FROM unnest($2::uuid[], $3::int[], $4::uuid[]) WITH ORDINALITY AS a (id, first, after, n)
     CROSS JOIN LATERAL (
       SELECT ${columns} FROM submission s
       JOIN submission r ON r.tenant_id = $1 AND r.form = s.form AND r.period = s.period AND r.union_id = s.union_id
       JOIN submission_comment c ON c.tenant_id = $1 AND c.submission_id = r.id
       WHERE s.tenant_id = $1 AND s.id = a.id AND (a.after IS NULL OR c.id > a.after)
       ORDER BY c.id LIMIT a.first) c
     ORDER BY a.n, c.id`,
    [
      tenantId,
      asked.map(({ submissionId }) => submissionId),
      asked.map(({ first }) => first),
      asked.map(({ after }) => after),
    ],
  );
  const found = asked.map((): SubmissionComment[] => []);
  for (const { n, ...comment } of rows) found[n - 1]?.push(comment);
  return found;
}
