import type { Form } from '@huiji/domain/form';
import type { ReadSheet } from '../workbook.js';
import { withoutFindings } from './annotated.js';
import { type FilledReturn, filledReturn } from './filled.js';
import { allIn, type FilledMany, filledMany, isOfMany, unknownUnion } from './filled-many.js';
import type { LevelOf, Reading } from './filled-union.js';
import { factIn, type Named, namedIn, unionCode } from './named.js';
import type { Verdict } from './verdict.js';

/** What a file says: of the return of ONE union, or of those of MANY. */
export type FilledFile = ({ of: 'ONE' } & FilledReturn) | ({ of: 'MANY' } & FilledMany);

/** What a file says it is of, before its form is known. */
export const fileNamed = (sheets: readonly ReadSheet[]): Named => namedIn(withoutFindings(sheets));

/**
 * Reads what is filled in out of a file, whichever template it follows, annotated copies included. `levelOf` is asked for '' where the
 * workbook of one union does not say whose it is.
 */
export function filledFile(all: readonly ReadSheet[], form: Form, levelOf: LevelOf): FilledFile {
  const sheets = withoutFindings(all);
  if (isOfMany(sheets, { form, levelOf })) return { of: 'MANY', ...filledMany(sheets, { form, levelOf }) };
  const said = factIn(sheets, unionCode);
  const level = levelOf(said?.text ?? '');
  if (level) return { of: 'ONE', ...filledReturn(sheets, { form, level }) };
  const { text, ...at } = said ?? { text: '', sheet: sheets[0]?.name ?? '', row: 1, column: 1 };
  const nothing = { named: namedIn(sheets), cells: [], tables: [], cover: {} };
  return { of: 'ONE', ...nothing, verdicts: [unknownUnion({ text, kind: 'TEXT' }, at)] };
}

/** Reads returns of past periods (历史数据) out of a file; null where no sheet has a table of them. Each says its period. */
export function filledHistory(all: readonly ReadSheet[], reading: Required<Reading>): FilledMany | null {
  const sheets = withoutFindings(all);
  return isOfMany(sheets, reading) ? filledMany(sheets, reading) : null;
}

/** All verdicts on a file. */
export const verdictsOn = (filled: FilledFile): Verdict[] =>
  filled.of === 'ONE'
    ? filled.verdicts
    : [...filled.verdicts, ...allIn(filled).flatMap(({ verdicts }) => verdicts)];
