import type { CellInput } from '@huiji/domain/draft';
import type { Form } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { isPeriod } from '@huiji/domain/period';
import { type Problem, problem } from '@huiji/domain/problem-found';
import type { FilledReturn } from './filled.js';
import type { Taking, Verdict } from './verdict.js';

/** What a file of many says of one union's return; a table of unions and cells says nothing of rows and covers. */
export interface FilledUnion extends Pick<FilledReturn, 'tables' | 'cover'> {
  unionCode: string;
  /** Of past periods: which one; else null. */
  period: string | null;
  cells: CellInput[];
  verdicts: Verdict[];
}

/** The level of a union by its code; undefined for one that is not to be filed for. */
export type LevelOf = (code: string) => Level | undefined;

/** By what a file is read. */
export interface Reading {
  form: Form;
  levelOf: LevelOf;
  /** Of past periods (历史数据): the form as it is filed in one. Each row, or else its sheet, names its period then. */
  formIn?: (period: string) => Form;
}

/** What was taken so far, by period and union, in the order in which they first stand in a file. */
export type Takings = Map<string, FilledUnion & Taking>;

/** The return of a union that a file names with what was taken of it so far; why there is none, where it is not to be filed for, or of no period. */
export function takingOf(
  { code, period }: { code: string; period: string | null },
  { form, levelOf, formIn }: Reading,
  takings: Takings,
): (FilledUnion & Taking) | Problem {
  const level = code === '' ? undefined : levelOf(code);
  if (!level) return problem('WORKBOOK_UNION_UNKNOWN', { code: code.slice(0, 80) });
  if (formIn && !(period && isPeriod(period)))
    return problem('PERIOD_UNKNOWN', { period: (period ?? '').slice(0, 40) }, { field: 'period' });
  const key = `${period ?? ''} ${code}`;
  const taking = takings.get(key) ?? {
    ...{ unionCode: code, period, level, seen: new Set() },
    ...{ cells: [], tables: [], cover: {}, verdicts: [] },
    form: formIn && period ? formIn(period) : form,
  };
  takings.set(key, taking);
  return taking;
}

/** What was taken, without what taking it needed. */
export const filledUnions = (takings: Takings): FilledUnion[] =>
  [...takings.values()].map(({ form: _, level: _of, seen: _codes, ...union }) => union);
