import { sealUnionContact, type UnionContact } from './contact.js';
import type { TradeUnion } from './entities.js';
import { type Tx, sql } from './data-source.js';
import { initialsOf } from './initials.js';

/** A union as it is founded. */
export type Founding = Omit<
  TradeUnion,
  | 'version'
  | 'dissolvedOn'
  | 'dissolutionReason'
  | 'dissolutionDocumentNo'
  | 'establishedCountedOn'
  | 'dissolvedCountedOn'
  | 'successorId'
  | 'withdrawnAt'
  | keyof UnionContact
> &
  UnionContact;

/** Writes a union. False when its code is taken: an answer, and not a broken transaction. */
export async function insertUnion(tx: Tx, union: Founding): Promise<boolean> {
  const { contact, phone } = sealUnionContact(tx, union.id, union);
  const written = await sql(
    tx,
    `INSERT INTO trade_union (tenant_id, id, code, name, level, kind, legal_person, prepared_on, established_on,
       approval_no, region_code, industry, unit_type, chair, contact, phone, initials)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     ON CONFLICT (tenant_id, code) WHERE withdrawn_at IS NULL DO NOTHING RETURNING id`,
    [
      union.tenantId,
      union.id,
      union.code,
      union.name,
      union.level,
      union.kind,
      union.legalPerson,
      union.preparedOn,
      union.establishedOn,
      union.approvalNo,
      union.regionCode,
      union.industry,
      union.unitType,
      union.chair,
      contact,
      phone,
      initialsOf(union.name),
    ],
  );
  return written.length > 0;
}

/** Puts a union under a parent from a day on. The parent may not be a grassroots union (a constraint). */
export async function affiliate(
  tx: Tx,
  tenantId: string,
  unionId: string,
  parent: Pick<TradeUnion, 'id' | 'level'>,
  from: string,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO affiliation (tenant_id, union_id, parent_id, parent_level, valid_from) VALUES ($1, $2, $3, $4, $5)`,
    [tenantId, unionId, parent.id, parent.level, from],
  );
}
