import { parentPort, workerData } from 'node:worker_threads';
import type { Sheet } from './workbook.js';
import { writeWorkbook } from './write.js';

// Started by `writeApart`: writes one workbook, answers, and ends.
parentPort?.postMessage(await writeWorkbook(workerData as Sheet[]));
