import { requireAtRoot } from '@huiji/filing/visible';
import { type JobCount, jobCounts } from '@huiji/store/job';
import { Context, Query, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';

@Resolver('JobCount')
export class JobResolver {
  @Query('jobs')
  async jobs(@Context('ask') ask: Ask): Promise<JobCount[]> {
    const tx = await ask.read();
    await requireAtRoot(tx, ask.actor, 'READ_CHECKS');
    return jobCounts(tx, ask.actor.tenantId);
  }
}
