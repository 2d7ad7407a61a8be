/** The product of a fault run: real processes, and between them wires that can be cut. */
import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { grantLogin, migrate } from '@huiji/migrations/run';
import type { Started } from '../command.js';
import { launchApp } from '../launch.js';
import { CHECKOUT } from '../places.js';
import { preparePostgres, type Launchable } from '../postgres.js';
import { killIn, type Running } from '../processes.js';
import { prepareRedis } from '../redis.js';
import { freePort } from '../supervise.js';
import { Disk } from './disk.js';
import type { Job } from './jobs.js';
import { Kept } from './kept.js';
import { Wire } from './wire.js';

export const apps = ['api', 'worker'] as const;
export type App = (typeof apps)[number];
export const servers = ['postgres', 'redis'] as const;
export type ServerName = (typeof servers)[number];
export type ProcessName = App | ServerName;
export const wires = ['clients-api', 'api-postgres', 'api-redis', 'worker-postgres', 'worker-redis'] as const;
export type WireName = (typeof wires)[number];

/** Room for the data of a run, in megabytes, of which a full disk leaves none. */
const room = { postgres: 500, redis: 100 };

export interface Site {
  processes: Readonly<Record<ProcessName, Kept>>;
  wires: Readonly<Record<WireName, Wire>>;
  /** The disks that can be filled; none where this user may not mount any. */
  disks: Readonly<Record<ServerName, Disk | undefined>>;
  /** By how many milliseconds the clock of a process is wrong, from its next start on. */
  skew: Record<App, number>;
  /** The owner's url and that of Redis, past the wires. */
  ownerUrl: string;
  redisUrl: string;
  /** Where the clients ask, over a wire. */
  apiUrl: string;
  anchors: string;
  /** Deaths of api and worker that nobody asked for. */
  deaths: string[];
  /** What has been seen in the queues of Redis, by its text. */
  jobs: Map<string, Job>;
}

/** Starts the servers and, in `checkout`, api and worker; all of it below `folder`, where their logs are. */
export async function startSite(started: Started, folder: string, checkout = CHECKOUT): Promise<Site> {
  const [postgresDisk, redisDisk] = [
    await Disk.mount(join(folder, 'postgres'), room.postgres),
    await Disk.mount(join(folder, 'redis'), room.redis),
  ];
  for (const disk of [postgresDisk, redisDisk]) if (disk) await started.together(() => disk);
  const deaths: string[] = [];
  const [postgresAt, redisAt] = await Promise.all([
    preparePostgres(join(folder, 'postgres')),
    prepareRedis(join(folder, 'redis')),
  ]);
  const server = (name: ServerName, { launch, data }: Launchable): (() => Promise<Kept>) => {
    // A server may end itself where its disk is full.
    return () => Kept.start({ name, launch, kill: () => killIn(data), onDeath: () => undefined });
  };
  const [postgres, redis] = await started.together(server('postgres', postgresAt), server('redis', redisAt));
  await migrate(postgresAt.url);
  const appUrl = await grantLogin(postgresAt.url);

  const port = await freePort();
  const lines = await wiresTo({ api: port, postgres: portOf(postgresAt.url), redis: portOf(redisAt.url) });
  await started.together(...wires.map((name) => () => lines[name]));
  const skew: Site['skew'] = { api: 0, worker: 0 };
  const anchors = join(folder, 'anchors');
  const settings = {
    ...process.env,
    ...{ FIELD_KEY: randomBytes(32).toString('base64'), REQUIRE_TOTP: 'false', LOG_LEVEL: 'fatal' },
    ...{ RATE_LIMIT_PERSON: '0', RATE_LIMIT_TENANT: '0', RATE_LIMIT_ADDRESS: '0' },
    // Checked all the time: what differs for a moment only is found, too.
    ...{ PORT: String(port), AUDIT_ANCHOR_DIR: anchors, CHECK_TOTALS_SECONDS: '1' },
  };
  const app = (name: App) => (): Promise<Kept> => {
    const launch = async (): Promise<Running> => {
      const env = {
        ...settings,
        DATABASE_URL: through(lines[`${name}-postgres`], appUrl),
        REDIS_URL: through(lines[`${name}-redis`], redisAt.url),
        NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'skewed-clock.js')).href}`,
        CLOCK_SKEW_MS: String(skew[name]),
      };
      const log = await open(join(folder, `${name}.log`), 'a');
      try {
        return await launchApp(name, env, { checkout, log: log.fd });
      } finally {
        await log.close();
      }
    };
    const onDeath = (how: string): unknown => deaths.push(`${name} ended by itself: ${how}`);
    return Kept.start({ name, launch, kill: (running) => running.kill(), onDeath });
  };
  const [api, worker] = await started.together(app('api'), app('worker'));
  return {
    ...{ processes: { api, worker, postgres, redis }, wires: lines, skew, anchors, deaths, jobs: new Map() },
    disks: { postgres: postgresDisk, redis: redisDisk },
    ...{ ownerUrl: postgresAt.url, redisUrl: redisAt.url },
    apiUrl: `http://127.0.0.1:${lines['clients-api'].port}/graphql`,
  };
}

const portOf = (url: string): number => Number(new URL(url).port);

async function wiresTo(ports: Record<'api' | ServerName, number>): Promise<Record<WireName, Wire>> {
  const entries = await Promise.all(
    wires.map(async (name) => {
      const to = name.split('-')[1] as keyof typeof ports;
      return [name, await Wire.to(ports[to])] as const;
    }),
  );
  return Object.fromEntries(entries) as Record<WireName, Wire>;
}

function through(wire: Wire, url: string): string {
  const there = new URL(url);
  there.port = String(wire.port);
  return there.toString();
}
