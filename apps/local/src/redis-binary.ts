/** Finds a Redis, or brings one. */
import { join } from 'node:path';
import { fromDebian, librariesIn } from './debian-package.js';
import { serverUser } from './places.js';
import { outputOf } from './processes.js';

const LEAST = [6, 2] as const;
const NAMES = ['redis-server', 'valkey-server'];

/** A Redis that runs on this machine, with the environment it needs. */
export interface RedisBinary {
  command: string;
  env: NodeJS.ProcessEnv;
}

/** The Redis or Valkey to launch: from PATH, else from `cache`, else from Debian's package, which is unpacked into `cache`. */
export async function redisBinary(cache: string): Promise<RedisBinary> {
  return (
    (await firstUsable(NAMES.map((command) => ({ command, env: process.env })))) ??
    (await fromDebian({
      name: 'redis-server',
      target: join(cache, `redis-${process.arch}`),
      tryOut: (folder) => firstUsable(inFolder(folder)),
      missing: 'There is no Redis on this machine',
      otherwise: `install redis-server or valkey-server ${LEAST.join('.')} or newer, or name a server in REDIS_URL.`,
    }))
  );
}

function inFolder(folder: string): RedisBinary[] {
  return NAMES.map((name) => ({
    command: join(folder, 'usr/bin', name),
    env: { ...process.env, LD_LIBRARY_PATH: librariesIn(folder) },
  }));
}

async function firstUsable(candidates: RedisBinary[]): Promise<RedisBinary | undefined> {
  for (const candidate of candidates) {
    const options = { ...serverUser(), env: candidate.env };
    const version = parseRedisVersion(await outputOf(candidate.command, ['--version'], options));
    if (version && isNewEnough(version)) return candidate;
  }
  return undefined;
}

/** Reads `redis-server --version` and `valkey-server --version`. */
export function parseRedisVersion(output: string): [major: number, minor: number] | undefined {
  const match = /\bv=(\d+)\.(\d+)/.exec(output);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** Whether BullMQ can work with this version. */
export function isNewEnough([major, minor]: readonly [number, number]): boolean {
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}
