import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** Tenants, people, the tree and the registers. */
export class Organisation1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(roles);
    await runner.query(people);
    await runner.query(organisation);
    await runner.query(registers);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
    await runner.query(doors);
  }

  down = forwardOnly;
}

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
];

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
  UNIQUE (tenant_id, union_id, grade, document_no),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union
);
`;

const grants = `
GRANT USAGE ON SCHEMA public TO huiji_app;
GRANT SELECT, INSERT ON ${tables.filter((table) => table !== 'tenant').join(', ')} TO huiji_app;
GRANT SELECT, UPDATE (name) ON tenant TO huiji_app;
GRANT UPDATE ON person, session, trade_union, affiliation, appointment, employer, accountability, coverage,
  home_award TO huiji_app;
`;

// The doors without a tenant: each reads a few columns of every tenant and returns ids only.
const doors = `
GRANT USAGE ON SCHEMA public TO huiji_door;
GRANT SELECT (tenant_id, code) ON tenant TO huiji_door;
GRANT SELECT (tenant_id, id, login) ON person TO huiji_door;
GRANT SELECT (tenant_id, token_hash, person_id, expires_at, revoked_at) ON session TO huiji_door;
CREATE POLICY door ON tenant FOR SELECT TO huiji_door USING (true);
CREATE POLICY door ON person FOR SELECT TO huiji_door USING (true);
CREATE POLICY door ON session FOR SELECT TO huiji_door USING (true);

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

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_sign_in(text, text) OWNER TO huiji_door;
ALTER FUNCTION door_session(bytea) OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_sign_in(text, text), door_session(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_sign_in(text, text), door_session(bytea) TO huiji_app;
`;
