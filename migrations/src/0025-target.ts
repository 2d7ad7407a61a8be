import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 目标任务: what unions are to reach in a year, issued level by level. */
export class Target1795830000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(targets);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const tables = ['target', 'target_issue', 'target_revision'];

const targets = `
-- What a union keeps of a target, scaled by the measure's decimals. Its target is that and what the unions below it keep, in the tree
-- that is read: so parents and children add up, however the tree changes. weight: points of the assessment, in hundredths.
CREATE TABLE target (
  tenant_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  cell text NOT NULL,
  kept bigint NOT NULL CHECK (kept >= 0),
  weight int CHECK (weight BETWEEN 0 AND 10000),
  PRIMARY KEY (tenant_id, form, period, union_id, cell),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union
);

-- 下达: a body gives its children targets, by a document; number counts those of a body for a form and year.
CREATE TABLE target_issue (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  issuer_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  number int NOT NULL CHECK (number > 0),
  document_no text NOT NULL,
  reason text,
  issued_by uuid NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, issuer_id, form, period, number),
  FOREIGN KEY (tenant_id, issuer_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, issued_by) REFERENCES person
);

-- What an issue made of the target of one union: from what to what. null: none.
CREATE TABLE target_revision (
  tenant_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  cell text NOT NULL,
  issue_id uuid NOT NULL,
  before bigint,
  value bigint,
  weight int,
  PRIMARY KEY (tenant_id, form, period, union_id, cell, issue_id),
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, issue_id) REFERENCES target_issue
);
`;

const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (kept, weight), DELETE ON target TO huiji_app;
`;
