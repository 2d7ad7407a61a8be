/** What a process tells whoever watches it: Prometheus, and whoever decides where requests go. */
import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Gauge, register } from 'prom-client';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type Installation, installationOf } from './installation.js';
import { Log } from './log.js';

/** The setting under which a process can be watched: the same for api and worker. */
export const watchSettings = z.object({
  WATCH_ADDRESS: z
    .union([
      z.literal(''),
      z.string().regex(/^\S+:\d{1,5}$/, 'a host and a port with a colon between, such as 127.0.0.1:9464'),
    ])
    .default('')
    .describe(
      'where `/metrics` and `/readyz` answer, for whoever watches and nobody else, such as `127.0.0.1:9464`; without it nowhere',
    ),
});

/** How a process stands. `ready`: what it is asked it can do. Without Redis everything works, only later. */
export interface Standing {
  ready: boolean;
  database: boolean;
  /** Its schema is what this code needs. */
  migrated: boolean;
  redis: boolean;
  /** For how long the oldest change has waited to be added to totals; 0 where none waits, null where that is not known. */
  lagSeconds: number | null;
}

/** How often the database is asked at most, in milliseconds: anybody may ask the api whether it is ready. */
const fresh = 1_000;

/** Knows how a process stands. */
export class Watch {
  private readonly log = new Log(Watch.name);
  private asked: { at: number; answer: Promise<Installation | null> } | null = null;

  constructor(
    private readonly source: DataSource,
    /** Whether Redis answers. */
    private readonly redis: () => boolean,
  ) {}

  async standing(): Promise<Standing> {
    const found = await this.installation();
    const { migrated, lagSeconds } = found ?? { migrated: false, lagSeconds: null };
    return { ready: migrated, database: found !== null, migrated, redis: this.redis(), lagSeconds };
  }

  /** How the database stands; null where it does not answer. */
  installation(): Promise<Installation | null> {
    const now = performance.now();
    if (!this.asked || now - this.asked.at > fresh)
      this.asked = {
        at: now,
        answer: installationOf(this.source).catch((error: unknown) => this.away(error)),
      };
    return this.asked.answer;
  }

  private away(error: unknown): null {
    this.log.warn('the database does not answer', error);
    return null;
  }
}

/** Answers /metrics and /readyz at an address of its own until it is closed; null where there is no `address`. */
export async function serveWatch(address: string, watch: Watch): Promise<Server | null> {
  if (address === '') return null;
  collectDefaultMetrics();
  gaugesOf(watch);
  const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
  const pages: Readonly<Record<string, () => Promise<{ status: number; type: string; text: string }>>> = {
    '/metrics': async () => ({ status: 200, type: register.contentType, text: await register.metrics() }),
    '/readyz': async () => {
      const standing = await watch.standing();
      return { status: standing.ready ? 200 : 503, type: 'application/json', text: JSON.stringify(standing) };
    },
  };
  const log = new Log('WatchServer');
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    const none = { status: 404, type: 'text/plain', text: 'Not found' };
    const answer = page ? page() : Promise.resolve(none);
    answer
      .catch((error: unknown) => {
        // Such as Redis, gone while it was asked. Whoever watches asks again; the process must not end by it.
        log.error('what was asked cannot be told', error);
        return { status: 500, type: 'text/plain', text: 'See the log' };
      })
      .then(({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text))
      .catch((error: unknown) => log.error('what was asked was not heard', error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: Number(port) }, resolve);
  });
  return server;
}

/** What is asked of the database, and of Redis, whenever somebody looks. */
function gaugesOf(watch: Watch): void {
  new Gauge({
    name: 'huiji_ready',
    help: 'Whether what the process needs is there',
    labelNames: ['of'],
    async collect() {
      const { database, migrated, redis } = await watch.standing();
      for (const [of, there] of Object.entries({ database, migrated, redis }))
        this.set({ of }, there ? 1 : 0);
    },
  });
  new Gauge({
    name: 'huiji_outbox_waiting',
    help: 'Changes that have not been added to totals yet, of all tenants, at most 10,000',
    async collect() {
      this.set((await watch.installation())?.waiting ?? NaN);
    },
  });
  new Gauge({
    name: 'huiji_outbox_set_aside',
    help: 'Changes that cannot be added to totals and wait until somebody has them tried again, of the same 10,000',
    async collect() {
      this.set((await watch.installation())?.setAside ?? NaN);
    },
  });
  new Gauge({
    name: 'huiji_outbox_oldest_seconds',
    help: 'For how long the oldest of them has waited',
    async collect() {
      this.set((await watch.standing()).lagSeconds ?? NaN);
    },
  });
}
