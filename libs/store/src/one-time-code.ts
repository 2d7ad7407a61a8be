import { createHash, randomBytes } from 'node:crypto';
import { codeFrom, type CodePurpose, codeTyped } from '@huiji/domain/one-time-code';
import { v7 as uuid } from 'uuid';
import { sql, sqlOne, type Tx } from './data-source.js';
import { holdPerson } from './person.js';

/** A code that nobody guesses, of 100 bits. */
export const newCode = (): string => codeFrom(randomBytes(20));

/** What the database holds of a code, however it is typed. */
export const codeHashOf = (code: string): Buffer => createHash('sha256').update(codeTyped(code)).digest();

/** A code to be written, whose it is, and for how many minutes it holds. */
export interface NewCode {
  code: string;
  personId: string;
  purpose: CodePurpose;
  minutes: number;
  /** Null where the person asked for it by mail. */
  issuedBy: string | null;
}

/** Ends the codes of a person that still hold. */
export async function endCodes(tx: Tx, tenantId: string, personId: string): Promise<void> {
  await sql(
    tx,
    'UPDATE one_time_code SET expires_at = least(expires_at, now()) WHERE tenant_id = $1 AND person_id = $2',
    [tenantId, personId],
  );
}

/** Writes a code; those that the person had before hold no longer. Answers until when it holds. */
export async function insertCode(tx: Tx, tenantId: string, code: NewCode): Promise<Date> {
  // Two at once do not see each other's.
  await holdPerson(tx, tenantId, code.personId);
  await endCodes(tx, tenantId, code.personId);
  const { until } = await sqlOne<{ until: Date }>(
    tx,
    `INSERT INTO one_time_code (tenant_id, id, person_id, purpose, code_hash, issued_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7)) RETURNING expires_at AS until`,
    [tenantId, uuid(), code.personId, code.purpose, codeHashOf(code.code), code.issuedBy, code.minutes],
  );
  return until;
}

/** Whose code it is, if it still holds. */
export async function holderOf(tx: Tx, tenantId: string, code: string): Promise<{ personId: string } | null> {
  const [row] = await sql<{ personId: string }>(
    tx,
    `SELECT person_id AS "personId" FROM one_time_code
     WHERE tenant_id = $1 AND code_hash = $2 AND used_at IS NULL AND expires_at > now()`,
    [tenantId, codeHashOf(code)],
  );
  return row ?? null;
}

/** Uses a code up. False when it holds no longer, as when somebody was faster. */
export async function useCode(tx: Tx, tenantId: string, code: string): Promise<boolean> {
  const used = await sql(
    tx,
    `UPDATE one_time_code SET used_at = now()
     WHERE tenant_id = $1 AND code_hash = $2 AND used_at IS NULL AND expires_at > now() RETURNING id`,
    [tenantId, codeHashOf(code)],
  );
  return used.length > 0;
}
