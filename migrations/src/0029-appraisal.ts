import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 目标管理考核: schemes, claims, results with what they follow from, publications and appeals. */
export class Appraisal1796126400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(appraisals);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const tables = [
  ...['appraisal_scheme', 'appraisal_claim', 'appraisal_result', 'appraisal_publication'],
  'appraisal_appeal',
];

const appraisals = `
-- 考核办法, in all its revisions; the last one holds.
CREATE TABLE appraisal_scheme (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  body_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  document_no text NOT NULL,
  scheme jsonb NOT NULL,
  set_by uuid NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, body_id, form, period, revision),
  FOREIGN KEY (tenant_id, body_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, set_by) REFERENCES person
);

-- 自评 of a union to the body above it, in all its revisions.
CREATE TABLE appraisal_claim (
  tenant_id uuid NOT NULL,
  body_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  scores jsonb NOT NULL,
  note text,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, body_id, form, period, union_id, revision),
  FOREIGN KEY (tenant_id, body_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, made_by) REFERENCES person
);

-- 考核结果, in all their revisions, with the targets and scores that they follow from. Points are hundredths; total, out_of, complete and
-- grade (from 1, the highest) follow from the scheme and from targets and scores.
CREATE TABLE appraisal_result (
  tenant_id uuid NOT NULL,
  body_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  scheme_id uuid NOT NULL,
  targets jsonb NOT NULL,
  scores jsonb NOT NULL,
  total bigint NOT NULL,
  out_of bigint NOT NULL CHECK (out_of >= 0),
  complete boolean NOT NULL,
  grade smallint CHECK (grade IS NULL OR (grade > 0 AND complete)),
  note text,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, body_id, form, period, union_id, revision),
  FOREIGN KEY (tenant_id, body_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, scheme_id) REFERENCES appraisal_scheme,
  FOREIGN KEY (tenant_id, made_by) REFERENCES person
);

-- 公示, and with final_on the end.
CREATE TABLE appraisal_publication (
  tenant_id uuid NOT NULL,
  body_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  published_on date NOT NULL,
  appeal_until date NOT NULL CHECK (appeal_until > published_on),
  published_by uuid NOT NULL,
  final_on date CHECK (final_on > appeal_until),
  final_by uuid,
  PRIMARY KEY (tenant_id, body_id, form, period),
  FOREIGN KEY (tenant_id, body_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, published_by) REFERENCES person,
  FOREIGN KEY (tenant_id, final_by) REFERENCES person,
  CHECK (num_nulls(final_on, final_by) IN (0, 2))
);

-- 申诉. id: a version 7 uuid, by which they are listed. against: the revision of the result, 0 where there was none.
CREATE TABLE appraisal_appeal (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  body_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  against int NOT NULL CHECK (against >= 0),
  reason text NOT NULL,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  outcome text CHECK (outcome IN ('UPHELD', 'REJECTED')),
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, body_id, form, period) REFERENCES appraisal_publication,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, made_by) REFERENCES person,
  FOREIGN KEY (tenant_id, answered_by) REFERENCES person,
  CHECK (num_nulls(outcome, answer, answered_by, answered_at) IN (0, 4))
);
CREATE INDEX appraisal_appeal_by_union ON appraisal_appeal (tenant_id, body_id, form, period, union_id, id);
`;

const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (final_on, final_by) ON appraisal_publication TO huiji_app;
GRANT UPDATE (outcome, answer, answered_by, answered_at) ON appraisal_appeal TO huiji_app;
`;
