import { Worker } from 'node:worker_threads';
import type { WrittenReport } from './model.js';

/** A report, and the tenant's own template for it; null: the starter. */
export interface ToWrite {
  report: WrittenReport;
  template: Uint8Array | null;
}

/** Built, wherever this file is run from: a thread knows no TypeScript. */
const entry = new URL('../dist/write-thread.js', import.meta.url);

/** What writing may take, well within an operation's minute: a template was judged, but with next to nothing in it. */
const limits = { milliseconds: 40_000, heapMb: 512 };

/** A report as a Word document, written in a thread of its own, whose time and memory can be limited. */
export function writeApart(toWrite: ToWrite): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(entry, {
      workerData: toWrite,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
    });
    const timer = setTimeout(() => void thread.terminate(), limits.milliseconds);
    thread.once('message', (bytes) => resolve(bytes as Uint8Array));
    thread.once('error', reject);
    thread.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread ended without a document'));
    });
  });
}
