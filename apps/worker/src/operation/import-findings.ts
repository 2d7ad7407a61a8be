import { coverItems } from '@huiji/domain/form';
import type { Problem } from '@huiji/domain/problem';
import type { CheckedReturn } from '@huiji/filing/import';
import type { ImportCounts, ImportProblem } from '@huiji/store/import';
import { countPlace, noPlaces, type PlaceCounts, type Verdict } from '@huiji/workbook/tables/verdict';

/** How many problems are kept to be shown. */
const mostShown = 500;
/** What stands on a cover may be personal, and is not kept with a problem. */
const personal = new Set<string>(coverItems);

/** What a check finds in a file, return by return: of places that are right only how many there are. */
export class Findings {
  readonly counts: ImportCounts = { ...noPlaces, returns: 0, unsound: 0, doubtful: 0 };
  /** How many places of a row are what. */
  readonly byRow = new Map<number, PlaceCounts>();
  private readonly found: Verdict[] = [];

  /** Adds verdicts on places. */
  add(verdicts: readonly Verdict[]): void {
    for (const verdict of verdicts) {
      const row = this.byRow.get(verdict.row) ?? { ...noPlaces };
      this.byRow.set(verdict.row, row);
      countPlace(row, verdict);
      countPlace(this.counts, verdict);
      if (verdict.problem) this.found.push(verdict);
    }
  }

  /** Adds how a return would stand, at the places that say it; `own`: the verdicts on its places. */
  addReturn({ refused, unsound, doubtful }: CheckedReturn, code: string, own: readonly Verdict[]): void {
    this.counts.returns += 1;
    if (unsound.length > 0) this.counts.unsound += 1;
    if (doubtful.length > 0) this.counts.doubtful += 1;
    const wrongAlready = own.some(({ verdict }) => verdict === 'WRONG');
    // What is wrong in rows was said of them as they were read; and rules say nothing of figures of which some are wrong.
    for (const wrong of refused)
      if (!wrong.table || !wrongAlready) this.add(placed(wrong, own, { code, verdict: 'WRONG' }));
    if (!wrongAlready && refused.length === 0)
      for (const hit of [...unsound, ...doubtful]) this.add(placed(hit, own, { code, verdict: 'PASSED' }));
  }

  /** The verdicts with problems in the order of the file, the wrong ones before those that only rules speak of. */
  inOrder(sheets: readonly string[]): Verdict[] {
    const at = new Map(sheets.map((name, index) => [name, index]));
    const place = ({ verdict, sheet, row, column }: Verdict): number[] => [
      ...[verdict === 'WRONG' ? 0 : 1, at.get(sheet) ?? 0, row, column],
    ];
    return this.found
      .map((verdict) => ({ verdict, order: place(verdict) }))
      .toSorted((one, other) => {
        const first = one.order.findIndex((part, index) => part !== other.order[index]);
        return first === -1 ? 0 : (one.order[first] ?? 0) - (other.order[first] ?? 0);
      })
      .map(({ verdict }) => verdict);
  }
}

/** The first of these as an import keeps them. */
export const shownOf = (found: readonly Verdict[]): ImportProblem[] =>
  found
    .slice(0, mostShown)
    .flatMap(({ verdict: _, period: _of, union = null, problem, ...at }) =>
      problem ? [{ ...at, union, text: personal.has(at.code) ? '' : at.text.slice(0, 200), problem }] : [],
    );

/** A problem of a return at the place of the file that says it, else where the return begins in it. */
function placed(
  wrong: Problem,
  own: readonly Verdict[],
  { code, verdict }: { code: string; verdict: Verdict['verdict'] },
): Verdict[] {
  const { cell, table, row, field } = wrong;
  const names = [
    ...[cell, row === undefined ? undefined : `${table}#${row}.${field}`, table],
    coverItems.find((item) => field === `cover.${item}`),
  ].filter((name) => name !== undefined);
  // The place that is meant most exactly.
  const at = names.map((name) => own.find((one) => one.code === name)).find(Boolean) ?? own[0];
  if (!at) return [];
  const said = names.includes(at.code)
    ? { code: at.code, text: at.text }
    : { code: names[0] ?? '', text: '' };
  const { sheet, row: line, column } = at;
  return [{ sheet, row: line, column, union: code, ...said, verdict, problem: wrong }];
}
