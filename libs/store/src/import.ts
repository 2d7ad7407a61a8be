import type { Problem } from '@huiji/domain/problem-found';
import { v7 as uuid } from 'uuid';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { Page } from './organisation.js';

/** UPLOADING: its file is still to come, or to be checked. CHECKED: it can be taken over, if nothing is wrong with it. */
export type ImportState = 'UPLOADING' | 'CHECKED' | 'APPLIED' | 'UNDONE';

/**
 * How many places of a file a check found to be what, and how many returns they make: of these how many could not be submitted as they
 * would stand (`unsound`), and how many only with an explanation (`doubtful`).
 */
export interface ImportCounts {
  taken: number;
  blank: number;
  passed: number;
  wrong: number;
  returns: number;
  unsound: number;
  doubtful: number;
}

/** What is wrong with a place of a file; what is wrong with a whole return, at the place where that begins. */
export interface ImportProblem {
  sheet: string;
  row: number;
  column: number;
  /** The code of the union whose return it is, where that is known. */
  union: string | null;
  /** The code of the cell, the column in a row or the item of the cover; blank for a whole return. */
  code: string;
  /** What stands there; blank for an item of the cover, which may be personal. */
  text: string;
  problem: Problem;
}

/** From what 历史数据 (history) is taken: a paper or file, and the day that it is of, YYYY-MM-DD. */
export interface HistorySource {
  source: string;
  sourceDate: string;
}

/** 导入: a file of returns. */
export interface Import {
  id: string;
  form: string;
  /** Null for history, which names its periods itself. */
  period: string | null;
  /** The return of which union it is; null: those of whichever unions it names. */
  unionId: string | null;
  unionCode: string | null;
  /** Of history (历史数据): returns of periods that are over, to be taken over as accepted; null for drafts. */
  history: HistorySource | null;
  fileName: string;
  size: number;
  uploadUntil: Date;
  state: ImportState;
  counts: ImportCounts | null;
  problems: ImportProblem[];
  createdBy: string;
  createdAt: Date;
  checkedAt: Date | null;
  appliedAt: Date | null;
  undoneAt: Date | null;
  /** The newest operation at it. */
  operationId: string | null;
}

/** How long an upload may take, and how much longer what it left may lie in the store, in minutes. */
const lasts = { upload: 30, leftover: 24 * 60 };

const columns = `i.id, i.form, i.period, i.union_id AS "unionId",
  (SELECT u.code FROM trade_union u WHERE u.tenant_id = i.tenant_id AND u.id = i.union_id) AS "unionCode",
  CASE WHEN i.source IS NOT NULL THEN json_build_object('source', i.source, 'sourceDate', i.source_date) END AS history, i.file_name AS "fileName", i.size, i.upload_until AS "uploadUntil",
  i.state, i.counts, i.problems, i.created_by AS "createdBy", i.created_at AS "createdAt", i.checked_at AS "checkedAt", i.applied_at AS "appliedAt",
  i.undone_at AS "undoneAt", (SELECT o.id FROM operation o WHERE o.tenant_id = i.tenant_id AND o.created_by = i.created_by
    AND o.input ->> 'importId' = i.id::text ORDER BY o.id DESC LIMIT 1) AS "operationId"`;

/** Whose imports are asked for. */
interface Whose {
  tenantId: string;
  personId: string;
}

/** Sets an import aside, and notes that its file has to be deleted. */
export async function insertImport(
  tx: Tx,
  { tenantId, personId }: Whose,
  {
    form,
    period,
    unionId,
    history,
    fileName,
    size,
  }: Pick<Import, 'form' | 'period' | 'unionId' | 'history' | 'fileName' | 'size'>,
): Promise<string> {
  const id = uuid();
  await sql(
    tx,
    `WITH begun AS (
       INSERT INTO import (tenant_id, id, form, period, union_id, file_name, size, created_by, upload_until, source, source_date)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, date_trunc('second', clock_timestamp()) + make_interval(mins => $9), $11, $12)
       RETURNING tenant_id, id, upload_until)
     INSERT INTO attachment_removal (tenant_id, attachment_id, file, due_at)
     SELECT tenant_id, id, 'upload', upload_until + make_interval(mins => $10) FROM begun`,
    [
      ...[tenantId, id, form, period, unionId, fileName, size, personId, lasts.upload, lasts.leftover],
      ...[history?.source ?? null, history?.sourceDate ?? null],
    ],
  );
  return id;
}

/** How many imports of a person may still be sent a file, and were not checked. */
export async function unfinishedImports(tx: Tx, { tenantId, personId }: Whose): Promise<number> {
  const { count } = await sqlOne<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM import
     WHERE tenant_id = $1 AND created_by = $2 AND state = 'UPLOADING' AND upload_until > clock_timestamp()`,
    [tenantId, personId],
  );
  return count;
}

/** An import of somebody; null for anybody else's, and for none. */
export async function importBy(tx: Tx, { tenantId, personId }: Whose, id: string): Promise<Import | null> {
  const [row] = await sql<Import>(
    tx,
    `SELECT ${columns} FROM import i WHERE i.tenant_id = $1 AND i.id = $2 AND i.created_by = $3`,
    [tenantId, id, personId],
  );
  return row ?? null;
}

/** The imports of somebody, the newest first; of history only, or of drafts, or (null) all. `after`: the id that the last page ended with. */
export function importsBy(
  tx: Tx,
  { tenantId, personId }: Whose,
  page: Page & { history: boolean | null },
): Promise<Import[]> {
  return sql<Import>(
    tx,
    `SELECT ${columns} FROM import i WHERE i.tenant_id = $1 AND i.created_by = $2 AND ($3::uuid IS NULL OR i.id < $3)
       AND ($5::boolean IS NULL OR $5 = (i.source IS NOT NULL)) ORDER BY i.id DESC LIMIT $4`,
    [tenantId, personId, page.after, page.first, page.history],
  );
}

const lock = `SELECT ${columns} FROM import i WHERE i.tenant_id = $1 AND i.id = $2 FOR NO KEY UPDATE`;

/** Locks an import until the transaction ends. */
export const lockImport = (tx: Tx, tenantId: string, id: string): Promise<Import> =>
  sqlOne<Import>(tx, lock, [tenantId, id]);

/** Locks an import that nobody is at until the transaction ends; null where an operation is, or waits to be. */
export async function lockIdleImport(tx: Tx, tenantId: string, id: string): Promise<Import | null> {
  // A worker holds it for as long as it works on it.
  const [found] = await sql<Import>(tx, `${lock} SKIP LOCKED`, [tenantId, id]);
  return found && !(await importUnderWay(tx, tenantId, id)) ? found : null;
}

/** Notes that an import has been taken over, or taken back. The caller has locked it. */
export async function markImport(
  tx: Tx,
  { tenantId, id }: { tenantId: string; id: string },
  state: 'APPLIED' | 'UNDONE',
): Promise<void> {
  const at = state === 'APPLIED' ? 'applied_at' : 'undone_at';
  await sql(tx, `UPDATE import SET state = $3, ${at} = clock_timestamp() WHERE tenant_id = $1 AND id = $2`, [
    tenantId,
    id,
    state,
  ]);
}

/** Whether an operation is at an import, or waits to be. */
async function importUnderWay(tx: Tx, tenantId: string, id: string): Promise<boolean> {
  const { underWay } = await sqlOne<{ underWay: boolean }>(
    tx,
    `SELECT EXISTS (SELECT FROM operation WHERE tenant_id = $1 AND ended_at IS NULL AND input ->> 'importId' = $2) AS "underWay"`,
    [tenantId, id],
  );
  return underWay;
}
