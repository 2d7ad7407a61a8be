import type { Column, Form, RepeatingTable } from '@huiji/domain/form';
import { parseRows } from '@huiji/domain/rows';
import { halfWidth, type Mark } from '@huiji/domain/figure';
import { readTyped } from '@huiji/domain/typed';
import type { ReadCell, ReadSheet } from '../workbook.js';
import { type Place, shownText, textOf, textVerdict, type Verdict } from './verdict.js';

/** A repeating table (附表) and at which places of a row its columns stand. */
export interface RowsOf {
  table: RepeatingTable;
  columns: ReadonlyMap<number, Column>;
  /** Whether the sheet says which table it is of. */
  named: boolean;
}

/** What a file says of the rows of one return. */
export interface FilledRows {
  tables: { table: string; rows: Record<string, unknown>[] }[];
  verdicts: Verdict[];
}

/**
 * The repeating table whose columns' codes stand in a row of headings: all of them, or of the table that the sheet names (`tableNamed`)
 * some.
 */
export function rowsBelow(
  row: readonly ReadCell[],
  form: Form,
  named: RepeatingTable | undefined,
): RowsOf | undefined {
  for (const table of named ? [named] : form.repeatingTables) {
    const columns = new Map(
      row.flatMap((cell, at) => {
        const column = table.columns.find(({ code }) => code === textOf(cell));
        return column ? [[at, column] as const] : [];
      }),
    );
    if (named ? columns.size > 0 : columns.size === table.columns.length)
      return { table, columns, named: named !== undefined };
  }
  return undefined;
}

/** How many rows of a sheet may stand above what names its table. */
const top = 50;

/** The repeating table that a sheet says it is of: by 附表代码 above it, or by its own name. */
export function tableNamed({ name, rows }: ReadSheet, form: Form): RepeatingTable | undefined {
  const said = rows
    .slice(0, top)
    .flatMap((row) => row.flatMap((cell) => /附表代码 (\w+)/.exec(cell?.text ?? '')?.[1] ?? []))[0];
  return form.repeatingTables.find(
    ({ code, zh }) => code === said || (said === undefined && [code, zh].includes(name.trim())),
  );
}

/** Takes one row of a table, behind those that were taken of it before; nothing where it says nothing. */
export function takeRow(
  row: readonly ReadCell[],
  { table, columns }: RowsOf,
  at: Omit<Place, 'column'> & Pick<Verdict, 'union' | 'period'>,
  found: FilledRows,
): void {
  const given = [...columns].flatMap(([place, column]) => {
    const cell = row[place];
    return cell ? [{ place, column, cell }] : [];
  });
  if (given.length === 0) return;
  const before = found.tables.find((one) => one.table === table.code);
  const taken = before ?? { table: table.code, rows: [] };
  if (!before) found.tables.push(taken);
  taken.rows.push(
    Object.fromEntries(given.map(({ column, cell }) => [column.code, rowValue(shownText(cell), column)])),
  );
  for (const { place, column, cell } of given) {
    const code = `${table.code}#${taken.rows.length}.${column.code}`;
    found.verdicts.push(textVerdict(cell, { ...at, column: place + 1, code }));
  }
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

/** What the rows of a return lack or say wrongly, at the places where they stand. */
export function placeRowProblems(form: Form, found: FilledRows): void {
  const rows = Object.fromEntries(found.tables.map((table) => [table.table, table.rows]));
  for (const wrong of parseRows(form, rows).problems) {
    const row = found.verdicts.find(({ code }) => code.startsWith(`${wrong.table}#${wrong.row}.`));
    const own = found.verdicts.find(({ code }) => code === `${wrong.table}#${wrong.row}.${wrong.field}`);
    if (own) Object.assign(own, { problem: own.problem ?? wrong, verdict: 'WRONG' });
    else if (row)
      found.verdicts.push({
        ...row,
        ...{ code: `${wrong.table}#${wrong.row}.${wrong.field}`, text: '', verdict: 'WRONG', problem: wrong },
      });
  }
}
