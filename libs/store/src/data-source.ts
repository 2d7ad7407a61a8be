import type pg from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { Employer, PeriodRow, Person, TradeUnion } from './entities.js';
import type { FieldCipher } from './field-cipher.js';
import { types } from './number-arrays.js';
import { tracedSql } from './trace.js';

/** A transaction: whatever is read or written through it belongs to one tenant. */
export type Tx = EntityManager;

/** How long one statement may take, in seconds, where the process is not given STATEMENT_TIMEOUT. See `settled` in as-of.ts. */
export const statementTimeout = 30;

/**
 * The pool of connections of one process. `url` must name the application's own role, which is neither owner nor
 * superuser. `poolSize` caps the connections that accept (4–8 for 2 cores), else the
 * drain starves.
 */
function dataSource(url: string, poolSize: number, timeout: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    entities: [TradeUnion, Person, PeriodRow, Employer],
    applicationName: 'huiji',
    connectTimeoutMS: 5_000,
    // Compiling the hundreds of sums of a total takes longer than running them.
    extra: {
      // What does not wait for an answer is sent at once: most of what a short statement costs is the way there.
      pipeline: true,
      types,
      statement_timeout: timeout * 1_000,
      idle_in_transaction_session_timeout: 60_000,
      options: '-c jit=off',
    },
  });
}

const ciphers = new WeakMap<DataSource, FieldCipher>();

/**
 * Opens the pool; throws when its role could pass row-level security, since the process must not start then. `cipher` opens and seals
 * fields; without it a process can do neither.
 */
export async function openDataSource(
  url: string,
  poolSize: number,
  timeout = statementTimeout,
  cipher?: FieldCipher,
): Promise<DataSource> {
  const source = await dataSource(url, poolSize, timeout).initialize();
  if (cipher) ciphers.set(source, cipher);
  await requireBoundRole(source);
  return source;
}

/** What seals and opens the fields of a transaction's database. */
export function cipherOf(tx: Tx): FieldCipher {
  const cipher = ciphers.get(tx.connection);
  if (!cipher) throw new Error('this process was given no key for fields: see openDataSource');
  return cipher;
}

async function requireBoundRole(source: DataSource): Promise<void> {
  const [role] = await source.query<Array<{ name: string; free: boolean; owns: boolean }>>(`
    SELECT rolname AS name, rolsuper OR rolbypassrls AS free,
      EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace) AS owns
    FROM pg_roles r WHERE rolname = current_user`);
  if (!role || role.free || role.owns) {
    throw new Error(
      `The database role ${role?.name ?? '?'} is an owner or superuser and would pass row-level security. ` +
        'Give api and worker the application role that the migration step prints.',
    );
  }
}

const statementNames = new Map<string, string>();

/** A short name for a statement's text, the same in every connection of the process. */
function nameOf(text: string): string {
  const known = statementNames.get(text);
  if (known) return known;
  const name = `huiji_${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

function runnerOf({ queryRunner }: Tx): QueryRunner {
  if (!queryRunner) throw new Error('SQL runs in a transaction: inTenant or reading');
  return queryRunner;
}

/**
 * Runs SQL in a transaction and answers its rows. Each text is prepared once a connection, since planning costs more
 * than running most of them; so a text is a constant, and whatever varies is a parameter. What is asked at once goes out at once and is
 * answered in that order.
 */
export async function sql<Row extends object>(
  tx: Tx,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = (await runnerOf(tx).connect()) as pg.PoolClient;
  const asked = statementOf(text, values);
  return (await tracedSql(text, () => client.query<Row & pg.QueryResultRow>(asked))).rows;
}

const statementOf = (text: string, values: readonly unknown[]): pg.QueryConfig => ({
  ...{ name: nameOf(text), text, values: [...values] },
});

const atEnd = new WeakMap<QueryRunner, pg.QueryConfig[]>();

/** Runs SQL whose answer nobody needs at the end of the transaction (`inTenant`), together with its commit: where it fails, nothing is written. */
export function sqlAtEnd(tx: Tx, text: string, values: readonly unknown[]): void {
  const runner = runnerOf(tx);
  atEnd.set(runner, [...(atEnd.get(runner) ?? []), statementOf(text, values)]);
}

/** Like `sql`, for SQL that always answers one row. */
export async function sqlOne<Row extends object>(
  tx: Tx,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row> {
  const [row, ...more] = await sql<Row>(tx, text, values);
  if (!row || more.length > 0) throw new Error(`one row expected: ${text.slice(0, 80)}`);
  return row;
}

const uuidPattern = /^[0-9a-f-]{36}$/;

/**
 * Opens a transaction and sets its tenant. What follows is sent without waiting for that, which `begun` tells: where it has failed, so does
 * all that follows, since row-level security shows nothing without a tenant.
 */
async function begin(
  runner: QueryRunner,
  tenantId: string,
  mode: string,
): Promise<{ client: pg.PoolClient; begun: Promise<unknown> }> {
  const client = (await runner.connect()) as pg.PoolClient;
  const begun = client.query(beginning(tenantId, mode));
  begun.catch(() => undefined); // whoever ends the transaction hears of it
  return { client, begun };
}

/** Two statements in one text, which travel as one. */
function beginning(tenantId: string, mode: string): string {
  if (!uuidPattern.test(tenantId)) throw new Error('a tenant id is a uuid');
  return `START TRANSACTION ${mode}; SELECT set_config('app.tenant_id', '${tenantId}', true)`;
}

const nobody = '00000000-0000-0000-0000-000000000000';
const who = ['tenant_id', 'person_id', 'session_id'].map(
  (id) => `set_config('app.${id}', coalesce(max(${id}::text), '${nobody}'), true)`,
);

/**
 * One statement in a reading of the tenant whose session a token is, sent at once: for what every request needs first. It finds who asks by
 * `current_setting('app.person_id')` and `'app.session_id'`: nobody, where the door does not know the token. `door`, a constant, answers the three
 * ids by `values`.
 */
export async function readOnce<Row extends object>(
  source: DataSource,
  { door, values }: { door: string; values: readonly unknown[] },
  text: string,
): Promise<Row[]> {
  const runner = source.createQueryRunner();
  try {
    const client = (await runner.connect()) as pg.PoolClient;
    const [, , { rows }] = await Promise.all([
      client.query('START TRANSACTION READ ONLY'),
      client.query(statementOf(`SELECT ${who.join(', ')} FROM ${door}`, values)),
      client.query<Row & pg.QueryResultRow>(statementOf(text, [])),
      client.query('COMMIT'),
    ]);
    return rows;
  } finally {
    await runner.release();
  }
}

/** Runs `work` in one transaction of the tenant: all of it is written, or nothing. */
export async function inTenant<T>(
  source: DataSource,
  tenantId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    const { client, begun } = await begin(runner, tenantId, 'ISOLATION LEVEL READ COMMITTED');
    const done = await work(runner.manager);
    // Where one of these fails PostgreSQL takes the COMMIT for a ROLLBACK.
    const last = (atEnd.get(runner) ?? []).map((statement) => client.query(statement));
    await Promise.all([begun, ...last, client.query('COMMIT')]);
    return done;
  } catch (error) {
    await rollBack(runner);
    throw error;
  } finally {
    await runner.release();
  }
}

/**
 * Does a part of a transaction in another tenant: what the platform's operator does to a tenant is written there and here, or
 * nowhere. Where the work fails, the transaction has failed.
 */
export async function asTenant<T>(tx: Tx, from: string, to: string, work: () => Promise<T>): Promise<T> {
  const enter = `SELECT set_config('app.tenant_id', $1, true)`;
  await sql(tx, enter, [to]);
  const done = await work();
  await sql(tx, enter, [from]);
  return done;
}

/**
 * Rolls back on the way out with an error. Where that fails the connection is lost: the server has rolled back, the pool
 * drops the connection, and the first error, which the caller throws on, says more than this one.
 */
async function rollBack(runner: QueryRunner): Promise<void> {
  await runner.query('ROLLBACK').catch(() => undefined);
}

/** A reading transaction that sees one moment: a total and its contributions agree in it. */
export interface Reading {
  tx: Tx;
  end(): Promise<void>;
}

/** Opens a reading of the tenant. Whoever opens it ends it. */
export async function openReading(source: DataSource, tenantId: string): Promise<Reading> {
  const runner = source.createQueryRunner();
  try {
    const { client, begun } = await begin(runner, tenantId, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return {
      tx: runner.manager,
      async end() {
        try {
          await Promise.all([begun, client.query('COMMIT')]);
        } finally {
          await runner.release();
        }
      },
    };
  } catch (error) {
    await runner.release();
    throw error;
  }
}

/** Runs `work` in a reading of the tenant. */
export async function reading<T>(
  source: DataSource,
  tenantId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const opened = await openReading(source, tenantId);
  try {
    return await work(opened.tx);
  } finally {
    await opened.end();
  }
}
