import type { FiledCover } from '@huiji/domain/cover';
import type { CellInput, Stored } from '@huiji/domain/draft';
import type { Origins } from '@huiji/domain/offer';
import type { Rows } from '@huiji/domain/rows';
import { v7 as uuid } from 'uuid';
import { openCover, sealCover } from './cover.js';
import { type Tx, sql } from './data-source.js';
import type { ImportCounts, ImportProblem } from './import.js';
import type { Page } from './organisation.js';

/** What a file says of one return. `version`: of the return when it was checked; 0 where it was not begun. */
export interface ReadReturn {
  unionId: string;
  period: string;
  version: number;
  cells: readonly CellInput[];
  tables: ReadonlyArray<{ table: string; rows: unknown[] | null }>;
  cover: FiledCover;
}

const sealed = (tx: Tx, id: string, cover: FiledCover): Buffer | null =>
  sealCover(tx, id, cover, 'import_return.cover');
const opened = (tx: Tx, id: string, cover: Buffer | null): FiledCover =>
  openCover(tx, { id, cover }, 'import_return.cover');

/** An import, by its tenant and id. */
interface ImportAt {
  tenantId: string;
  id: string;
}

/** Forgets what an earlier check kept. The caller has locked the import. */
export async function forgetReturns(tx: Tx, { tenantId, id }: ImportAt): Promise<void> {
  await sql(tx, 'DELETE FROM import_return WHERE tenant_id = $1 AND import_id = $2', [tenantId, id]);
}

/** Keeps what a file says of some returns. Their ids follow the order in which they are kept, and they are taken over in that of their ids. */
export async function keepReturns(
  tx: Tx,
  { tenantId, id }: ImportAt,
  returns: readonly ReadReturn[],
): Promise<void> {
  const some = returns.map((one) => ({ ...one, id: uuid() }));
  await sql(
    tx,
    `INSERT INTO import_return (tenant_id, import_id, id, union_id, period, version, cells, tables, cover)
     SELECT $1, $2, r.* FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::jsonb[], $8::jsonb[], $9::bytea[]) AS r`,
    [
      ...[tenantId, id, some.map((one) => one.id), some.map((one) => one.unionId)],
      some.map(({ period }) => period),
      ...[some.map(({ version }) => version), some.map(({ cells }) => JSON.stringify(cells))],
      some.map(({ tables }) => JSON.stringify(tables)),
      some.map((one) => sealed(tx, one.id, one.cover)),
    ],
  );
}

/** Keeps what a check found, beside the returns. */
export async function keepCheck(
  tx: Tx,
  { tenantId, id }: ImportAt,
  found: { counts: ImportCounts; problems: readonly ImportProblem[] },
): Promise<void> {
  await sql(
    tx,
    `UPDATE import SET state = 'CHECKED', counts = $3, problems = $4, checked_at = clock_timestamp()
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, JSON.stringify(found.counts), JSON.stringify(found.problems)],
  );
}

/** What became of a return that was taken over. UNCHANGED: it said the same already. ACCEPTED: of history. */
export type ImportOutcome = 'UNCHANGED' | 'SAVED' | 'SUBMITTED' | 'ACCEPTED';

/** How a return stands, as it is kept to take an import back; version 0 where it is not begun. */
export interface Standing extends Stored {
  version: number;
  rows: Rows;
  origins: Origins;
  cover: FiledCover;
}

/** A return of an import, with what became of it. */
export interface ImportReturn extends ReadReturn {
  id: string;
  outcome: ImportOutcome | null;
  submissionId: string | null;
  before: Standing | null;
  after: Standing | null;
  kept: string[] | null;
}

type ReturnRow = Omit<ImportReturn, 'cover' | 'before' | 'after'> & {
  cover: Buffer | null;
  before: Omit<Standing, 'cover'> | null;
  after: Omit<Standing, 'cover'> | null;
  beforeCover: Buffer | null;
  afterCover: Buffer | null;
};

/** The returns of an import, by period and in the order of their unions' ids: some at a time, since each may hold much. `after`: the last one's id. */
export async function returnsOf(
  tx: Tx,
  { tenantId, id }: { tenantId: string; id: string },
  page: Page,
): Promise<ImportReturn[]> {
  const rows = await sql<ReturnRow>(
    tx,
    `SELECT r.id, r.union_id AS "unionId", r.period, r.version, r.cells, r.tables, r.cover, r.outcome, r.submission_id AS "submissionId",
       r.before, r.before_cover AS "beforeCover", r.after, r.after_cover AS "afterCover", r.kept FROM import_return r
     WHERE r.tenant_id = $1 AND r.import_id = $2 AND ($3::uuid IS NULL OR r.id > $3) ORDER BY r.id LIMIT $4`,
    [tenantId, id, page.after, page.first],
  );
  return rows.map(({ beforeCover, afterCover, ...row }) => ({
    ...row,
    cover: opened(tx, row.id, row.cover),
    before: row.before && { ...row.before, cover: opened(tx, row.id, beforeCover) },
    after: row.after && { ...row.after, cover: opened(tx, row.id, afterCover) },
  }));
}

/** A return of an import as it is listed: whose it is, and what became of it. */
export interface ImportLine {
  id: string;
  unionId: string;
  unionCode: string;
  unionName: string;
  period: string;
  outcome: ImportOutcome | null;
  submissionId: string | null;
  kept: string[] | null;
}

/** The returns of an import without what they say, by period and in the order of their unions' ids. `after`: the last one's id. */
export function importLines(
  tx: Tx,
  { tenantId, id }: { tenantId: string; id: string },
  page: Page,
): Promise<ImportLine[]> {
  return sql<ImportLine>(
    tx,
    `SELECT r.id, r.union_id AS "unionId", u.code AS "unionCode", u.name AS "unionName", r.period, r.outcome, r.submission_id AS "submissionId", r.kept
     FROM import_return r JOIN trade_union u ON u.tenant_id = $1 AND u.id = r.union_id
     WHERE r.tenant_id = $1 AND r.import_id = $2 AND ($3::uuid IS NULL OR r.id > $3) ORDER BY r.id LIMIT $4`,
    [tenantId, id, page.after, page.first],
  );
}

/** What taking a return over made of it. */
export interface Taken {
  id: string;
  outcome: ImportOutcome;
  submissionId: string | null;
  before: Standing;
  after: Standing;
}

/** Writes what became of returns that were taken over. */
export async function keepTaken(tx: Tx, tenantId: string, taken: readonly Taken[]): Promise<void> {
  const bare = ({ cover: _, ...standing }: Standing): string => JSON.stringify(standing);
  await sql(
    tx,
    `UPDATE import_return r SET outcome = t.outcome, submission_id = t.submission_id, before = t.before,
       before_cover = t.before_cover, after = t.after, after_cover = t.after_cover
     FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::jsonb[], $6::bytea[], $7::jsonb[], $8::bytea[])
       AS t (id, outcome, submission_id, before, before_cover, after, after_cover)
     WHERE r.tenant_id = $1 AND r.id = t.id`,
    [
      ...[tenantId, taken.map(({ id }) => id), taken.map(({ outcome }) => outcome)],
      taken.map(({ submissionId }) => submissionId),
      ...[
        taken.map(({ before }) => bare(before)),
        taken.map(({ id, before }) => sealed(tx, id, before.cover)),
      ],
      ...[taken.map(({ after }) => bare(after)), taken.map(({ id, after }) => sealed(tx, id, after.cover))],
    ],
  );
}

/** Writes what an undoing left alone in returns. */
export async function keepUndone(
  tx: Tx,
  tenantId: string,
  undone: ReadonlyArray<{ id: string; kept: readonly string[] }>,
): Promise<void> {
  await sql(
    tx,
    `UPDATE import_return r SET kept = ARRAY(SELECT jsonb_array_elements_text(u.kept)) FROM unnest($2::uuid[], $3::jsonb[]) AS u (id, kept)
     WHERE r.tenant_id = $1 AND r.id = u.id`,
    [tenantId, undone.map(({ id }) => id), undone.map(({ kept }) => JSON.stringify(kept))],
  );
}
