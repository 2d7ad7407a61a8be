import type { CellInput } from '@huiji/domain/draft';
import { type Form, layoutOf } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { problem } from '@huiji/domain/problem-found';
import type { ReadCell, ReadSheet } from '../workbook.js';
import { type Named, namedIn, unionCode } from './named.js';
import { type Place, shownText, type Taking, takeFigure, textOf, type Verdict } from './verdict.js';

/** What a file of many says of one union's return. */
export interface FilledUnion {
  unionCode: string;
  cells: CellInput[];
  verdicts: Verdict[];
}

/** What a file says of many returns. */
export interface FilledMany {
  named: Named;
  /** In the order in which they first stand in it. */
  unions: FilledUnion[];
  /** On places that belong to no union: codes of unions and of cells that are not known. */
  verdicts: Verdict[];
}

/** The level of a union by its code; undefined for one that is not to be filed for. */
export type LevelOf = (code: string) => Level | undefined;

/** Whether any sheet has a row of codes with unions below. */
export const isOfMany = (sheets: readonly ReadSheet[], form: Form): boolean =>
  sheets.some(({ rows }) => rows.some((row) => columnsOf(row, form)));

/** Reads what a table of unions (rows) and cells (columns) says, such as `manySheets` makes, by the codes that stand in it. */
export function filledMany(sheets: readonly ReadSheet[], form: Form, levelOf: LevelOf): FilledMany {
  const unions = new Map<string, FilledUnion & Taking>();
  const verdicts: Verdict[] = [];
  for (const { name, rows } of sheets) {
    let columns: Columns | undefined;
    for (const [at, row] of rows.entries()) {
      const place = (column: number): Place => ({ sheet: name, row: at + 1, column: column + 1 });
      const header = columnsOf(row, form);
      if (header) verdicts.push(...unknownCodes(row, form, place));
      columns = header ?? columns;
      if (header || !columns || isUnionHeading(row[columns.union])) continue;
      const taking = unionIn(row, columns, { form, levelOf, unions });
      if (taking)
        for (const [column, code] of columns.cells) {
          // Written out: a spread would double what a large file takes.
          const where = { sheet: name, row: at + 1, column: column + 1, union: taking.unionCode, code };
          takeFigure(row[column] ?? null, where, taking);
        }
      else if (saysAnything(row, columns))
        verdicts.push(unknownUnion(row[columns.union] ?? null, place(columns.union)));
    }
  }
  const found = [...unions.values()].map(({ unionCode: code, cells, verdicts: own }) => ({
    ...{ unionCode: code, cells, verdicts: own },
  }));
  return { named: namedIn(sheets), unions: found, verdicts };
}

interface Columns {
  union: number;
  /** The cells' codes by column. */
  cells: ReadonlyMap<number, string>;
}

const isUnionHeading = (cell: ReadCell | undefined): boolean =>
  [unionCode, '单位编码'].includes(textOf(cell));

/** Where unions and cells stand below a row of codes; undefined for any other row, such as that of a cover with the union's code. */
function columnsOf(row: readonly ReadCell[], form: Form): Columns | undefined {
  const union = row.findIndex(isUnionHeading);
  if (union === -1) return undefined;
  const cells = new Map(
    row.flatMap((cell, at) => (layoutOf(form).cell(textOf(cell)) ? [[at, textOf(cell)] as const] : [])),
  );
  return cells.size > 0 ? { union, cells } : undefined;
}

/** What looks like a cell's code; other headings are people's own. */
const codeLike = /^[a-z][a-z0-9_]*(\[[^\]]*\])?$/;
const known = new Set([unionCode, 'union_name']);

const unknownCodes = (row: readonly ReadCell[], form: Form, place: (column: number) => Place): Verdict[] =>
  row.flatMap((cell, column): Verdict[] => {
    const code = textOf(cell);
    if (!codeLike.test(code) || known.has(code) || layoutOf(form).cell(code)) return [];
    const at = { cell: code.slice(0, 80) };
    const why = problem('CELL_UNKNOWN', at, at);
    return [{ ...place(column), code, text: shownText(cell), verdict: 'WRONG', problem: why }];
  });

/** The union of a row with what was taken of it so far; undefined for one that is not to be filed for. */
function unionIn(
  row: readonly ReadCell[],
  { union }: Columns,
  { form, levelOf, unions }: { form: Form; levelOf: LevelOf; unions: Map<string, FilledUnion & Taking> },
): (FilledUnion & Taking) | undefined {
  const code = textOf(row[union]);
  const level = code === '' ? undefined : levelOf(code);
  if (!level) return undefined;
  const taking = unions.get(code) ?? {
    unionCode: code,
    form,
    level,
    seen: new Set(),
    cells: [],
    verdicts: [],
  };
  unions.set(code, taking);
  return taking;
}

/** A row without figures says nothing, whosever it is: a note below the table, or a union that others file for. */
const saysAnything = (row: readonly ReadCell[], { cells }: Columns): boolean =>
  [...cells.keys()].some((column) => shownText(row[column] ?? null).trim() !== '');

/** The verdict on a union that is not to be filed for. */
export function unknownUnion(cell: ReadCell, at: Place): Verdict {
  const why = problem('WORKBOOK_UNION_UNKNOWN', { code: textOf(cell).slice(0, 80) });
  return { ...at, code: unionCode, text: shownText(cell), verdict: 'WRONG', problem: why };
}
