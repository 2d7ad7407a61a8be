import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** Signing in by OpenID Connect: a tenant's provider, who is linked to which account there, and sign-ins under way. */
export class OpenIdConnect1795740000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schema);
    await runner.query(ownTenant(['identity_provider', 'identity', 'authentication_request']));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const schema = `
-- 身份提供方: where the tenant's people may sign in. client_secret is sealed (libs/store/src/field-cipher.ts).
CREATE TABLE identity_provider (
  tenant_id uuid PRIMARY KEY REFERENCES tenant,
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret bytea NOT NULL,
  enabled boolean NOT NULL
);

-- 绑定的外部账号: the account at a provider by which a person signs in; one a person, and one person an account.
CREATE TABLE identity (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  linked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, person_id),
  UNIQUE (tenant_id, issuer, subject),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person
);

-- Who has been sent to the provider and is not back: found by the state that comes back and the cookie of the browser that was sent,
-- used once. session_id: of whom it links an account; null where it signs in. checks is sealed.
CREATE TABLE authentication_request (
  tenant_id uuid NOT NULL,
  state_hash bytea NOT NULL,
  browser_hash bytea NOT NULL,
  checks bytea NOT NULL,
  session_id uuid,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, state_hash),
  FOREIGN KEY (tenant_id) REFERENCES tenant,
  FOREIGN KEY (tenant_id, session_id) REFERENCES session (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX authentication_request_expires ON authentication_request (tenant_id, expires_at);

ALTER TABLE session ADD COLUMN method text NOT NULL DEFAULT 'PASSWORD' CHECK (method IN ('PASSWORD', 'OPENID_CONNECT'));
`;

const grants = `
GRANT SELECT, INSERT, DELETE, UPDATE (name, issuer, client_id, client_secret, enabled) ON identity_provider TO huiji_app;
GRANT SELECT, INSERT, DELETE, UPDATE (linked_at) ON identity TO huiji_app;
GRANT SELECT, INSERT, DELETE ON authentication_request TO huiji_app;
`;
