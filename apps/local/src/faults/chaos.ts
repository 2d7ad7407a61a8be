/** Which faults there are, and how each is made. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Chance } from '../chance.js';
import { deliverAgain } from './jobs.js';
import {
  apps,
  servers,
  type App,
  type ProcessName,
  type ServerName,
  type Site,
  wires,
  type WireName,
} from './site.js';

export type Fault =
  | { kind: 'kill'; of: ProcessName }
  | { kind: 'skew'; of: App; hours: number }
  | { kind: 'cut'; of: WireName }
  | { kind: 'hold'; of: WireName; milliseconds: number }
  | { kind: 'flush' }
  | { kind: 'fill'; of: ServerName; milliseconds: number }
  | { kind: 'again'; seed: number };

/** How often each kind is chosen, out of 100; whatever is left is a kill. */
const shares = { skew: 6, cut: 10, hold: 8, flush: 6, fill: 6, again: 10 };
/** By how much a clock is wrong: a little, and so much that it is another day. */
const hours = [-25, -0.1, 0.1, 25];

/** The next fault by chance alone, so that a seed means the same faults on every machine. */
export function chosen(chance: Chance): Fault {
  let dice = chance.below(100);
  const is = (kind: keyof typeof shares): boolean => (dice -= shares[kind]) < 0;
  if (is('skew')) return { kind: 'skew', of: chance.pick(apps), hours: chance.pick(hours) };
  if (is('cut')) return { kind: 'cut', of: chance.pick(wires) };
  if (is('hold')) return { kind: 'hold', of: chance.pick(wires), milliseconds: 100 + chance.below(500) };
  if (is('flush')) return { kind: 'flush' };
  if (is('fill')) return { kind: 'fill', of: chance.pick(servers), milliseconds: 500 + chance.below(1_000) };
  if (is('again')) return { kind: 'again', seed: chance.below(2 ** 31) };
  return { kind: 'kill', of: chance.pick([...apps, ...servers]) };
}

/** Whether a fault kills a process. */
export const isKill = ({ kind }: Fault): boolean => kind === 'kill' || kind === 'skew';

export function told(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return `kill -9 ${fault.of}`;
    case 'skew':
      return `kill -9 ${fault.of}, clock ${fault.hours} h off from then on`;
    case 'cut':
      return `cut ${fault.of}`;
    case 'hold':
      return `hold up ${fault.of} for ${fault.milliseconds} ms, then cut it`;
    case 'flush':
      return 'FLUSHALL';
    case 'fill':
      return `fill the disk of ${fault.of} for ${fault.milliseconds} ms`;
    case 'again':
      return 'deliver the jobs again, twice and shuffled';
  }
}

/** How long something that was killed may take until it is up again, in milliseconds. */
const patience = 60_000;
const tick = 20;

/** Waits until a process runs, and throws where it does not come up. */
export async function untilUp({ processes }: Site, name: ProcessName): Promise<void> {
  const end = performance.now() + patience;
  const { [name]: kept } = processes;
  while (!kept.isUp) {
    if (performance.now() > end) throw new Error(`${name} does not come up again: ${kept.trouble}`);
    await sleep(tick);
  }
}

/** Makes a fault, of what runs: it is waited for. False where it cannot be made here. Nothing is left of it but what it did. */
export async function make(site: Site, fault: Fault): Promise<boolean> {
  switch (fault.kind) {
    case 'skew':
      site.skew[fault.of] = fault.hours * 3_600_000;
      await untilUp(site, fault.of);
      await site.processes[fault.of].kill();
      return true;
    case 'kill':
      await untilUp(site, fault.of);
      await site.processes[fault.of].kill();
      return true;
    case 'cut':
      site.wires[fault.of].cut();
      return true;
    case 'hold': {
      const wire = site.wires[fault.of];
      wire.hold();
      await sleep(fault.milliseconds);
      wire.cut();
      wire.release();
      return true;
    }
    case 'fill': {
      const disk = site.disks[fault.of];
      if (!disk) return false;
      await disk.fill();
      await sleep(fault.milliseconds);
      await disk.free();
      return true;
    }
    case 'flush':
      await atRedis(site, (redis) => redis.flushall());
      return true;
    case 'again':
      await atRedis(site, (redis) =>
        deliverAgain({ wire: site.wires['worker-redis'], jobs: site.jobs }, redis, fault.seed),
      );
      return true;
  }
}

async function atRedis(site: Site, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  await untilUp(site, 'redis');
  const redis = new Redis(site.redisUrl, { maxRetriesPerRequest: null });
  // Without a listener it would say on the terminal what it does about it itself: connecting again.
  redis.on('error', () => undefined);
  try {
    await untilWritten(redis);
    await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** For up to a second after there is room on its disk again, Redis still refuses what it would have to write. */
async function untilWritten(redis: Redis): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      await redis.set('huiji:faults', '');
      return;
    } catch (error) {
      if (!String(error).includes('MISCONF') || performance.now() > end) throw error;
      await sleep(tick);
    }
  }
}
