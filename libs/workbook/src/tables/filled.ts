import type { CellInput } from '@huiji/domain/draft';
import { halfWidth, type Mark } from '@huiji/domain/figure';
import { type Column, type CoverItem, coverItems, type Form, type RepeatingTable } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { parseRows } from '@huiji/domain/rows';
import { readTyped } from '@huiji/domain/typed';
import type { ReadSheet } from '../workbook.js';
import { type Named, namedIn } from './named.js';
import { columnNote } from './template.js';
import { shownText, type Taking, takeFigure, textOf, textVerdict, type Verdict } from './verdict.js';

/** What a workbook says of one return. */
export interface FilledReturn {
  named: Named;
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
    named: namedIn(sheets),
    ...{ cells: [], tables: [], cover: {}, verdicts: [] },
  };
  const taking: Taking = { form, level, seen: new Set(), cells: found.cells, verdicts: found.verdicts };
  for (const sheet of sheets) {
    const figures = figureColumns(sheet);
    const table = figures ? undefined : rowTable(sheet, form);
    if (figures) readFigures(sheet, figures, taking);
    else if (table) readRows(sheet, table, found);
    else readCover(sheet, found);
  }
  placeRowProblems(form, found);
  return found;
}

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

function readFigures(sheet: ReadSheet, { header, code: codeAt, now }: FigureColumns, taking: Taking): void {
  sheet.rows.slice(header + 1).forEach((row, below) => {
    const code = textOf(row[codeAt]);
    const at = { sheet: sheet.name, row: header + below + 2, column: now + 1 };
    if (code !== '') takeFigure(row[now] ?? null, { ...at, code }, taking);
  });
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
    read.push(
      Object.fromEntries(given.map(([at, column]) => [column.code, rowValue(shownText(row[at]!), column)])),
    );
    for (const [at, column] of given) {
      const place = { sheet: sheet.name, row: codes + below + 2, column: at + 1 };
      const code = `${table.code}#${read.length}.${column.code}`;
      found.verdicts.push(textVerdict(row[at]!, { ...place, code }));
    }
  });
  if (read.length > 0) found.tables.push({ table: table.code, rows: read });
}

const day = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const truth: Readonly<Record<string, boolean>> = { 是: true, TRUE: true, 否: false, FALSE: false };

/** What a cell of a row says, as the api takes it. What cannot be read stays as it is, to be refused where it stands. */
function rowValue(text: string, { type }: Column): unknown {
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
    if (own) Object.assign(own, { problem: wrong, ...own, verdict: 'WRONG' });
    else if (row)
      found.verdicts.push({
        ...row,
        ...{ code: `${wrong.table}#${wrong.row}.${wrong.field}`, text: '', verdict: 'WRONG', problem: wrong },
      });
  }
}

/** A cover says behind each item, in the cell after it, by which code it is known. */
function readCover(sheet: ReadSheet, found: FilledReturn): void {
  sheet.rows.forEach((row, at) => {
    row.forEach((cell, column) => {
      const item = coverItems.find((one) => one === textOf(cell));
      const said = row[column - 1];
      if (!item || !said) return;
      found.cover[item] = shownText(said).trim();
      found.verdicts.push(textVerdict(said, { sheet: sheet.name, row: at + 1, column, code: item }));
    });
  });
}
