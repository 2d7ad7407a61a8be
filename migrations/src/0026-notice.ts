import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 下发通知: documents that bodies issue to unions below them, and how these received and answered them. */
export class Notice1795916400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(notices);
    await runner.query(ownTenant(tables));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const tables = ['notice', 'notice_receipt'];

const notices = `
-- id: a version 7 uuid, by which notices are listed. What was issued is never changed, only withdrawn.
CREATE TABLE notice (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  issuer_id uuid NOT NULL,
  document_no text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  due_on date,
  wants_reply boolean NOT NULL,
  audience text NOT NULL CHECK (audience IN ('CHILDREN', 'GRASSROOTS', 'ALL_BELOW', 'NAMED')),
  issued_by uuid NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  withdraw_reason text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, issuer_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, issued_by) REFERENCES person,
  FOREIGN KEY (tenant_id, withdrawn_by) REFERENCES person,
  CHECK (num_nulls(withdrawn_by, withdrawn_at, withdraw_reason) IN (0, 3))
);
CREATE INDEX notice_by_issuer ON notice (tenant_id, issuer_id, id);

-- The unions that a notice was issued to, as they stood on the day. Whoever has replied has received it.
CREATE TABLE notice_receipt (
  tenant_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  union_id uuid NOT NULL,
  received_by uuid,
  received_at timestamptz,
  reply text,
  replied_by uuid,
  replied_at timestamptz,
  reminded_at timestamptz,
  reminders int NOT NULL DEFAULT 0 CHECK (reminders >= 0),
  PRIMARY KEY (tenant_id, notice_id, union_id),
  FOREIGN KEY (tenant_id, notice_id) REFERENCES notice,
  FOREIGN KEY (tenant_id, union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, received_by) REFERENCES person,
  FOREIGN KEY (tenant_id, replied_by) REFERENCES person,
  CHECK (num_nulls(received_by, received_at) IN (0, 2)),
  CHECK (num_nulls(reply, replied_by, replied_at) IN (0, 3)),
  CHECK (replied_at IS NULL OR received_at IS NOT NULL),
  CHECK ((reminded_at IS NULL) = (reminders = 0))
);
CREATE INDEX notice_receipt_by_union ON notice_receipt (tenant_id, union_id, notice_id);
`;

const grants = `
GRANT SELECT, INSERT ON ${tables.join(', ')} TO huiji_app;
GRANT UPDATE (withdrawn_by, withdrawn_at, withdraw_reason) ON notice TO huiji_app;
GRANT UPDATE (received_by, received_at, reply, replied_by, replied_at, reminded_at, reminders) ON notice_receipt TO huiji_app;
`;
