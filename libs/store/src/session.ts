import type { Appointment } from '@huiji/domain/access';
import type { DataSource } from 'typeorm';
import { inTenant, readOnce, sql, type Tx } from './data-source.js';
import { heldJson, heldSql } from './entrustment.js';

/** Whose session it is, by ids. */
export interface SessionIds {
  tenantId: string;
  personId: string;
  sessionId: string;
}

/** After how long without a request a session has ended. */
const idle = '2 hours';
/** After how long it has ended in any case. */
const lasts = '12 hours';
/** How exactly it is known when a session was last used: one write in this time, whatever is asked. */
const exactTo = '1 minute';

const living = `revoked_at IS NULL AND expires_at > now() AND last_seen_at > now() - interval '${idle}'`;

const factsSql = `
  SELECT t.tenant_id AS "tenantId", s.person_id AS "personId", s.id AS "sessionId", t.today::text AS today, t.suspended, s.unseen, s.verified, s.enrolled, coalesce(json_agg(${heldJson('h')})
    FILTER (WHERE h.role IS NOT NULL), '[]') AS appointments
  FROM (SELECT tenant_id, suspended_at IS NOT NULL AS suspended, (now() AT TIME ZONE time_zone)::date AS today FROM tenant) t
  JOIN (SELECT tenant_id, person_id, id, last_seen_at < now() - interval '${exactTo}' AS unseen, verified_at IS NOT NULL AS verified,
      EXISTS (SELECT FROM totp WHERE person_id = session.person_id AND secret IS NOT NULL) AS enrolled FROM session
    WHERE id = current_setting('app.session_id')::uuid) s ON s.tenant_id = t.tenant_id
  LEFT JOIN LATERAL (${heldSql('t.tenant_id', `current_setting('app.person_id')::uuid`, 't.today')}) h ON true
  GROUP BY t.tenant_id, s.person_id, s.id, t.today, t.suspended, s.unseen, s.verified, s.enrolled`;

/** What a request needs to know of its session first. */
export interface SessionFacts extends SessionIds {
  /** Which day it is in the tenant. */
  today: string;
  /** Whether nobody of the tenant may ask anything for the time being. */
  suspended: boolean;
  /** In force on that day, entrustments included. */
  appointments: Appointment[];
  /** Whether the session has proved a second factor, and whether its person has one. */
  verified: boolean;
  enrolled: boolean;
}

/** The facts of the session whose token has this hash, found through a door; null when ended, timed out or unknown. Notes that it is used, if it is. */
export async function sessionFacts(
  source: DataSource,
  tokenHash: Buffer,
  isUse: boolean,
): Promise<SessionFacts | null> {
  const asked = { door: 'door_session($1, $2)', values: [tokenHash, idle] };
  const [facts] = await readOnce<SessionFacts & { unseen: boolean }>(source, asked, factsSql);
  if (!facts) return null;
  const { unseen, ...known } = facts;
  if (isUse && unseen) await inTenant(source, known.tenantId, (tx) => noteUse(tx, known));
  return known;
}

/** Of requests at once the first writes. */
async function noteUse(tx: Tx, { tenantId, sessionId }: SessionIds): Promise<void> {
  await sql(
    tx,
    `UPDATE session SET last_seen_at = now()
     WHERE tenant_id = $1 AND id = $2 AND last_seen_at < now() - interval '${exactTo}'`,
    [tenantId, sessionId],
  );
}

/** How somebody proved who they are. */
export type SignInMethod = 'PASSWORD' | 'OPENID_CONNECT';

/** A session to be opened. `device`: what it is opened with, such as "Chrome, Windows". */
export interface NewSession {
  personId: string;
  method: SignInMethod;
  tokenHash: Buffer;
  device: string | null;
  address: string | null;
}

export async function openSession(tx: Tx, tenantId: string, session: NewSession): Promise<void> {
  const { personId, method, tokenHash, device, address } = session;
  await sql(
    tx,
    `INSERT INTO session (tenant_id, token_hash, person_id, expires_at, method, device, address)
     VALUES ($1, $2, $3, now() + interval '${lasts}', $4, $5, $6)`,
    [tenantId, tokenHash, personId, method, device, address],
  );
}

/** A session that has not ended. */
export interface SessionRow {
  id: string;
  method: SignInMethod;
  device: string | null;
  address: string | null;
  openedAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

/** A person's sessions that have not ended, the newest first. */
export async function sessionsOf(tx: Tx, tenantId: string, personId: string): Promise<SessionRow[]> {
  return sql<SessionRow>(
    tx,
    `SELECT id, method, device, host(address) AS address, created_at AS "openedAt", last_seen_at AS "lastUsedAt",
       expires_at AS "expiresAt"
     FROM session WHERE tenant_id = $1 AND person_id = $2 AND ${living} ORDER BY created_at DESC, id`,
    [tenantId, personId],
  );
}

/** Ends one session of a person. False when it is not theirs, or has ended. */
export async function endSession(tx: Tx, { tenantId, personId, sessionId }: SessionIds): Promise<boolean> {
  const ended = await sql(
    tx,
    `UPDATE session SET revoked_at = now() WHERE tenant_id = $1 AND person_id = $2 AND id = $3 AND ${living} RETURNING id`,
    [tenantId, personId, sessionId],
  );
  return ended.length > 0;
}

/** Ends all sessions of a person, but the one to keep, if any. Answers how many. */
export async function endSessionsOf(
  tx: Tx,
  tenantId: string,
  personId: string,
  keep: string | null,
): Promise<number> {
  const ended = await sql(
    tx,
    `UPDATE session SET revoked_at = now()
     WHERE tenant_id = $1 AND person_id = $2 AND id IS DISTINCT FROM $3 AND ${living} RETURNING id`,
    [tenantId, personId, keep],
  );
  return ended.length;
}

/** Ends all sessions of a tenant that were opened by a method. Answers how many. */
export async function endSessionsBy(tx: Tx, tenantId: string, method: SignInMethod): Promise<number> {
  const ended = await sql(
    tx,
    `UPDATE session SET revoked_at = now() WHERE tenant_id = $1 AND method = $2 AND ${living} RETURNING id`,
    [tenantId, method],
  );
  return ended.length;
}
