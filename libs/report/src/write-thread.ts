import { parentPort, workerData } from 'node:worker_threads';
import { reportDocument } from './document.js';
import { starterTemplate } from './starter.js';
import type { ToWrite } from './write-apart.js';

// Started by `writeApart`: writes one report, answers, and ends.
const { report, template } = workerData as ToWrite;
parentPort?.postMessage(await reportDocument(report, template ?? (await starterTemplate())));
