import type { Form } from '@huiji/domain/form';
import { grouped } from '@huiji/domain/grouped';
import type { Problem } from '@huiji/domain/problem-found';
import type { Rows } from '@huiji/domain/rows';
import type { ReadLine } from '../lines.js';
import { ownCells, type OwnFigures } from './tidy.js';
import { noPlaces, type PlaceCounts, type Verdict } from './verdict.js';

/** JSON Lines of some values. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** What one union itself contributes for a period, with the rows of its return that is in force, as a line that an import reads. */
export const returnLineOf = (form: Form, period: string, union: OwnFigures & { rows?: Rows }): object => ({
  ...{ form: form.code, period, union: union.code, union_name: union.name, union_level: union.level },
  accepted: union.own.reportsAccepted > 0,
  cells: Object.fromEntries(
    ownCells(form, union).map(({ cell, value, mark }) => [
      cell,
      mark === 'EXACT' || mark === 'MISSING' ? value : { value, mark },
    ]),
  ),
  ...(union.rows ? { rows: union.rows } : {}),
});

/**
 * What was found in a file of lines, one object a line of it: how many of its places are what, by its number, and what is wrong or is to be
 * looked at, in words.
 */
export function checkedLines(
  lines: readonly ReadLine[],
  counts: ReadonlyMap<number, PlaceCounts>,
  found: readonly Verdict[],
  words: (problem: Problem) => object,
): object[] {
  const byLine = grouped(found, ({ row }) => row);
  return lines.map(({ line, ...read }) => {
    const { union = null, period = null } = 'said' in read ? read.said : {};
    return {
      ...{ line, union, period, ...(counts.get(line) ?? noPlaces) },
      problems: (byLine.get(line) ?? []).flatMap(({ column, code, text, verdict, problem }) =>
        problem ? [{ column, cell: code, text, verdict, code: problem.code, ...words(problem) }] : [],
      ),
    };
  });
}

/** What became of each return of an import; `kept`: what an undoing left alone, since it was edited meanwhile. */
export const importedLines = (
  returns: ReadonlyArray<{
    unionCode: string;
    unionName: string;
    period: string;
    outcome: string | null;
    submissionId: string | null;
    kept: readonly string[] | null;
  }>,
): object[] =>
  returns.map(({ unionCode: union, unionName: union_name, period, outcome, submissionId, kept }) => ({
    ...{ union, union_name, period, outcome, submission_id: submissionId, kept },
  }));
