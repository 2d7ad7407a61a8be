import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Problem } from '@huiji/domain/problem-found';
import type { ReadLine } from './lines.js';
import { tooLarge } from './parse.js';
import { type ReadLimits, readLimits, type ReadSheet } from './workbook.js';

/** Built, wherever this file is run from: a child knows no TypeScript. */
const entry = fileURLToPath(new URL('../dist/read-child.js', import.meta.url));

/** A file to be read: a spreadsheet, or JSON Lines. */
export interface ToRead {
  as: 'SHEETS' | 'LINES';
  bytes: Uint8Array;
  limits: ReadLimits;
}

/** Reads an `.xlsx` or CSV file as text, exactly as it stands there, or says why not: WORKBOOK_UNREADABLE, WORKBOOK_TOO_LARGE. */
export const readSpreadsheet = (
  bytes: Uint8Array,
  limits: ReadLimits = readLimits,
): Promise<ReadSheet[] | Problem> => readApart({ as: 'SHEETS', bytes, limits });

/** Reads JSON Lines (UTF-8, a return or a part of one a line), what is wrong with a line too, or says why not, as `readSpreadsheet` does. */
export const readLines = (
  bytes: Uint8Array,
  limits: ReadLimits = readLimits,
): Promise<ReadLine[] | Problem> => readApart({ as: 'LINES', bytes, limits });

/**
 * Reads a file in a process of its own with limits on memory and time, so a hostile one ends that process only. Each call costs such
 * a process: the caller bounds how many run at once.
 */
function readApart<T>({ as, bytes, limits }: ToRead): Promise<T[] | Problem> {
  if (bytes.byteLength > limits.bytes)
    return Promise.resolve(tooLarge('MB', Math.floor(limits.bytes / 1024 / 1024)));
  return new Promise((resolve, reject) => {
    const child = fork(entry, [], {
      ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: {} },
      execArgv: [`--max-old-space-size=${limits.heapMb}`],
    });
    let late = false;
    const timer = setTimeout(() => (late = child.kill('SIGKILL')), limits.milliseconds);
    let read: T[] | Problem | null = null;
    child.once('message', (answer) => (read = answer as T[] | Problem));
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      // Without an answer it was killed for its time, or ended for want of memory.
      const over = late
        ? tooLarge('秒 s', limits.milliseconds / 1000)
        : tooLarge('MB 内存 of memory', limits.heapMb);
      resolve(read ?? over);
    });
    child.send({ as, bytes, limits } satisfies ToRead);
  });
}
