import type { ReadSheet } from '../workbook.js';
import { type Place, textOf } from './verdict.js';

/** What a file says it is of; null where it says nothing. */
export type Named = Record<'form' | 'period' | 'union_code', string | null>;

/** The code of the union, on a cover and above a column of unions. */
export const unionCode = 'union_code';

/** How a table of many says in one cell what it is of. */
export const namedText = (form: string, period: string): string => `报表 ${form} 报告期 ${period}`;
const namedAs = /^报表 (\S+) 报告期 (\S+)$/;

/** What a file says it is of: one union's on its cover, a table of many unions above it, without a union then. */
export function namedIn(sheets: readonly ReadSheet[]): Named {
  for (const { rows } of sheets)
    for (const cell of rows.flat()) {
      const [, form, period] = namedAs.exec(textOf(cell)) ?? [];
      if (form && period) return { form, period, union_code: null };
    }
  const fact = (code: string) => factIn(sheets, code)?.text ?? null;
  // The form stands with its version.
  const form = fact('form')?.split(' ')[0] ?? null;
  return { form, period: fact('period'), union_code: fact(unionCode) };
}

/** A fact of a cover: it stands before the code that it is known by. */
export function factIn(sheets: readonly ReadSheet[], code: string): (Place & { text: string }) | undefined {
  for (const { name, rows } of sheets)
    for (const [at, row] of rows.entries()) {
      const column = row.findIndex((cell) => textOf(cell) === code);
      const text = textOf(row[column - 1]);
      if (text) return { sheet: name, row: at + 1, column, text };
    }
  return undefined;
}
