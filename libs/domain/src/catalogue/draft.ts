import { findBreakdown, partsOf } from '../indicator.js';
import { type Problem, problem } from '../problem.js';
import type { AcrossPeriods, AcrossUnions, Indicator, IndicatorKind } from './entry.js';
import { sameQuestions } from './same-question.js';

/** A tenant’s own codes start with x_, which no shipped code does: a newer catalogue can never take one of them. */
const ownCode = /^x_[a-z0-9_]{1,48}$/;

/** Which aggregations a kind allows, over unions and over periods; all else would add what does not add. */
const aggregations: Readonly<Record<IndicatorKind, ReadonlyArray<`${AcrossUnions} ${AcrossPeriods}`>>> = {
  STOCK: ['SUM LAST', 'NONE LAST', 'NONE NONE'],
  FLOW: ['SUM SUM', 'NONE SUM', 'NONE NONE'],
  RATIO: ['RATIO RECOMPUTE'],
  GRADE: ['DISTRIBUTION LAST', 'NONE LAST', 'NONE NONE'],
};

/** Counts of reports that a ratio may name beside indicators; every total carries them. */
export const reportCounts: readonly string[] = [
  'reports_on_time',
  'reports_expected_grassroots',
  'reports_expected_own',
];

const lengths = { group: 20, zh: 60, en: 120, unit: 10, definition: 1000, basis: 500 } as const;
const mayBeEmpty: ReadonlySet<string> = new Set(['definition', 'basis']);
/** A figure may be typed with its unit behind it, so that a unit is never read as part of the number. */
const unitForm = /^[\p{L}%‰°]+[²³]?$/u;
const multiplier = /^[万亿]+$/;
/** What a cell code `indicator[part]` can hold between its brackets. */
const partForm = /^[\p{L}\p{N}’_ -]{1,30}$/u;
const limits = { decimals: 4, breakdowns: 30 };

/** The problems of the code of an indicator that a tenant defines: INDICATOR_CODE_FORM, INDICATOR_CODE_TAKEN. */
export function problemsOfCode(code: string, taken: (code: string) => boolean): Problem[] {
  const details = { code: code.slice(0, 80) };
  if (!ownCode.test(code)) return [problem('INDICATOR_CODE_FORM', details, { field: 'code' })];
  return taken(code) ? [problem('INDICATOR_CODE_TAKEN', details, { field: 'code' })] : [];
}

/**
 * What is wrong with an indicator as such and beside those in force, all of it: FIELD_REQUIRED, FIELD_TOO_LONG,
 * NUMBER_OUT_OF_RANGE, INDICATOR_UNIT, INDICATOR_KIND, INDICATOR_BREAKDOWN, INDICATOR_RATIO_COUNTS, INDICATOR_DUPLICATE.
 */
export function problemsOf(draft: Indicator, inForce: readonly Indicator[]): Problem[] {
  const duplicates = sameQuestions(draft, inForce).map(({ other, by }) =>
    problem('INDICATOR_DUPLICATE', { code: draft.code, other, by: by.toLowerCase() }, { field: fieldOf[by] }),
  );
  return [
    ...problemsOfTexts(draft),
    ...problemsOfKind(draft),
    ...problemsOfParts(draft),
    ...problemsOfCounts(draft, inForce),
    ...duplicates,
  ];
}

const fieldOf = { NAME: 'zh', DEFINITION: 'definition', COUNTS: 'numerator' } as const;

function problemsOfTexts(draft: Indicator): Problem[] {
  const problems = Object.entries(lengths).flatMap(([field, max]) => {
    const text = draft[field as keyof typeof lengths];
    if (text.length > max) return [problem('FIELD_TOO_LONG', { field, max }, { field })];
    if (text.trim() === '' && !mayBeEmpty.has(field))
      return [problem('FIELD_REQUIRED', { field }, { field })];
    return [];
  });
  const { unit, decimals } = draft;
  if (unit !== '' && (!unitForm.test(unit) || multiplier.test(unit)))
    problems.push(problem('INDICATOR_UNIT', { unit: unit.slice(0, 40) }, { field: 'unit' }));
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > limits.decimals) {
    const details = { field: 'decimals', value: decimals, min: 0, max: limits.decimals };
    problems.push(problem('NUMBER_OUT_OF_RANGE', details, { field: 'decimals' }));
  }
  return problems;
}

function problemsOfKind(draft: Indicator): Problem[] {
  const { kind, acrossUnions, acrossPeriods, filedBy } = draft;
  const allowed = aggregations[kind].includes(`${acrossUnions} ${acrossPeriods}`);
  if (allowed && (kind !== 'RATIO' || filedBy.length === 0)) return [];
  const details = { kind, acrossUnions, acrossPeriods, allowed: aggregations[kind].join('、') };
  return [problem('INDICATOR_KIND', details, { field: allowed ? 'filedBy' : 'acrossUnions' })];
}

function problemsOfParts({ breakdowns }: Indicator): Problem[] {
  const wrong = breakdowns.filter(
    (part, at) =>
      !partForm.test(part.code) ||
      breakdowns.findIndex((other) => other.code === part.code) !== at ||
      [part.dimension, part.zh, part.en].some((text) => text.trim() === '' || text.length > lengths.zh),
  );
  const excess = breakdowns.slice(limits.breakdowns);
  return [...new Set([...wrong, ...excess])].map(({ code }) =>
    problem(
      'INDICATOR_BREAKDOWN',
      { breakdown: code.slice(0, 40), max: limits.breakdowns },
      { field: 'breakdowns' },
    ),
  );
}

/** The decimals of a count that a ratio may be made of; null when it is none. */
function decimalsOfCount(cell: string, inForce: readonly Indicator[]): number | null {
  if (reportCounts.includes(cell)) return 0;
  const parts = partsOf(cell);
  const found = parts && inForce.find((one) => one.code === parts.indicator);
  if (!found || found.acrossUnions !== 'SUM') return null;
  if (parts.breakdown !== undefined && !findBreakdown(found, parts.breakdown)) return null;
  return found.decimals;
}

/** A ratio is divided from sums of one scale; nothing else has counts. */
function problemsOfCounts(draft: Indicator, inForce: readonly Indicator[]): Problem[] {
  const sides = (['numerator', 'denominator'] as const).map((field) => ({
    field,
    cells: draft[field] ?? [],
  }));
  const scales = sides.flatMap(({ cells }) => cells.map((cell) => decimalsOfCount(cell, inForce)));
  const scale = scales.find((one) => one !== null) ?? 0;
  return sides.flatMap(({ field, cells }) => {
    const twice = cells.find((cell, at) => cells.indexOf(cell) !== at);
    const wrong =
      draft.kind === 'RATIO'
        ? (twice ?? cells.find((cell) => decimalsOfCount(cell, inForce) !== scale))
        : cells[0];
    const missing = draft.kind === 'RATIO' && cells.length === 0;
    if (wrong === undefined && !missing) return [];
    const details = { code: draft.code, side: field, cell: (wrong ?? '').slice(0, 80) };
    return [problem('INDICATOR_RATIO_COUNTS', details, { field })];
  });
}
