import type { CellInput } from '@huiji/domain/draft';
import { formatFigure, halfWidth } from '@huiji/domain/figure';
import { type Cell as FormCell, type Form, layoutOf } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { type Problem, problem } from '@huiji/domain/problem-found';
import { readTyped } from '@huiji/domain/typed';
import type { ReadCell } from '../workbook.js';

/** Where something stands in a file; rows and columns count from 1, as a spreadsheet shows them. */
export interface Place {
  sheet: string;
  row: number;
  column: number;
}

/**
 * What was made of one place of a file. TAKEN: it is filled in. BLANK: nothing stands there, and what the return holds stays. PASSED:
 * registers or rows compute it, or it is not asked of the union. WRONG: see the problem; with one of these nothing is to be taken.
 */
export interface Verdict extends Place {
  /** The code of the union whose row it stands in, in a file of many. */
  union?: string;
  /** The period that its row is of, in a file of past periods. */
  period?: string;
  /** The cell's code, `table#row.column` in a row, the item of the cover, or `union_code`. */
  code: string;
  text: string;
  verdict: 'TAKEN' | 'BLANK' | 'PASSED' | 'WRONG';
  problem?: Problem;
}

/** How many places are what. */
export type PlaceCounts = Record<'taken' | 'blank' | 'passed' | 'wrong', number>;

export const noPlaces: Readonly<PlaceCounts> = { taken: 0, blank: 0, passed: 0, wrong: 0 };

/** Adds a verdict to these. A place that is not wrong counts by itself, not by what is said of it besides. */
export function countPlace(counts: PlaceCounts, { verdict, problem }: Verdict): void {
  if (verdict === 'WRONG') counts.wrong += 1;
  else if (problem) return;
  else if (verdict === 'TAKEN') counts.taken += 1;
  else if (verdict === 'BLANK') counts.blank += 1;
  else counts.passed += 1;
}

/** A cell's text as codes are compared. */
export const textOf = (cell: ReadCell | undefined): string => halfWidth(cell?.text ?? '');

/** What stands in a copy of a file for a formula without its result; read again, it is such a formula still. */
const lostFormula = '#公式';

const isLostFormula = ({ kind, text }: NonNullable<ReadCell>): boolean =>
  kind === 'FORMULA' || text === lostFormula;

/** A cell's text as people are shown it. */
export const shownText = (cell: ReadCell): string => {
  if (cell === null) return '';
  return isLostFormula(cell) ? lostFormula : cell.text;
};

/** The verdict on a text, which is taken as it stands. */
export function textVerdict(cell: NonNullable<ReadCell>, at: Place & { code: string }): Verdict {
  const said = { ...at, text: shownText(cell) };
  if (!isLostFormula(cell)) return { ...said, verdict: 'TAKEN' };
  return { ...said, verdict: 'WRONG', problem: problem('WORKBOOK_FORMULA', { cell: at.code }) };
}

/** The figures of one return as they are taken out of a file. */
export interface Taking {
  form: Form;
  level: Level;
  /** The codes that stood in the file already. */
  seen: Set<string>;
  cells: CellInput[];
  verdicts: Verdict[];
}

/** Takes the figure at one place, or says why it is not taken. */
export function takeFigure(
  cell: ReadCell,
  { sheet, row, column, union, period, code }: Place & Pick<Verdict, 'union' | 'period' | 'code'>,
  { form, level, seen, cells, verdicts }: Taking,
): void {
  const known = layoutOf(form).cell(code)?.cell;
  const place = { cell: code.slice(0, 80) };
  const judge = (verdict: Verdict['verdict'], why?: Problem): void =>
    void verdicts.push({
      sheet,
      row,
      column,
      union,
      period,
      code,
      text: shownText(cell),
      verdict,
      problem: why,
    });
  if (!known) return judge('WRONG', problem('CELL_UNKNOWN', place, place));
  if (known.source !== 'TYPED' || !known.filedBy.includes(level)) return judge('PASSED');
  if (cell === null || (cell.kind === 'TEXT' && textOf(cell) === '')) return judge('BLANK');
  if (seen.has(code)) return judge('WRONG', problem('CELL_TWICE', place, place));
  seen.add(code);
  const read = readFigureCell(cell, known);
  if ('severity' in read) return judge('WRONG', read);
  cells.push(read);
  judge('TAKEN');
}

/** What a cell of a file says of a figure, as a person would type it. */
function readFigureCell(cell: NonNullable<ReadCell>, of: FormCell): CellInput | Problem {
  const place = { cell: of.code };
  if (isLostFormula(cell)) return problem('WORKBOOK_FORMULA', place, place);
  const read = readTyped(cell.text, { cell: of.code, decimals: of.decimals, unit: of.unit }, place);
  if ('severity' in read) return read;
  const value = read.figure === null ? null : formatFigure(read.figure, of.decimals);
  return { cell: of.code, value, mark: read.mark };
}
