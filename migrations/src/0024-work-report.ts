import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly } from './row-level-security.js';

/** What a work report (工作总结) says, beside its file: to be looked at, and for the next one to be compared with. */
export class WorkReport1795820000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(reports);
  }

  down = forwardOnly;
}

const reports = `
ALTER TABLE operation ADD COLUMN report jsonb, ADD CHECK (report IS NULL OR state = 'DONE');
GRANT UPDATE (report) ON operation TO huiji_app;

-- The newest of a body, by what it was of.
CREATE INDEX operation_report ON operation (tenant_id, (input->>'unionId'), id) WHERE report IS NOT NULL;
`;
