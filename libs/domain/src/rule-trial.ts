import { type Entry, type Mark, readFigure, type Entries } from './figure.js';
import { type Form, layoutOf } from './form.js';
import { type Problem, refuseAny } from './problem.js';
import { ruleInput } from './rule-run.js';
import type { RuleInput } from './rule-world.js';
import { cellsFromRows, parseRows } from './rows.js';

/** Figures as typed, by cell code: `30`, `≥30` at least, `≈30` about, `?30` planned, `n/a` not applicable. */
export type Typed = Readonly<Record<string, string>>;

/** Figures and rows on which somebody tries a rule, with what lies around them. */
export interface Trial extends Pick<
  Partial<RuleInput>,
  'handover' | 'parameters' | 'period' | 'level' | 'forms'
> {
  figures?: Typed;
  rows?: unknown;
  previous?: Typed;
  lastYear?: Typed;
  earlier?: readonly Typed[];
  quarters?: readonly Typed[];
  below?: Typed;
}

const marks: Readonly<Record<string, Mark>> = { '≥': 'AT_LEAST', '≈': 'ABOUT', '?': 'PLANNED' };

function entryOf(form: Form, cell: string, text: string): Entry | Problem {
  if (text === 'n/a') return { figure: null, mark: 'NOT_APPLICABLE' };
  const mark = marks[text.charAt(0)];
  const { decimals = 0, unit = '' } = layoutOf(form).cell(cell)?.cell ?? {};
  const figure = readFigure(mark ? text.slice(1) : text, { cell, decimals, unit }, { cell });
  return typeof figure === 'bigint' ? { figure, mark: mark ?? 'EXACT' } : figure;
}

function entriesOf(form: Form, typed: Typed): Entries {
  const read = Object.entries(typed).map(([cell, text]) => [cell, entryOf(form, cell, text)] as const);
  refuseAny(read.flatMap(([, one]) => ('severity' in one ? [one] : [])));
  return new Map(read as Array<[string, Entry]>);
}

/** What rules look at, from figures and rows as typed. Refuses what cannot be read, with the codes of readFigure and parseRows. */
export function trialInput(form: Form, trial: Trial): RuleInput {
  const { figures = {}, rows: given = {}, previous, lastYear, earlier, quarters, below, ...more } = trial;
  const { rows, problems } = parseRows(form, given);
  refuseAny(problems);
  const read = (typed: Typed | undefined) => typed && entriesOf(form, typed);
  return ruleInput(new Map([...cellsFromRows(form, rows), ...entriesOf(form, figures)]), rows, {
    ...more,
    ...{ previous: read(previous), lastYear: read(lastYear), below: read(below) },
    earlier: earlier?.map((typed) => entriesOf(form, typed)),
    quarters: quarters?.map((typed) => entriesOf(form, typed)),
  });
}
