import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 台账: the work that unions keep a book of, in all the versions in which it stood there. */
export class WorkRecord1795953600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(books);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const tables = ['work_book', 'work_record'];

const books = `
-- A union's book. Each change makes the next version, so that what a figure was made of can be read again.
CREATE TABLE work_book (
  tenant_id uuid NOT NULL,
  union_id uuid NOT NULL,
  version int NOT NULL CHECK (version > 0),
  PRIMARY KEY (tenant_id, union_id),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union
);

-- A record as it stands in the versions of its book from "since" up to and without "until". What was written is never changed, only ended.
CREATE TABLE work_record (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  since int NOT NULL,
  until int,
  union_id uuid NOT NULL,
  kind text NOT NULL,
  day date NOT NULL,
  -- The last day on which it says anything, infinity where that is open.
  last_day date NOT NULL,
  name text NOT NULL,
  held_by text,
  values jsonb NOT NULL,
  recorded_by uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id, since),
  FOREIGN KEY (tenant_id, union_id) REFERENCES work_book,
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES person,
  CHECK (until > since),
  CHECK (last_day >= day)
);
CREATE UNIQUE INDEX work_record_now ON work_record (tenant_id, id) WHERE until IS NULL;
CREATE INDEX work_record_by_day ON work_record (tenant_id, union_id, day, id);
`;

const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (version) ON work_book TO huiji_app;
GRANT UPDATE (until) ON work_record TO huiji_app;
`;
