import type { DeliveryState } from '@huiji/domain/reminder';
import { type OwingUnion, type Recipient } from '@huiji/domain/reminder-plan';
import { groupText } from '@huiji/domain/reminder-text';
import type { TradeUnion } from '@huiji/store/entities';
import type { LoggedReminder, NewMessage } from '@huiji/store/reminder';
import type { Connection } from '../graphql/connection.js';
import type { Prepared } from './prepare.js';

/** A recipient as the schema shows one: each channel with when it would be sent. */
export function recipientView({ name, phone, contactOf, ways }: Recipient, now: Date, dueAt: Date) {
  return {
    ...{ name, phone, isContact: contactOf !== null },
    ways: ways.map(({ channel, skipped }) => ({
      ...{ channel, skipped },
      at: skipped ? null : channel === 'IN_APP' ? now : dueAt,
    })),
  };
}

/** A union that owes as the schema shows it; `unions` holds what else is known of it. */
export function unionView(
  prepared: Prepared,
  one: OwingUnion,
  unions: ReadonlyMap<string, TradeUnion>,
  now: Date,
) {
  const { last, lately, plan, sendAt } = prepared;
  const union = unions.get(one.id);
  const unreachable = plan.unreachable.includes(one);
  return {
    ...{ union, state: one.state, dueOn: one.dueOn, lastRemindedAt: last.get(one.id) ?? null },
    leftOut: lately.has(one.id) ? 'REMINDED_LATELY' : unreachable ? 'UNREACHABLE' : null,
    recipients: (plan.recipients.get(one.id) ?? []).map((recipient) => recipientView(recipient, now, sendAt)),
  };
}

/** A preview as the schema shows it. `messages` stay whole until the field's own page of them is asked for. */
export interface PreviewView {
  count: number;
  remindedLately: number;
  unreachable: number;
  sendAt: Date;
  notSetUp: readonly string[];
  unions: Connection<ReturnType<typeof unionView>>;
  messageCount: number;
  planned: readonly NewMessage[];
  now: Date;
  copyText: string;
}

export function previewView(
  prepared: Prepared,
  unions: PreviewView['unions'],
  setUp: ReadonlySet<string>,
  now: Date,
): PreviewView {
  const { owing, lately, plan, about, reminded, messages, channels, sendAt } = prepared;
  const meant = owing.filter(({ id }) => !lately.has(id));
  return {
    ...{ count: reminded.length, remindedLately: lately.size, unreachable: plan.unreachable.length, sendAt },
    notSetUp: channels.filter((channel) => !setUp.has(channel)),
    ...{ unions, messageCount: messages.length, planned: messages, now },
    copyText: groupText(about, meant, plan.recipients),
  };
}

/** A planned message as the schema shows it. */
export const messageView = ({ recipient, unions, text, dueAt }: NewMessage, now: Date) => ({
  ...text,
  recipient: recipientView(recipient, now, dueAt),
  unions: unions.length,
});

/** A reminder of the log as the schema shows it. */
export function reminderView({ words, deliveries, ...logged }: LoggedReminder) {
  const count = (state: DeliveryState): number => deliveries[state] ?? 0;
  return {
    ...logged,
    message: words,
    deliveries: {
      pending: count('PENDING'),
      sent: count('SENT'),
      failed: count('FAILED'),
      skipped: count('SKIPPED'),
    },
  };
}
