import type pg from 'pg';
import { type CopyStreamQuery, type CopyToStreamQuery, from, to } from 'pg-copy-streams';

/** A table as it is copied: the columns that somebody wrote, and the key by which its rows are in order. */
export interface CopiedTable {
  name: string;
  columns: string[];
  key: string[];
}

/** Says the same values by the same text wherever it is asked, and rather fails than leave a row out by row-level security. */
const settled = `
SET LOCAL row_security = off;
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 3;
SET LOCAL bytea_output = 'hex';
SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0;
`;

/** Begins a transaction that sees all tables as they are at one moment, that of `at`. */
export async function beginSnapshot(client: pg.Client): Promise<{ at: Date }> {
  await client.query(`START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settled}`);
  const { rows } = await client.query<{ at: Date }>('SELECT clock_timestamp() AS at');
  return { at: rows[0]?.at ?? new Date() };
}

/** Begins a transaction in which nobody else reads or writes any table. */
export async function beginAlone(client: pg.Client, tables: readonly CopiedTable[]): Promise<void> {
  await client.query(`START TRANSACTION; ${settled}`);
  await client.query(`LOCK TABLE ${tables.map((table) => named(client, table)).join(', ')}`);
}

/** Whether a client's role sees the rows of every tenant: a superuser, or one with BYPASSRLS. The owner of the tables as such does not. */
export async function seesEveryTenant(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    'SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)',
  );
  return rows.length > 0;
}

/** The tables of the product, by name; what TypeORM notes of migrations is none of them. Generated columns are left out: they follow. */
export async function tablesOf(client: pg.Client): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable>(`
    SELECT c.relname AS name,
      (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      (SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum)) FROM pg_index i
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
       WHERE i.indrelid = c.oid AND i.indisprimary) AS key
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> 'migrations'
    ORDER BY c.relname`);
  return rows;
}

/** The migrations that a database has had, oldest first; none where it has had none. */
export async function migrationsIn(client: pg.Client): Promise<string[]> {
  const { rows: there } = await client.query(
    `SELECT FROM pg_class WHERE oid = to_regclass('public.migrations')`,
  );
  if (there.length === 0) return [];
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM migrations ORDER BY timestamp, name',
  );
  return rows.map(({ name }) => name);
}

/** The first of the tables that has a row; null where all are empty. In a transaction of the two above. */
export async function firstWithRows(
  client: pg.Client,
  tables: readonly CopiedTable[],
): Promise<string | null> {
  if (tables.length === 0) return null;
  const looks = tables.map(
    (table) =>
      `SELECT ${client.escapeLiteral(table.name)} AS name WHERE EXISTS (SELECT FROM ${named(client, table)})`,
  );
  const { rows } = await client.query<{ name: string }>(`${looks.join(' UNION ALL ')} LIMIT 1`);
  return rows[0]?.name ?? null;
}

/** All rows of a table as COPY writes them, in the order of its key: the same rows are the same bytes. */
export function rowsOut(client: pg.Client, table: CopiedTable): CopyToStreamQuery {
  const columns = list(client, table.columns);
  return client.query(
    to(`COPY (SELECT ${columns} FROM ${named(client, table)} ORDER BY ${list(client, table.key)}) TO STDOUT`),
  );
}

/** Takes what `rowsOut` wrote. */
export function rowsIn(client: pg.Client, table: CopiedTable): CopyStreamQuery {
  return client.query(from(`COPY ${named(client, table)} (${list(client, table.columns)}) FROM STDIN`));
}

/**
 * Does something while no foreign key holds, so that tables may be filled in any order; then all of them are made again, and
 * PostgreSQL holds every row against them. In a transaction of the tables' owner.
 */
export async function withoutForeignKeys(client: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ drop: string; add: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0
    ORDER BY conrelid::regclass::text, conname`);
  await client.query(rows.map(({ drop }) => drop).join(';\n'));
  await work();
  await client.query(rows.map(({ add }) => add).join(';\n'));
}

const named = (client: pg.Client, { name }: CopiedTable): string => `public.${client.escapeIdentifier(name)}`;
const list = (client: pg.Client, columns: readonly string[]): string =>
  columns.map((column) => client.escapeIdentifier(column)).join(', ');
