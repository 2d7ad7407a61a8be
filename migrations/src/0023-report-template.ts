import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 工作总结模板: a tenant's own Word documents that its work reports come in. */
export class ReportTemplate1795810000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(templates);
    await runner.query(ownTenant(['report_template']));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const templates = `
-- Set aside until upload_until, and the template of its form once set_at is set: copy names the copy of the upload that was looked at,
-- placeholders what it names. What it replaces is deleted.
CREATE TABLE report_template (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  form text NOT NULL,
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 210),
  size int NOT NULL CHECK (size BETWEEN 1 AND 5242880),
  sent_by uuid NOT NULL,
  upload_until timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  set_at timestamptz,
  copy int,
  placeholders text[],
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, sent_by) REFERENCES person,
  CHECK (num_nulls(set_at, copy, placeholders) IN (0, 3))
);
CREATE UNIQUE INDEX report_template_of_form ON report_template (tenant_id, form) WHERE set_at IS NOT NULL;
CREATE INDEX report_template_unfinished ON report_template (tenant_id, upload_until) WHERE set_at IS NULL;
`;

const grants = `
GRANT SELECT, DELETE ON report_template TO huiji_app;
GRANT INSERT (tenant_id, id, form, file_name, size, sent_by, upload_until) ON report_template TO huiji_app;
GRANT UPDATE (attempts, set_at, copy, placeholders) ON report_template TO huiji_app;
`;
