import { sendAt } from '@huiji/domain/quiet-hours';
import { mostAttempts, retryAt } from '@huiji/domain/reminder';
import { inTenant } from '@huiji/store/data-source';
import { Log } from '@huiji/store/log';
import {
  claimDue,
  deliveryBatch,
  dueTenants,
  type Letter,
  postpone,
  settle,
  type Settled,
} from '@huiji/store/reminder-delivery';
import { type ScheduleInForce, scheduleOf } from '@huiji/store/reminder-schedule';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Outcome } from './carrier.js';
import { Carriers } from './carriers.js';
import { failed } from '../failed.js';

/**
 * Takes what is due out of the house. It may run twice or be killed at any moment: a letter is claimed in one transaction,
 * sent, and settled in another. Killed in between, it is claimed again after its lease and sent once more, with the same
 * id; never not at all.
 */
@Injectable()
export class Deliverer {
  private readonly log = new Log(Deliverer.name);

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Carriers) private readonly carriers: Carriers,
  ) {}

  /** Delivers in every tenant that anything is due in, whether or not a doorbell rang for it. */
  async sweep(): Promise<void> {
    for (const tenantId of await dueTenants(this.source)) {
      try {
        await this.deliver(tenantId);
      } catch (error) {
        // One tenant's trouble must not keep the others waiting; the next sweep tries again.
        failed(this.log, { tenantId }, error);
      }
    }
  }

  /** Delivers what is due in a tenant until nothing is left; in its quiet hours puts it off until they end. */
  async deliver(tenantId: string): Promise<void> {
    for (;;) {
      const { letters, schedule } = await this.claim(tenantId);
      const settled = await Promise.allSettled(
        letters.map((letter) => this.carry(tenantId, letter, schedule)),
      );
      const failed = settled.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
      if (letters.length < deliveryBatch) return;
    }
  }

  private claim(tenantId: string): Promise<{ letters: Letter[]; schedule: ScheduleInForce }> {
    return inTenant(this.source, tenantId, async (tx) => {
      const schedule = await scheduleOf(tx, tenantId);
      const now = new Date();
      const at = sendAt(now, schedule.quiet, schedule.timeZone);
      if (at <= now) return { letters: await claimDue(tx, tenantId), schedule };
      await postpone(tx, tenantId, at);
      return { letters: [], schedule };
    });
  }

  private async carry(tenantId: string, letter: Letter, { quiet, timeZone }: ScheduleInForce): Promise<void> {
    const carrier = this.carriers.by[letter.channel];
    const address = carrier?.addressOf(letter);
    const skipped = (reason: string): Settled => ({ state: 'SKIPPED', reason, dueAt: null });
    let became: Settled;
    if (!carrier) became = skipped('NOT_SET_UP');
    else if (!letter.owed) became = skipped('NO_LONGER_OWED');
    else if (!address) became = skipped(letter.channel === 'EMAIL' ? 'NO_EMAIL' : 'NO_PHONE');
    // Whoever took it before never came back to say how it went, as often as may be tried.
    else if (letter.attempts > mostAttempts) became = { state: 'FAILED', reason: 'NO_OUTCOME', dueAt: null };
    else {
      const outcome = await carrier.send(letter, address);
      const again = retryAt(letter.attempts, new Date());
      became = settledBy(outcome, again && sendAt(again, quiet, timeZone));
    }
    await inTenant(this.source, tenantId, (tx) => settle(tx, tenantId, letter, became));
  }
}

/** `again`: when a further attempt may be made; null after the last one. */
function settledBy(outcome: Outcome, again: Date | null): Settled {
  if (outcome.kind === 'SENT') return { state: 'SENT', reason: null, dueAt: null };
  const waits = outcome.kind === 'RETRY' && again !== null;
  return { state: waits ? 'PENDING' : 'FAILED', reason: outcome.reason, dueAt: waits ? again : null };
}
