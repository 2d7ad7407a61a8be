import { copyForms } from '@huiji/store/form-copy';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eachTenant, forwardOnly, ownTenant } from './row-level-security.js';

/** Forms and parameters of each tenant, deadlines and windows of its periods, and how far reports have come. */
export class Forms1795620000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(forms);
    await runner.query(calendars);
    await runner.query(submissions);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
    await eachTenant(runner, async (id) => {
      await copyForms(runner, id);
      // Tenant by tenant: an owner that is no superuser is bound by row-level security too.
      await runner.query(
        'UPDATE submission SET first_filed_at = filed_at WHERE tenant_id = $1 AND filed_at IS NOT NULL',
        [id],
      );
      await runner.query(deadlines, [id]);
      await runner.query(progress, [id]);
    });
  }

  down = forwardOnly;
}

const tables = [
  'form',
  'tenant_parameter',
  'calendar_rule',
  'period_deadline',
  'deadline_extension',
  'filing_window',
];

const forms = `
-- A published version of a form never changes: what was filed on it is read by it.
CREATE TABLE form (
  tenant_id uuid NOT NULL REFERENCES tenant,
  code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9-]{1,39}$'),
  version int NOT NULL CHECK (version > 0),
  definition jsonb NOT NULL,
  shipped boolean NOT NULL,
  published_by uuid,
  published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, code, version),
  FOREIGN KEY (tenant_id, published_by) REFERENCES person
);

-- What differs by city and over time (libs/domain/src/parameter.ts declares the names).
CREATE TABLE tenant_parameter (
  tenant_id uuid NOT NULL REFERENCES tenant,
  name text NOT NULL,
  valid_from date NOT NULL,
  value text NOT NULL,
  set_by uuid NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, name, valid_from),
  FOREIGN KEY (tenant_id, set_by) REFERENCES person
);

ALTER TABLE rollup_scope RENAME COLUMN layout_version TO form_version;
`;

const calendars = `
-- By how many days after a period's end the unions of a level file, and from when; copied to a period when it is opened.
CREATE TABLE calendar_rule (
  tenant_id uuid NOT NULL REFERENCES tenant,
  frequency text NOT NULL CHECK (frequency IN ('MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR')),
  level text NOT NULL CHECK (level IN ('FEDERATION', 'INTERMEDIATE', 'GRASSROOTS')),
  -- null: from the period's first day.
  opens_days int,
  due_days int NOT NULL CHECK (due_days > opens_days),
  PRIMARY KEY (tenant_id, frequency, level)
);

CREATE TABLE period_deadline (
  tenant_id uuid NOT NULL,
  period text NOT NULL,
  level text NOT NULL CHECK (level IN ('FEDERATION', 'INTERMEDIATE', 'GRASSROOTS')),
  opens_on date NOT NULL,
  -- The last day on which a report is in time, and the moment at which that day ends in the tenant's time zone.
  due_on date NOT NULL CHECK (due_on >= opens_on),
  due_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, period, level),
  FOREIGN KEY (tenant_id, period) REFERENCES period
);

-- 延期: one union has until another day, with a reason. The newest holds.
CREATE TABLE deadline_extension (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  due_on date NOT NULL,
  due_at timestamptz NOT NULL,
  reason text NOT NULL,
  granted_by uuid NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, form, period) REFERENCES rollup_scope,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, granted_by) REFERENCES person
);
CREATE INDEX deadline_extension_of ON deadline_extension (tenant_id, form, period, union_id, granted_at);

-- A window opened for one union after filing has closed: 补报 (a first return) or 更正 (a restatement).
CREATE TABLE filing_window (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  reason text NOT NULL,
  until_on date NOT NULL,
  until_at timestamptz NOT NULL,
  opened_by uuid NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  closed_by uuid,
  closed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, form, period) REFERENCES rollup_scope,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, opened_by) REFERENCES person,
  FOREIGN KEY (tenant_id, closed_by) REFERENCES person,
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE INDEX filing_window_of ON filing_window (tenant_id, form, period, union_id, opened_at);
`;

const submissions = `
ALTER TABLE submission
  -- When a revision was first submitted: a return that came back and went again is as much in time as it was.
  ADD COLUMN first_filed_at timestamptz,
  -- By cell: where a value came from that was taken over and not typed (CARRIED 沿用, QUARTERS).
  ADD COLUMN origins jsonb NOT NULL DEFAULT '{}',
  -- What the filer wrote on the cover, by item.
  ADD COLUMN cover jsonb NOT NULL DEFAULT '{}';

-- When something accepted through a window last changed a total of a FINAL period.
ALTER TABLE rollup ADD COLUMN revised_at timestamptz;

ALTER TABLE contribution DROP CONSTRAINT contribution_kind_check;
ALTER TABLE contribution ADD CONSTRAINT contribution_kind_check CHECK (kind IN ('FILED', 'REGISTRY', 'PROGRESS'));
`;

// How far the reports that are there have come (libs/store/src/contribution.ts): periods had no deadlines, so none was late.
const progress = `
WITH begun AS MATERIALIZED (
  SELECT s.form, s.period, s.union_id, gen_random_uuid() AS id, (s.first_filed_at IS NOT NULL)::int AS filed,
    (s.state = 'RETURNED')::int AS returned
  FROM submission s WHERE s.tenant_id = $1 AND s.revision = 1 AND EXISTS (
    SELECT FROM contribution e WHERE e.tenant_id = $1 AND e.form = s.form AND e.period = s.period AND e.union_id = s.union_id
      AND e.kind = 'REGISTRY' AND e.part = 0 AND e.superseded_at IS NULL AND e.figures[1] + e.figures[2] > 0)
), posted AS (
  INSERT INTO contribution (tenant_id, form, period, id, union_id, kind, part, figures, states, accepted_at)
  SELECT $1, form, period, id, union_id, 'PROGRESS', 2, ARRAY[1, filed, returned, filed, 0],
    array_fill(2::smallint, ARRAY[5]), clock_timestamp() FROM begun
)
INSERT INTO rollup_outbox (tenant_id, form, period, id, union_id, plus, at)
SELECT $1, form, period, gen_random_uuid(), union_id, id, clock_timestamp() FROM begun`;

// Periods that are open get the deadlines that ship, where the calendar is the quarter's or the year's.
const deadlines = `
INSERT INTO period_deadline (tenant_id, period, level, opens_on, due_on, due_at)
SELECT p.tenant_id, p.code, d.level, p.starts_on, p.ends_on + d.days,
  (p.ends_on + d.days + 1)::timestamp AT TIME ZONE t.time_zone
FROM period p JOIN tenant t ON t.tenant_id = p.tenant_id
JOIN (VALUES ('Q[1-4]$', 'GRASSROOTS', 10), ('Q[1-4]$', 'INTERMEDIATE', 15), ('Q[1-4]$', 'FEDERATION', 20),
  ('^[0-9]{4}$', 'GRASSROOTS', 15), ('^[0-9]{4}$', 'INTERMEDIATE', 25), ('^[0-9]{4}$', 'FEDERATION', 40)) AS d (codes, level, days)
  ON p.code ~ d.codes
WHERE p.tenant_id = $1 AND p.status = 'OPEN'`;

const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (opens_days, due_days) ON calendar_rule TO huiji_app;
GRANT UPDATE (opens_on, due_on, due_at) ON period_deadline TO huiji_app;
GRANT UPDATE (closed_by, closed_at) ON filing_window TO huiji_app;
GRANT UPDATE (value, set_by, set_at) ON tenant_parameter TO huiji_app;
`;
