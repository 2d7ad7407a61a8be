import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 审核: what a reviewer should look at first, and what is said about the cells of a return. */
export class Review1795690000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(risk);
    await runner.query(comments);
    await runner.query(ownTenant(['submission_comment']));
    await runner.query(grants);
  }

  down = forwardOnly;
}

// Weighed when it is submitted (libs/domain/src/risk.ts). What was submitted before this release was never weighed: it comes first.
// withdrawn_at: of a draft that was submitted and taken back. Who has filed once stays asked.
const risk = `
ALTER TABLE submission
  ADD COLUMN withdrawn_at timestamptz,
  ADD COLUMN risk jsonb,
  ADD COLUMN risk_score int NOT NULL DEFAULT 999999999 CHECK (risk_score BETWEEN 0 AND 999999999);
`;

const comments = `
-- 批注, about a cell of a return or about the whole of it. Never changed, never removed.
CREATE TABLE submission_comment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  submission_id uuid NOT NULL,
  cell text,
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
  reply_to uuid,
  written_by uuid NOT NULL,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission,
  FOREIGN KEY (tenant_id, reply_to) REFERENCES submission_comment,
  FOREIGN KEY (tenant_id, written_by) REFERENCES person
);
CREATE INDEX submission_comment_by_submission ON submission_comment (tenant_id, submission_id, id);
`;

const grants = `
GRANT SELECT, INSERT ON submission_comment TO huiji_app;
`;
