import type { Client } from './client.js';
import { password } from './huiji.js';
import { key, mutationOf } from './town.js';

export interface Way {
  channel: string;
  at: string | null;
  skipped: string | null;
}

export interface Recipient {
  name: string;
  phone: string | null;
  isContact: boolean;
  ways: Way[];
}

export interface Preview {
  count: number;
  remindedLately: number;
  unreachable: number;
  sendAt: string;
  notSetUp: string[];
  messageCount: number;
  copyText: string;
  messages: Array<{
    recipient: Recipient;
    unions: number;
    subjectZh: string;
    subjectEn: string;
    bodyZh: string;
    bodyEn: string;
    sms: string;
  }>;
  unions: {
    nodes: Array<{
      union: { code: string };
      state: string;
      dueOn: string;
      lastRemindedAt: string | null;
      leftOut: string | null;
      recipients: Recipient[];
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const recipient = 'name phone isContact ways { channel at skipped }';
export const previewText = `query ($unionId: ID, $unionIds: [ID!], $form: String!, $period: String!, $states: [OwingState!],
    $channels: [ReminderChannel!], $message: String, $again: Boolean, $first: Int, $after: String) {
  previewReminder(unionId: $unionId, unionIds: $unionIds, form: $form, period: $period, states: $states,
    channels: $channels, message: $message, again: $again, first: $first, after: $after) {
    count remindedLately unreachable sendAt notSetUp messageCount copyText
    messages(first: 200) { recipient { ${recipient} } unions subjectZh subjectEn bodyZh bodyEn sms }
    unions { nodes { union { code } state dueOn lastRemindedAt leftOut recipients { ${recipient} } }
      pageInfo { hasNextPage endCursor } } } }`;

const of = { form: 'work-q', period: '2026Q3' };

export async function preview(client: Client, asked: object): Promise<Preview> {
  const variables = { ...of, first: 200, ...asked };
  return (await client.get<{ previewReminder: Preview }>(previewText, variables)).previewReminder;
}

export interface Logged {
  id: string;
  sentBy: string | null;
  level: number | null;
  message: string | null;
  unions: number;
  deliveries: { pending: number; sent: number; failed: number; skipped: number };
}

const logged = 'id sentBy level message unions deliveries { pending sent failed skipped }';

export async function remind(client: Client, asked: object): Promise<Logged> {
  const input = { ...of, idempotencyKey: key(), ...asked };
  const text = mutationOf('remind', `reminder { ${logged} }`);
  return (await client.get<{ remind: { reminder: Logged } }>(text, { input })).remind.reminder;
}

export const refusedReminder = (client: Client, asked: object): Promise<string[]> =>
  client.refusal(mutationOf('remind'), { input: { ...of, idempotencyKey: key(), ...asked } });

export async function reminderLog(client: Client, unionId: string, period = '2026Q3'): Promise<Logged[]> {
  const query = `query ($unionId: ID, $period: String!) {
    reminders(unionId: $unionId, form: "work-q", period: $period, first: 200) { nodes { ${logged} } } }`;
  return (await client.get<{ reminders: { nodes: Logged[] } }>(query, { unionId, period })).reminders.nodes;
}

export interface Delivered {
  recipient: string;
  channel: string;
  state: string;
  reason: string | null;
  attempts: number;
  dueAt: string;
  readAt: string | null;
}

export async function deliveries(client: Client, reminderId: string, unionId: string): Promise<Delivered[]> {
  const query = `query ($reminderId: ID!, $unionId: ID!) {
    reminderDeliveries(reminderId: $reminderId, unionId: $unionId, first: 200) {
      nodes { recipient channel state reason attempts dueAt readAt } } }`;
  const found = await client.get<{ reminderDeliveries: { nodes: Delivered[] } }>(query, {
    reminderId,
    unionId,
  });
  return found.reminderDeliveries.nodes;
}

export interface Inbox {
  unread: number;
  nodes: Array<{
    id: string;
    period: string;
    unions: number;
    readAt: string | null;
    subjectZh: string;
    subjectEn: string;
    bodyZh: string;
    bodyEn: string;
  }>;
}

export async function inbox(client: Client, unreadOnly = false): Promise<Inbox> {
  const query = `query ($unreadOnly: Boolean) { myMessages(first: 200, unreadOnly: $unreadOnly) { unread
    nodes { id period unions readAt subjectZh subjectEn bodyZh bodyEn } } }`;
  return (await client.get<{ myMessages: Inbox }>(query, { unreadOnly })).myMessages;
}

/** Replaces the schedule; by default there are neither quiet hours nor steps, so that no test depends on the clock. */
export async function setSchedule(statistician: Client, more: object = {}): Promise<void> {
  const { reminderSchedule } = await statistician.get<{ reminderSchedule: { version: number } }>(
    '{ reminderSchedule { version } }',
  );
  const none = { quietFrom: '00:00', quietTo: '00:00', againAfterHours: 24, rules: [] };
  await statistician.get(mutationOf('setReminderRules'), {
    input: { expectedVersion: reminderSchedule.version, ...none, ...more },
  });
}

/** Gives the person signed in an address and a mobile number. */
export const reachBy = (
  client: Client,
  input: { email?: string | null; phone?: string | null },
): Promise<unknown> => client.get(mutationOf('updateContact'), { input: { ...input, current: password } });

/** The hour that it is in the tests' time zone, so many hours from now, as a schedule takes it. */
export const hourInShanghai = (shift: number): string =>
  `${String((new Date().getUTCHours() + 8 + shift + 48) % 24).padStart(2, '0')}:00`;
