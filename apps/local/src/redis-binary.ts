/** Finds a Redis, or brings one: no npm package carries a usable one, but Debian does. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureFolder, serverUser } from './places.js';
import { PlainError } from './plain-error.js';

const LEAST = [6, 2] as const;
const NAMES = ['redis-server', 'valkey-server'];
const OTHERWISE = `install redis-server or valkey-server ${LEAST.join('.')} or newer, or name a server in REDIS_URL.`;

/** A Redis that runs on this machine, with the environment it needs. */
export interface RedisBinary {
  command: string;
  env: NodeJS.ProcessEnv;
}

/**
 * The Redis or Valkey to launch: from PATH, else from `cache`, else from Debian's package, which is unpacked into
 * `cache` and not installed, since installing it may start a system service.
 */
export async function redisBinary(cache: string): Promise<RedisBinary> {
  const unpacked = join(cache, `redis-${process.arch}`);
  return (
    (await firstUsable(NAMES.map((command) => ({ command, env: process.env })))) ??
    (await firstUsable(inFolder(unpacked))) ??
    (await unpackDebianPackage(cache, unpacked))
  );
}

function inFolder(folder: string): RedisBinary[] {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const libraries = [`usr/lib/${triplet}`, `lib/${triplet}`].map((path) => join(folder, path)).join(':');
  return NAMES.map((name) => ({
    command: join(folder, 'usr/bin', name),
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  }));
}

async function firstUsable(candidates: RedisBinary[]): Promise<RedisBinary | undefined> {
  for (const candidate of candidates) {
    const version = parseRedisVersion(await outputOf(candidate.command, ['--version'], candidate.env));
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

/** What a program prints, failing or not; nothing when it does not exist or cannot run here. */
async function outputOf(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  user = serverUser(),
): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { ...user, env, cwd: '/' });
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return stdout + stderr;
  }
}

async function unpackDebianPackage(cache: string, target: string): Promise<RedisBinary> {
  if (!existsSync('/usr/bin/apt-get'))
    throw new PlainError(`There is no Redis on this machine: ${OTHERWISE}`);
  console.log(`Fetching Debian's redis-server into ${target} (once; nothing is installed) …`);
  await ensureFolder(cache);
  const work = await mkdtemp(join(cache, 'apt-'));
  await chmod(work, 0o755); // the user the server runs as tries it in there
  try {
    const config = join(work, 'apt.conf');
    await writeFile(config, aptConfig(work));
    for (const folder of ['lists/partial', 'cache/archives/partial', 'root']) {
      await mkdir(join(work, folder), { recursive: true });
    }
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    const apt = (...args: string[]) => outputOf('apt-get', ['-c', config, ...args], env, {});
    const output = (await apt('update')) + (await apt('install', '--download-only', '--yes', 'redis-server'));

    const archives = join(work, 'cache/archives');
    for (const name of await readdir(archives)) {
      if (name.endsWith('.deb'))
        await promisify(execFile)('dpkg', ['-x', join(archives, name), join(work, 'root')]);
    }
    await promisify(execFile)('chmod', ['-R', 'a+rX', join(work, 'root')]);
    if (!(await firstUsable(inFolder(join(work, 'root'))))) {
      throw new PlainError(
        `There is no Redis on this machine, and Debian's package could not be used (${aptFailure(output)}): ${OTHERWISE}`,
      );
    }
    await rm(target, { recursive: true, force: true });
    await rename(join(work, 'root'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const usable = await firstUsable(inFolder(target));
  if (!usable)
    throw new PlainError(`The Redis in ${target} does not run: delete that folder, or ${OTHERWISE}`);
  return usable;
}

/**
 * Settings that keep apt inside `work`: private lists and cache, no lock of the system's, and none of the hooks
 * that clean the system's cache or notify its services.
 */
export function aptConfig(work: string): string {
  return [
    `Dir::State::lists "${work}/lists";`,
    `Dir::Cache "${work}/cache";`,
    'Debug::NoLocking "true";',
    'APT::Install-Recommends "false";',
    'APT::Sandbox::User "";', // the download user cannot reach a folder below a closed home
    'Acquire::Languages "none";',
    'Acquire::Retries "1";',
    'Acquire::http::Timeout "15";',
    'Acquire::https::Timeout "15";',
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    '#clear DPkg::Pre-Install-Pkgs;',
    '#clear DPkg::Post-Invoke;',
    '',
  ].join('\n');
}

/** Why apt-get brought nothing usable, in a few words, from everything it printed. */
export function aptFailure(output: string): string {
  if (/Failed to fetch|Temporary failure resolving|Could not (resolve|connect)/.test(output)) {
    return 'the package mirror cannot be reached';
  }
  const error = /^E: (.+)$/m.exec(output)?.[1];
  return error ?? 'it is too old or does not run here';
}
