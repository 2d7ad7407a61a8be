import { Processor } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import { doorbellQueue } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import { type Job, UnrecoverableError } from 'bullmq';
import { Drainer } from './drainer.js';
import { runJob } from './job-fault.js';
import { QueueHost } from './queue-host.js';

/** What follows from a committed change, by the name of its job. A name that is not here ends where it can be seen. */
const jobs: Readonly<Record<string, (drainer: Drainer, scope: Scope) => Promise<void>>> = {
  drain: (drainer, scope) => drainer.drain(scope),
};

@Processor(doorbellQueue, { concurrency: 1 })
export class EventsProcessor extends QueueHost {
  constructor(@Inject(Drainer) private readonly drainer: Drainer) {
    super();
  }

  override async process(job: Job<Scope>): Promise<void> {
    const follow = jobs[job.name];
    if (!follow) throw new UnrecoverableError(`no job is called ${job.name}`);
    await runJob(this.log, job, () => follow(this.drainer, job.data));
  }
}
