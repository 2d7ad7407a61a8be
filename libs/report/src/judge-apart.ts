import { fileURLToPath } from 'node:url';
import type { Problem } from '@huiji/domain/problem-found';
import { type FoundInTemplate, largestTemplate } from '@huiji/domain/report-template';
import { type ApartLimits, readApart } from '@huiji/workbook/apart';

/** Built, wherever this file is run from: a child knows no TypeScript. */
const entry = fileURLToPath(new URL('../dist/judge-child.js', import.meta.url));

export const templateLimits: ApartLimits = {
  ...{ bytes: largestTemplate, inflatedBytes: 40 * 1024 * 1024 },
  ...{ milliseconds: 15_000, heapMb: 256 },
};

let last: Promise<unknown> = Promise.resolve();

/** `judged` in a process of its own, with limits; one after the other, since each takes such a process. */
export function judgeTemplate(bytes: Uint8Array): Promise<FoundInTemplate | Problem> {
  const judging = last.then(() => readApart<FoundInTemplate>(entry, { bytes, limits: templateLimits }));
  // Whoever waits behind it waits for its end, well or not.
  last = judging.then(
    () => undefined,
    () => undefined,
  );
  return judging;
}
