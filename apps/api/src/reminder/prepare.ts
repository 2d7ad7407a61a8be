import { type Channel, channels, mostReminded, type OwingState } from '@huiji/domain/reminder';
import { refuse } from '@huiji/domain/problem';
import { sendAt } from '@huiji/domain/quiet-hours';
import { isReached, type OwingUnion, planReminder, type ReminderPlan } from '@huiji/domain/reminder-plan';
import { type About, messageText } from '@huiji/domain/reminder-text';
import { requireId } from '@huiji/filing/ids';
import { requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { NewMessage } from '@huiji/store/reminder';
import { scheduleOf } from '@huiji/store/reminder-schedule';
import { filersOf, lastReminded, owingUnions, thoseWithin } from '@huiji/store/reminder-selection';
import type { Scope } from '@huiji/store/scope';
import { periods } from '@huiji/store/period';
import type { Actor, Ask } from '../graphql/ask.js';
import { optionalText } from '../graphql/text.js';
import { requireScope } from '../period/scope.js';

/** Whom to remind of what, as `remind` and `previewReminder` are both asked. */
export interface ReminderAsked extends UnionNamed {
  unionIds?: readonly string[] | null;
  form: string;
  period: string;
  states?: readonly OwingState[] | null;
  channels?: readonly Channel[] | null;
  message?: string | null;
  again?: boolean | null;
}

/** A reminder worked out: what is previewed is what is sent. */
export interface Prepared {
  scope: Scope;
  unionId: string;
  about: About;
  channels: readonly Channel[];
  sendAt: Date;
  hours: number;
  /** All that were meant and owe, by code; then those of them that were reminded lately, and those that would be now. */
  owing: readonly OwingUnion[];
  last: ReadonlyMap<string, Date>;
  lately: ReadonlySet<string>;
  plan: ReminderPlan;
  reminded: readonly OwingUnion[];
  messages: readonly NewMessage[];
}

const longestMessage = 200;

/**
 * Works a reminder out at a moment. FORBIDDEN or NOT_FOUND where a union is not the actor's to remind of; PERIOD_NOT_OPEN,
 * since nobody can file then; REMINDER_TOO_LARGE.
 */
export async function prepareReminder(
  tx: Tx,
  ask: Ask,
  asked: ReminderAsked,
  { setUp, now }: { setUp: ReadonlySet<Channel>; now: Date },
): Promise<Prepared> {
  const { tenantId, today } = ask.actor;
  const words = optionalText('message', asked.message, longestMessage);
  const { tree, filed, ...scope } = await requireScope(tx, ask, { form: asked.form, period: asked.period });
  const { union } = await requireMay(tx, ask.actor, 'REMIND', await unionIdOf(tx, ask.actor, asked), tree);
  const meant = { unionId: union.id, tree };
  const unionIds = asked.unionIds ? await requireWithin(tx, ask.actor, asked.unionIds, meant) : null;
  await requireOpen(tx, scope);

  const states = asked.states?.map((state) => (state === 'NOT_BEGUN' ? null : state));
  const owing = await owingUnions(tx, scope, { ...meant, unionIds, states }, mostReminded);
  if (owing.length > mostReminded) refuse('REMINDER_TOO_LARGE', { limit: mostReminded });
  const ids = owing.map(({ id }) => id);
  const last = await lastReminded(tx, scope, ids);
  const schedule = await scheduleOf(tx, tenantId);
  const since = now.getTime() - schedule.againAfterHours * 3_600_000;
  const lately = new Set(asked.again ? [] : ids.filter((id) => (last.get(id)?.getTime() ?? 0) > since));

  const wanted = channels.filter((channel) => asked.channels?.includes(channel) ?? true);
  const chosen = owing.filter(({ id }) => !lately.has(id));
  const told = await filersOf(
    tx,
    tenantId,
    chosen.map(({ id }) => id),
    today,
  );
  const plan = planReminder(chosen, told, { audiences: ['FILER'], channels: wanted, setUp });
  const unreachable = new Set(plan.unreachable);
  const dueAt = sendAt(now, schedule.quiet, schedule.timeZone);
  const about = { period: scope.period, form: { zh: filed.zh, en: filed.en }, words };
  return {
    ...{ scope, unionId: union.id, about, owing, last, lately, plan },
    ...{ channels: wanted, sendAt: dueAt, hours: schedule.againAfterHours },
    reminded: chosen.filter((one) => !unreachable.has(one)),
    messages: plan.messages
      .filter(({ recipient }) => isReached(recipient))
      .map((message) => ({ ...message, text: messageText(about, message.unions), dueAt })),
  };
}

/** The ids of unions that must stand in the subtree; NOT_FOUND for any other, there or not. */
async function requireWithin(
  tx: Tx,
  { tenantId }: Actor,
  given: readonly string[],
  meant: Parameters<typeof thoseWithin>[3],
): Promise<string[]> {
  const [what, field] = ['工会 union', 'unionIds'] as const;
  if (given.length > mostReminded) refuse('REMINDER_TOO_LARGE', { limit: mostReminded }, { field });
  const ids = given.map((id) => requireId(id, what, field));
  const within = await thoseWithin(tx, tenantId, ids, meant);
  return ids.every((id) => within.has(id)) ? ids : refuse('NOT_FOUND', { what }, { field });
}

async function requireOpen(tx: Tx, { tenantId, period }: Scope): Promise<void> {
  const open = await periods(tx).existsBy({ tenantId, code: period, status: 'OPEN' });
  if (!open) refuse('PERIOD_NOT_OPEN', { period }, { field: 'period' });
}
