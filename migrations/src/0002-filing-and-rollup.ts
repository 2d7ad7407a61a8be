import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** Periods, submissions, the audit trail, and the path from a contribution to a total. */
export class FilingAndRollup1795309200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(filing);
    await runner.query(rollup);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
    await runner.query(doors);
  }

  down = forwardOnly;
}

const tables = [
  'period',
  'submission',
  'idempotency',
  'audit_event',
  'contribution',
  'rollup_outbox',
  'rollup',
  'rollup_scope',
];

const filing = `
CREATE TABLE period (
  tenant_id uuid NOT NULL REFERENCES tenant,
  code text NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'FILING_CLOSED', 'FINAL')),
  opened_at timestamptz NOT NULL DEFAULT now(),
  filing_closed_at timestamptz,
  final_at timestamptz,
  PRIMARY KEY (tenant_id, code)
);

CREATE TABLE submission (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  state text NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED')),
  version int NOT NULL DEFAULT 1,
  figures bigint[] NOT NULL,
  states smallint[] NOT NULL,
  held jsonb NOT NULL DEFAULT '{}',
  rows jsonb NOT NULL DEFAULT '{}',
  explanation text,
  restatement_reason text,
  return_reason text,
  filled_by uuid[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  filed_by uuid,
  filed_at timestamptz,
  reviewed_by uuid,
  reviewed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, form, period, union_id, revision),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, period) REFERENCES period,
  CHECK (revision = 1 OR restatement_reason IS NOT NULL),
  CHECK (state <> 'ACCEPTED' OR reviewed_by <> ALL (filled_by || filed_by))
);
CREATE UNIQUE INDEX submission_one_in_work ON submission (tenant_id, form, period, union_id) WHERE state <> 'ACCEPTED';
CREATE INDEX submission_by_union ON submission (tenant_id, union_id);

CREATE TABLE idempotency (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 200),
  request_hash bytea NOT NULL,
  response jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, person_id, key)
);

CREATE TABLE audit_event (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  person_id uuid,
  request_id text,
  address inet,
  action text NOT NULL,
  object_type text NOT NULL,
  object_id text NOT NULL,
  before jsonb,
  after jsonb,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_event_by_object ON audit_event (tenant_id, object_type, object_id);
`;

const rollup = `
-- What one union adds to the totals above it. Immutable but for superseded_at.
CREATE TABLE contribution (
  tenant_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  id uuid NOT NULL,
  union_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('FILED', 'REGISTRY')),
  part smallint NOT NULL,
  figures bigint[] NOT NULL,
  states smallint[] NOT NULL,
  submission_id uuid,
  accepted_by uuid,
  accepted_at timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (tenant_id, form, period, id),
  CHECK ((kind = 'FILED') = (submission_id IS NOT NULL))
) WITH (toast_tuple_target = 8160);
CREATE UNIQUE INDEX contribution_current ON contribution (tenant_id, form, period, union_id, kind, part)
  WHERE superseded_at IS NULL;

-- Changes not yet in the totals: add plus, take away minus. Two pointers, no figures.
CREATE TABLE rollup_outbox (
  tenant_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  id uuid NOT NULL,
  union_id uuid NOT NULL,
  plus uuid,
  minus uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, form, period, id),
  CHECK (plus IS NOT NULL OR minus IS NOT NULL)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- The total of a union's subtree, one row for each part of the form. A total is null where filled = 0.
CREATE TABLE rollup (
  tenant_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  part smallint NOT NULL,
  totals bigint[] NOT NULL,
  filled int[] NOT NULL,
  not_applicable int[] NOT NULL,
  at_least int[] NOT NULL,
  about int[] NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, form, period, union_id, part)
) WITH (fillfactor = 50, toast_tuple_target = 8160);

-- One row for each (form, period) that is filed: its lock serialises every writer of its totals.
CREATE TABLE rollup_scope (
  tenant_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  drained_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, form, period),
  FOREIGN KEY (tenant_id, period) REFERENCES period
) WITH (fillfactor = 50);
`;

// audit_event: INSERT and SELECT only, so that nobody who holds the application's password can rewrite it.
const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE ON period, submission, rollup, rollup_scope TO huiji_app;
GRANT UPDATE (response) ON idempotency TO huiji_app;
GRANT UPDATE (superseded_at) ON contribution TO huiji_app;
GRANT DELETE ON rollup_outbox TO huiji_app;
`;

const doors = `
GRANT SELECT (tenant_id, form, period, id) ON rollup_outbox TO huiji_door;
CREATE POLICY door ON rollup_outbox FOR SELECT TO huiji_door USING (true);

-- A loose index scan: one probe for each pending scope, however long the outbox is.
CREATE FUNCTION door_pending_scopes()
RETURNS TABLE (tenant_id uuid, form text, period text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE scope AS (
    (SELECT o.tenant_id, o.form, o.period FROM public.rollup_outbox o
     ORDER BY o.tenant_id, o.form, o.period LIMIT 1)
    UNION ALL
    SELECT n.* FROM scope s, LATERAL (
      SELECT o.tenant_id, o.form, o.period FROM public.rollup_outbox o
      WHERE (o.tenant_id, o.form, o.period) > (s.tenant_id, s.form, s.period)
      ORDER BY o.tenant_id, o.form, o.period LIMIT 1) n
  )
  SELECT * FROM scope LIMIT 1000
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_pending_scopes() OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_pending_scopes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_pending_scopes() TO huiji_app;
`;
