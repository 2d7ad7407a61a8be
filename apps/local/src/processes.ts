/** Launching and stopping programs, and finding those that an earlier, killed start left behind. */
import { execFile, spawn, type ExecFileOptions, type SpawnOptions } from 'node:child_process';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PlainError } from './plain-error.js';

/** Signals to try in turn, and how many milliseconds to wait after each. */
export type Ladder = ReadonlyArray<readonly [signal: NodeJS.Signals, milliseconds: number]>;

/** PostgreSQL's fast, then immediate shutdown; Redis saves and leaves on the first. */
export const SERVER_LADDER: Ladder = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/** For our own programs, which finish what they are at when asked to. */
export const APP_LADDER: Ladder = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 5_000],
];

/** How a program ended: its code, and a phrase for messages. */
export interface Exit {
  code: number | null;
  how: string;
}

/** A launched program. `exited` never rejects, not even when the program could not be started at all. */
export interface Running {
  exited: Promise<Exit>;
  stop: () => Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill: () => void;
  onMessage: (listener: (message: unknown) => void) => void;
}

/** Launches a program; `stop` climbs the ladder until it is gone, and is harmless when it already is. */
export function run(command: string, args: string[], options: SpawnOptions, ladder: Ladder): Running {
  const child = spawn(command, args, options);
  const exited = new Promise<Exit>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, how: signal ?? `exit code ${code}` }));
    child.on('error', (error) => {
      if (child.pid === undefined) resolve({ code: null, how: error.message });
    });
  });
  return {
    exited,
    onMessage: (listener) => child.on('message', listener),
    kill: () => child.kill('SIGKILL'),
    async stop() {
      for (const [signal, milliseconds] of ladder) {
        child.kill(signal);
        // The timer must not keep us alive; the child's own handle does that while it is there.
        if (await Promise.race([exited, sleep(milliseconds, undefined, { ref: false })])) return;
      }
      throw new PlainError(`${command} (process ${child.pid}) does not stop.`);
    },
  };
}

/** What a program prints, failing or not; nothing when it does not exist or cannot run here. */
export async function outputOf(command: string, args: string[], options: ExecFileOptions): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, {
      ...options,
      cwd: '/',
      encoding: 'utf8',
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return stdout + stderr;
  }
}

/** What the servers we launch call themselves. */
const SERVER = /^(postgres|redis-server|valkey-server)$/;

interface Found {
  pid: number;
  /** Not one of the processes that PostgreSQL forks and renames: those take signals to mean something else. */
  leader: boolean;
}

/**
 * The processes of a server that works in `folder`, recognised by name and working folder: a reused process id or
 * somebody's shell is never taken for one. Zombies have no working folder and do not count.
 */
export async function processesIn(folder: string): Promise<Found[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<Found | undefined> => {
      try {
        if ((await readlink(`/proc/${pid}/cwd`)) !== folder) return undefined;
        if (!SERVER.test((await readFile(`/proc/${pid}/comm`, 'utf8')).trim())) return undefined;
        const leader = !(await readFile(`/proc/${pid}/cmdline`, 'utf8')).startsWith('postgres: ');
        return { pid: Number(pid), leader };
      } catch (error) {
        // Gone meanwhile, or somebody else's: neither is ours.
        if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
          return undefined;
        throw error;
      }
    }),
  );
  return found.filter((process) => process !== undefined);
}

/**
 * Stops what a killed start left running in `folder`. A second server on the same files would destroy them, so
 * this throws when something stays. PostgreSQL's children leave by themselves once their leader is gone.
 */
export async function stopOrphans(folder: string): Promise<void> {
  for (const [signal, milliseconds] of SERVER_LADDER) {
    const deadline = Date.now() + milliseconds;
    const found = await processesIn(folder);
    if (found.length === 0) return;
    for (const { pid, leader } of found) if (leader || signal === 'SIGKILL') send(pid, signal);
    while ((await processesIn(folder)).length > 0 && Date.now() < deadline) await sleep(20);
  }
  const [left] = await processesIn(folder);
  if (left)
    throw new PlainError(
      `Process ${left.pid} of an earlier start still uses ${folder} and does not stop: end it by hand.`,
    );
}

/** Kills a server and all that it has forked, as a power cut would. */
export async function killIn(folder: string): Promise<void> {
  const found = await processesIn(folder);
  // The leader first: it would take a child's death for a crash of that child alone, and begin anew.
  for (const { pid } of found.toSorted((a, b) => Number(b.leader) - Number(a.leader))) send(pid, 'SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it left by itself
  }
}
