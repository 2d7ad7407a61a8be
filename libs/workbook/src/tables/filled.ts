import type { CellInput } from '@huiji/domain/draft';
import { type Column, type CoverItem, coverItems, type Form } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import type { ReadSheet } from '../workbook.js';
import {
  type FilledRows,
  placeRowProblems,
  rowsBelow,
  type RowsOf,
  tableNamed,
  takeRow,
} from './filled-rows.js';
import { type Named, namedIn } from './named.js';
import { columnNote } from './template.js';
import { shownText, type Taking, takeFigure, textOf, textVerdict } from './verdict.js';

/** What a workbook says of one return. */
export interface FilledReturn extends FilledRows {
  named: Named;
  cells: CellInput[];
  cover: Partial<Record<CoverItem, string>>;
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
function rowTable(sheet: ReadSheet, form: Form): (RowsOf & { codes: number }) | undefined {
  const named = tableNamed(sheet, form);
  for (const [codes, row] of sheet.rows.entries()) {
    const found = rowsBelow(row, form, named);
    if (found && found.columns.size === found.table.columns.length) return { ...found, codes };
  }
  return undefined;
}

function readRows(sheet: ReadSheet, { codes, ...of }: RowsOf & { codes: number }, found: FilledReturn): void {
  sheet.rows.slice(codes + 1).forEach((row, below) => {
    const explains = ([at, column]: readonly [number, Column]) =>
      !row[at] || row[at].text === columnNote(column);
    // Blank, or the line that explains the columns.
    if ([...of.columns].every(explains)) return;
    takeRow(row, of, { sheet: sheet.name, row: codes + below + 2 }, found);
  });
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
