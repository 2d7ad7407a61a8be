import { sql, sqlOne, type Tx } from './data-source.js';

/** How an erased person is called, in both languages; told from others by the end of the id. */
export const erasedName = (personId: string): string => `已注销 · erased ${personId.slice(-6)}`;

/**
 * Ends what a person holds, by appointment and by entrustment, and erases what identifies them: name, account, contacts, password,
 * sessions, codes, authenticator, tokens, linked account. The row stays under its id, by which figures and audit name who did what.
 * Answers how many of each ended.
 */
export async function eraseFromTenant(
  tx: Tx,
  tenantId: string,
  personId: string,
  { by, today }: { by: string; today: string },
): Promise<{ appointments: number; entrustments: number }> {
  const who = [tenantId, personId];
  const ended = await sql(
    tx,
    `UPDATE appointment SET valid_to = greatest(valid_from, $3::date)
     WHERE tenant_id = $1 AND person_id = $2 AND (valid_to IS NULL OR valid_to > $3) RETURNING id`,
    [...who, today],
  );
  const entrusted = await sql(
    tx,
    `UPDATE entrustment SET ended_by = $3, ended_at = now(), end_reason = '注销 erased'
     WHERE tenant_id = $1 AND person_id = $2 AND ended_at IS NULL RETURNING id`,
    [...who, by],
  );
  for (const table of proofs)
    await sql(tx, `DELETE FROM ${table} WHERE tenant_id = $1 AND person_id = $2`, who);
  await sql(
    tx,
    `UPDATE person SET login = $3, name = $4, password_hash = NULL, email = NULL, phone = NULL, erased_at = now()
     WHERE tenant_id = $1 AND id = $2`,
    [...who, `erased-${personId}`, erasedName(personId)],
  );
  return { appointments: ended.length, entrustments: entrusted.length };
}

/** What proves who somebody is, by table. */
const proofs = ['session', 'one_time_code', 'recovery_code', 'totp', 'api_token', 'identity'];

/** Whether on a day the person is the last who can sign in of those who administer the federation's unions, its accounts, or the platform. */
export async function isLastAdministrator(
  tx: Tx,
  tenantId: string,
  personId: string,
  day: string,
): Promise<boolean> {
  const { last } = await sqlOne<{ last: boolean }>(
    tx,
    `WITH administers AS (
       SELECT a.role, p.id, p.password_hash IS NOT NULL OR EXISTS (
           SELECT FROM identity i WHERE i.tenant_id = $1 AND i.person_id = p.id) AS enters
       FROM trade_union u JOIN appointment a ON a.tenant_id = $1 AND a.union_id = u.id
         AND a.role IN ('UNION_ADMIN', 'SECURITY_ADMIN', 'PLATFORM_OPERATOR')
         AND a.valid_from <= $3 AND (a.valid_to IS NULL OR a.valid_to > $3)
       JOIN person p ON p.tenant_id = $1 AND p.id = a.person_id
       WHERE u.tenant_id = $1 AND u.level = 'FEDERATION')
     SELECT EXISTS (SELECT FROM administers mine WHERE mine.id = $2 AND NOT EXISTS (
       SELECT FROM administers o WHERE o.role = mine.role AND o.id <> $2 AND o.enters)) AS last`,
    [tenantId, personId, day],
  );
  return last;
}
