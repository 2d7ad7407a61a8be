import { sql, sqlOne, type Tx } from './data-source.js';
import type { Page } from './organisation.js';

/** A message in the app, as its recipient reads it. */
export interface Message {
  id: string;
  form: string;
  period: string;
  at: Date;
  readAt: Date | null;
  unions: number;
  subjectZh: string;
  subjectEn: string;
  bodyZh: string;
  bodyEn: string;
}

const inApp = `EXISTS (SELECT FROM reminder_delivery d WHERE d.tenant_id = $1 AND d.message_id = m.id
  AND d.channel = 'IN_APP' AND d.state = 'SENT')`;

/** A person's messages, newest first. */
export async function messagesOf(
  tx: Tx,
  tenantId: string,
  personId: string,
  page: Page & { unreadOnly: boolean },
): Promise<Message[]> {
  return sql<Message>(
    tx,
    `SELECT m.id, r.form, r.period, m.at, m.read_at AS "readAt", cardinality(m.union_ids) AS unions,
       m.subject_zh AS "subjectZh", m.subject_en AS "subjectEn", m.body_zh AS "bodyZh", m.body_en AS "bodyEn"
     FROM reminder_message m JOIN reminder r ON r.tenant_id = $1 AND r.id = m.reminder_id
     WHERE m.tenant_id = $1 AND m.person_id = $2 AND ($3::uuid IS NULL OR m.id < $3)
       AND (m.read_at IS NULL OR NOT $5) AND ${inApp} ORDER BY m.id DESC LIMIT $4`,
    [tenantId, personId, page.after, page.first, page.unreadOnly],
  );
}

/** How many of a person's messages are unread. */
export async function unreadOf(tx: Tx, tenantId: string, personId: string): Promise<number> {
  const { count } = await sqlOne<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM reminder_message m
     WHERE m.tenant_id = $1 AND m.person_id = $2 AND m.read_at IS NULL AND ${inApp}`,
    [tenantId, personId],
  );
  return count;
}

/** Marks messages of a person as read; answers which of the ids are theirs, and which were unread. */
export async function markMessagesRead(
  tx: Tx,
  tenantId: string,
  personId: string,
  ids: readonly string[],
): Promise<{ theirs: string[]; marked: string[] }> {
  const found = await sql<{ id: string }>(
    tx,
    'SELECT id FROM reminder_message WHERE tenant_id = $1 AND person_id = $2 AND id = ANY($3)',
    [tenantId, personId, ids],
  );
  const theirs = found.map(({ id }) => id);
  const marked = await sql<{ id: string }>(
    tx,
    `UPDATE reminder_message SET read_at = clock_timestamp()
     WHERE tenant_id = $1 AND id = ANY($2) AND read_at IS NULL RETURNING id`,
    [tenantId, theirs],
  );
  return { theirs, marked: marked.map(({ id }) => id) };
}
