/** Weakens what the database keeps tenants apart by, one table and way at a time. */
import { migrate } from '@huiji/migrations/run';
import pg from 'pg';

export interface WeakenedPolicy {
  name: string;
  sql: string;
}

/** The weakenings of every table that is under row-level security, in a database `url` that is migrated for it. */
export async function weakenedPolicies(url: string): Promise<WeakenedPolicy[]> {
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ table: string; policy: string; roles: string[] }>(
    `SELECT tablename AS table, policyname AS policy, roles::text[] FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2`,
  );
  await client.end();
  return rows.flatMap(({ table, policy }) =>
    policy === 'own_tenant'
      ? [
          { name: `${table}: reads every tenant`, sql: `ALTER POLICY own_tenant ON ${table} USING (true)` },
          {
            name: `${table}: writes to every tenant`,
            sql: `ALTER POLICY own_tenant ON ${table} WITH CHECK (true)`,
          },
          { name: `${table}: its owner passes`, sql: `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY` },
          { name: `${table}: not under it`, sql: `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY` },
        ]
      : [
          {
            name: `${table}: the door ${policy} is everybody's`,
            sql: `ALTER POLICY ${policy} ON ${table} TO PUBLIC`,
          },
        ],
  );
}
