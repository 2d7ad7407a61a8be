import { layoutOf, type RepeatingTable } from '@huiji/domain/form';
import { isPeriod } from '@huiji/domain/period';
import { type Problem, problem } from '@huiji/domain/problem-found';
import type { ReadCell, ReadSheet } from '../workbook.js';
import { type Columns, type Figure, tidyColumnsOf } from './filled-tidy.js';
import { rowsBelow, tableNamed, takeRow } from './filled-rows.js';
import { type FilledUnion, type Reading, type UnionIn, UnionsIn } from './filled-union.js';
import { type Named, namedIn, unionCode } from './named.js';
import { type Place, shownText, type Taking, takeFigure, textOf, type Verdict } from './verdict.js';

/** What a file says of many returns. */
export interface FilledMany {
  named: Named;
  /** In the order in which they first stand in it. */
  unions: UnionIn[];
  /** On places that belong to no union: codes of unions and of cells that are not known. */
  verdicts: Verdict[];
}

/** What it says of all of them: of a large file much at once. */
export const allIn = ({ unions }: FilledMany): FilledUnion[] => unions.map(({ read }) => read());

/** Whether any sheet has a row of codes with unions below. */
export const isOfMany = (sheets: readonly ReadSheet[], reading: Reading): boolean =>
  sheets.some((sheet) => {
    const named = tableNamed(sheet, reading.form);
    return sheet.rows.some((row) => columnsOf(row, reading, named));
  });

/** What stands below headings of unions: codes, and whatever else somebody has written there. */
export function unionCodesIn(sheets: readonly ReadSheet[]): string[] {
  const codes = new Set<string>();
  for (const { rows } of sheets) {
    let column = -1;
    for (const row of rows) {
      const heading = row.findIndex(isUnionHeading);
      if (heading !== -1) column = heading;
      else if (column !== -1) codes.add(textOf(row[column]));
    }
  }
  return [...codes];
}

/**
 * Reads what a table of unions (rows) and cells (columns) says, such as `manySheets` makes, by the codes that stand in it; of past periods also
 * tables of the rows of repeating tables (附表), which say of which union and period each is.
 */
export function filledMany(sheets: readonly ReadSheet[], reading: Reading): FilledMany {
  const found = new UnionsIn(reading);
  const verdicts: Verdict[] = [];
  for (const sheet of sheets) {
    let period: string | null = null;
    let columns: Columns | undefined;
    const named = tableNamed(sheet, reading.form);
    for (const [at, row] of sheet.rows.entries()) {
      const place = (column: number): Place => ({ sheet: sheet.name, row: at + 1, column: column + 1 });
      const header = columnsOf(row, reading, named);
      if (header?.wide || header?.rows) verdicts.push(...unknownCodes(row, header, reading, place));
      if (header?.period === -1 && reading.formIn) period ??= periodOf(sheet);
      columns = header ?? columns;
      if (header || !columns || isUnionHeading(row[columns.union])) continue;
      const { union, period: periodAt, figures, rows } = columns;
      const said = { code: textOf(row[union]), period: periodAt === -1 ? period : textOf(row[periodAt]) };
      const where = { sheet: sheet.name, row: at + 1 };
      const why = found.add(said, (taking) => {
        const of = { union: taking.unionCode, period: taking.period ?? undefined };
        if (rows) takeRow(row, rows, { ...where, ...of }, taking);
        else takeAll(figures(row), taking, where);
      });
      // A row without figures says nothing, whosever it is: a note below the table, or a union that others file for.
      if (why && figures(row).some(({ cell }) => shownText(cell).trim() !== ''))
        verdicts.push(wrongRow(why, row, columns, place));
    }
  }
  return { named: namedIn(sheets), unions: found.unions, verdicts };
}

/** The period that a sheet says it is of: above its table, or by its name. */
const periodOf = (sheet: ReadSheet): string | null =>
  namedIn([sheet]).period ?? (isPeriod(sheet.name.trim()) ? sheet.name.trim() : null);

function takeAll(
  figures: readonly Figure[],
  taking: FilledUnion & Taking,
  { sheet, row }: Omit<Place, 'column'>,
): void {
  const union = taking.unionCode;
  const period = taking.period ?? undefined;
  for (const { column, code, cell, wrong } of figures) {
    // Written out: a spread would double what a large file takes.
    const at = { sheet, row, column: column + 1, union, period, code };
    if (wrong) taking.verdicts.push({ ...at, text: shownText(cell), verdict: 'WRONG', problem: wrong });
    else takeFigure(cell, at, taking);
  }
}

const isUnionHeading = (cell: ReadCell | undefined): boolean =>
  [unionCode, '单位编码'].includes(textOf(cell));
const isPeriodHeading = (cell: ReadCell | undefined): boolean => ['period', '报告期'].includes(textOf(cell));

/** Where unions and figures stand below a row of codes; undefined for any other row, such as that of a cover with the union's code. */
function columnsOf(
  row: readonly ReadCell[],
  { form, formIn }: Reading,
  named: RepeatingTable | undefined,
): Columns | undefined {
  const union = row.findIndex(isUnionHeading);
  if (union === -1) return undefined;
  const period = formIn ? row.findIndex(isPeriodHeading) : -1;
  const tidy = formIn && tidyColumnsOf(row, { union, period });
  if (tidy) return tidy;
  const cells = row.flatMap((cell, column) => {
    const code = textOf(cell);
    return layoutOf(form).cell(code) ? [{ column, code }] : [];
  });
  const rows = formIn && rowsBelow(row, form, named);
  // Somebody's own headings may be called as the columns of a table are.
  if (rows && (rows.named || cells.length === 0)) {
    const given = (below: readonly ReadCell[]): Figure[] =>
      [...rows.columns].map(([column, { code }]) => ({ column, code, cell: below[column] ?? null }));
    return { union, period, wide: false, figures: given, rows };
  }
  if (cells.length === 0) return undefined;
  const figures = (below: readonly ReadCell[]): Figure[] =>
    cells.map(({ column, code }) => ({ column, code, cell: below[column] ?? null }));
  return { union, period, wide: true, figures };
}

/** What looks like a cell's code; other headings are people's own. */
const codeLike = /^[a-z][a-z0-9_]*(\[[^\]]*\])?$/;
const known = new Set([unionCode, 'union_name']);

const unknownCodes = (
  row: readonly ReadCell[],
  { rows }: Columns,
  { form, formIn }: Reading,
  place: (column: number) => Place,
): Verdict[] =>
  row.flatMap((cell, column): Verdict[] => {
    const code = textOf(cell);
    if (!codeLike.test(code) || known.has(code) || (!rows && layoutOf(form).cell(code))) return [];
    if (rows?.columns.has(column) || (formIn && isPeriodHeading(cell))) return [];
    const at = { cell: code.slice(0, 80) };
    const of = { table: rows?.table.code ?? '', column: code.slice(0, 80) };
    const why = rows
      ? problem('ROW_COLUMN_UNKNOWN', of, { table: of.table })
      : problem('CELL_UNKNOWN', at, at);
    return [{ ...place(column), code, text: shownText(cell), verdict: 'WRONG', problem: why }];
  });

/** The verdict on a row of which no return can be made, at what is wrong in it. */
function wrongRow(
  why: Problem,
  row: readonly ReadCell[],
  { union, period }: Columns,
  place: (column: number) => Place,
): Verdict {
  const ofPeriod = why.field === 'period' && period !== -1;
  const column = ofPeriod ? period : union;
  return verdictAt(row[column] ?? null, { ...place(column), code: ofPeriod ? 'period' : unionCode }, why);
}

/** The verdict on a cell for which no return can be made of its row. */
function verdictAt(cell: ReadCell, at: Place & { code: string }, why: Problem): Verdict {
  return { ...at, text: shownText(cell), verdict: 'WRONG', problem: why };
}

/** The verdict on a union that is not to be filed for. */
export const unknownUnion = (cell: ReadCell, at: Place): Verdict =>
  verdictAt(
    cell,
    { ...at, code: unionCode },
    problem('WORKBOOK_UNION_UNKNOWN', { code: textOf(cell).slice(0, 80) }),
  );
