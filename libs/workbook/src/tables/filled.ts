import type { CellInput } from '@huiji/domain/draft';
import { formatFigure, halfWidth, type Mark } from '@huiji/domain/figure';
import {
  type Cell as FormCell,
  type Column,
  type CoverItem,
  coverItems,
  type Form,
  layoutOf,
  type RepeatingTable,
} from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { problem, type Problem } from '@huiji/domain/problem-found';
import { parseRows } from '@huiji/domain/rows';
import { readTyped } from '@huiji/domain/typed';
import type { ReadCell, ReadSheet } from '../workbook.js';
import { columnNote } from './template.js';

/** Where something stands in a file; rows and columns count from 1, as a spreadsheet shows them. */
export interface Place {
  sheet: string;
  row: number;
  column: number;
}

/**
 * What was made of one place of a file. TAKEN: it is filled in. BLANK: nothing stands there, and what the return holds stays. PASSED:
 * registers or rows compute it, or it is not asked of the union. WRONG: see the problem; with one of these nothing is to be taken.
 */
export interface Verdict extends Place {
  /** The cell's code, `table.column` in a row, or the item of the cover. */
  code: string;
  text: string;
  verdict: 'TAKEN' | 'BLANK' | 'PASSED' | 'WRONG';
  problem?: Problem;
}

/** What a workbook says of one return. */
export interface FilledReturn {
  /** What its cover says it is; null where it says nothing. */
  named: Record<'form' | 'period' | 'union_code', string | null>;
  cells: CellInput[];
  tables: { table: string; rows: Record<string, unknown>[] }[];
  cover: Partial<Record<CoverItem, string>>;
  verdicts: Verdict[];
}

/** Reads a return out of a workbook such as `templateSheets` makes, by the codes that stand in it, wherever they were moved to. */
export function filledReturn(
  sheets: readonly ReadSheet[],
  { form, level }: { form: Form; level: Level },
): FilledReturn {
  const found: FilledReturn = {
    named: { form: null, period: null, union_code: null },
    ...{ cells: [], tables: [], cover: {}, verdicts: [] },
  };
  const seen = new Set<string>();
  for (const sheet of sheets) {
    const figures = figureColumns(sheet);
    const table = figures ? undefined : rowTable(sheet, form);
    if (figures) readFigures(sheet, { figures, form, level, seen }, found);
    else if (table) readRows(sheet, table, found);
    else readCover(sheet, found);
  }
  placeRowProblems(form, found);
  return found;
}

const textOf = (cell: ReadCell | undefined): string => halfWidth(cell?.text ?? '');

interface FigureColumns {
  header: number;
  code: number;
  now: number;
}

/** Where a sheet's codes and this period's figures stand; undefined where it has none. */
function figureColumns({ rows }: ReadSheet): FigureColumns | undefined {
  for (const [header, row] of rows.entries()) {
    const code = row.findIndex((cell) => textOf(cell) === '代码');
    const now = row.findIndex((cell) => textOf(cell).startsWith('本期'));
    if (code !== -1 && now !== -1) return { header, code, now };
  }
  return undefined;
}

interface Reading {
  figures: FigureColumns;
  form: Form;
  level: Level;
  /** The codes that stood in the file already. */
  seen: Set<string>;
}

function readFigures(sheet: ReadSheet, { figures, form, level, seen }: Reading, found: FilledReturn): void {
  const { header, code: codeAt, now } = figures;
  sheet.rows.slice(header + 1).forEach((row, below) => {
    const code = textOf(row[codeAt]);
    if (code === '') return;
    const cell = row[now] ?? null;
    const at = { sheet: sheet.name, row: header + below + 2, column: now + 1 };
    const verdict = { ...at, code, text: cell?.text ?? '' };
    const known = layoutOf(form).cell(code)?.cell;
    const place = { cell: code.slice(0, 80) };
    const wrong = (why: Problem) => found.verdicts.push({ ...verdict, verdict: 'WRONG', problem: why });
    if (!known) return void wrong(problem('CELL_UNKNOWN', place, place));
    if (known.source !== 'TYPED' || !known.filedBy.includes(level))
      return void found.verdicts.push({ ...verdict, verdict: 'PASSED' });
    if (cell === null) return void found.verdicts.push({ ...verdict, verdict: 'BLANK' });
    if (seen.has(code)) return void wrong(problem('CELL_TWICE', place, place));
    seen.add(code);
    const read = readFigureCell(cell, known);
    if ('severity' in read) return void wrong(read);
    found.cells.push(read);
    found.verdicts.push({ ...verdict, verdict: 'TAKEN' });
  });
}

/** What a cell of a file says of a figure, as a person would type it. */
function readFigureCell(cell: NonNullable<ReadCell>, of: FormCell): CellInput | Problem {
  const place = { cell: of.code };
  if (cell.kind === 'FORMULA') return problem('WORKBOOK_FORMULA', place, place);
  const read = readTyped(cell.text, { cell: of.code, decimals: of.decimals, unit: of.unit }, place);
  if ('severity' in read) return read;
  const value = read.figure === null ? null : formatFigure(read.figure, of.decimals);
  return { cell: of.code, value, mark: read.mark };
}

/** The repeating table that a sheet is of, and the row in which the codes of its columns stand. */
function rowTable(
  { rows }: ReadSheet,
  form: Form,
): { table: RepeatingTable; codes: number; columns: Map<number, Column> } | undefined {
  const named = rows.flat().flatMap((cell) => /附表代码 (\w+)/.exec(cell?.text ?? '')?.[1] ?? [])[0];
  const tables = form.repeatingTables.filter(({ code }) => named === undefined || code === named);
  for (const [codes, row] of rows.entries())
    for (const table of tables) {
      const columns = new Map(
        row.flatMap((cell, at) => {
          const column = table.columns.find(({ code }) => code === textOf(cell));
          return column ? [[at, column] as const] : [];
        }),
      );
      if (columns.size === table.columns.length) return { table, codes, columns };
    }
  return undefined;
}

function readRows(
  sheet: ReadSheet,
  { table, codes, columns }: NonNullable<ReturnType<typeof rowTable>>,
  found: FilledReturn,
): void {
  const read: Record<string, unknown>[] = [];
  sheet.rows.slice(codes + 1).forEach((row, below) => {
    const given = [...columns].filter(([at]) => row[at]);
    const explains = ([at, column]: readonly [number, Column]) => row[at]?.text === columnNote(column);
    if (given.length === 0 || given.every(explains)) return;
    read.push(Object.fromEntries(given.map(([at, column]) => [column.code, rowValue(row[at]!, column)])));
    for (const [at, column] of given)
      found.verdicts.push({
        ...{ sheet: sheet.name, row: codes + below + 2, column: at + 1 },
        ...{ code: `${table.code}#${read.length}.${column.code}`, text: row[at]!.text, verdict: 'TAKEN' },
      });
  });
  if (read.length > 0) found.tables.push({ table: table.code, rows: read });
}

const day = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const truth: Readonly<Record<string, boolean>> = { 是: true, TRUE: true, 否: false, FALSE: false };

/** What a cell of a row says, as the api takes it. What cannot be read stays as it is, to be refused where it stands. */
function rowValue({ text }: NonNullable<ReadCell>, { type }: Column): unknown {
  if (type === 'boolean') return truth[halfWidth(text)] ?? text;
  if (type === 'date') {
    const [, year, month = '', date = ''] = day.exec(halfWidth(text)) ?? [];
    return year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text;
  }
  if (type !== 'integer') return text;
  const read = readTyped(text, { cell: '', decimals: 0, unit: '' }, {});
  if ('severity' in read || read.figure === null) return text;
  return read.mark === 'EXACT'
    ? String(read.figure)
    : { value: String(read.figure), mark: read.mark satisfies Mark };
}

/** What the rows lack or say wrongly, at the places where they stand. */
function placeRowProblems(form: Form, found: FilledReturn): void {
  const rows = Object.fromEntries(found.tables.map((table) => [table.table, table.rows]));
  for (const wrong of parseRows(form, rows).problems) {
    const row = found.verdicts.find(({ code }) => code.startsWith(`${wrong.table}#${wrong.row}.`));
    const own = found.verdicts.find(({ code }) => code === `${wrong.table}#${wrong.row}.${wrong.field}`);
    if (own) Object.assign(own, { verdict: 'WRONG', problem: wrong });
    else if (row)
      found.verdicts.push({
        ...row,
        ...{ code: `${wrong.table}#${wrong.row}.${wrong.field}`, text: '', verdict: 'WRONG', problem: wrong },
      });
  }
}

const facts = ['form', 'period', 'union_code'] as const;

/** A cover says behind each item, in the cell after it, by which code it is known. */
function readCover(sheet: ReadSheet, found: FilledReturn): void {
  sheet.rows.forEach((row, at) => {
    row.forEach((cell, column) => {
      const code = textOf(cell);
      const said = row[column - 1] ?? null;
      const fact = facts.find((one) => one === code);
      // The form stands with its version.
      if (fact && said) found.named[fact] = said.text.trim().split(' ')[0] ?? null;
      const item = coverItems.find((one) => one === code);
      if (!item || !said) return;
      found.cover[item] = said.text.trim();
      found.verdicts.push({
        ...{ sheet: sheet.name, row: at + 1, column, code: item, text: said.text, verdict: 'TAKEN' },
      });
    });
  });
}
