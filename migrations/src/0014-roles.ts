import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly } from './row-level-security.js';

/** Administrators that are separate (三员分立), the platform's operators, and what these do to tenants from outside. */
export class Roles1795720000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tenants);
    await runner.query(appointments);
    await runner.query(doors);
  }

  down = forwardOnly;
}

const tenants = `
-- platform: whose people operate the installation; it has no figures. suspended_at: nobody of it may ask anything until it goes on.
ALTER TABLE tenant
  ADD COLUMN platform boolean NOT NULL DEFAULT false,
  ADD COLUMN suspended_at timestamptz,
  ADD CONSTRAINT tenant_is_platform UNIQUE (tenant_id, platform),
  ADD CONSTRAINT tenant_platform_goes_on CHECK (NOT platform OR suspended_at IS NULL);
`;

// The roles of `separateRoles` in libs/domain/src/access.ts.
const separate = `role IN ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN', 'PLATFORM_OPERATOR')`;

const appointments = `
ALTER TABLE appointment
  DROP CONSTRAINT appointment_role_check,
  ADD CONSTRAINT appointment_role_check
    CHECK (role IN ('FILER', 'REVIEWER', 'STATISTICIAN', 'LEADER', 'UNION_ADMIN') OR ${separate}),
  ADD COLUMN at_level text GENERATED ALWAYS AS (CASE WHEN ${separate} THEN 'FEDERATION' END) STORED,
  ADD COLUMN platform boolean GENERATED ALWAYS AS (role = 'PLATFORM_OPERATOR') STORED;

-- Two roles at once exclude each other unless both are roles at unions.
ALTER TABLE appointment ADD CONSTRAINT appointment_separate EXCLUDE USING gist (tenant_id WITH =, person_id WITH =,
  (CASE WHEN ${separate} THEN role ELSE 'UNION' END) WITH <>, daterange(valid_from, valid_to) WITH &&);

-- Whoever is separate is appointed at the federation; operators in the platform's tenant, and nobody else there.
ALTER TABLE appointment ADD CONSTRAINT appointment_at_federation
  FOREIGN KEY (tenant_id, union_id, at_level) REFERENCES trade_union (tenant_id, id, level);
ALTER TABLE appointment ADD CONSTRAINT appointment_of_platform
  FOREIGN KEY (tenant_id, platform) REFERENCES tenant (tenant_id, platform);
`;

/** Whether the transaction is one of the platform's tenant: these doors do nothing in any other. */
const atPlatform = `EXISTS (SELECT FROM public.tenant p
    WHERE p.platform AND p.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)`;

const doorNames = [
  'door_tenants()',
  'door_open_tenant(uuid, text, text)',
  'door_suspend_tenant(text, boolean)',
];

const doors = `
GRANT SELECT (name, opened_at, suspended_at, platform), INSERT (tenant_id, code, name, catalogue_version),
  UPDATE (suspended_at) ON tenant TO huiji_door;
CREATE POLICY door_open ON tenant FOR INSERT TO huiji_door WITH CHECK (NOT platform);
CREATE POLICY door_suspend ON tenant FOR UPDATE TO huiji_door USING (NOT platform) WITH CHECK (NOT platform);

CREATE FUNCTION door_tenants()
RETURNS TABLE (code text, name text, opened_at timestamptz, suspended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.code, t.name, t.opened_at, t.suspended_at FROM public.tenant t WHERE NOT t.platform AND ${atPlatform}
$$;

-- The row alone; all else is written in the new tenant. False when the code is taken.
CREATE FUNCTION door_open_tenant(id uuid, tenant_code text, tenant_name text)
RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH opened AS (
    INSERT INTO public.tenant (tenant_id, code, name, catalogue_version) SELECT id, tenant_code, tenant_name, 0
    WHERE ${atPlatform} ON CONFLICT (code) DO NOTHING RETURNING tenant_id)
  SELECT EXISTS (SELECT FROM opened)
$$;

-- The tenant that it was done to; null when there is none of the code.
CREATE FUNCTION door_suspend_tenant(tenant_code text, suspend boolean)
RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  UPDATE public.tenant t SET suspended_at = CASE WHEN suspend THEN coalesce(t.suspended_at, now()) END
  WHERE t.code = tenant_code AND NOT t.platform AND ${atPlatform} RETURNING t.tenant_id
$$;

-- Nothing is sent to people of a suspended tenant, and nothing raised.
CREATE OR REPLACE FUNCTION door_due_tenants()
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE pending AS (
    (SELECT d.tenant_id FROM public.reminder_delivery d WHERE d.state = 'PENDING' ORDER BY d.tenant_id LIMIT 1)
    UNION ALL
    SELECT n.tenant_id FROM pending p, LATERAL (
      SELECT d.tenant_id FROM public.reminder_delivery d
      WHERE d.state = 'PENDING' AND d.tenant_id > p.tenant_id ORDER BY d.tenant_id LIMIT 1) n
  )
  SELECT p.tenant_id FROM pending p JOIN public.tenant t ON t.tenant_id = p.tenant_id AND t.suspended_at IS NULL
  WHERE EXISTS (
    SELECT FROM public.reminder_delivery d
    WHERE d.tenant_id = p.tenant_id AND d.state = 'PENDING' AND d.due_at <= now())
  LIMIT 1000
$$;

CREATE OR REPLACE FUNCTION door_filing_tenants()
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT p.tenant_id FROM public.period p
  JOIN public.tenant t ON t.tenant_id = p.tenant_id AND t.suspended_at IS NULL WHERE p.status = 'OPEN'
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
${doorNames.map((name) => `ALTER FUNCTION ${name} OWNER TO huiji_door;`).join('\n')}
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION ${doorNames.join(', ')} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ${doorNames.join(', ')} TO huiji_app;
`;
