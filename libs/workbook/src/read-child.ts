import { parseSpreadsheet } from './parse.js';
import type { ReadLimits } from './workbook.js';

// Started by `readSpreadsheet`: reads one file, answers, and ends. What it throws ends it, which is an answer too.
process.once('message', ({ bytes, limits }: { bytes: Uint8Array; limits: ReadLimits }) => {
  void parseSpreadsheet(bytes, limits).then((read) => process.send?.(read, () => process.disconnect()));
});
