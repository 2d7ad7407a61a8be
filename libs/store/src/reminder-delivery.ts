import type { Channel, DeliveryState } from '@huiji/domain/reminder';
import type { DataSource } from 'typeorm';
import { cipherOf, sql, type Tx } from './data-source.js';
import { openText } from './sealed-field.js';

/** How the api tells the worker, through Redis, that a tenant has something to deliver. */
export const reminderQueue = 'reminder';

/** How many deliveries a worker takes at a time. */
export const deliveryBatch = 10;

/**
 * For how many seconds what a worker has taken is its own: several times what sending a batch can take. If it is killed
 * meanwhile, another one tries after that.
 */
const lease = 300;

/** A delivery as its worker holds it. The addresses are of this moment; null where there is none any more. */
export interface Letter {
  id: string;
  channel: Exclude<Channel, 'IN_APP'>;
  /** Counts this one. */
  attempts: number;
  subject: string;
  body: string;
  sms: string;
  email: string | null;
  phone: string | null;
  /** Whether filing goes on, and any of the unions still owes. */
  owed: boolean;
}

/** The tenants in which something is due to be delivered: ids only, through a door. */
export async function dueTenants(source: DataSource): Promise<string[]> {
  const rows = await source.query<Array<{ tenant_id: string }>>('SELECT tenant_id FROM door_due_tenants()');
  return rows.map((row) => row.tenant_id);
}

const due = `d.tenant_id = $1 AND d.state = 'PENDING' AND d.due_at <= now()`;

/** Puts off all that is due in a tenant, as when a worker comes back in its quiet hours. */
export async function postpone(tx: Tx, tenantId: string, until: Date): Promise<void> {
  await sql(tx, `UPDATE reminder_delivery d SET due_at = $2 WHERE ${due}`, [tenantId, until]);
}

/** Takes a batch of what is due in a tenant, which no other worker then takes for the time of the lease. */
export async function claimDue(tx: Tx, tenantId: string): Promise<Letter[]> {
  const claimed = await sql<Claimed>(
    tx,
    `WITH due AS MATERIALIZED (
       SELECT d.id FROM reminder_delivery d WHERE ${due} ORDER BY d.due_at LIMIT $2 FOR UPDATE SKIP LOCKED),
     claimed AS (
       UPDATE reminder_delivery d SET attempts = d.attempts + 1, reason = NULL, due_at = now() + make_interval(secs => $3)
       FROM due WHERE d.tenant_id = $1 AND d.id = due.id RETURNING d.id, d.message_id, d.channel, d.attempts)
     SELECT c.id, c.channel, c.attempts, m.subject_zh AS subject, m.body_zh AS body, m.sms,
       m.person_id AS "personId", p.email, p.phone, m.contact_of AS "contactOf", u.phone AS "unionPhone",
       q.status = 'OPEN' AND EXISTS (SELECT FROM unnest(m.union_ids) AS o (id)
         LEFT JOIN LATERAL (SELECT s.state FROM submission s WHERE s.tenant_id = $1 AND s.form = r.form
           AND s.period = r.period AND s.union_id = o.id ORDER BY s.revision LIMIT 1) s ON true
         WHERE coalesce(s.state NOT IN ('SUBMITTED', 'ACCEPTED'), true)) AS owed
     FROM claimed c JOIN reminder_message m ON m.tenant_id = $1 AND m.id = c.message_id
     JOIN reminder r ON r.tenant_id = $1 AND r.id = m.reminder_id
     JOIN period q ON q.tenant_id = $1 AND q.code = r.period
     LEFT JOIN person p ON p.tenant_id = $1 AND p.id = m.person_id
     LEFT JOIN trade_union u ON u.tenant_id = $1 AND u.id = m.contact_of`,
    [tenantId, deliveryBatch, lease],
  );
  return claimed.map((letter) => addressed(tx, letter));
}

/** A letter whose addresses are sealed, those of a person or of a union's contact. */
type Claimed = Omit<Letter, 'email' | 'phone'> & {
  personId: string | null;
  email: Buffer | null;
  phone: Buffer | null;
  contactOf: string | null;
  unionPhone: Buffer | null;
};

function addressed(tx: Tx, { personId, contactOf, unionPhone, ...letter }: Claimed): Letter {
  const open = cipherOf(tx);
  const email = personId && openText(open, 'person.email', personId, letter.email);
  const phone = personId
    ? openText(open, 'person.phone', personId, letter.phone)
    : contactOf && openText(open, 'trade_union.phone', contactOf, unionPhone);
  return { ...letter, email, phone };
}

/** What became of an attempt. `reason` holds no personal data; `dueAt`: when to try again. */
export interface Settled {
  state: DeliveryState;
  reason: string | null;
  dueAt: Date | null;
}

/** Records what became of an attempt. One that was overtaken by another worker's counts only if it succeeded. */
export async function settle(
  tx: Tx,
  tenantId: string,
  { id, attempts }: Pick<Letter, 'id' | 'attempts'>,
  { state, reason, dueAt }: Settled,
): Promise<void> {
  await sql(
    tx,
    `UPDATE reminder_delivery SET state = $3, reason = $4, due_at = coalesce($5, due_at),
       sent_at = CASE $3 WHEN 'SENT' THEN clock_timestamp() END
     WHERE tenant_id = $1 AND id = $2 AND state = 'PENDING' AND ($3 = 'SENT' OR attempts = $6)`,
    [tenantId, id, state, reason, dueAt, attempts],
  );
}
