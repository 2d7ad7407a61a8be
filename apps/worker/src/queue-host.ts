import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Log } from '@huiji/store/log';
import { Queue } from 'bullmq';

/** A queue whose trouble is told by who takes its jobs: an error that nobody hears from the first moment on BullMQ prints as it is. */
export class QuietQueue extends Queue {
  constructor(...made: ConstructorParameters<typeof Queue>) {
    super(...made);
    this.on('error', () => undefined);
  }
}

/** How long a queue is left alone after Redis has refused something, and how long nothing more is said of it, in milliseconds. */
const rest = 1_000;
const quiet = 60_000;

/**
 * What takes the jobs of a queue. Where Redis answers and refuses, as with a full disk, BullMQ would ask again at once, thousands of times,
 * and print each time what it has asked, with the job in it. So it rests, and our log says so once a minute; the timers work meanwhile.
 */
export abstract class QueueHost extends WorkerHost {
  protected readonly log = new Log(this.constructor.name);
  private resting = false;
  private saidAt = -Infinity;

  @OnWorkerEvent('error')
  async onError(error: Error): Promise<void> {
    if (performance.now() - this.saidAt >= quiet) {
      this.saidAt = performance.now();
      this.log.warn('Redis does not take what its queue asks, the timers work meanwhile', error);
    }
    if (this.resting) return;
    this.resting = true;
    await this.worker.pause(true);
    setTimeout(() => {
      this.resting = false;
      void this.worker.resume(); // what fails in it comes here as an error again
    }, rest).unref();
  }
}
