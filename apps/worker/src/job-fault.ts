import { faultOf } from '@huiji/store/fault';

/** Runs what follows from a job. Message and stack of what it throws come to rest in Redis, so they
 * are what may be logged. */
export async function runJob(follow: () => Promise<void>): Promise<void> {
  try {
    await follow();
  } catch (error) {
    throw new Error(faultOf(error), { cause: error });
  }
}
