import {
  type Anchor,
  type Finding,
  type Link,
  LinkCheck,
  SealCheck,
  type StoredSeal,
} from '@huiji/domain/audit-chain';
import { eventTexts, headOf, secondsOf, sha256 } from './audit-chain.js';
import { sql, sqlOne, type Tx } from './data-source.js';

/** For how many seconds an event may wait to be sealed before that is a finding. */
export const mayWait = 60;

/** At so many findings a walk ends: from there on it only repeats itself. */
const mostFindings = 1_000;
const page = 5_000;

/** What a tenant's chain holds, and what is wrong with it. */
export interface Verified {
  events: number;
  sealed: number;
  seals: number;
  head: Anchor | null;
  /** Whether a walk ended early, after too many findings. */
  cut: boolean;
  findings: Finding[];
}

/**
 * Verifies a tenant's chain against its events, in pages, so that memory does not grow with it. Within one snapshot
 * (`reading`), or else what is written meanwhile looks wrong. `waits`: the seconds that an event may wait for its seal.
 */
export async function verifyChain(tx: Tx, tenantId: string, waits = mayWait): Promise<Verified> {
  const links = await checkLinks(tx, tenantId);
  const head = await headOf(tx, tenantId);
  const covered = head?.sequence ?? 0;
  const missing: Finding[] =
    covered > links.last && links.wrong < mostFindings
      ? [{ kind: 'DELETED', sequence: links.last + 1, until: covered }]
      : [];
  const linkFindings = [...links.end(), ...missing];
  const seals = await checkSeals(tx, tenantId, linkFindings);
  const { events, findings: loose } = await checkEvents(tx, tenantId, waits);
  const last = seals.last;
  const unsealedLinks: Finding[] =
    links.last > covered && !seals.findings.some(({ seal }) => seal === last?.number)
      ? [{ kind: 'INSERTED', sequence: covered + 1, until: links.last }]
      : [];
  return {
    ...{ events, sealed: links.last, seals: last?.number ?? 0, head },
    cut: [links.wrong, seals.findings.length, loose.length].some((found) => found >= mostFindings),
    findings: [...linkFindings, ...seals.findings, ...unsealedLinks, ...loose],
  };
}

async function checkLinks(tx: Tx, tenantId: string): Promise<LinkCheck> {
  const check = new LinkCheck(sha256);
  for (;;) {
    const links = await sql<Link>(
      tx,
      `SELECT l.sequence::float8 AS sequence, l.event_id AS "eventId", encode(l.hash, 'hex') AS hash,
         CASE WHEN e.id IS NOT NULL THEN ${eventTexts} END AS event
       FROM audit_link l LEFT JOIN audit_event e ON e.tenant_id = l.tenant_id AND e.id = l.event_id
       WHERE l.tenant_id = $1 AND l.sequence > $2 ORDER BY l.sequence LIMIT ${page}`,
      [tenantId, check.last],
    );
    for (const link of links) check.take(link);
    if (links.length < page || check.wrong >= mostFindings) return check;
  }
}

async function checkSeals(tx: Tx, tenantId: string, found: readonly Finding[]): Promise<SealCheck> {
  const wrong = new Set(found.flatMap(({ sequence }) => sequence ?? []));
  const gaps = found.filter(({ until }) => until !== undefined);
  const check = new SealCheck(
    tenantId,
    sha256,
    (at) => wrong.has(at) || gaps.some(({ sequence = 0, until = 0 }) => sequence <= at && at <= until),
  );
  for (;;) {
    const seals = await sql<StoredSeal>(
      tx,
      `SELECT s.number::float8 AS number, s.last_sequence::float8 AS "lastSequence", encode(s.hash, 'hex') AS hash,
         ${secondsOf('s.sealed_at')} AS "sealedAt", encode(l.hash, 'hex') AS "linkHash"
       FROM audit_seal s LEFT JOIN audit_link l ON l.tenant_id = s.tenant_id AND l.sequence = s.last_sequence
       WHERE s.tenant_id = $1 AND s.number > $2 ORDER BY s.number LIMIT ${page}`,
      [tenantId, check.last?.number ?? 0],
    );
    for (const seal of seals) check.take(seal);
    if (seals.length < page || check.findings.length >= mostFindings) return check;
  }
}

interface EventPage {
  events: number;
  last: string | null;
  loose: Array<{ id: string; waits: boolean; late: boolean }>;
}

/** Events that no link names, and pointers whose event is gone. */
async function checkEvents(
  tx: Tx,
  tenantId: string,
  waits: number,
): Promise<{ events: number; findings: Finding[] }> {
  const gone = await sql<{ id: string }>(
    tx,
    `SELECT u.id FROM audit_unsealed u LEFT JOIN audit_event e ON e.tenant_id = u.tenant_id AND e.id = u.id
     WHERE u.tenant_id = $1 AND e.id IS NULL ORDER BY u.id LIMIT ${mostFindings}`,
    [tenantId],
  );
  const findings: Finding[] = gone.map(({ id }) => ({ kind: 'DELETED', eventId: id }));
  let events = 0;
  let after: string | null = null;
  do {
    const read: EventPage = await eventsAfter(tx, tenantId, after, waits);
    events += read.events;
    after = read.last;
    for (const one of read.loose) {
      if (!one.waits) findings.push({ kind: 'INSERTED', eventId: one.id });
      else if (one.late) findings.push({ kind: 'UNSEALED', eventId: one.id });
    }
  } while (after !== null && findings.length < mostFindings);
  return { events, findings };
}

/** One page of events, of which only those are told that no link names. */
function eventsAfter(tx: Tx, tenantId: string, after: string | null, waits: number): Promise<EventPage> {
  return sqlOne<EventPage>(
    tx,
    `WITH page AS MATERIALIZED (
       SELECT e.id, e.at FROM audit_event e
       WHERE e.tenant_id = $1 AND e.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
       ORDER BY e.id LIMIT ${page})
     SELECT (SELECT count(*)::int FROM page) AS events, (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last,
       coalesce((SELECT json_agg(json_build_object('id', p.id, 'waits', u.id IS NOT NULL,
           'late', p.at < clock_timestamp() - make_interval(secs => $3)) ORDER BY p.id)
         FROM page p
         LEFT JOIN audit_link l ON l.tenant_id = $1 AND l.event_id = p.id
         LEFT JOIN audit_unsealed u ON u.tenant_id = $1 AND u.id = p.id
         WHERE l.event_id IS NULL), '[]') AS loose`,
    [tenantId, after, waits],
  );
}

/**
 * Whether heads that were written down outside the database are in a tenant's chain. Those that are beyond its end were
 * cut off it; one that stands there with another hash was written anew.
 */
export async function checkAnchors(tx: Tx, tenantId: string, anchors: readonly Anchor[]): Promise<Finding[]> {
  const rows = await sql<{ number: number; hash: string | null; beyond: boolean }>(
    tx,
    `SELECT n::float8 AS number, encode(s.hash, 'hex') AS hash,
       n > coalesce((SELECT max(number) FROM audit_seal WHERE tenant_id = $1), 0) AS beyond
     FROM unnest($2::bigint[]) AS a (n) LEFT JOIN audit_seal s ON s.tenant_id = $1 AND s.number = n`,
    [tenantId, [...new Set(anchors.map(({ number }) => number))]],
  );
  const stored = new Map(rows.map((row) => [row.number, row]));
  return anchors.flatMap(({ number, sequence, hash }): Finding[] => {
    const at = stored.get(number);
    if (at?.hash === hash) return [];
    const kind = at?.hash ? 'REWRITTEN' : at?.beyond === false ? 'DELETED' : 'TRUNCATED';
    return [{ kind, seal: number, sequence }];
  });
}
