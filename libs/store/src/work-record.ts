import type { Period } from '@huiji/domain/period';
import type { BookOfPeriod, WorkRecord } from '@huiji/domain/work-record';
import { type Tx, sql, sqlOne } from './data-source.js';

/** A record as it stands in its union's book, or stood. */
export interface BookRecord extends WorkRecord {
  id: string;
  unionId: string;
  /** The version of the book that wrote it so. */
  version: number;
  recordedByName: string;
  recordedAt: Date;
}

/** A union's book that is being written: nobody else writes into it until the transaction ends. */
export interface OpenBook {
  tenantId: string;
  unionId: string;
  /** What it becomes. */
  version: number;
}

/** Opens a union's book for its next version; the first makes it. */
export async function openBook(tx: Tx, tenantId: string, unionId: string): Promise<OpenBook> {
  const { version } = await sqlOne<{ version: number }>(
    tx,
    `INSERT INTO work_book AS b (tenant_id, union_id, version) VALUES ($1, $2, 1)
     ON CONFLICT (tenant_id, union_id) DO UPDATE SET version = b.version + 1 RETURNING version`,
    [tenantId, unionId],
  );
  return { tenantId, unionId, version };
}

/** Keeps a union's book as it is until the transaction ends: nobody writes into it, and what hangs on its records is changed by one at a time. */
export async function lockBook(tx: Tx, tenantId: string, unionId: string): Promise<void> {
  await sql(tx, 'SELECT FROM work_book WHERE tenant_id = $1 AND union_id = $2 FOR NO KEY UPDATE', [
    ...[tenantId, unionId],
  ]);
}

/** A record to be written. `lastDay`: null where it says something for ever. */
export interface NewRecord extends WorkRecord {
  id: string;
  lastDay: string | null;
}

/** Writes records into an open book. */
export async function writeRecords(
  tx: Tx,
  { tenantId, unionId, version }: OpenBook,
  by: string,
  records: readonly NewRecord[],
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO work_record (tenant_id, union_id, since, recorded_by, id, kind, day, last_day, name, held_by, values)
     SELECT $1, $2, $3, $4, r.id, r.kind, r.day, coalesce(r."lastDay", 'infinity'), r.name, r."heldBy", r.values
     FROM jsonb_to_recordset($5) AS r (id uuid, kind text, day date, "lastDay" date, name text, "heldBy" text, values jsonb)`,
    [tenantId, unionId, version, by, JSON.stringify(records)],
  );
}

/** Ends a record in an open book, replaced or taken out. */
export async function endRecord(tx: Tx, { tenantId, version }: OpenBook, id: string): Promise<void> {
  await sql(tx, `UPDATE work_record SET until = $3 WHERE tenant_id = $1 AND id = $2 AND until IS NULL`, [
    tenantId,
    id,
    version,
  ]);
}

/** The calendar years of some days in which a book holds more records than it may, with how many. */
export async function fullYears(
  tx: Tx,
  { tenantId, unionId }: Pick<OpenBook, 'tenantId' | 'unionId'>,
  days: readonly string[],
  most: number,
): Promise<Array<{ year: number; count: number }>> {
  return sql(
    tx,
    `SELECT y.year, count(*)::int AS count
     FROM (SELECT DISTINCT extract(year FROM d)::int AS year FROM unnest($3::date[]) AS d) y
     JOIN work_record r ON r.tenant_id = $1 AND r.union_id = $2 AND r.until IS NULL
       AND r.day BETWEEN make_date(y.year, 1, 1) AND make_date(y.year, 12, 31)
     GROUP BY y.year HAVING count(*) > $4 ORDER BY y.year`,
    [tenantId, unionId, days, most],
  );
}

const columns = `r.id, r.union_id AS "unionId", r.since AS version, r.kind, r.day::text, r.name, r.held_by AS "heldBy", r.values,
  p.name AS "recordedByName", r.recorded_at AS "recordedAt"`;
const joined = `JOIN person p ON p.tenant_id = $1 AND p.id = r.recorded_by`;

/** A record as it stands last, and whether it was taken out since; null where the tenant has none with this id. */
export async function recordById(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<(BookRecord & { ended: boolean }) | null> {
  const [record] = await sql<BookRecord & { ended: boolean }>(
    tx,
    `SELECT ${columns}, r.until IS NOT NULL AS ended FROM work_record r ${joined}
     WHERE r.tenant_id = $1 AND r.id = $2 ORDER BY r.since DESC LIMIT 1`,
    [tenantId, id],
  );
  return record ?? null;
}

/** Some records as they stand now, by id. */
export async function recordsById(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, BookRecord>> {
  const records = await sql<BookRecord>(
    tx,
    `SELECT ${columns} FROM work_record r ${joined}
     WHERE r.tenant_id = $1 AND r.id = ANY ($2::uuid[]) AND r.until IS NULL`,
    [tenantId, ids],
  );
  return new Map(records.map((record) => [record.id, record]));
}

/** Which records of a union are meant: null for any kind, and for no first or last day. */
export interface RecordsMeant {
  unionId: string;
  kinds: readonly string[] | null;
  from: string | null;
  to: string | null;
}

/** Where a page of records ended. */
export type RecordPlace = readonly [day: string, id: string];

/** A page of a union's records as they stand now, the newest day first. */
export function recordsOf(
  tx: Tx,
  tenantId: string,
  { unionId, kinds, from, to }: RecordsMeant,
  page: { first: number; after: RecordPlace | null },
): Promise<BookRecord[]> {
  return sql<BookRecord>(
    tx,
    `SELECT ${columns} FROM work_record r ${joined}
     WHERE r.tenant_id = $1 AND r.union_id = $2 AND r.until IS NULL AND ($3::text[] IS NULL OR r.kind = ANY ($3))
       AND ($4::date IS NULL OR r.day >= $4) AND ($5::date IS NULL OR r.day <= $5)
       AND ($6::date IS NULL OR (r.day, r.id) < ($6, $7::uuid))
     ORDER BY r.day DESC, r.id DESC LIMIT $8`,
    [tenantId, unionId, kinds, from, to, ...(page.after ?? [null, null]), page.first],
  );
}

/** What a union's book says of a period, as it is now or was in a version; null where it has none. One statement, so one state of it. */
export async function bookOfPeriod(
  tx: Tx,
  tenantId: string,
  unionId: string,
  period: Period,
  version: number | null = null,
): Promise<(BookOfPeriod & { records: BookRecord[] }) | null> {
  const rows = await sql<{ book: number } & { [Name in keyof BookRecord]: BookRecord[Name] | null }>(
    tx,
    `SELECT b.version AS book, r.* FROM work_book b LEFT JOIN LATERAL (
       SELECT ${columns} FROM work_record r ${joined}
       WHERE r.tenant_id = $1 AND r.union_id = $2 AND r.day <= $4 AND r.last_day >= $3
         AND CASE WHEN $5::int IS NULL THEN r.until IS NULL ELSE r.since <= $5 AND (r.until IS NULL OR r.until > $5) END
       ORDER BY r.day DESC, r.id DESC) r ON true
     WHERE b.tenant_id = $1 AND b.union_id = $2`,
    [tenantId, unionId, period.startsOn, period.endsOn, version],
  );
  const [first] = rows;
  if (!first) return null;
  const records = rows.flatMap(({ book: _, ...record }) =>
    record.id === null ? [] : [record as BookRecord],
  );
  return { period, version: version ?? first.book, records };
}
