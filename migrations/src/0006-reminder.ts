import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 催报: how people are reached, the schedule that escalates, what was sent to whom, and how it got there. */
export class Reminder1795654800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schedule);
    await runner.query(reminders);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
    await runner.query(doors);
  }

  down = forwardOnly;
}

const tables = [
  'reminder_schedule',
  'reminder_rule',
  'reminder_run',
  'reminder',
  'reminder_union',
  'reminder_message',
  'reminder_delivery',
];

const schedule = `
ALTER TABLE person ADD COLUMN email text, ADD COLUMN phone text;

-- The newest version is in force; a tenant without one has the schedule that ships (libs/domain/src/reminder.ts).
CREATE TABLE reminder_schedule (
  tenant_id uuid NOT NULL REFERENCES tenant,
  version int NOT NULL CHECK (version > 0),
  quiet_from text NOT NULL CHECK (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_to text NOT NULL CHECK (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  again_after_hours int NOT NULL CHECK (again_after_hours BETWEEN 1 AND 720),
  set_by uuid NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, version),
  FOREIGN KEY (tenant_id, set_by) REFERENCES person
);

CREATE TABLE reminder_rule (
  tenant_id uuid NOT NULL,
  version int NOT NULL,
  level smallint NOT NULL CHECK (level > 0),
  days int NOT NULL,
  audiences text[] NOT NULL
    CHECK (audiences <@ '{FILER,CONTACT,PARENT_REVIEWER,UPPER_REVIEWER}' AND cardinality(audiences) > 0),
  channels text[] NOT NULL CHECK (channels <@ '{IN_APP,EMAIL,SMS}' AND cardinality(channels) > 0),
  PRIMARY KEY (tenant_id, version, level),
  UNIQUE (tenant_id, version, days),
  FOREIGN KEY (tenant_id, version) REFERENCES reminder_schedule
);

-- The days on which the steps of a form and period were looked for: once a day by each version of the schedule (0: the
-- one that ships), however many workers there are.
CREATE TABLE reminder_run (
  tenant_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  on_day date NOT NULL,
  schedule_version int NOT NULL,
  PRIMARY KEY (tenant_id, form, period, on_day, schedule_version),
  FOREIGN KEY (tenant_id, form, period) REFERENCES rollup_scope
);
`;

const reminders = `
-- Sent by a person to those below union_id, or raised on a day by a step of the schedule. Steps are known by their days
-- from the deadline, since another version of the schedule may count them otherwise.
CREATE TABLE reminder (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  sent_by uuid,
  level smallint,
  days int,
  raised_on date,
  schedule_version int,
  message text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, form, period) REFERENCES rollup_scope,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, sent_by) REFERENCES person,
  CHECK (num_nonnulls(level, days, raised_on, schedule_version) = CASE WHEN sent_by IS NULL THEN 4 ELSE 0 END)
);
CREATE UNIQUE INDEX reminder_raised_once ON reminder (tenant_id, form, period, days, raised_on, schedule_version)
  WHERE days IS NOT NULL;
CREATE INDEX reminder_by_scope ON reminder (tenant_id, form, period, id);

-- Which unions a reminder was about. A step of the schedule is raised once for a union and its deadline.
CREATE TABLE reminder_union (
  tenant_id uuid NOT NULL,
  reminder_id uuid NOT NULL,
  union_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  due_on date NOT NULL,
  days int,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, reminder_id, union_id),
  FOREIGN KEY (tenant_id, reminder_id) REFERENCES reminder,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union
);
CREATE INDEX reminder_union_last ON reminder_union (tenant_id, form, period, union_id, at);
CREATE UNIQUE INDEX reminder_union_step ON reminder_union (tenant_id, form, period, union_id, due_on, days)
  WHERE days IS NOT NULL;

-- One message to one recipient, about all the unions that concern them. It holds no address: that is looked up when it
-- is sent. The recipient is a person, or the contact of a union where nobody is appointed.
CREATE TABLE reminder_message (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  reminder_id uuid NOT NULL,
  person_id uuid,
  contact_of uuid,
  union_ids uuid[] NOT NULL CHECK (cardinality(union_ids) > 0),
  subject_zh text NOT NULL,
  subject_en text NOT NULL,
  body_zh text NOT NULL,
  body_en text NOT NULL,
  sms text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  read_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, reminder_id) REFERENCES reminder,
  FOREIGN KEY (tenant_id, person_id) REFERENCES person,
  FOREIGN KEY (tenant_id, contact_of) REFERENCES trade_union,
  CHECK ((person_id IS NULL) <> (contact_of IS NULL))
);
CREATE INDEX reminder_message_by_reminder ON reminder_message (tenant_id, reminder_id, id);
CREATE INDEX reminder_message_by_person ON reminder_message (tenant_id, person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX reminder_message_unread ON reminder_message (tenant_id, person_id)
  WHERE person_id IS NOT NULL AND read_at IS NULL;

-- The outbox of a message: one row a channel. While a worker sends it, due_at is when another one may try.
CREATE TABLE reminder_delivery (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('IN_APP', 'EMAIL', 'SMS')),
  state text NOT NULL CHECK (state IN ('PENDING', 'SENT', 'FAILED', 'SKIPPED')),
  reason text,
  due_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  sent_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, message_id, channel),
  FOREIGN KEY (tenant_id, message_id) REFERENCES reminder_message,
  CHECK ((state = 'SENT') = (sent_at IS NOT NULL)),
  CHECK (state NOT IN ('FAILED', 'SKIPPED') OR reason IS NOT NULL)
);
CREATE INDEX reminder_delivery_due ON reminder_delivery (tenant_id, due_at) WHERE state = 'PENDING';
`;

// What was sent stays as it was written.
const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (read_at) ON reminder_message TO huiji_app;
GRANT UPDATE (state, reason, due_at, attempts, sent_at) ON reminder_delivery TO huiji_app;
`;

const doors = `
GRANT SELECT (tenant_id, state, due_at) ON reminder_delivery TO huiji_door;
GRANT SELECT (tenant_id, status) ON period TO huiji_door;
CREATE POLICY door ON reminder_delivery FOR SELECT TO huiji_door USING (true);
CREATE POLICY door ON period FOR SELECT TO huiji_door USING (true);

-- A loose index scan: one probe for each tenant that has anything pending.
CREATE FUNCTION door_due_tenants()
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE pending AS (
    (SELECT d.tenant_id FROM public.reminder_delivery d WHERE d.state = 'PENDING' ORDER BY d.tenant_id LIMIT 1)
    UNION ALL
    SELECT n.tenant_id FROM pending p, LATERAL (
      SELECT d.tenant_id FROM public.reminder_delivery d
      WHERE d.state = 'PENDING' AND d.tenant_id > p.tenant_id ORDER BY d.tenant_id LIMIT 1) n
  )
  SELECT p.tenant_id FROM pending p WHERE EXISTS (
    SELECT FROM public.reminder_delivery d
    WHERE d.tenant_id = p.tenant_id AND d.state = 'PENDING' AND d.due_at <= now())
  LIMIT 1000
$$;

CREATE FUNCTION door_filing_tenants()
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT p.tenant_id FROM public.period p WHERE p.status = 'OPEN'
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_due_tenants() OWNER TO huiji_door;
ALTER FUNCTION door_filing_tenants() OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_due_tenants(), door_filing_tenants() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_due_tenants(), door_filing_tenants() TO huiji_app;
`;
