import type { Server } from 'node:http';
import { serveWatch, type Watch } from '@huiji/store/watch';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Gauge } from 'prom-client';

/** Lets the worker be watched, where a setting names an address for that. */
export class Watched implements OnApplicationBootstrap, OnModuleDestroy {
  private server: Server | null = null;

  constructor(
    private readonly address: string,
    private readonly watch: Watch,
    private readonly queues: readonly Queue[],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.server = await serveWatch(this.address, this.watch);
    if (this.server) depthsOf(this.queues, this.watch);
  }

  onModuleDestroy(): void {
    this.server?.close();
  }
}

/** A queue is only a doorbell: what waits there is rings, and what failed there was done by a timer or is tried again. */
function depthsOf(queues: readonly Queue[], watch: Watch): void {
  new Gauge({
    name: 'huiji_queue_jobs',
    help: 'Jobs of a queue, by their state',
    labelNames: ['queue', 'state'],
    async collect() {
      if (!(await watch.standing()).redis) return this.reset(); // a count would wait for Redis to come back
      for (const queue of queues) {
        const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
        for (const [state, count] of Object.entries(counts)) this.set({ queue: queue.name, state }, count);
      }
    },
  });
}
