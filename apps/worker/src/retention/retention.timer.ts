import { auditedTenants } from '@huiji/store/audit-chain';
import { inTenant } from '@huiji/store/data-source';
import { Log } from '@huiji/store/log';
import { deleteExpired } from '@huiji/store/retention';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Repeat } from '../repeat.js';
import { failed } from '../failed.js';

/** The pause between two sweeps, in milliseconds. */
const interval = 3_600_000;

/** Deletes what is kept no longer: at the start, and once an hour. Several workers may do so at once. */
@Injectable()
export class RetentionTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Log(RetentionTimer.name);
  private readonly repeat = new Repeat(RetentionTimer.name, interval, () => this.sweep());

  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  onApplicationBootstrap(): void {
    this.repeat.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeat.stop();
  }

  private async sweep(): Promise<void> {
    for (const tenantId of await auditedTenants(this.source)) {
      try {
        while (await inTenant(this.source, tenantId, (tx) => deleteExpired(tx, tenantId)));
      } catch (error) {
        // One tenant's trouble must not keep the others waiting; the next sweep tries again.
        failed(this.log, { tenantId }, error);
      }
    }
  }
}
