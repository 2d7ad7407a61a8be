import { faultOf } from '@huiji/store/fault';
import { during, type Log } from '@huiji/store/log';
import { traced } from '@huiji/store/trace';
import type { Job } from 'bullmq';
import { failed } from './failed.js';

/** Runs what follows from a job; the log says which. Message and stack of what it throws come to rest in Redis, so they
 * are what may be logged. */
export async function runJob(log: Log, job: Job, follow: () => Promise<void>): Promise<void> {
  const { tenantId } = (job.data ?? {}) as { tenantId?: string };
  const attributes = { 'huiji.job': job.name, ...(tenantId && { 'huiji.tenant_id': tenantId }) };
  await during({ job: `${job.name} ${job.id}`, ...(tenantId && { tenantId }) }, async () => {
    try {
      await traced({ name: `job ${job.name}`, attributes }, follow);
    } catch (error) {
      failed(log, {}, error);
      throw new Error(faultOf(error), { cause: error });
    }
  });
}
