import { fork } from 'node:child_process';
import { type Problem, problem } from '@huiji/domain/problem-found';

/** What reading one file may take, in this process and in the one that reads it. */
export interface ApartLimits {
  bytes: number;
  /** Of all that is packed in it. */
  inflatedBytes: number;
  milliseconds: number;
  heapMb: number;
}

/** A file, and what its reader is told beside. */
export interface ToRead {
  bytes: Uint8Array;
  limits: ApartLimits;
}

/**
 * Options of Node for a process that works on one file: it collects garbage before that is a third of what is in use, where V8 on a large machine
 * waits for several times that. It needs 140 MB for 3,000 returns and not 600, in about the same time.
 */
export const frugal: readonly string[] = ['--heap-growing-percent=30', '--max-semi-space-size=4'];

/** WORKBOOK_TOO_LARGE. */
export const tooLarge = (what: string, limit: number): Problem =>
  problem('WORKBOOK_TOO_LARGE', { what, limit });

/**
 * Has a stranger's file read in a process of its own with limits on memory and time, so a hostile one ends that process only. `entry` is the
 * built module that the process runs: it is sent `task`, answers once and ends (see `answering`). Each call costs such a process: the caller
 * bounds how many run at once.
 */
export function readApart<T>(entry: string, task: ToRead): Promise<T | Problem> {
  const { bytes, limits } = task;
  if (bytes.byteLength > limits.bytes)
    return Promise.resolve(tooLarge('MB', Math.floor(limits.bytes / 1024 / 1024)));
  return new Promise((resolve, reject) => {
    const child = fork(entry, [], {
      ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: {} },
      execArgv: [`--max-old-space-size=${limits.heapMb}`, ...frugal],
    });
    let late = false;
    const timer = setTimeout(() => (late = child.kill('SIGKILL')), limits.milliseconds);
    let read: T | Problem | null = null;
    child.once('message', (answer) => (read = answer as T | Problem));
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      // Without an answer it was killed for its time, or ended for want of memory.
      const over = late
        ? tooLarge('秒 s', limits.milliseconds / 1000)
        : tooLarge('MB 内存 of memory', limits.heapMb);
      resolve(read ?? over);
    });
    child.send(task);
  });
}

/** In that process: reads the one file it is sent, answers, and ends. What `read` throws ends it, which is an answer too. */
export function answering<Task extends ToRead>(read: (task: Task) => unknown): void {
  process.once('message', (task: Task) => {
    void Promise.resolve(read(task)).then((answer) => process.send?.(answer, () => process.disconnect()));
  });
}
