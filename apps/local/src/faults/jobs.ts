/** Jobs that are delivered more than once and out of order, as a queue may. */
import { setTimeout as sleep } from 'node:timers/promises';
import { reminderQueue } from '@huiji/store/reminder-delivery';
import { doorbellQueue } from '@huiji/store/rollup';
import { checkQueue } from '@huiji/store/rollup-check';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { Chance } from '../chance.js';
import type { Wire } from './wire.js';

/** A job that stood in a queue. */
export interface Job {
  queue: string;
  name: string;
  data: unknown;
}

/** For how long the worker is kept from its jobs, so that some are there to be seen: most are done within milliseconds. */
const gathering = 200;
/** How many jobs of a queue are looked at. */
const most = 1_000;

/** Adds each job that stands in a queue, or is among those seen there before (`jobs`), twice, in random order. `wire` is the worker's. */
export async function deliverAgain(
  { wire, jobs }: { wire: Wire; jobs: Map<string, Job> },
  redis: Redis,
  seed: number,
): Promise<void> {
  const queues = [doorbellQueue, reminderQueue, checkQueue].map(
    (name) => new Queue(name, { connection: redis }),
  );
  wire.hold();
  try {
    await sleep(gathering);
    for (const queue of queues) for (const job of await jobsIn(queue)) jobs.set(JSON.stringify(job), job);
    await addTwice(queues, [...jobs.values()], seed);
  } finally {
    wire.release();
  }
  for (const queue of queues) await queue.close();
}

async function addTwice(queues: readonly Queue[], jobs: readonly Job[], seed: number): Promise<void> {
  const chance = new Chance(seed);
  const shuffled = [...jobs, ...jobs]
    .map((job) => ({ job, at: chance.below(2 ** 31) }))
    .toSorted((a, b) => a.at - b.at);
  for (const { job } of shuffled)
    await queues
      .find(({ name }) => name === job.queue)
      ?.add(job.name, job.data, { removeOnComplete: true, removeOnFail: 100 });
}

async function jobsIn(queue: Queue): Promise<Job[]> {
  const standing = ['waiting', 'active', 'delayed', 'prioritized', 'completed', 'failed'] as const;
  const jobs = await queue.getJobs([...standing], 0, most);
  // One that was removed meanwhile is answered as undefined.
  return jobs.flatMap((job) =>
    job ? [{ queue: queue.name, name: job.name, data: job.data as unknown }] : [],
  );
}
