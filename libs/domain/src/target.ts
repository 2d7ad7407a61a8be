import { divide, formatFigure, type Mark, scaledOf } from './figure.js';
import { type Form, layoutOf } from './form.js';
import { type Period, parsePeriod } from './period.js';
import { type Problem, problem, refuse } from './problem.js';
import { markOf, missingIn, ratioOf, type Total } from './rollup.js';

/**
 * What a target (目标任务) is set for: a cell of a form, or a ratio of it, by its code. Targets of cells are handed on and add up;
 * those of ratios stand each for itself, since ratios come from sums (domain rule 4).
 */
export interface Measure {
  code: string;
  kind: 'STOCK' | 'FLOW' | 'RATIO';
  zh: string;
  en: string;
  unit: string;
  decimals: number;
}

/** What targets may be set for in a form, in its order, its ratios last: no ranks, no grades, no counts of reports. */
export function measuresOf(form: Form): Measure[] {
  const cells = layoutOf(form).parts.flatMap(({ positions }) =>
    positions.flatMap((cell): Measure[] => {
      const { adds, source, kind } = cell;
      return adds && source !== 'COUNTER' && (kind === 'STOCK' || kind === 'FLOW') ? [{ ...cell, kind }] : [];
    }),
  );
  return [...cells, ...form.ratios.map((ratio): Measure => ({ ...ratio, kind: 'RATIO' }))];
}

/** The measure of a form with this code; TARGET_NOT_FOR_CELL. */
export function measureOf(form: Form, code: string): Measure {
  const shown = code.slice(0, 80);
  return (
    measuresOf(form).find((measure) => measure.code === code) ??
    refuse('TARGET_NOT_FOR_CELL', { cell: shown, form: form.code }, { cell: shown })
  );
}

/** The year that targets are set for: 2026, or the statistical year S2026. TARGET_NEEDS_YEAR for any other period. */
export function parseTargetYear(code: string): Period {
  const period = parsePeriod(code);
  return period.kind === 'YEAR' || period.kind === 'STATISTICAL_YEAR'
    ? period
    : refuse('TARGET_NEEDS_YEAR', { period: period.code }, { field: 'period' });
}

/** The year that a period lies in, as targets are set for it: of a statistical year that itself, else the calendar year. */
export const targetYearOf = (period: Period): Period =>
  period.kind === 'STATISTICAL_YEAR' ? period : parsePeriod(period.endsOn.slice(0, 4));

/** The year after, of the same kind. */
export const yearAfter = ({ code }: Period): Period =>
  parsePeriod(code.replace(/\d{4}/, (year) => String(Number(year) + 1)));

/**
 * What is held of one measure at a union and below it, as scaled figures. Only what each union keeps is stored: so in any tree, before
 * and after any move, a parent's target is what it keeps and the targets of its children.
 */
export interface Held {
  /** What the union keeps for itself (预留); for a ratio its target. null: it has been given none. */
  kept: bigint | null;
  /** What the unions below it hold (已分解), and how many of them hold any. */
  handedOn: bigint;
  below: number;
}

export const nothingHeld: Held = { kept: null, handedOn: 0n, below: 0 };

/** The target of a union: what it keeps and what it has handed on; null where neither it nor any union below it holds any. */
export function valueOf({ kind }: Pick<Measure, 'kind'>, { kept, handedOn, below }: Held): bigint | null {
  if (kind === 'RATIO') return kept;
  return kept === null && below === 0 ? null : (kept ?? 0n) + handedOn;
}

/** A union to which a target is issued, as the acting body sees it. */
export interface Holder {
  id: string;
  name: string;
  held: Held;
  /** Since when the union is dissolved; null while it lives. What it holds can be taken back, nothing be added. */
  dissolvedOn: string | null;
}

/** One line of an issue (下达), `row` of the request, from 1: what a union is to reach; null takes the target away. */
export interface IssueLine {
  to: Holder;
  value: bigint | null;
  row: number;
}

/**
 * What each union keeps of a measure once a body has issued targets to its children (`lines`) and, where it stands at the top, to itself
 * (`own`, left out where it stays as it is); null where it holds none any more. Or why nothing is issued: TARGET_NOT_HELD, TARGET_EXCEEDS,
 * TARGET_BELOW_HANDED_ON, UNION_DISSOLVED. No target changes but those named.
 */
export function issue(
  measure: Measure,
  issuer: Holder,
  lines: readonly IssueLine[],
  own?: bigint | null,
): ReadonlyMap<string, bigint | null> | Problem[] {
  const kept = new Map<string, bigint | null>();
  const problems: Problem[] = [];
  let given = 0n;
  for (const line of lines) {
    const { to, value } = line;
    const more = (value ?? 0n) - (valueOf(measure, to.held) ?? 0n);
    const wrong = wrongWith(measure, line, more);
    if (wrong) problems.push(wrong);
    given += more;
    kept.set(to.id, value === null ? null : (to.held.kept ?? 0n) + more);
  }
  if (measure.kind === 'RATIO') {
    if (own !== undefined) kept.set(issuer.id, own);
    return problems.length > 0 ? problems : kept;
  }
  const before = valueOf(measure, issuer.held);
  const value = own === undefined ? before : own;
  const left = (issuer.held.kept ?? 0n) + (value ?? 0n) - (before ?? 0n) - given;
  if (left < 0n || (value === null && lines.some((line) => line.value !== null)))
    problems.push(tooMuch(measure, issuer, { value: value ?? before, over: -left, lowered: given === 0n }));
  // Whoever holds a target keeps what is left of it, be it 0.
  kept.set(issuer.id, value === null ? null : left);
  return problems.length > 0 ? problems : kept;
}

/** What is wrong with one line in itself. `more`: by how much the target rises. */
function wrongWith(measure: Measure, { to, value, row }: IssueLine, more: bigint): Problem | null {
  const { name: union, held } = to;
  const place = { field: 'lines', cell: measure.code, row };
  if (to.dissolvedOn !== null && more > 0n)
    return problem('UNION_DISSOLVED', { union, date: to.dissolvedOn }, place);
  if (measure.kind === 'RATIO' || (value === null ? held.below === 0 : value >= held.handedOn)) return null;
  return problem('TARGET_BELOW_HANDED_ON', { union, handedOn: said(measure, held.handedOn) }, place);
}

/** A body hands on more than it holds, has none to hand on, or (`lowered`) would itself hold less than it has handed on. */
function tooMuch(
  measure: Measure,
  { name: union, held }: Holder,
  { value, over, lowered }: { value: bigint | null; over: bigint; lowered: boolean },
): Problem {
  const place = { field: 'lines', cell: measure.code };
  if (value === null) return problem('TARGET_NOT_HELD', { union }, place);
  return lowered
    ? problem('TARGET_BELOW_HANDED_ON', { union, handedOn: said(measure, held.handedOn) }, place)
    : problem('TARGET_EXCEEDS', { union, value: said(measure, value), over: said(measure, over) }, place);
}

const said = ({ decimals, unit }: Measure, figure: bigint): string =>
  `${formatFigure(figure, decimals)}${unit}`;

const dayNumber = (day: string): bigint => BigInt(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

/** How much of a year has gone by with the end of a day (时间进度): days of days. */
export function elapsedOf({ startsOn, endsOn }: Period, day: string): { days: bigint; of: bigint } {
  const [first, last] = [dayNumber(startsOn), dayNumber(endsOn)];
  const until = dayNumber(day < endsOn ? day : endsOn);
  return { days: until < first ? 0n : until - first + 1n, of: last - first + 1n };
}

/** What a total says of a measure, scaled by its decimals: `missing` reports should hold it and do not (尚缺); null for a ratio. */
export interface Reached {
  figure: bigint | null;
  mark: Mark;
  missing: number | null;
}

export const nothingReached: Reached = { figure: null, mark: 'MISSING', missing: null };

/** Reads a measure of a form off a total of it. */
export function reachedOf(form: Form, { code }: Pick<Measure, 'code'>, total: Total): Reached {
  const ratio = form.ratios.find((one) => one.code === code);
  if (ratio) {
    const text = ratioOf(total, ratio);
    return text === null ? nothingReached : { figure: scaledOf(text), mark: 'EXACT', missing: null };
  }
  const cell = layoutOf(form).cell(code)?.cell;
  if (!cell) return nothingReached;
  const sum = total.cell(code);
  return { figure: sum.total, mark: markOf(sum), missing: missingIn(total, cell) };
}

const percent = { percent: true };

/** 时间进度 in %, with one place. */
export const elapsedRate = ({ days, of }: { days: bigint; of: bigint }): string =>
  divide(days, of, 1, percent) ?? '0.0';

/** 完成率 in %, with one place: what was reached of what was to be reached; null without a figure, and of a target of 0. */
export const completionOf = (actual: bigint | null, target: bigint): string | null =>
  actual === null ? null : divide(actual, target, 1, percent);

/**
 * Whether a flow has come less far than the year (落后于时间进度). null where that cannot be said: a stock or a ratio does not grow
 * from nothing with the year, and without a figure nothing is known.
 */
export function isBehind(
  { kind }: Pick<Measure, 'kind'>,
  { actual, target }: { actual: bigint | null; target: bigint },
  { days, of }: { days: bigint; of: bigint },
): boolean | null {
  return kind === 'FLOW' && actual !== null ? actual * of < target * days : null;
}
