import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** Who somebody is: failed attempts to prove it; sessions that are listed, ended and time out; one-time codes; second factors; API tokens. */
export class Identity1795710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(attempts);
    await runner.query(sessions);
    await runner.query(codes);
    await runner.query(factors);
    await runner.query(tokens);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
    await runner.query(doors);
  }

  down = forwardOnly;
}

const tables = ['attempt', 'one_time_code', 'reset_request', 'totp', 'recovery_code', 'api_token'];

const attempts = `
-- Failed attempts of late, by what they were at: an account of an operation, or an address. They belong to no tenant, hence the
-- nil one: which account exists where must make no difference. The keys are hashes; nobody is named.
CREATE TABLE attempt (
  tenant_id uuid NOT NULL CHECK (tenant_id = '00000000-0000-0000-0000-000000000000'),
  key bytea NOT NULL,
  failures int NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX attempt_since ON attempt (tenant_id, since);
ALTER TABLE person DROP COLUMN failed_sign_ins, DROP COLUMN locked_until;
`;

const sessions = `
ALTER TABLE session
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN device text,
  ADD COLUMN address inet,
  ADD CONSTRAINT session_id UNIQUE (tenant_id, id);
CREATE INDEX session_by_person ON session (tenant_id, person_id);
`;

const codes = `
-- Null: was invited, and has not chosen one yet.
ALTER TABLE person ALTER COLUMN password_hash DROP NOT NULL;

-- 一次性代码: whoever has it sets a person's password, once. The newest of a person holds.
CREATE TABLE one_time_code (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('INVITATION', 'RESET')),
  code_hash bytea NOT NULL,
  issued_by uuid,
  issued_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code_hash),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person,
  FOREIGN KEY (tenant_id, issued_by) REFERENCES person
);
CREATE INDEX one_time_code_by_person ON one_time_code (tenant_id, person_id);

-- Who wants a code by mail, as typed: the api does not look whether there is such an account, the worker does. Of no tenant, like
-- the attempts; gone once it is dealt with.
CREATE TABLE reset_request (
  tenant_id uuid NOT NULL CHECK (tenant_id = '00000000-0000-0000-0000-000000000000'),
  id uuid NOT NULL,
  tenant_code text NOT NULL,
  login text NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX reset_request_due ON reset_request (tenant_id, due_at);
`;

const factors = `
-- A person's authenticator. Secrets are sealed (libs/store/src/field-cipher.ts). last_step: whose code was used last.
CREATE TABLE totp (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  secret bytea,
  pending_secret bytea,
  last_step bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, person_id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person
);

CREATE TABLE recovery_code (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  PRIMARY KEY (tenant_id, person_id, code_hash),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person
);

-- When the session proved the second factor.
ALTER TABLE session ADD COLUMN verified_at timestamptz;
`;

const tokens = `
-- 接口令牌: a program acts for a person, within what that person holds of one appointment.
CREATE TABLE api_token (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  union_id uuid NOT NULL,
  role text NOT NULL,
  access text NOT NULL CHECK (access IN ('READ', 'WRITE')),
  token_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union
);
CREATE INDEX api_token_by_person ON api_token (tenant_id, person_id);

-- By which token it was done; null in a session.
ALTER TABLE audit_event ADD COLUMN token_id uuid;
`;

const grants = `
GRANT SELECT, INSERT, DELETE, UPDATE (failures, since) ON attempt TO huiji_app;
GRANT SELECT, INSERT, UPDATE (expires_at, used_at) ON one_time_code TO huiji_app;
GRANT SELECT, INSERT, UPDATE (secret, pending_secret, last_step) ON totp TO huiji_app;
GRANT SELECT, INSERT, UPDATE (used_at) ON recovery_code TO huiji_app;
GRANT SELECT, INSERT, UPDATE (last_used_at, revoked_at) ON api_token TO huiji_app;
GRANT SELECT, INSERT, DELETE, UPDATE (attempts, due_at) ON reset_request TO huiji_app;
`;

const doors = `
GRANT SELECT (id, last_seen_at) ON session TO huiji_door;
DROP FUNCTION door_session(bytea);
CREATE FUNCTION door_session(token bytea, idle interval)
RETURNS TABLE (tenant_id uuid, person_id uuid, session_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.tenant_id, s.person_id, s.id FROM public.session s
  WHERE s.token_hash = token AND s.revoked_at IS NULL AND s.expires_at > now() AND s.last_seen_at > now() - idle
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_session(bytea, interval) OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_session(bytea, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_session(bytea, interval) TO huiji_app;
`;
