import type { ActingRole, Appointment } from '@huiji/domain/access';
import type { DataSource } from 'typeorm';
import { inTenant, reading, sql, sqlOne, type Tx } from './data-source.js';
import { heldJson, heldSql } from './entrustment.js';

export type TokenAccess = 'READ' | 'WRITE';

/** An API token as its person sees it; neither the token nor its hash. */
export interface ApiTokenRow {
  id: string;
  name: string;
  unionId: string;
  role: ActingRole;
  access: TokenAccess;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

const columns = `id, name, union_id AS "unionId", role, access, created_at AS "createdAt", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt"`;
const living = 'revoked_at IS NULL AND expires_at > now()';

export async function insertApiToken(
  tx: Tx,
  who: { tenantId: string; personId: string },
  token: { id: string; name: string; unionId: string; role: ActingRole; access: TokenAccess; days: number },
  tokenHash: Buffer,
): Promise<ApiTokenRow> {
  const { id, name, unionId, role, access, days } = token;
  return sqlOne<ApiTokenRow>(
    tx,
    `INSERT INTO api_token (tenant_id, id, person_id, name, union_id, role, access, token_hash, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(days => $9)) RETURNING ${columns}`,
    [who.tenantId, id, who.personId, name, unionId, role, access, tokenHash, days],
  );
}

/** A person's tokens that hold, the newest first. */
export async function apiTokensOf(tx: Tx, tenantId: string, personId: string): Promise<ApiTokenRow[]> {
  return sql<ApiTokenRow>(
    tx,
    `SELECT ${columns} FROM api_token WHERE tenant_id = $1 AND person_id = $2 AND ${living} ORDER BY created_at DESC, id`,
    [tenantId, personId],
  );
}

/** Ends a token of a person. False when it is not theirs, or holds no longer. */
export async function revokeApiToken(
  tx: Tx,
  tenantId: string,
  personId: string,
  id: string,
): Promise<boolean> {
  const ended = await sql(
    tx,
    `UPDATE api_token SET revoked_at = now() WHERE tenant_id = $1 AND person_id = $2 AND id = $3 AND ${living} RETURNING id`,
    [tenantId, personId, id],
  );
  return ended.length > 0;
}

/** Ends all tokens of a person. Answers how many. */
export async function endApiTokensOf(tx: Tx, tenantId: string, personId: string): Promise<number> {
  const ended = await sql(
    tx,
    `UPDATE api_token SET revoked_at = now() WHERE tenant_id = $1 AND person_id = $2 AND ${living} RETURNING id`,
    [tenantId, personId],
  );
  return ended.length;
}

/** What a request needs to know of its token first. */
export interface TokenFacts {
  tokenId: string;
  personId: string;
  access: TokenAccess;
  today: string;
  /** Whether nobody of the tenant may ask anything for the time being. */
  suspended: boolean;
  /** That of the token's union and role, while its person holds it. */
  appointments: Appointment[];
}

/** The facts of the token with a hash; null when it has ended or there is none. Notes that it is used, once a minute. */
export async function tokenFacts(
  source: DataSource,
  tenantId: string,
  tokenHash: Buffer,
): Promise<TokenFacts | null> {
  const [facts] = await reading(source, tenantId, (tx) =>
    sql<TokenFacts & { unseen: boolean }>(
      tx,
      `SELECT k.id AS "tokenId", k.person_id AS "personId", k.access, t.today::text AS today, t.suspended,
         coalesce(k.last_used_at < now() - interval '1 minute', true) AS unseen,
         CASE WHEN h.role IS NULL THEN '[]' ELSE json_build_array(${heldJson('h')}) END AS appointments
       FROM api_token k
       JOIN (SELECT tenant_id, suspended_at IS NOT NULL AS suspended, (now() AT TIME ZONE time_zone)::date AS today
         FROM tenant) t ON t.tenant_id = k.tenant_id
       LEFT JOIN LATERAL (${heldSql('k.tenant_id', 'k.person_id', 't.today')}) h ON h.role = k.role AND h.union_id = k.union_id
       WHERE k.tenant_id = $1 AND k.token_hash = $2 AND k.revoked_at IS NULL AND k.expires_at > now()`,
      [tenantId, tokenHash],
    ),
  );
  if (!facts) return null;
  const { unseen, ...known } = facts;
  if (unseen) {
    await inTenant(source, tenantId, (tx) =>
      // Of requests at once the first writes.
      sql(
        tx,
        `UPDATE api_token SET last_used_at = now() WHERE tenant_id = $1 AND id = $2
           AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        [tenantId, known.tokenId],
      ),
    );
  }
  return known;
}
