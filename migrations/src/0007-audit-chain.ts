import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eachTenant, forwardOnly, ownTenant } from './row-level-security.js';

/** 审计: the union that an event is about, what it is searched by, and the chain that seals it. */
export class AuditChain1795685000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(events);
    await runner.query(chain);
    await runner.query(ownTenant(['audit_unsealed', 'audit_link', 'audit_seal']));
    await runner.query(grants);
    await runner.query(doors);
    await eachTenant(runner, async (tenantId) => {
      await runner.query(
        'INSERT INTO audit_unsealed (tenant_id, id) SELECT tenant_id, id FROM audit_event WHERE tenant_id = $1',
        [tenantId],
      );
    });
  }

  down = forwardOnly;
}

const events = `
ALTER TABLE audit_event ADD COLUMN union_id uuid;

DROP INDEX audit_event_by_object;
CREATE INDEX audit_event_by_time ON audit_event (tenant_id, at, id);
CREATE INDEX audit_event_by_person ON audit_event (tenant_id, person_id, at, id) WHERE person_id IS NOT NULL;
CREATE INDEX audit_event_by_union ON audit_event (tenant_id, union_id, at, id) WHERE union_id IS NOT NULL;
CREATE INDEX audit_event_by_object ON audit_event (tenant_id, object_type, object_id, at, id);
CREATE INDEX audit_event_by_action ON audit_event (tenant_id, action, at, id);
`;

// Neither table refers to audit_event by a foreign key: its check would lock, and so write, every event once more; and the
// chain must be able to say of an event that it is gone.
const chain = `
-- The events that are in no chain yet, written with each of them.
CREATE TABLE audit_unsealed (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Where an event stands in its tenant's chain. The keys make a fork impossible, whoever writes.
CREATE TABLE audit_link (
  tenant_id uuid NOT NULL,
  -- Read as a double, which is exact up to there; so are a seal's number and last place.
  sequence bigint NOT NULL CHECK (sequence BETWEEN 1 AND 9007199254740991),
  event_id uuid NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (tenant_id, sequence),
  UNIQUE (tenant_id, event_id)
);

-- One batch of links: up to which it goes, and a hash over them, its own time and the seal before.
CREATE TABLE audit_seal (
  tenant_id uuid NOT NULL,
  number bigint NOT NULL CHECK (number BETWEEN 1 AND 9007199254740991),
  last_sequence bigint NOT NULL CHECK (last_sequence <= 9007199254740991),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, number),
  UNIQUE (tenant_id, last_sequence)
);
`;

const grants = `
GRANT SELECT, INSERT ON audit_unsealed, audit_link, audit_seal TO huiji_app;
GRANT DELETE ON audit_unsealed TO huiji_app;
`;

const doors = `
GRANT SELECT (tenant_id, id) ON audit_unsealed TO huiji_door;
CREATE POLICY door ON audit_unsealed FOR SELECT TO huiji_door USING (true);

-- A loose index scan: one probe for each tenant that has anything unsealed.
CREATE FUNCTION door_unsealed_tenants()
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE unsealed AS (
    (SELECT u.tenant_id FROM public.audit_unsealed u ORDER BY u.tenant_id LIMIT 1)
    UNION ALL
    SELECT n.tenant_id FROM unsealed s, LATERAL (
      SELECT u.tenant_id FROM public.audit_unsealed u WHERE u.tenant_id > s.tenant_id
      ORDER BY u.tenant_id LIMIT 1) n
  )
  SELECT * FROM unsealed LIMIT 1000
$$;

-- Every tenant: whose heads are anchored when a worker starts, and whose chains are verified.
CREATE FUNCTION door_audited_tenants()
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.tenant_id FROM public.tenant t ORDER BY t.tenant_id
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_unsealed_tenants() OWNER TO huiji_door;
ALTER FUNCTION door_audited_tenants() OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_unsealed_tenants(), door_audited_tenants() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_unsealed_tenants(), door_audited_tenants() TO huiji_app;
`;
