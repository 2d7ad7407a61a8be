import type { Problem } from '@huiji/domain/problem-found';
import { v7 as uuid } from 'uuid';
import type { DataSource } from 'typeorm';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { Label } from './file-store.js';
import type { ListInput } from './operation-list.js';
import type { Page, TreeAt } from './organisation.js';
import { holdPerson } from './person.js';

/** What can leave as a file. */
export type ExportTable =
  | 'TOTALS'
  | 'OFFICIAL'
  | 'GRID'
  | 'NOT_FILED'
  | 'CONTRIBUTIONS'
  | 'TIDY'
  | 'RETURN_LINES'
  | 'DICTIONARY'
  | 'TEMPLATE'
  | 'TEMPLATE_MANY'
  | 'WORK_REPORT'
  | 'APPRAISAL'
  | 'TRANSFERS'
  | 'TARGETS'
  | 'TARGET_REVISIONS'
  | 'PROGRESS'
  | 'TREND'
  | 'REVIEW_QUEUE'
  | 'REMINDERS'
  | 'BREACHES';

/** What an export reads, settled when it was asked for. */
export interface ExportInput {
  table: ExportTable;
  unionId: string;
  form: string;
  formVersion: number;
  /** As asked for, the filed periods that it consists of, and those of them that were never opened. */
  period: string;
  yearToDate: boolean;
  periods: readonly string[];
  periodsMissing: readonly string[];
  /** The tree of the last one, or today's (`current`). */
  tree: TreeAt;
  current: boolean;
  /** Of CONTRIBUTIONS and TARGET_REVISIONS. */
  cell: string | null;
}

/** A step of an import (导入), and what it is to do. */
export interface ImportInput {
  kind: 'CHECK_IMPORT' | 'APPLY_IMPORT' | 'UNDO_IMPORT';
  importId: string;
  form: string;
  /** Null for history (历史数据), which names its periods itself. */
  period: string | null;
  /** Of APPLY_IMPORT. */
  submit?: boolean;
  explanation?: string | null;
}

/** The export of the catalogue (指标库), which is of no form, period or union. */
export interface CatalogueInput {
  kind: 'EXPORT_CATALOGUE';
}

/** What an operation is to do. */
export type OperationInput = ExportInput | ListInput | CatalogueInput | ImportInput;
export const isImport = (input: OperationInput): input is ImportInput => 'importId' in input;
export const isList = (input: OperationInput): input is ListInput => 'list' in input;
export const isTable = (input: OperationInput): input is ExportInput => 'table' in input;

export type OperationState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED';

/** 作业: work that takes longer than a request. */
export interface Operation {
  id: string;
  state: OperationState;
  percent: number;
  input: OperationInput;
  /** Why it FAILED. */
  problem: Pick<Problem, 'code' | 'severity' | 'details'> | null;
  /** The file that it resulted in, there until `expiresAt`; `copy` is its name in the store. */
  fileName: string | null;
  mediaType: string | null;
  size: number | null;
  expiresAt: Date | null;
  copy: number;
  createdAt: Date;
  endedAt: Date | null;
}

const columns = `o.id, o.state, o.percent, o.input, o.problem, o.file_name AS "fileName", o.media_type AS "mediaType", o.size,
  o.expires_at AS "expiresAt", o.attempts AS copy, o.created_at AS "createdAt", o.ended_at AS "endedAt"`;

/** How many operations of a person have not ended; no other is begun for that person until the transaction ends. */
export async function underWay(tx: Tx, tenantId: string, personId: string): Promise<number> {
  await holdPerson(tx, tenantId, personId);
  const { count } = await sqlOne<{ count: number }>(
    tx,
    'SELECT count(*)::int AS count FROM operation WHERE tenant_id = $1 AND created_by = $2 AND ended_at IS NULL',
    [tenantId, personId],
  );
  return count;
}

export async function insertOperation(
  tx: Tx,
  { tenantId, personId, tokenId }: { tenantId: string; personId: string; tokenId: string | null },
  input: OperationInput,
): Promise<string> {
  const id = uuid();
  await sql(
    tx,
    'INSERT INTO operation (tenant_id, id, input, created_by, token_id) VALUES ($1, $2, $3, $4, $5)',
    [tenantId, id, JSON.stringify(input), personId, tokenId],
  );
  return id;
}

/** An operation of somebody; null for anybody else's, and for none. */
export async function operationBy(
  tx: Tx,
  { tenantId, personId }: { tenantId: string; personId: string },
  id: string,
): Promise<Operation | null> {
  const [row] = await sql<Operation>(
    tx,
    `SELECT ${columns} FROM operation o WHERE o.tenant_id = $1 AND o.id = $2 AND o.created_by = $3`,
    [tenantId, id, personId],
  );
  return row ?? null;
}

/** The operations of somebody, the newest first. `after`: the id that the last page ended with. */
export function operationsBy(
  tx: Tx,
  { tenantId, personId }: { tenantId: string; personId: string },
  page: Page,
): Promise<Operation[]> {
  return sql<Operation>(
    tx,
    `SELECT ${columns} FROM operation o WHERE o.tenant_id = $1 AND o.created_by = $2 AND ($3::uuid IS NULL OR o.id < $3)
     ORDER BY o.id DESC LIMIT $4`,
    [tenantId, personId, page.after, page.first],
  );
}

/** Cancels what has not ended; false when it has. A worker that is at it stops when it next reports. */
export async function cancel(tx: Tx, tenantId: string, id: string): Promise<boolean> {
  const ended = await sql(
    tx,
    `UPDATE operation SET state = 'CANCELLED', ended_at = clock_timestamp()
     WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id`,
    [tenantId, id],
  );
  return ended.length > 0;
}

/** The file of a result that has not expired; null when there is none. */
export async function resultOf(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<(Label & { copy: number; size: number }) | null> {
  const [row] = await sql<Label & { copy: number; size: number }>(
    tx,
    `SELECT o.file_name AS "fileName", o.media_type AS "mediaType", o.size, o.attempts AS copy FROM operation o
     WHERE o.tenant_id = $1 AND o.id = $2 AND o.expires_at > now()`,
    [tenantId, id],
  );
  return row ?? null;
}

/** What a work report (工作总结) says, by its operation; null where that has made none. */
export async function reportIn(tx: Tx, tenantId: string, id: string): Promise<object | null> {
  const [row] = await sql<{ report: object | null }>(
    tx,
    'SELECT o.report FROM operation o WHERE o.tenant_id = $1 AND o.id = $2',
    [tenantId, id],
  );
  return row?.report ?? null;
}

/** The newest work report of the same body, form, periods and tree, by whomever it was made; null where none is kept. */
export async function reportBefore(
  tx: Tx,
  tenantId: string,
  { unionId, form, period, yearToDate, current }: ExportInput,
): Promise<{ report: object; madeAt: Date } | null> {
  const [row] = await sql<{ report: object; madeAt: Date }>(
    tx,
    `SELECT o.report, o.ended_at AS "madeAt" FROM operation o
     WHERE o.tenant_id = $1 AND o.input->>'unionId' = $2 AND o.report IS NOT NULL AND o.input @> $3
     ORDER BY o.id DESC LIMIT 1`,
    [tenantId, unionId, JSON.stringify({ form, period, yearToDate, current })],
  );
  return row ?? null;
}

/** The tenants in which an operation waits for a worker: ids only, through a door. */
export async function operationTenants(source: DataSource): Promise<string[]> {
  const rows = await source.query<Array<{ tenant_id: string }>>(
    'SELECT tenant_id FROM door_operation_tenants()',
  );
  return rows.map((row) => row.tenant_id);
}
