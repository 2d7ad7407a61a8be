import { fileURLToPath } from 'node:url';
import type { Problem } from '@huiji/domain/problem-found';
import { readApart, type ToRead } from './apart.js';
import type { ReadLine } from './lines.js';
import { type ReadLimits, readLimits, type ReadSheet } from './workbook.js';

/** Built, wherever this file is run from: a child knows no TypeScript. */
const entry = fileURLToPath(new URL('../dist/read-child.js', import.meta.url));

/** A file to be read: a spreadsheet, or JSON Lines. */
export interface TableToRead extends ToRead {
  as: 'SHEETS' | 'LINES';
  limits: ReadLimits;
}

const readTable = <T>(task: TableToRead): Promise<T[] | Problem> => readApart<T[]>(entry, task);

/** Reads an `.xlsx` or CSV file as text, exactly as it stands there, or says why not: WORKBOOK_UNREADABLE, WORKBOOK_TOO_LARGE. */
export const readSpreadsheet = (
  bytes: Uint8Array,
  limits: ReadLimits = readLimits,
): Promise<ReadSheet[] | Problem> => readTable({ as: 'SHEETS', bytes, limits });

/** Reads JSON Lines (UTF-8, a return or a part of one a line), what is wrong with a line too, or says why not, as `readSpreadsheet` does. */
export const readLines = (
  bytes: Uint8Array,
  limits: ReadLimits = readLimits,
): Promise<ReadLine[] | Problem> => readTable({ as: 'LINES', bytes, limits });
