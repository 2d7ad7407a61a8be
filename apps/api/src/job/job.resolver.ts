import { requireAtRoot } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import { type JobCount, jobCounts } from '@huiji/store/job';
import { tryAgain } from '@huiji/store/set-aside';
import { Inject } from '@nestjs/common';
import { Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import type { Ask, Payload } from '../graphql/ask.js';

@Resolver('JobCount')
export class JobResolver {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  @Query('jobs')
  async jobs(@Context('ask') ask: Ask): Promise<JobCount[]> {
    const tx = await ask.read();
    await requireAtRoot(tx, ask.actor, 'READ_CHECKS');
    return jobCounts(tx, ask.actor.tenantId);
  }

  /** No doorbell is rung: the workers look for what waits by themselves. */
  @Mutation('retryChanges')
  retry(@Context('ask') ask: Ask): Promise<Payload<{ retried: number }>> {
    return ask.answer(() =>
      inTenant(this.source, ask.actor.tenantId, async (tx) => {
        await requireAtRoot(tx, ask.actor, 'VERIFY_TOTALS');
        const retried = await tryAgain(tx, ask.actor.tenantId);
        const objectId = ask.actor.tenantId;
        if (retried > 0)
          await audit(tx, ask.origin, {
            ...{ action: 'RETRY_CHANGES', objectType: 'rollup_outbox', objectId, after: { retried } },
          });
        return { retried };
      }),
    );
  }
}
