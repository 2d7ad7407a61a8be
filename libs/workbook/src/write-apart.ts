import { Worker } from 'node:worker_threads';
import type { Sheet } from './workbook.js';

/** Built, wherever this file is run from: a thread knows no TypeScript. */
const entry = new URL('../dist/write-thread.js', import.meta.url);

/** `writeWorkbook` in a thread of its own: a large one takes seconds, in which this one goes on. */
export function writeApart(sheets: readonly Sheet[]): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(entry, { workerData: sheets });
    thread.once('message', (bytes) => resolve(bytes as Uint8Array));
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the thread ended without a workbook')));
  });
}
