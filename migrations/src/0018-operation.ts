import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 作业: work that takes longer than a request, such as an export, with how far it has come and the file that it results in. */
export class Operation1795760000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(operations);
    await runner.query(ownTenant(['operation']));
    await runner.query(grants);
    await runner.query(doors);
  }

  down = forwardOnly;
}

const operations = `
-- attempts: how often a worker has begun it, and which one's word counts; its file in the store bears that number. A worker that has
-- not been heard of until claimed_until is taken for dead.
CREATE TABLE operation (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  state text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
  percent int NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
  input jsonb NOT NULL,
  attempts int NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 9),
  claimed_until timestamptz,
  problem jsonb,
  file_name text CHECK (length(file_name) BETWEEN 1 AND 210),
  media_type text,
  size int CHECK (size > 0),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  expires_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES person,
  CHECK (num_nulls(file_name, media_type, size, expires_at) IN (0, 4)),
  CHECK ((state = 'DONE') = (expires_at IS NOT NULL)),
  CHECK ((state = 'FAILED') = (problem IS NOT NULL)),
  CHECK ((state IN ('WAITING', 'RUNNING')) = (ended_at IS NULL))
);
CREATE INDEX operation_by_person ON operation (tenant_id, created_by, id);
CREATE INDEX operation_under_way ON operation (tenant_id, id) WHERE ended_at IS NULL;
CREATE INDEX operation_by_end ON operation (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
`;

const grants = `
GRANT SELECT, DELETE ON operation TO huiji_app;
GRANT INSERT (tenant_id, id, input, created_by) ON operation TO huiji_app;
GRANT UPDATE (state, percent, attempts, claimed_until, problem, file_name, media_type, size, ended_at, expires_at) ON operation TO huiji_app;
`;

const doors = `
GRANT SELECT (tenant_id, id, ended_at, claimed_until) ON operation TO huiji_door;
CREATE POLICY door ON operation FOR SELECT TO huiji_door USING (true);

-- A loose index scan: one probe for each tenant that has anything under way.
CREATE FUNCTION door_operation_tenants()
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE working AS (
    (SELECT o.tenant_id FROM public.operation o WHERE o.ended_at IS NULL ORDER BY o.tenant_id LIMIT 1)
    UNION ALL
    SELECT n.tenant_id FROM working t, LATERAL (
      SELECT o.tenant_id FROM public.operation o WHERE o.ended_at IS NULL AND o.tenant_id > t.tenant_id
      ORDER BY o.tenant_id LIMIT 1) n
  )
  SELECT t.tenant_id FROM working t WHERE EXISTS (
    SELECT FROM public.operation o WHERE o.tenant_id = t.tenant_id AND o.ended_at IS NULL
      AND coalesce(o.claimed_until <= now(), true)) LIMIT 1000
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_operation_tenants() OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_operation_tenants() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_operation_tenants() TO huiji_app;
`;
