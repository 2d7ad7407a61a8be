import { type Cell, layoutOf } from './form.js';
import { cellOf } from './forms/cell.js';
import { type Indicator, partsOf } from './indicator.js';
import type { Level } from './organisation.js';
import { type Problem, problem } from './problem.js';
import { shippedForm } from './shipped-forms.js';

/** A line of a form as a statistician writes it: what the catalogue says of the indicator follows. */
export interface CellDefinition {
  /** The indicator's code, or `indicator[breakdown]`. */
  code: string;
  source: 'TYPED' | 'ROWS' | 'REGISTRY';
  /** The levels that file it; those of the catalogue when absent. */
  filedBy?: readonly Level[] | null;
}

/** What the registers can answer: `registryFigures` computes no other cells. */
const registryCells = new Set(
  layoutOf(shippedForm('work-q'))
    .registry.positions.filter((cell) => cell.source === 'REGISTRY')
    .map((cell) => cell.code),
);

/** A cell as the catalogue completes it, or why there is none: INDICATOR_UNKNOWN, CELL_OF_RATIO, CELL_SOURCE, CELL_FILED_BY_NOBODY. */
export function resolveCell(
  { code, source, filedBy }: CellDefinition,
  {
    definition,
    indicators,
  }: { definition: { rollsUp: boolean }; indicators: ReadonlyMap<string, Indicator> },
): Cell | Problem {
  const at = { cell: code.slice(0, 80) };
  const of = indicators.get(partsOf(code)?.indicator ?? '');
  const cell = of && cellOf(of, code);
  if (!of || !cell) return problem('INDICATOR_UNKNOWN', at, at);
  if (of.kind === 'RATIO') return problem('CELL_OF_RATIO', at, at);
  const { rollsUp } = definition;
  if (source === 'REGISTRY' && (!registryCells.has(code) || !rollsUp)) return problem('CELL_SOURCE', at, at);
  const levels = source === 'REGISTRY' ? [] : (filedBy ?? of.filedBy);
  if (source !== 'REGISTRY' && levels.length === 0) return problem('CELL_FILED_BY_NOBODY', at, at);
  return { ...cell, source, filedBy: levels, adds: cell.adds && rollsUp };
}
