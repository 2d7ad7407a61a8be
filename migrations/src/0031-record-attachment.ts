import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly } from './row-level-security.js';

/** 附件 of records of the work (台账), beside those of returns. */
export class RecordAttachment1796220000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(recordAttachments);
  }

  down = forwardOnly;
}

const recordAttachments = `
-- A record is known by its id in all its versions; book_id: the union whose book it stands in.
ALTER TABLE attachment
  ALTER COLUMN submission_id DROP NOT NULL,
  ADD COLUMN work_record_id uuid,
  ADD COLUMN book_id uuid,
  ADD FOREIGN KEY (tenant_id, book_id) REFERENCES work_book,
  ADD CHECK (num_nonnulls(submission_id, work_record_id) = 1),
  ADD CHECK (num_nulls(work_record_id, book_id) IN (0, 2)),
  ADD CHECK (cell IS NULL OR submission_id IS NOT NULL);
CREATE INDEX attachment_by_record ON attachment (tenant_id, work_record_id, id) WHERE work_record_id IS NOT NULL;
`;
