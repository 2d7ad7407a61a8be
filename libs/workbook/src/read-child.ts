import { parseLines } from './lines.js';
import { parseSpreadsheet } from './parse.js';
import type { ToRead } from './read.js';

// Started by `readApart`: reads one file, answers, and ends. What it throws ends it, which is an answer too.
process.once('message', ({ as, bytes, limits }: ToRead) => {
  const read = as === 'LINES' ? Promise.resolve(parseLines(bytes, limits)) : parseSpreadsheet(bytes, limits);
  void read.then((answer) => process.send?.(answer, () => process.disconnect()));
});
