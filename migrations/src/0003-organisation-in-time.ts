import { initialsOf } from '@huiji/store/initials';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eachTenant, forwardOnly, ownTenant } from './row-level-security.js';

/** The tree true in time: changes that can be undone, successors, elections, and registers that remember. */
export class OrganisationInTime1795395600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(changes);
    await runner.query(unions);
    await runner.query(elections);
    await runner.query(registers);
    await runner.query(byChange);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
    await fillInitials(runner);
  }

  down = forwardOnly;
}

const tables = [
  'organisation_change',
  'organisation_change_union',
  'union_name',
  'guidance',
  'membership_handover',
  'election',
  'elected_body',
  'responsibility',
];

// `made_by`, `closed_by`, `voided_by`, … in other tables name the change that wrote or ended a row: undoing a change
// is the same few statements whatever its kind.
const changes = `
CREATE TABLE organisation_change (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PREPARE', 'FOUND', 'RENAME', 'MOVE', 'MERGE', 'SPLIT', 'DISSOLVE')),
  effective_on date NOT NULL,
  counted_on date NOT NULL CHECK (counted_on >= effective_on),
  reason text NOT NULL,
  document_no text NOT NULL,
  recorded_by uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  undone_by uuid,
  undone_at timestamptz,
  undo_reason text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, recorded_by) REFERENCES person,
  FOREIGN KEY (tenant_id, undone_by) REFERENCES person,
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);

-- Whom a change concerns. SUBJECT, RECEIVER and PART are changed by it; FROM and TO are its old and new superiors.
CREATE TABLE organisation_change_union (
  tenant_id uuid NOT NULL,
  change_id uuid NOT NULL,
  union_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('SUBJECT', 'RECEIVER', 'PART', 'FROM', 'TO')),
  PRIMARY KEY (tenant_id, change_id, union_id, role),
  FOREIGN KEY (tenant_id, change_id) REFERENCES organisation_change,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union
);
CREATE INDEX organisation_change_by_union ON organisation_change_union (tenant_id, union_id, change_id);
`;

const unions = `
-- The dates at which founding and dissolution count: the first day after any period that was FINAL when we learnt of it.
ALTER TABLE trade_union
  ADD COLUMN established_counted_on date,
  ADD COLUMN dissolved_counted_on date,
  ADD COLUMN successor_id uuid,
  ADD COLUMN founded_by uuid,
  ADD COLUMN established_by uuid,
  ADD COLUMN dissolved_by uuid,
  ADD COLUMN withdrawn_at timestamptz,
  ADD COLUMN initials text NOT NULL DEFAULT '',
  ADD FOREIGN KEY (tenant_id, successor_id) REFERENCES trade_union,
  ADD CHECK (successor_id IS NULL OR (successor_id <> id AND dissolved_on IS NOT NULL)),
  ADD CHECK (established_counted_on IS NULL OR established_on IS NOT NULL),
  ADD CHECK (established_counted_on >= established_on),
  ADD CHECK (dissolved_counted_on >= dissolved_on);
-- A founding that was undone leaves its row, and its code to whoever is founded next.
ALTER TABLE trade_union DROP CONSTRAINT trade_union_tenant_id_code_key;
CREATE UNIQUE INDEX trade_union_code ON trade_union (tenant_id, code) WHERE withdrawn_at IS NULL;
CREATE INDEX trade_union_by_successor ON trade_union (tenant_id, successor_id) WHERE successor_id IS NOT NULL;
CREATE INDEX trade_union_by_region ON trade_union (tenant_id, region_code text_pattern_ops);
CREATE INDEX trade_union_preparing ON trade_union (tenant_id, prepared_on) WHERE established_on IS NULL;

ALTER TABLE affiliation ADD COLUMN made_by uuid, ADD COLUMN closed_by uuid;
-- The few unions whose parent has ever changed: where two trees can differ.
CREATE INDEX affiliation_ended ON affiliation (tenant_id, valid_to) WHERE valid_to IS NOT NULL;
CREATE INDEX affiliation_closed ON affiliation (tenant_id, recorded_to) WHERE recorded_to IS NOT NULL;

-- The names of a union that has been renamed: each from its day to the next one's.
CREATE TABLE union_name (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  union_id uuid NOT NULL,
  name text NOT NULL,
  valid_from date NOT NULL,
  made_by uuid,
  voided_by uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union
);
CREATE UNIQUE INDEX union_name_on ON union_name (tenant_id, union_id, valid_from) WHERE voided_by IS NULL;

-- 业务指导: any number of other superiors; never rolled up.
CREATE TABLE guidance (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  union_id uuid NOT NULL,
  superior_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, superior_id) REFERENCES trade_union,
  CHECK (union_id <> superior_id),
  CONSTRAINT guidance_once EXCLUDE USING gist
    (tenant_id WITH =, union_id WITH =, superior_id WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX guidance_by_superior ON guidance (tenant_id, superior_id);

-- Where the members of a merged, split or dissolved union go. A successor's clerk sees it; the figures stay theirs.
CREATE TABLE membership_handover (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  change_id uuid NOT NULL,
  from_union_id uuid NOT NULL,
  to_union_id uuid,
  destination text NOT NULL CHECK (destination IN ('SUCCESSOR', 'RETAINED')),
  members int CHECK (members >= 0),
  PRIMARY KEY (tenant_id, id),
  -- Written while the change is made, which is recorded once it is.
  FOREIGN KEY (tenant_id, change_id) REFERENCES organisation_change DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, from_union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, to_union_id) REFERENCES trade_union,
  CHECK ((destination = 'SUCCESSOR') = (to_union_id IS NOT NULL))
);
CREATE INDEX membership_handover_from ON membership_handover (tenant_id, from_union_id);
CREATE INDEX membership_handover_to ON membership_handover (tenant_id, to_union_id);

ALTER TABLE rollup_scope ADD COLUMN layout_version int NOT NULL DEFAULT 1;
`;

const elections = `
-- One term of a union: the congress that elected, and the approval of its result. Until then it may be corrected: by a row
-- that replaces it, so that whoever approves an id approves what was shown under it.
CREATE TABLE election (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  union_id uuid NOT NULL,
  term_no int NOT NULL CHECK (term_no > 0),
  held_on date NOT NULL,
  due int CHECK (due >= 0),
  present int CHECK (present >= 0),
  term_years int NOT NULL CHECK (term_years BETWEEN 1 AND 10),
  term_ends_on date NOT NULL CHECK (term_ends_on > held_on),
  approved_on date CHECK (approved_on >= held_on),
  approved_counted_on date CHECK (approved_counted_on >= approved_on),
  approval_no text,
  -- The change that founded the union by it; null for later terms.
  approved_by uuid,
  recorded_by uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  replaced_at timestamptz CHECK (replaced_at IS NULL OR approved_on IS NULL),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  UNIQUE NULLS NOT DISTINCT (tenant_id, union_id, term_no, replaced_at),
  CHECK ((approved_on IS NULL) = (approval_no IS NULL))
);
CREATE INDEX election_by_end ON election (tenant_id, term_ends_on);
CREATE INDEX election_to_approve ON election (tenant_id, union_id) WHERE approved_on IS NULL AND replaced_at IS NULL;

CREATE TABLE elected_body (
  tenant_id uuid NOT NULL,
  election_id uuid NOT NULL,
  body text NOT NULL CHECK (body IN ('COMMITTEE', 'AUDIT_COMMITTEE', 'AUDITOR', 'WOMENS_COMMITTEE', 'WOMENS_MEMBER')),
  members int NOT NULL CHECK (members > 0),
  head text,
  ended_on date,
  PRIMARY KEY (tenant_id, election_id, body),
  FOREIGN KEY (tenant_id, election_id) REFERENCES election
);
`;

const registers = `
ALTER TABLE employer
  ADD COLUMN unit_type text,
  ADD COLUMN region_code text,
  ADD COLUMN version int NOT NULL DEFAULT 1;

ALTER TABLE accountability
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN made_by uuid, ADD COLUMN voided_by uuid,
  DROP CONSTRAINT accountability_pkey, DROP CONSTRAINT accountability_one_union,
  ADD PRIMARY KEY (tenant_id, id),
  ADD CONSTRAINT accountability_one_union EXCLUDE USING gist
    (tenant_id WITH =, employer_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (voided_by IS NULL);

ALTER TABLE coverage
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN made_by uuid, ADD COLUMN voided_by uuid,
  DROP CONSTRAINT coverage_pkey, DROP CONSTRAINT coverage_once,
  ADD PRIMARY KEY (tenant_id, id),
  ADD CONSTRAINT coverage_once EXCLUDE USING gist
    (tenant_id WITH =, employer_id WITH =, union_id WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (voided_by IS NULL);

-- 包干责任制: the one person responsible for unionising an employer, by a day.
CREATE TABLE responsibility (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  employer_id uuid NOT NULL,
  person_name text NOT NULL,
  assigned_on date NOT NULL,
  due_on date NOT NULL CHECK (due_on >= assigned_on),
  ended_on date CHECK (ended_on >= assigned_on),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, employer_id) REFERENCES employer,
  CONSTRAINT responsibility_one_person EXCLUDE USING gist
    (tenant_id WITH =, employer_id WITH =, daterange(assigned_on, ended_on) WITH &&)
);
CREATE INDEX responsibility_by_due ON responsibility (tenant_id, due_on) WHERE ended_on IS NULL;

ALTER TABLE home_award ADD COLUMN ended_on date, ADD COLUMN ended_by uuid;
`;

/** What a change has written and ended is found by the change, when it is undone; most rows are of no change. */
const byChange = [
  ['trade_union', 'founded_by'],
  ['trade_union', 'established_by'],
  ['trade_union', 'dissolved_by'],
  ['affiliation', 'made_by'],
  ['affiliation', 'closed_by'],
  ['accountability', 'made_by'],
  ['accountability', 'voided_by'],
  ['coverage', 'made_by'],
  ['coverage', 'voided_by'],
  ['home_award', 'ended_by'],
  ['union_name', 'made_by'],
  ['union_name', 'voided_by'],
]
  .map(
    ([table, column]) =>
      `CREATE INDEX ${table}_${column} ON ${table} (tenant_id, ${column}) WHERE ${column} IS NOT NULL;`,
  )
  .join('\n');

const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (undone_by, undone_at, undo_reason) ON organisation_change TO huiji_app;
GRANT UPDATE (voided_by) ON union_name TO huiji_app;
GRANT UPDATE (valid_to) ON guidance TO huiji_app;
GRANT UPDATE ON election, elected_body, responsibility TO huiji_app;
`;

/** Gives the unions that are there their initials. */
const fillInitials = (runner: QueryRunner): Promise<void> =>
  eachTenant(runner, async (id) => {
    const unions = (await runner.query('SELECT id, name FROM trade_union')) as Array<{
      id: string;
      name: string;
    }>;
    await runner.query(
      `UPDATE trade_union u SET initials = i.initials FROM unnest($2::uuid[], $3::text[]) AS i (id, initials)
       WHERE u.tenant_id = $1 AND u.id = i.id`,
      [id, unions.map((union) => union.id), unions.map((union) => initialsOf(union.name))],
    );
  });
