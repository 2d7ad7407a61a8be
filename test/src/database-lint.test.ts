import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sealedFields } from '@huiji/store/sealed-field';
import pg from 'pg';
import { type TestDatabase, testDatabase } from './harness/database.js';

// What keeps tenants apart, read from the catalogues of PostgreSQL. That it does so is in tenancy.test.ts.
let database: TestDatabase;
let owner: pg.Client;
let tables: string[];

beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
  );
  tables = rows.map((row) => row.name).filter((name) => name !== 'migrations');
  expect(tables.length).toBeGreaterThanOrEqual(18);
});
afterAll(async () => {
  await owner?.end();
  await database.drop();
});

test('every table is under forced row-level security for reading and writing', async () => {
  const { rows } = await owner.query<{ name: string; on: boolean; forced: boolean }>(
    `SELECT relname AS name, relrowsecurity AS on, relforcerowsecurity AS forced FROM pg_class WHERE relname = ANY($1) AND relnamespace = 'public'::regnamespace`,
    [tables],
  );
  expect(rows.filter((row) => !row.on || !row.forced)).toEqual([]);
  const own = `(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)`;
  const policies = await owner.query<Record<string, string>>(
    `SELECT tablename AS table, policyname AS name, cmd, roles::text, qual, with_check AS check, permissive FROM pg_policies WHERE schemaname = 'public'`,
  );
  const ownTenant = policies.rows.filter((row) => row['name'] === 'own_tenant');
  expect(ownTenant.map((row) => row['table']).toSorted()).toEqual(tables);
  for (const { cmd, roles, qual, check } of ownTenant)
    expect({ cmd, roles, qual, check }).toEqual({ cmd: 'ALL', roles: '{public}', qual: own, check: own });
  const others = policies.rows.filter((row) => row['name'] !== 'own_tenant');
  expect(
    others.map((row) => `${row['table']} ${row['name']} ${row['cmd']} ${row['roles']}`).toSorted(),
  ).toEqual(
    [
      ...[
        'attachment_removal',
        'audit_unsealed',
        'operation',
        'period',
        'person',
        'reminder_delivery',
        'rollup_check',
      ],
      ...['rollup_outbox', 'rollup_scope', 'session', 'tenant'],
    ]
      .map((table) => `${table} door SELECT {huiji_door}`)
      .concat('tenant door_open INSERT {huiji_door}', 'tenant door_suspend UPDATE {huiji_door}')
      .concat('submission only_drafts_go DELETE {public}')
      .toSorted(),
  );
  // It narrows what is the tenant's own, where another permissive one would widen it.
  expect(others.filter((row) => row['permissive'] === 'RESTRICTIVE').map((row) => row['name'])).toEqual([
    'only_drafts_go',
  ]);
});

test('every key starts with the tenant', async () => {
  const { rows } = await owner.query<{ name: string; first: string }>(
    `SELECT i.indexrelid::regclass::text AS name, a.attname AS first FROM pg_index i
     JOIN pg_class c ON c.oid = i.indrelid AND c.relname = ANY($1)
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
     WHERE a.attname <> 'tenant_id' ORDER BY 1`,
    [tables],
  );
  // A tenant is named, and a session found, before the tenant is known: through the doors.
  expect(rows.map((row) => row.name)).toEqual(['session_by_token', 'tenant_code_key']);
  const foreignKeys = await owner.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
     WHERE contype = 'f' AND a.attname <> 'tenant_id'`,
  );
  expect(foreignKeys.rows).toEqual([]);
});

test('the application’s role owns nothing and has no way past the policies', async () => {
  const role = new URL(database.appUrl).username;
  const { rows } = await owner.query(
    `SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
       (SELECT count(*)::int FROM pg_shdepend WHERE refobjid = r.oid AND deptype = 'o') AS owns,
       pg_has_role(r.oid, 'huiji_door', 'MEMBER') AS door, has_schema_privilege(r.oid, 'public', 'CREATE') AS creates
     FROM pg_roles r WHERE rolname = ANY($1)`,
    [[role, 'huiji_app']],
  );
  const nothing = {
    rolsuper: false,
    rolbypassrls: false,
    rolcreatedb: false,
    rolcreaterole: false,
    rolreplication: false,
  };
  expect(rows).toEqual(
    Array.from({ length: 2 }, () => ({ ...nothing, owns: 0, door: false, creates: false })),
  );
});

test('the doors are these, look nowhere else, and answer ids only; the operator’s see a tenant from outside, and who watches sees none', async () => {
  const { rows } = await owner.query<{ name: string; owner: string; config: string[]; answers: string }>(
    `SELECT proname AS name, pg_get_userbyid(proowner) AS owner, proconfig AS config, pg_get_function_result(oid) AS answers,
       has_function_privilege('public', oid, 'EXECUTE') AS everybody
     FROM pg_proc WHERE prosecdef AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) ORDER BY 1`,
  );
  const door = { owner: 'huiji_door', config: ['search_path=pg_catalog, pg_temp'], everybody: false };
  expect(rows).toEqual([
    { name: 'door_audited_tenants', ...door, answers: 'TABLE(tenant_id uuid)' },
    { name: 'door_due_tenants', ...door, answers: 'TABLE(tenant_id uuid)' },
    { name: 'door_filing_tenants', ...door, answers: 'TABLE(tenant_id uuid)' },
    {
      name: 'door_installation',
      ...door,
      answers: 'TABLE(migrated boolean, waiting integer, set_aside integer, lag_seconds double precision)',
    },
    { name: 'door_open_tenant', ...door, answers: 'boolean' },
    { name: 'door_operation_tenants', ...door, answers: 'TABLE(tenant_id uuid)' },
    { name: 'door_pending_scopes', ...door, answers: 'TABLE(tenant_id uuid, form text, period text)' },
    { name: 'door_removal_tenants', ...door, answers: 'TABLE(tenant_id uuid)' },
    { name: 'door_scopes_to_check', ...door, answers: 'TABLE(tenant_id uuid, form text, period text)' },
    {
      name: 'door_session',
      ...door,
      answers: 'TABLE(tenant_id uuid, person_id uuid, session_id uuid)',
    },
    { name: 'door_sign_in', ...door, answers: 'TABLE(tenant_id uuid, person_id uuid)' },
    { name: 'door_suspend_tenant', ...door, answers: 'uuid' },
    {
      name: 'door_tenants',
      ...door,
      answers:
        'TABLE(code text, name text, opened_at timestamp with time zone, suspended_at timestamp with time zone)',
    },
    { name: 'door_unsealed_tenants', ...door, answers: 'TABLE(tenant_id uuid)' },
  ]);
});

test('no view reads as its owner, and no foreign table lies outside of it', async () => {
  const { rows } = await owner.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
       AND (relkind IN ('m', 'f') OR relkind = 'v' AND NOT coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on}')`,
  );
  expect(rows).toEqual([]);
});

test('what rests sealed is known to the change of keys', async () => {
  const { rows } = await owner.query<{ column: string }>(
    `SELECT table_name || '.' || column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea' AND column_name NOT LIKE '%hash' ORDER BY 1`,
  );
  const sealed = Object.values(sealedFields).flatMap(({ table, columns }) =>
    columns.map((column) => `${table}.${column}`),
  );
  // Hashes by other names, and what is sealed of people on their way to a provider, for minutes.
  const others = ['attachment.sha256', 'attempt.key', 'authentication_request.checks'];
  expect(rows.map(({ column }) => column)).toEqual([...sealed, ...others].toSorted());
});
