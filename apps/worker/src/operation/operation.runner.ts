import { inTenant } from '@huiji/store/data-source';
import { Log } from '@huiji/store/log';
import { operationTenants } from '@huiji/store/operation';
import { type Attempt, claimOperation, giveUp, release } from '@huiji/store/operation-attempt';
import type { DataSource } from 'typeorm';
import { Apart } from './apart.js';

/** Claims operations (作业) and has them worked in a process apart. */
export class OperationRunner {
  private readonly log = new Log(OperationRunner.name);
  private readonly apart = new Apart();
  private stopping = false;

  constructor(
    private readonly source: DataSource,
    /** Without a store for files the api takes no operation. */
    private readonly keepsFiles: boolean,
  ) {}

  /** Gives back what is under way, as soon as it next reports, and begins nothing more. */
  stop(): void {
    this.stopping = true;
    this.apart.stop();
  }

  /** Ends the process apart, once no sweep is under way. */
  end(): void {
    this.apart.end();
  }

  /** Runs one operation of each tenant in which any waits, so that none waits for all of another's. */
  async sweep(): Promise<void> {
    if (!this.keepsFiles) return;
    for (const tenantId of await operationTenants(this.source)) {
      if (this.stopping) return;
      const attempt = await inTenant(this.source, tenantId, (tx) => claimOperation(tx, tenantId));
      if (attempt) await this.run(attempt);
    }
  }

  private async run(attempt: Attempt): Promise<void> {
    const { tenantId, id } = attempt;
    if (await this.apart.work(attempt)) return;
    if (!this.stopping) this.log.of({ tenantId, id }).error(`attempt ${attempt.attempt}: its process ended`);
    await inTenant(this.source, tenantId, (tx) =>
      this.stopping ? release(tx, attempt, 0) : giveUp(tx, attempt),
    );
  }
}
