import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 导入: files of returns, from their upload until they are taken over, and what is needed to take them back. */
export class Import1795780000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(imports);
    await runner.query(ownTenant(['import', 'import_return']));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const imports = `
-- By which API token it was asked for: what it may do is no more than that token may.
ALTER TABLE operation ADD COLUMN token_id uuid;

-- union_id: the return of which union it is; null: those of whichever unions the file names. counts and problems: what its newest check found.
CREATE TABLE import (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid,
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 210),
  size int NOT NULL CHECK (size BETWEEN 1 AND 20971520),
  upload_until timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'UPLOADING' CHECK (state IN ('UPLOADING', 'CHECKED', 'APPLIED', 'UNDONE')),
  counts jsonb,
  problems jsonb NOT NULL DEFAULT '[]',
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  checked_at timestamptz,
  applied_at timestamptz,
  undone_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, created_by) REFERENCES person,
  CHECK ((state = 'UPLOADING') = (counts IS NULL)),
  CHECK ((counts IS NULL) = (checked_at IS NULL)),
  CHECK ((state IN ('APPLIED', 'UNDONE')) = (applied_at IS NOT NULL)),
  CHECK ((state = 'UNDONE') = (undone_at IS NOT NULL))
);
CREATE INDEX import_by_person ON import (tenant_id, created_by, id);
CREATE INDEX import_by_age ON import (tenant_id, created_at);

-- What a file says of one return. version: of the return when it was checked, 0 where it was not begun. before and after: what the return
-- held when it was taken over, and then; covers are sealed, since they name people. kept: what an undoing left alone.
CREATE TABLE import_return (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  import_id uuid NOT NULL,
  union_id uuid NOT NULL,
  version int NOT NULL CHECK (version >= 0),
  cells jsonb NOT NULL,
  tables jsonb NOT NULL,
  cover bytea,
  outcome text CHECK (outcome IN ('UNCHANGED', 'SAVED', 'SUBMITTED')),
  submission_id uuid,
  before jsonb,
  before_cover bytea,
  after jsonb,
  after_cover bytea,
  kept text[],
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, import_id, union_id),
  FOREIGN KEY (tenant_id, import_id) REFERENCES import ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission
);
`;

const grants = `
GRANT INSERT (token_id) ON operation TO huiji_app;
GRANT SELECT, DELETE ON import, import_return TO huiji_app;
GRANT INSERT (tenant_id, id, form, period, union_id, file_name, size, upload_until, created_by) ON import TO huiji_app;
GRANT UPDATE (state, counts, problems, checked_at, applied_at, undone_at) ON import TO huiji_app;
GRANT INSERT (tenant_id, id, import_id, union_id, version, cells, tables, cover) ON import_return TO huiji_app;
GRANT UPDATE (outcome, submission_id, before, before_cover, after, after_cover, kept) ON import_return TO huiji_app;
`;
