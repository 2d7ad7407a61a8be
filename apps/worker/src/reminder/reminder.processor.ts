import { InjectQueue, Processor } from '@nestjs/bullmq';
import { Inject, type OnApplicationBootstrap } from '@nestjs/common';
import { reminderQueue } from '@huiji/store/reminder-delivery';
import { type Job, type Queue, UnrecoverableError } from 'bullmq';
import { runJob } from '../job-fault.js';
import { QueueHost } from '../queue-host.js';
import { Deliverer } from './deliverer.js';
import { Raiser } from './raiser.js';

/** How often the steps of the schedules are looked for, in milliseconds. */
export const raiseEvery = 300_000;

@Processor(reminderQueue, { concurrency: 1 })
export class ReminderProcessor extends QueueHost implements OnApplicationBootstrap {
  /** What follows, by the name of its job. A name that is not here ends where it can be seen. */
  private readonly jobs: Readonly<Record<string, (job: Job<{ tenantId: string }>) => Promise<void>>> = {
    deliver: ({ data }) => this.deliverer.deliver(data.tenantId),
    raise: () => this.raiser.raise(),
  };

  constructor(
    @Inject(Deliverer) private readonly deliverer: Deliverer,
    @Inject(Raiser) private readonly raiser: Raiser,
    @InjectQueue(reminderQueue) private readonly queue: Queue,
  ) {
    super();
  }

  /** Not waited for: while Redis is away the timer raises. */
  onApplicationBootstrap(): void {
    const template = { name: 'raise', opts: { removeOnComplete: true, removeOnFail: 100 } };
    this.queue
      .upsertJobScheduler('raise', { every: raiseEvery }, template)
      .catch((error: unknown) => this.log.warn('steps are raised by the timer alone', error));
  }

  override async process(job: Job<{ tenantId: string }>): Promise<void> {
    const follow = this.jobs[job.name];
    if (!follow) throw new UnrecoverableError(`no job is called ${job.name}`);
    await runJob(this.log, job, () => follow(job));
  }
}
