import { answering } from './apart.js';
import { parseLines } from './lines.js';
import { parseSpreadsheet } from './parse.js';
import type { TableToRead } from './read.js';

answering(({ as, bytes, limits }: TableToRead) =>
  as === 'LINES' ? parseLines(bytes, limits) : parseSpreadsheet(bytes, limits),
);
