import { differenceLine } from '@huiji/domain/rollup-check';
import { inTenant } from '@huiji/store/data-source';
import { Log } from '@huiji/store/log';
import { checkSlice, scopesToCheck, type Slice } from '@huiji/store/rollup-check';
import type { Scope } from '@huiji/store/scope';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { failed } from '../failed.js';

/** How many differences of one check are written to the log; all are in the database. */
const mostLogged = 20;
/** The totals of FINAL periods change only through windows: they are checked so many times more rarely. */
const finalMoreRarely = 100;

/**
 * Holds totals against contributions (自检), scope by scope, those first that were not verified for longest. It may run twice or be
 * killed at any moment: a slice is one transaction, and the next one goes on where it ended.
 */
@Injectable()
export class Checker implements OnModuleDestroy {
  private readonly log = new Log(Checker.name);
  private lastAt = 0;
  private stopping = false;

  constructor(
    private readonly source: DataSource,
    /** After how many seconds a scope is checked again. */
    readonly everySeconds: number,
  ) {}

  /** Checks unless that was begun in the last so many milliseconds, as it is while Redis keeps the schedule. */
  async checkAfter(milliseconds: number): Promise<void> {
    if (Date.now() - this.lastAt >= milliseconds) await this.check();
  }

  async check(): Promise<void> {
    this.lastAt = Date.now();
    const every = { seconds: this.everySeconds, finalSeconds: this.everySeconds * finalMoreRarely };
    for (const scope of await scopesToCheck(this.source, every)) {
      try {
        await this.checkScope(scope);
      } catch (error) {
        // One scope's trouble must not keep the others waiting; the next run tries again.
        failed(this.log, scope, error);
      }
    }
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async checkScope(scope: Scope): Promise<void> {
    let slice: Slice | null = { ended: false };
    while (slice && !slice.ended) {
      if (this.stopping) return;
      slice = await inTenant(this.source, scope.tenantId, (tx) => checkSlice(tx, scope));
    }
    if (slice) this.report(scope, slice);
  }

  /** Says what was not known yet: a difference that stands is said once. */
  private report(
    { tenantId, form, period }: Scope,
    { form: filed, fresh, differences }: Extract<Slice, { ended: true }>,
  ): void {
    const log = this.log.of({ tenantId, form, period });
    for (const difference of fresh.slice(0, mostLogged))
      log.error(`a total differs: ${differenceLine(filed, difference)}`);
    if (fresh.length > mostLogged)
      log.error(`totals differ: ${fresh.length} new differences, ${differences.all} in all`);
  }
}
