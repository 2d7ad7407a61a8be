import { DataSource, type EntityManager } from 'typeorm';
import { Employer, HomeAward, PeriodRow, Person, TradeUnion } from './entities.js';

/** A transaction: whatever is read or written through it belongs to one tenant. */
export type Tx = EntityManager;

/**
 * The pool of connections of one process. `url` must name the application's own role, which is neither owner nor
 * superuser; `requireBoundRole` checks it. `poolSize` caps the connections that accept (4–8 for 2 cores), else the
 * drain starves.
 */
export function dataSource(url: string, poolSize: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    entities: [TradeUnion, Person, PeriodRow, Employer, HomeAward],
    applicationName: 'huiji',
    connectTimeoutMS: 5_000,
    extra: { statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000 },
  });
}

/** Throws when the role of the connection could pass row-level security; the process must not start then. */
export async function requireBoundRole(source: DataSource): Promise<void> {
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

const setTenant = (tx: Tx, tenantId: string): Promise<unknown> =>
  tx.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);

/** Runs `work` in one transaction of the tenant: all of it is written, or nothing. */
export function inTenant<T>(source: DataSource, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return source.transaction(async (tx) => {
    await setTenant(tx, tenantId);
    return work(tx);
  });
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
    await runner.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await setTenant(runner.manager, tenantId);
  } catch (error) {
    await runner.release();
    throw error;
  }
  return {
    tx: runner.manager,
    async end() {
      try {
        await runner.query('COMMIT');
      } finally {
        await runner.release();
      }
    },
  };
}

/** Runs `work` in a reading of the tenant. */
export async function reading<T>(source: DataSource, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const opened = await openReading(source, tenantId);
  try {
    return await work(opened.tx);
  } finally {
    await opened.end();
  }
}
