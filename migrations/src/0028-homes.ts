import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eachTenant, forwardOnly, ownTenant } from './row-level-security.js';

/** 职工之家: standards, plans, assessments, the members' ballots and re-checks beside the awards. */
export class Homes1796040000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(homes);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
    await eachTenant(runner, async (tenantId) => {
      await runner.query('UPDATE home_award SET counts_as = grade WHERE tenant_id = $1', [tenantId]);
    });
    await runner.query(standing);
  }

  down = forwardOnly;
}

const tables = ['home_standard', 'home_plan', 'home_assessment', 'home_evaluation', 'home_recheck'];

const homes = `
-- 建家标准. Never changed: another is set, and what was assessed or awarded by one keeps it.
CREATE TABLE home_standard (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  from_year int NOT NULL,
  document_no text NOT NULL,
  grades jsonb NOT NULL,
  criteria jsonb NOT NULL,
  rules jsonb NOT NULL,
  set_by uuid NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, set_by) REFERENCES person
);

-- Which grade a union is to reach in a year; null: it was taken out of the plan.
CREATE TABLE home_plan (
  tenant_id uuid NOT NULL,
  union_id uuid NOT NULL,
  year int NOT NULL,
  track text NOT NULL CHECK (track IN ('LOCAL', 'SYSTEM')),
  grade smallint CHECK (grade BETWEEN 1 AND 5),
  planned_by uuid NOT NULL,
  planned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, union_id, year, track),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, planned_by) REFERENCES person
);

-- 自评 and 考核, in all their revisions. Points are hundredths; total, complete and passed follow from the scores and the standard.
CREATE TABLE home_assessment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  union_id uuid NOT NULL,
  year int NOT NULL,
  track text NOT NULL CHECK (track IN ('LOCAL', 'SYSTEM')),
  inspection boolean NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  -- Of an inspection: the revision of the self-assessment that was inspected.
  inspected int CHECK ((inspected IS NOT NULL) = inspection),
  -- null: the shipped one.
  standard_id uuid,
  grade smallint NOT NULL,
  scores jsonb NOT NULL,
  total bigint,
  complete boolean NOT NULL,
  passed boolean CHECK ((passed IS NOT NULL) = complete),
  note text,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, union_id, year, track, inspection, revision),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, standard_id) REFERENCES home_standard,
  FOREIGN KEY (tenant_id, made_by) REFERENCES person
);

-- 会员评家, in all its revisions: 人, and 票.
CREATE TABLE home_evaluation (
  tenant_id uuid NOT NULL,
  union_id uuid NOT NULL,
  year int NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  held_on date NOT NULL,
  members int NOT NULL,
  issued int NOT NULL,
  returned int NOT NULL,
  satisfied int NOT NULL,
  basically int NOT NULL,
  unsatisfied int NOT NULL,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, union_id, year, revision),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, made_by) REFERENCES person,
  CHECK (least(satisfied, basically, unsatisfied) >= 0),
  CHECK (satisfied + basically + unsatisfied <= returned AND returned <= issued AND issued <= members)
);

-- What is awarded stands on a ladder; counts_as is 1 合格, 2 先进, 3 模范, as which it counts in the totals.
ALTER TABLE home_award DROP CONSTRAINT home_award_grade_check,
  ADD CONSTRAINT home_award_grade_check CHECK (grade BETWEEN 1 AND 5),
  ADD COLUMN counts_as smallint CHECK (counts_as BETWEEN 1 AND 3),
  ADD COLUMN track text NOT NULL DEFAULT 'LOCAL' CHECK (track IN ('LOCAL', 'SYSTEM')),
  ADD COLUMN standard_id uuid,
  ADD COLUMN awarded_by text,
  ADD COLUMN flags text[] NOT NULL DEFAULT '{}',
  -- The award that was lowered to this one.
  ADD COLUMN lowered_from uuid,
  ADD FOREIGN KEY (tenant_id, standard_id) REFERENCES home_standard,
  ADD FOREIGN KEY (tenant_id, lowered_from) REFERENCES home_award;

-- 复查. Lowered or revoked, the award ends with it.
CREATE TABLE home_recheck (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  award_id uuid NOT NULL,
  checked_on date NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('KEPT', 'LOWERED', 'REVOKED')),
  document_no text NOT NULL,
  reason text,
  checked_by uuid NOT NULL,
  checked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, award_id) REFERENCES home_award,
  FOREIGN KEY (tenant_id, checked_by) REFERENCES person
);
CREATE INDEX home_recheck_by_award ON home_recheck (tenant_id, award_id);
`;

// Once what stands is filled in; to default would be to forget.
const standing = `
ALTER TABLE home_award ALTER COLUMN counts_as SET NOT NULL, ALTER COLUMN track DROP DEFAULT, ALTER COLUMN flags DROP DEFAULT;
`;

const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (grade, planned_by, planned_at) ON home_plan TO huiji_app;
`;
