import { type Problem, problem } from '@huiji/domain/problem-found';
import type { Cell, CellValue, Sheet } from 'hucre';
import { readXlsx } from 'hucre/xlsx';
import { tooLarge } from './apart.js';
import { csvRows, csvText } from './csv.js';
import { BrokenZip, inflated } from './inflated.js';
import { restored } from './neutral.js';
import type { ReadCell, ReadLimits, ReadSheet } from './workbook.js';

const unreadable = (): Problem => problem('WORKBOOK_UNREADABLE');

/**
 * Reads an `.xlsx` or CSV file in this process: for the child that `readSpreadsheet` starts, since what a stranger's file does to a
 * reader is not known beforehand.
 */
export async function parseSpreadsheet(
  bytes: Uint8Array,
  limits: ReadLimits,
): Promise<ReadSheet[] | Problem> {
  const sheets = isZip(bytes) ? await xlsxSheets(bytes, limits) : csvSheets(bytes, limits);
  if (!Array.isArray(sheets)) return sheets;
  if (sheets.length > limits.sheets) return tooLarge('工作表 sheets', limits.sheets);
  for (const { rows } of sheets) {
    if (rows.length > limits.rows) return tooLarge('行 rows', limits.rows);
    if (rows.some((row) => row.length > limits.columns)) return tooLarge('列 columns', limits.columns);
  }
  return sheets;
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

async function xlsxSheets(bytes: Uint8Array, limits: ReadLimits): Promise<ReadSheet[] | Problem> {
  try {
    if (!(await inflated(bytes, limits.inflatedBytes)))
      return tooLarge('MB', Math.floor(limits.inflatedBytes / 1024 / 1024));
  } catch (error) {
    if (error instanceof BrokenZip) return unreadable();
    throw error;
  }
  const read = await readXlsx(bytes, { maxRows: limits.rows + 1 }).catch(
    // The library says in many ways that a file is broken; here nothing else runs.
    () => null,
  );
  return read ? read.sheets.map(readSheet) : unreadable();
}

function csvSheets(bytes: Uint8Array, { rows: most }: ReadLimits): ReadSheet[] | Problem {
  const text = csvText(bytes);
  const rows = text === null ? null : csvRows(text, most + 1);
  return rows ? [{ name: 'CSV', hidden: false, rows: trimmed(rows) }] : unreadable();
}

function readSheet({ name, rows, cells, hidden, veryHidden }: Sheet): ReadSheet {
  const read = rows.map((row, r) => row.map((value, c) => readCell(value, cells?.get(`${r},${c}`))));
  return { name, hidden: (hidden ?? false) || (veryHidden ?? false), rows: trimmed(read) };
}

function readCell(value: CellValue, { type, formula }: Partial<Cell> = {}): ReadCell {
  if (value === null || value === '') return formula ? { text: '', kind: 'FORMULA' } : null;
  if (type === 'error') return { text: String(value), kind: 'ERROR' };
  if (typeof value === 'number') return { text: decimalText(value), kind: 'NUMBER' };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', kind: 'TRUTH' };
  if (value instanceof Date) return { text: dayText(value), kind: 'DATE' };
  return { text: restored(value), kind: 'TEXT' };
}

/**
 * A number as a spreadsheet shows it: with the 15 digits that it keeps. One with more digits before the point has lost some, and
 * is written with an exponent, which no cell takes for a figure.
 */
export function decimalText(value: number): string {
  if (Number.isSafeInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  return Math.abs(value) < 1e15 ? String(Number(value.toPrecision(15))) : value.toExponential();
}

function dayText(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  return value.toISOString().replace(/T00:00:00\.000Z$/, '');
}

/** Rows without the blanks at their ends, and without blank rows at the end. */
function trimmed(rows: ReadonlyArray<ReadonlyArray<ReadCell>>): ReadCell[][] {
  const ended = rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== null) + 1));
  return ended.slice(0, ended.findLastIndex((row) => row.length > 0) + 1);
}
