import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 代报: a union entrusts its filing to a named person; and what was filled in and filed under that remembers it. */
export class Entrustment1795715000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(entrustments);
    await runner.query(ownTenant(['entrustment']));
    await runner.query(marks);
    await runner.query(grants);
  }

  down = forwardOnly;
}

const entrustments = `
-- valid_until is the last day. The document is the union's own; its name may be personal, and is not audited.
CREATE TABLE entrustment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  union_id uuid NOT NULL,
  person_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_until date NOT NULL,
  document_no text NOT NULL,
  document_name text,
  recorded_by uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  ended_by uuid,
  ended_at timestamptz,
  end_reason text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, person_id) REFERENCES person,
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES person,
  FOREIGN KEY (tenant_id, ended_by) REFERENCES person,
  CHECK (valid_until >= valid_from),
  CHECK (num_nulls(ended_by, ended_at, end_reason) IN (0, 3)),
  CONSTRAINT entrustment_once EXCLUDE USING gist (tenant_id WITH =, person_id WITH =, union_id WITH =,
    daterange(valid_from, valid_until, '[]') WITH &&) WHERE (ended_at IS NULL)
);
CREATE INDEX entrustment_by_person ON entrustment (tenant_id, person_id, id);
CREATE INDEX entrustment_by_union ON entrustment (tenant_id, union_id, id);
`;

const marks = `
-- Under which entrustment it was submitted, and under which anything of it was filled in or submitted, as filed_by and filled_by.
ALTER TABLE submission
  ADD COLUMN entrustment_id uuid,
  ADD COLUMN entrustment_ids uuid[] NOT NULL DEFAULT '{}',
  ADD FOREIGN KEY (tenant_id, entrustment_id) REFERENCES entrustment;
`;

const grants = `
GRANT SELECT, INSERT, UPDATE (ended_by, ended_at, end_reason) ON entrustment TO huiji_app;
`;
