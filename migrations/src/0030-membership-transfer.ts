import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 会籍接转: orders by which members go from one union to another. */
export class MembershipTransfer1796212800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(transfers);
    await runner.query(ownTenant(['membership_transfer']));
    await runner.query(grants);
  }

  down = forwardOnly;
}

const transfers = `
-- A side outside the federation has a name and no union. issuer_id: the union whose order it is, by which it is numbered.
-- id: a version 7 uuid, by which they are listed. members: in 人.
CREATE TABLE membership_transfer (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  issuer_id uuid NOT NULL,
  number text NOT NULL,
  from_union_id uuid,
  to_union_id uuid,
  outside text,
  members int NOT NULL CHECK (members > 0),
  note text,
  sent_on date NOT NULL,
  sent_by uuid NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL CHECK (state IN ('SENT', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'CANCELLED')),
  accepted_on date CHECK (accepted_on >= sent_on),
  counted_on date CHECK (counted_on >= accepted_on),
  accepted_at timestamptz,
  settled_by uuid,
  settled_at timestamptz,
  reason text,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, issuer_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, from_union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, to_union_id) REFERENCES trade_union,
  FOREIGN KEY (tenant_id, sent_by) REFERENCES person,
  FOREIGN KEY (tenant_id, settled_by) REFERENCES person,
  CHECK (num_nulls(from_union_id, to_union_id, outside) = 1),
  CHECK (from_union_id <> to_union_id),
  CHECK (num_nulls(accepted_on, counted_on, accepted_at) IN (0, 3)),
  CHECK ((state IN ('ACCEPTED', 'CANCELLED')) = (accepted_on IS NOT NULL)),
  CHECK ((state = 'SENT') = (settled_by IS NULL)),
  CHECK (num_nulls(settled_by, settled_at) IN (0, 2))
);
CREATE INDEX membership_transfer_issued ON membership_transfer (tenant_id, issuer_id, sent_on);
CREATE INDEX membership_transfer_from ON membership_transfer (tenant_id, from_union_id, id);
CREATE INDEX membership_transfer_to ON membership_transfer (tenant_id, to_union_id, id);
CREATE INDEX membership_transfer_waiting ON membership_transfer (tenant_id, id) WHERE state = 'SENT';
CREATE INDEX membership_transfer_booked ON membership_transfer (tenant_id, counted_on) WHERE state = 'ACCEPTED';
`;

const grants = `
GRANT SELECT, INSERT ON membership_transfer TO huiji_app;
GRANT UPDATE (state, accepted_on, counted_on, accepted_at, settled_by, settled_at, reason, version)
  ON membership_transfer TO huiji_app;
`;
