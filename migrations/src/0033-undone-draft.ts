import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly } from './row-level-security.js';

/** 撤销导入: a return that only an import had begun can be unbegun. */
export class UndoneDraft1796300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(undone);
  }

  down = forwardOnly;
}

const undone = `
-- Removed only where nothing hangs on it; what hangs is looked for by its foreign key.
GRANT DELETE ON submission TO huiji_app;
-- Nor would a fault of the software remove what was ever handed on.
CREATE POLICY only_drafts_go ON submission AS RESTRICTIVE FOR DELETE
  USING (state = 'DRAFT' AND revision = 1 AND first_filed_at IS NULL);
CREATE INDEX import_return_by_submission ON import_return (tenant_id, submission_id) WHERE submission_id IS NOT NULL;
CREATE INDEX attachment_of_submission ON attachment (tenant_id, submission_id) WHERE submission_id IS NOT NULL;
`;
