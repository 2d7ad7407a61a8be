import { Worker } from 'node:worker_threads';
import type { Report } from '@huiji/domain/work-report';

/** The media type of a Word document. */
export const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Built, wherever this file is run from: a thread knows no TypeScript. */
const entry = new URL('../dist/write-thread.js', import.meta.url);

/** A report as a Word document by the starter template, written in a thread of its own: it takes a second, in which this one goes on. */
export function writeApart(report: Report): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(entry, { workerData: report });
    thread.once('message', (bytes) => resolve(bytes as Uint8Array));
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the thread ended without a document')));
  });
}
