import { Log } from '@huiji/store/log';
import { drain, drainBatch, type Drained, pendingScopes } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import { isOfChanges, setAsideFirst } from '@huiji/store/set-aside';
import { traced } from '@huiji/store/trace';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Announcer } from './announcer.js';
import { failed } from './failed.js';
import { drained, drainSeconds, failures, leafToRoot } from './metrics.js';

const attributesOf = ({ tenantId, form, period }: Scope) => ({
  ...{ 'huiji.tenant_id': tenantId, 'huiji.form': form, 'huiji.period': period },
});

/** Adds what has been accepted to the totals. It may run twice or be killed at any moment: a batch is one transaction. */
@Injectable()
export class Drainer implements OnModuleDestroy {
  private readonly log = new Log(Drainer.name);
  private stopping = false;

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Announcer) private readonly announcer: Announcer,
  ) {}

  /** The batch under way is ended, and no other begun. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Drains one scope until nothing is left, and tells after each batch whose totals moved. */
  async drain(scope: Scope): Promise<void> {
    while (!this.stopping) {
      const done = drainSeconds.startTimer();
      const { taken, waited, unions } = await traced({ name: 'drain', attributes: attributesOf(scope) }, () =>
        this.batch(scope),
      );
      done();
      drained.inc(taken);
      if (waited !== null) leafToRoot.observe(waited);
      if (taken > 0) this.announcer.tell({ ...scope, unions });
      if (taken < drainBatch) return;
    }
  }

  /** Drains one batch; what cannot be added is set aside, one change after the other, so that it keeps nothing else waiting. */
  private async batch(scope: Scope): Promise<Drained> {
    for (;;) {
      try {
        return await drain(this.source, scope);
      } catch (error) {
        if (!isOfChanges(error)) throw error;
        const id = await setAsideFirst(this.source, scope);
        if (id === null) throw error;
        failures.inc({ of: Drainer.name });
        this.log.of({ ...scope, id }).error('a change cannot be added to totals and is set aside', error);
      }
    }
  }

  /** Drains every scope that anything waits in, whether or not a doorbell rang for it. */
  async sweep(): Promise<void> {
    for (const scope of await pendingScopes(this.source)) {
      try {
        await this.drain(scope);
      } catch (error) {
        // One tenant's trouble must not keep the others waiting; the next sweep tries again.
        failed(this.log, scope, error);
      }
    }
  }
}
