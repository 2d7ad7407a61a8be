import { parentPort, workerData } from 'node:worker_threads';
import { reportDocument } from './document.js';
import type { Report } from '@huiji/domain/work-report';
import { starterTemplate } from './starter.js';

// Started by `writeApart`: writes one report, answers, and ends.
parentPort?.postMessage(await reportDocument(workerData as Report, await starterTemplate()));
