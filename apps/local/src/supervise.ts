/** What both servers and both of our own programs need: being ready, and being started again when they die. */
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainError } from './plain-error.js';
import type { Running } from './processes.js';

const DEATHS_ALLOWED = 5;
const WITHIN_MS = 60_000;
const LOG_LIMIT = 10_000_000;

/** Something that runs until it is stopped. */
export interface Stoppable {
  stop: () => Promise<void>;
}

/** The deaths that still count, the latest included, and the wait before the next try; none: give up. */
export function afterDeath(earlier: readonly number[], now: number): { deaths: number[]; waitMs?: number } {
  const deaths = [...earlier.filter((at) => now - at < WITHIN_MS), now];
  return deaths.length < DEATHS_ALLOWED ? { deaths, waitMs: 100 * 3 ** (deaths.length - 1) } : { deaths };
}

/**
 * Keeps a program running until `stop`. Throws what the first launch throws; later deaths, and failures to launch
 * again, are reported in one line and retried; after five within a minute `onGiveUp` is called, once.
 */
export async function keepRunning(
  name: string,
  launch: () => Promise<Running>,
  onGiveUp: (error: PlainError) => void,
): Promise<Stoppable> {
  const stopping = new AbortController();
  let current = await launch();

  async function watch(): Promise<void> {
    let deaths: number[] = [];
    let how = (await current.exited).how;
    while (!stopping.signal.aborted) {
      const next = afterDeath(deaths, Date.now());
      deaths = next.deaths;
      if (next.waitMs === undefined) {
        onGiveUp(
          new PlainError(
            `${name} ended ${deaths.length} times within a minute, at last with: ${how}. Giving up.`,
          ),
        );
        return;
      }
      console.error(`${name} ended unexpectedly (${how}); starting it again.`);
      await Promise.race([sleep(next.waitMs), aborted(stopping.signal)]);
      if (stopping.signal.aborted) return;
      try {
        current = await launch();
        if (stopping.signal.aborted) await current.stop();
        how = (await current.exited).how;
      } catch (error) {
        how = (error as Error).message;
      }
    }
  }

  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/**
 * Waits until `isReady` says so. Throws one sentence when the program ends before that, or is too slow; it is
 * stopped then.
 */
export async function untilReady(
  name: string,
  running: Running,
  isReady: () => Promise<boolean>,
  seconds: number,
  hint: () => Promise<string>,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    if (await isReady()) return;
    const exit = await Promise.race([running.exited, sleep(20)]);
    if (exit) throw new PlainError(`${name} did not start (${exit.how}). ${await hint()}`.trim());
  }
  await running.stop();
  throw new PlainError(`${name} was not ready within ${seconds} seconds. ${await hint()}`.trim());
}

/** A server's log file, opened for it to append to. */
export interface ServerLog {
  fd: number;
  /** Our copy of the handle is not needed once the server has its own. */
  close: () => Promise<void>;
  /** The line of this launch that most likely tells what went wrong. */
  hint: () => Promise<string>;
}

/** Opens a log for appending; what has grown beyond 10 MB is set aside, one generation of it. */
export async function openLog(path: string): Promise<ServerLog> {
  const handle = await open(path, 'a', 0o600);
  const { size } = await handle.stat();
  if (size > LOG_LIMIT) {
    await handle.close();
    await rename(path, `${path}.old`);
    return openLog(path);
  }
  return {
    fd: handle.fd,
    close: () => handle.close(),
    async hint() {
      const text =
        (await stat(path)).size > size ? (await readFile(path)).subarray(size).toString('utf8') : '';
      return `${tellingLine(text)} (log: ${path})`.trim();
    },
  };
}

/** The last line that names a fatal error, else the last line. */
export function tellingLine(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => /FATAL|PANIC|ERROR|fatal|rror:/.test(line)) ?? lines.at(-1) ?? '';
}

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
