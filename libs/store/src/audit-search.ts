import { sql, type Tx } from './data-source.js';
import { subtreesSql } from './organisation.js';

/** An audit event as it is read. `sequence`: its place in the chain, null while it is not sealed. */
export interface ReadEvent {
  id: string;
  at: Date;
  /** `at`, exact to the microsecond: what a page goes on from. */
  exactly: string;
  personId: string | null;
  personName: string | null;
  action: string;
  objectType: string;
  objectId: string;
  unionId: string | null;
  requestId: string | null;
  address: string | null;
  tokenId: string | null;
  before: unknown;
  after: unknown;
  sequence: number | null;
}

/** What events are looked for by; what is left out does not matter. `since` is inclusive, `until` is not. */
export interface AuditSearch {
  personId?: string;
  objectType?: string;
  objectId?: string;
  action?: string;
  since?: Date;
  until?: Date;
  /** About these unions or any below them, as the tree stands on a day. */
  below?: { unionIds: readonly string[]; day: string };
}

/** After which event a page begins. */
export interface AuditPage {
  first: number;
  after: { exactly: string; id: string } | null;
}

/** Microseconds have to survive: a `Date` would round them. */
const exactly = `to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * A page of events, newest first. The text holds only the conditions that are asked for, so that each search is planned for
 * itself and takes its own index; there are few such texts.
 */
export async function auditEvents(
  tx: Tx,
  tenantId: string,
  search: AuditSearch,
  { first, after }: AuditPage,
): Promise<ReadEvent[]> {
  const values: unknown[] = [tenantId, first];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const { personId, objectType, objectId, action, since, until, below } = search;
  const conditions = [
    ...(personId ? [`e.person_id = ${given(personId)}::uuid`] : []),
    ...(objectType ? [`e.object_type = ${given(objectType)}`] : []),
    ...(objectId ? [`e.object_id = ${given(objectId)}`] : []),
    ...(action ? [`e.action = ${given(action)}`] : []),
    ...(since ? [`e.at >= ${given(since.toISOString())}::timestamptz`] : []),
    ...(until ? [`e.at < ${given(until.toISOString())}::timestamptz`] : []),
    ...(after ? [`(e.at, e.id) < (${given(after.exactly)}::timestamptz, ${given(after.id)}::uuid)`] : []),
    ...(below ? ['e.union_id = ANY(ARRAY(SELECT union_id FROM subtree))'] : []),
  ];
  const subtree = below
    ? subtreesSql(given(below.unionIds), `${given(below.day)}::date`, `'infinity'`, true)
    : '';
  return sql<ReadEvent>(
    tx,
    `${subtree}
     SELECT e.id, e.at, ${exactly} AS exactly, e.person_id AS "personId", p.name AS "personName", e.action,
       e.object_type AS "objectType", e.object_id AS "objectId", e.union_id AS "unionId", e.request_id AS "requestId",
       host(e.address) AS address, e.token_id AS "tokenId", e.before, e.after, l.sequence::float8 AS sequence
     FROM (SELECT * FROM audit_event e WHERE ${['e.tenant_id = $1', ...conditions].join(' AND ')}
           ORDER BY e.at DESC, e.id DESC LIMIT $2) e
     LEFT JOIN person p ON p.tenant_id = $1 AND p.id = e.person_id
     LEFT JOIN audit_link l ON l.tenant_id = $1 AND l.event_id = e.id
     ORDER BY e.at DESC, e.id DESC`,
    values,
  );
}
