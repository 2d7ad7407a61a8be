import type { Anchor } from '@huiji/domain/audit-chain';
import { auditedTenants, headOf, sealBatch, sealNext, unsealedTenants } from '@huiji/store/audit-chain';
import { reading } from '@huiji/store/data-source';
import { Log } from '@huiji/store/log';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Anchors } from './anchor.js';
import { failed } from '../failed.js';

/**
 * Seals audit events, and anchors where each chain ends. It may run twice, in two workers at once, or be killed: a batch is
 * one transaction. A head is anchored only when it is committed; one that a killed worker left out is made up for by the
 * next that starts.
 */
@Injectable()
export class Sealer {
  private readonly log = new Log(Sealer.name);
  private madeUp = false;

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Anchors) private readonly anchors: Anchors,
  ) {}

  /** Seals in every tenant that has anything unsealed. */
  async sweep(): Promise<void> {
    if (!this.madeUp) await this.anchorAll();
    for (const tenantId of await unsealedTenants(this.source)) {
      try {
        await this.seal(tenantId);
      } catch (error) {
        // One tenant's trouble must not keep the others waiting; the next sweep tries again.
        failed(this.log, { tenantId }, error);
      }
    }
  }

  private async seal(tenantId: string): Promise<void> {
    for (;;) {
      const { taken, head } = await sealNext(this.source, tenantId);
      if (head) await this.anchor([head]);
      if (taken < sealBatch) return;
    }
  }

  /** A head that is written down twice says the same twice. */
  private async anchorAll(): Promise<void> {
    if (!this.anchors.kept) return;
    const heads: Anchor[] = [];
    for (const tenantId of await auditedTenants(this.source)) {
      const head = await reading(this.source, tenantId, (tx) => headOf(tx, tenantId));
      if (head) heads.push(head);
    }
    // Only now: a sweep that could not read them leaves them to the next. `anchor` takes it back where it cannot write.
    this.madeUp = true;
    await this.anchor(heads);
  }

  /** Where it cannot be written, sealing goes on, and with the next sweep all heads are tried again. */
  private async anchor(heads: readonly Anchor[]): Promise<void> {
    try {
      await this.anchors.write(heads);
    } catch (error) {
      this.madeUp = false;
      this.log.error('the heads of audit chains cannot be anchored', error);
    }
  }
}
