import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every table of the main job: people, tree, registers, filing, rollup. All under forced row-level security. */
export class MainJob1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(roles);
    await runner.query(people);
    await runner.query(organisation);
    await runner.query(registers);
    await runner.query(filing);
    await runner.query(rollup);
    await runner.query(rowLevelSecurity);
    await runner.query(grants);
    await runner.query(doors);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

// huiji_app: what api and worker are members of. huiji_door: owns the few functions that look across tenants.
const roles = `
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'huiji_app') THEN
    CREATE ROLE huiji_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'huiji_door') THEN
    CREATE ROLE huiji_door NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;
CREATE EXTENSION IF NOT EXISTS btree_gist;
`;

const people = `
CREATE TABLE tenant (
  tenant_id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9-]{2,32}$'),
  name text NOT NULL,
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
  opened_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE person (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  login text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,
  failed_sign_ins int NOT NULL DEFAULT 0,
  locked_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, login)
);

CREATE TABLE session (
  tenant_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person
);
CREATE UNIQUE INDEX session_by_token ON session (token_hash);
`;

const organisation = `
CREATE TABLE trade_union (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  level text NOT NULL CHECK (level IN ('FEDERATION', 'INTERMEDIATE', 'GRASSROOTS')),
  kind text NOT NULL,
  region_code text,
  industry text,
  unit_type text,
  legal_person boolean NOT NULL DEFAULT false,
  chair text,
  contact text,
  phone text,
  prepared_on date,
  established_on date,
  approval_no text,
  dissolved_on date,
  dissolution_reason text,
  dissolution_document_no text,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code),
  UNIQUE (tenant_id, id, level),
  CHECK (CASE level
    WHEN 'FEDERATION' THEN kind = 'FEDERATION'
    WHEN 'INTERMEDIATE' THEN kind IN ('INDUSTRY', 'BUREAU', 'DISTRICT', 'TOWNSHIP', 'ZONE', 'ASSOCIATION', 'COMMISSION')
    ELSE kind IN ('SINGLE', 'JOINT') END),
  CHECK (coalesce(prepared_on, established_on) IS NOT NULL),
  CHECK (established_on >= prepared_on),
  CHECK (dissolved_on >= established_on)
);
CREATE UNIQUE INDEX trade_union_one_root ON trade_union (tenant_id) WHERE level = 'FEDERATION';

-- The one statistical parent of a union, in two times: when it held (valid) and when we knew it (recorded).
CREATE TABLE affiliation (
  tenant_id uuid NOT NULL,
  union_id uuid NOT NULL,
  parent_id uuid NOT NULL,
  parent_level text NOT NULL CHECK (parent_level <> 'GRASSROOTS'),
  valid_from date NOT NULL,
  valid_to date,
  recorded_from timestamptz NOT NULL DEFAULT clock_timestamp(),
  recorded_to timestamptz,
  PRIMARY KEY (tenant_id, union_id, valid_from, recorded_from),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, parent_id, parent_level) REFERENCES trade_union (tenant_id, id, level),
  CHECK (union_id <> parent_id),
  CHECK (valid_to > valid_from),
  CONSTRAINT affiliation_one_parent EXCLUDE USING gist
    (tenant_id WITH =, union_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (recorded_to IS NULL)
);
CREATE INDEX affiliation_children ON affiliation (tenant_id, parent_id);

CREATE TABLE appointment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  union_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('FILER', 'REVIEWER', 'STATISTICIAN', 'LEADER', 'UNION_ADMIN')),
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  CHECK (valid_to >= valid_from),
  CONSTRAINT appointment_once EXCLUDE USING gist (tenant_id WITH =, person_id WITH =, union_id WITH =,
    role WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX appointment_by_person ON appointment (tenant_id, person_id);
CREATE INDEX appointment_by_union ON appointment (tenant_id, union_id, role);
`;

const registers = `
CREATE TABLE employer (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  above_scale boolean NOT NULL,
  ownership text,
  headcount int NOT NULL CHECK (headcount >= 0),
  operating_from date NOT NULL,
  operating_to date CHECK (operating_to > operating_from),
  source text NOT NULL,
  source_date date NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);

-- 统计归口: the one union at which an employer counts, covered or not.
CREATE TABLE accountability (
  tenant_id uuid NOT NULL,
  employer_id uuid NOT NULL,
  union_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  PRIMARY KEY (tenant_id, employer_id, valid_from),
  FOREIGN KEY (tenant_id, employer_id) REFERENCES employer,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  CONSTRAINT accountability_one_union EXCLUDE USING gist
    (tenant_id WITH =, employer_id WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX accountability_by_union ON accountability (tenant_id, union_id);

CREATE TABLE coverage (
  tenant_id uuid NOT NULL,
  employer_id uuid NOT NULL,
  union_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  PRIMARY KEY (tenant_id, employer_id, union_id, valid_from),
  FOREIGN KEY (tenant_id, employer_id) REFERENCES employer,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  CONSTRAINT coverage_once EXCLUDE USING gist
    (tenant_id WITH =, employer_id WITH =, union_id WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX coverage_by_union ON coverage (tenant_id, union_id);

CREATE TABLE home_award (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  union_id uuid NOT NULL,
  grade smallint NOT NULL CHECK (grade BETWEEN 1 AND 3),
  awarding_level text NOT NULL,
  document_no text NOT NULL,
  awarded_on date NOT NULL,
  valid_until date CHECK (valid_until >= awarded_on),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union
);
CREATE INDEX home_award_by_union ON home_award (tenant_id, union_id);
`;

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
  created_by uuid NOT NULL,
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
  CHECK (state <> 'ACCEPTED' OR reviewed_by <> filed_by)
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

const tables = [
  'tenant',
  'person',
  'session',
  'trade_union',
  'affiliation',
  'appointment',
  'employer',
  'accountability',
  'coverage',
  'home_award',
  'period',
  'submission',
  'idempotency',
  'audit_event',
  'contribution',
  'rollup_outbox',
  'rollup',
  'rollup_scope',
];

const rowLevelSecurity = tables
  .map(
    (table) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ${table}
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);`,
  )
  .join('');

// audit_event: INSERT and SELECT only, so that nobody who holds the application's password can rewrite it.
const grants = `
GRANT USAGE ON SCHEMA public TO huiji_app;
GRANT SELECT, INSERT ON ${tables.filter((t) => t !== 'tenant').join(', ')} TO huiji_app;
GRANT SELECT, UPDATE (name) ON tenant TO huiji_app;
GRANT UPDATE ON person, session, trade_union, affiliation, appointment, employer, accountability, coverage,
  home_award, period, submission, rollup, rollup_scope TO huiji_app;
GRANT UPDATE (response) ON idempotency TO huiji_app;
GRANT UPDATE (superseded_at) ON contribution TO huiji_app;
GRANT DELETE ON rollup_outbox TO huiji_app;
`;

// The doors without a tenant: each reads a few columns of every tenant and returns ids only.
const doors = `
GRANT USAGE ON SCHEMA public TO huiji_door;
GRANT SELECT (tenant_id, code) ON tenant TO huiji_door;
GRANT SELECT (tenant_id, id, login) ON person TO huiji_door;
GRANT SELECT (tenant_id, token_hash, person_id, expires_at, revoked_at) ON session TO huiji_door;
GRANT SELECT (tenant_id, form, period, id) ON rollup_outbox TO huiji_door;
CREATE POLICY door ON tenant FOR SELECT TO huiji_door USING (true);
CREATE POLICY door ON person FOR SELECT TO huiji_door USING (true);
CREATE POLICY door ON session FOR SELECT TO huiji_door USING (true);
CREATE POLICY door ON rollup_outbox FOR SELECT TO huiji_door USING (true);

CREATE FUNCTION door_sign_in(tenant_code text, person_login text)
RETURNS TABLE (tenant_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.tenant_id, p.id FROM public.tenant t
  LEFT JOIN public.person p ON p.tenant_id = t.tenant_id AND p.login = person_login
  WHERE t.code = tenant_code
$$;

CREATE FUNCTION door_session(token bytea)
RETURNS TABLE (tenant_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.tenant_id, s.person_id FROM public.session s
  WHERE s.token_hash = token AND s.revoked_at IS NULL AND s.expires_at > now()
$$;

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
ALTER FUNCTION door_sign_in(text, text) OWNER TO huiji_door;
ALTER FUNCTION door_session(bytea) OWNER TO huiji_door;
ALTER FUNCTION door_pending_scopes() OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_sign_in(text, text), door_session(bytea), door_pending_scopes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_sign_in(text, text), door_session(bytea), door_pending_scopes() TO huiji_app;
`;
