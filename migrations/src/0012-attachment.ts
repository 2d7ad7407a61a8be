import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 附件: the files that belong to returns, how much of a tenant's quota they take, and which files have to be deleted. */
export class Attachment1795710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(attachments);
    await runner.query(ownTenant(['attachment', 'attachment_quota', 'attachment_removal']));
    await runner.query(grants);
    await runner.query(doors);
  }

  down = forwardOnly;
}

const attachments = `
-- Set aside until expires_at, and an attachment once attached_at is set: copy names the copy of the upload that was looked at, and
-- that no address ever given out can write to. The name may be personal: neither logged nor audited.
CREATE TABLE attachment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  submission_id uuid NOT NULL,
  cell text,
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 210),
  size int NOT NULL CHECK (size BETWEEN 1 AND 20971520),
  attached_by uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  attached_at timestamptz,
  media_type text,
  sha256 bytea CHECK (length(sha256) = 32),
  copy int,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission,
  FOREIGN KEY (tenant_id, attached_by) REFERENCES person,
  CHECK (num_nulls(attached_at, media_type, sha256, copy) IN (0, 4))
);
CREATE INDEX attachment_by_submission ON attachment (tenant_id, submission_id, id) WHERE attached_at IS NOT NULL;
CREATE INDEX attachment_unfinished ON attachment (tenant_id, expires_at) WHERE attached_at IS NULL;

-- Locked by whatever counts against the quota. quota_mb is the operator's to set; null: what the installation gives everybody.
CREATE TABLE attachment_quota (
  tenant_id uuid PRIMARY KEY REFERENCES tenant,
  used_bytes bigint NOT NULL DEFAULT 0 CHECK (used_bytes >= 0),
  quota_mb int CHECK (quota_mb >= 0)
);

-- Files that have to be gone from the store after due_at, noted before they come to be. What became an attachment is taken off again,
-- unless a worker has claimed it meanwhile.
CREATE TABLE attachment_removal (
  tenant_id uuid NOT NULL,
  attachment_id uuid NOT NULL,
  file text NOT NULL,
  due_at timestamptz NOT NULL,
  claimed boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, attachment_id, file)
);
CREATE INDEX attachment_removal_due ON attachment_removal (tenant_id, due_at);
`;

const grants = `
GRANT SELECT, INSERT, DELETE ON attachment, attachment_removal TO huiji_app;
GRANT UPDATE (attempts, attached_at, file_name, media_type, sha256, copy) ON attachment TO huiji_app;
GRANT UPDATE (due_at, claimed) ON attachment_removal TO huiji_app;
GRANT SELECT, INSERT (tenant_id), UPDATE (used_bytes) ON attachment_quota TO huiji_app;
`;

const doors = `
GRANT SELECT (tenant_id, due_at) ON attachment_removal TO huiji_door;
CREATE POLICY door ON attachment_removal FOR SELECT TO huiji_door USING (true);

-- A loose index scan: one probe for each tenant that has anything to be deleted.
CREATE FUNCTION door_removal_tenants()
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE removing AS (
    (SELECT r.tenant_id FROM public.attachment_removal r ORDER BY r.tenant_id LIMIT 1)
    UNION ALL
    SELECT n.tenant_id FROM removing t, LATERAL (
      SELECT r.tenant_id FROM public.attachment_removal r WHERE r.tenant_id > t.tenant_id
      ORDER BY r.tenant_id LIMIT 1) n
  )
  SELECT t.tenant_id FROM removing t WHERE EXISTS (
    SELECT FROM public.attachment_removal r WHERE r.tenant_id = t.tenant_id AND r.due_at <= now()) LIMIT 1000
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_removal_tenants() OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_removal_tenants() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_removal_tenants() TO huiji_app;
`;
