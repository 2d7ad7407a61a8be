import { refuse } from '@huiji/domain/problem';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import { once } from '@huiji/store/idempotency';
import { lockPeriod } from '@huiji/store/period';
import { insertReminder, lockReminders } from '@huiji/store/reminder';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { requireKey } from '../graphql/text.js';
import { requireScope } from '../period/scope.js';
import { ChannelsSetUp } from './channels.js';
import { prepareReminder, type Prepared, type ReminderAsked } from './prepare.js';

export type RemindInput = ReminderAsked & { unionId: string; idempotencyKey: string };

/** 催报 by a person: rehearsed, and sent. */
@Injectable()
export class ReminderService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(ChannelsSetUp) private readonly channels: ChannelsSetUp,
  ) {}

  async preview(ask: Ask, asked: ReminderAsked): Promise<Prepared> {
    return prepareReminder(await ask.read(), ask, asked, { setUp: this.channels.all, now: new Date() });
  }

  /** Writes the reminder with all its messages and answers its id; the worker takes the messages out of the house. */
  async remind(ask: Ask, { idempotencyKey, ...asked }: RemindInput): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const key = requireKey(idempotencyKey);
    const id = await inTenant(this.source, tenantId, (tx) =>
      once(tx, { tenantId, personId }, key, asked, async () => {
        const scope = await requireScope(tx, ask, { form: asked.form, period: asked.period });
        await lockPeriod(tx, tenantId, scope.period, 'SHARED');
        await lockReminders(tx, scope);
        const prepared = await prepareReminder(tx, ask, asked, { setUp: this.channels.all, now: new Date() });
        const { unionId, reminded, messages, about } = prepared;
        if (reminded.length === 0) refuseNobody(prepared, asked);
        const by = { personId, words: about.words };
        const written = await insertReminder(tx, { scope, unionId, by }, reminded, messages);
        await audit(tx, ask.origin, {
          action: 'REMIND',
          objectType: 'reminder',
          objectId: written,
          unionId,
          after: {
            ...{ form: scope.form, period: scope.period, unionId, channels: prepared.channels },
            ...{ unions: reminded.length, messages: messages.length },
          },
        });
        return written;
      }),
    );
    this.doorbell.ringReminders(tenantId);
    return id;
  }
}

function refuseNobody({ owing, lately, plan }: Prepared, { unionIds }: ReminderAsked): never {
  const filed = unionIds ? new Set(unionIds).size - owing.length : 0;
  return refuse('REMINDER_NOBODY', { filed, recent: lately.size, lost: plan.unreachable.length });
}
