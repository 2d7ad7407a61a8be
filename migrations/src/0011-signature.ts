import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 汇总上报: what a body signed of its subtree's total, and who above has taken note where its statement differs from it. */
export class Signature1795700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(signatures);
    await runner.query(acknowledgements);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const tables = ['signature', 'signature_part', 'breach_acknowledgement'];

const signatures = `
-- The one with the highest number stands; those before it are history.
CREATE TABLE signature (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  number int NOT NULL CHECK (number > 0),
  signed_version bigint NOT NULL,
  state text NOT NULL DEFAULT 'SIGNED' CHECK (state IN ('SIGNED', 'ACCEPTED', 'RETURNED')),
  version int NOT NULL DEFAULT 1,
  explanation text,
  signed_by uuid NOT NULL,
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  reviewed_by uuid,
  reviewed_at timestamptz,
  return_reason text,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, form, period, union_id, number),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, form, period) REFERENCES rollup_scope,
  FOREIGN KEY (tenant_id, signed_by) REFERENCES person,
  FOREIGN KEY (tenant_id, reviewed_by) REFERENCES person,
  CHECK ((state = 'SIGNED') = (reviewed_by IS NULL)),
  CHECK ((state = 'RETURNED') = (return_reason IS NOT NULL)),
  CHECK (reviewed_by <> signed_by)
);

-- The total as it was signed, part by part: a copy of rollup that nothing changes.
CREATE TABLE signature_part (
  tenant_id uuid NOT NULL,
  signature_id uuid NOT NULL,
  part smallint NOT NULL,
  totals bigint[] NOT NULL,
  filled int[] NOT NULL,
  not_applicable int[] NOT NULL,
  at_least int[] NOT NULL,
  about int[] NOT NULL,
  PRIMARY KEY (tenant_id, signature_id, part),
  FOREIGN KEY (tenant_id, signature_id) REFERENCES signature
);
`;

const acknowledgements = `
-- A reviewer of a body above has read the 上报说明 of a statement that differs from the sum below it. breaches: what differed then.
CREATE TABLE breach_acknowledgement (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  submission_id uuid NOT NULL,
  union_id uuid NOT NULL,
  breaches jsonb NOT NULL,
  acknowledged_by uuid NOT NULL,
  acknowledged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, acknowledged_by) REFERENCES person
);
CREATE INDEX breach_acknowledgement_by_submission ON breach_acknowledgement (tenant_id, submission_id, union_id, acknowledged_at);
`;

const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (state, version, reviewed_by, reviewed_at, return_reason) ON signature TO huiji_app;
`;
