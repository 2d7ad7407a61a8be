import { mobileIn } from './contact.js';
import type { Audience, Channel, OwingState, SkipReason } from './reminder.js';

/** A union that owes a report, as a reminder speaks of it. `contact` and `phone` are its attributes, not an account. */
export interface OwingUnion {
  id: string;
  code: string;
  name: string;
  state: OwingState;
  /** ISO day, the last one on which it files in time. */
  dueOn: string;
  contact: string | null;
  phone: string | null;
}

/** A person who is to hear of a union, and as what. */
export interface Told {
  unionId: string;
  audience: Audience;
  personId: string;
  name: string;
  email: string | null;
  phone: string | null;
}

/** One channel to a recipient, and why it does not reach; null where it does. */
export interface Way {
  channel: Channel;
  skipped: SkipReason | null;
}

/** Somebody a reminder goes to: a person, or the contact of a union. `phone` is for eyes, as typed. */
export interface Recipient {
  personId: string | null;
  contactOf: string | null;
  name: string;
  phone: string | null;
  ways: readonly Way[];
}

/** One message to one recipient, about all the unions that concern them, by code. */
export interface PlannedMessage {
  recipient: Recipient;
  unions: OwingUnion[];
}

/** What a reminder would do: the messages, who hears of each union, and the unions that nobody can be told of. */
export interface ReminderPlan {
  messages: PlannedMessage[];
  recipients: Map<string, Recipient[]>;
  unreachable: OwingUnion[];
}

/** What is asked of a reminder. `setUp`: the channels of this installation that can send. */
export interface Asked {
  audiences: readonly Audience[];
  channels: readonly Channel[];
  setUp: ReadonlySet<Channel>;
}

/**
 * Groups what a reminder says by who hears it: one message a recipient, however many unions and in whatever role. The
 * contact of a union stands in for filers where nobody is appointed to file.
 */
export function planReminder(
  owing: readonly OwingUnion[],
  told: readonly Told[],
  asked: Asked,
): ReminderPlan {
  const toldOf = byUnion(told);
  const messages = new Map<string, PlannedMessage>();
  const recipients = new Map<string, Recipient[]>();
  for (const union of owing) {
    const found = (toldOf.get(union.id) ?? [])
      .filter(({ audience }) => asked.audiences.includes(audience))
      .map((person): [string, Recipient] => [person.personId, personOf(person, asked)]);
    const filed = toldOf.get(union.id)?.some(({ audience }) => audience === 'FILER') ?? false;
    const wanted = asked.audiences.includes('CONTACT') || (asked.audiences.includes('FILER') && !filed);
    const contact = wanted ? contactOf(union, asked) : null;
    if (contact) found.push([`contact ${mobileIn(union.phone) ?? union.id}`, contact]);
    const mine = new Map(found);
    recipients.set(union.id, [...mine.values()]);
    for (const [key, recipient] of mine) {
      const message = messages.get(key) ?? { recipient, unions: [] };
      message.unions.push(union);
      messages.set(key, message);
    }
  }
  const reached = (union: OwingUnion): boolean => recipients.get(union.id)?.some(isReached) ?? false;
  return {
    messages: [...messages.values()],
    recipients,
    unreachable: owing.filter((union) => !reached(union)),
  };
}

function byUnion(told: readonly Told[]): Map<string, Told[]> {
  const found = new Map<string, Told[]>();
  for (const one of told) {
    const mine = found.get(one.unionId);
    if (mine) mine.push(one);
    else found.set(one.unionId, [one]);
  }
  return found;
}

/** Whether any channel reaches a recipient. */
export const isReached = ({ ways }: Recipient): boolean => ways.some(({ skipped }) => skipped === null);

function personOf({ personId, name, email, phone }: Told, asked: Asked): Recipient {
  const missing: Record<Channel, SkipReason | null> = {
    IN_APP: null,
    EMAIL: email === null ? 'NO_EMAIL' : null,
    SMS: phone === null ? 'NO_PHONE' : null,
  };
  return { personId, contactOf: null, name, phone, ways: waysOf(asked, missing) };
}

/** The contact of a union, who has no account; null where none is known. */
function contactOf({ id, contact, phone }: OwingUnion, asked: Asked): Recipient | null {
  if (!contact && !phone) return null;
  const missing: Record<Channel, SkipReason | null> = {
    IN_APP: 'NO_ACCOUNT',
    EMAIL: 'NO_EMAIL',
    SMS: mobileIn(phone) === null ? 'NO_PHONE' : null,
  };
  return { personId: null, contactOf: id, name: contact ?? '', phone, ways: waysOf(asked, missing) };
}

const waysOf = ({ channels, setUp }: Asked, missing: Record<Channel, SkipReason | null>): Way[] =>
  channels.map((channel) => ({ channel, skipped: setUp.has(channel) ? missing[channel] : 'NOT_SET_UP' }));
