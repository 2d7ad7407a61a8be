import { InjectQueue, Processor } from '@nestjs/bullmq';
import { Inject, type OnApplicationBootstrap } from '@nestjs/common';
import { checkQueue } from '@huiji/store/rollup-check';
import { type Job, type Queue, UnrecoverableError } from 'bullmq';
import { runJob } from '../job-fault.js';
import { QueueHost } from '../queue-host.js';
import { Checker } from './checker.js';

/** A queue of its own: a check takes seconds, for which no doorbell should wait. */
@Processor(checkQueue, { concurrency: 1 })
export class CheckProcessor extends QueueHost implements OnApplicationBootstrap {
  constructor(
    @Inject(Checker) private readonly checker: Checker,
    @InjectQueue(checkQueue) private readonly queue: Queue,
  ) {
    super();
  }

  /** Not waited for: while Redis is away the timer checks. */
  onApplicationBootstrap(): void {
    const template = { name: 'check', opts: { removeOnComplete: true, removeOnFail: 100 } };
    this.queue
      .upsertJobScheduler('check', { every: this.checker.everySeconds * 1_000 }, template)
      .catch((error: unknown) => this.log.warn('totals are checked by the timer alone', error));
  }

  override async process(job: Job): Promise<void> {
    if (job.name !== 'check') throw new UnrecoverableError(`no job is called ${job.name}`);
    await runJob(this.log, job, () => this.checker.check());
  }
}
