import { divide, type Entries, magnitude } from './figure.js';
import type { Cell, Form } from './form.js';
import { millionths, type ParameterValues, parameterValue } from './parameter.js';
import type { Problem } from './problem.js';

/** A stock that was accepted with one figure and is filed with another. Figures are scaled by the cell's decimals, as text: stored. */
export interface StockChange {
  cell: string;
  then: string;
  /** null where the cell is blank, planned or not applicable now. */
  now: string | null;
}

/** What a reviewer should look at first (审核风险), as it was known when the return was submitted. Stored as it is. */
export interface Risk {
  plausibilityHits: number;
  lawHits: number;
  /** The last accepted period before, with which stocks were compared; null where there is none, so that nothing was compared. */
  comparedWith: string | null;
  /** The stock that changed by the largest share, of those that changed by `change_persons` or more; null where none did. */
  largestChange: StockChange | null;
  /** Whether that share reaches `change_percent`, so that it is to be looked at. */
  changedMuch: boolean;
  /** How many cells were taken over and not typed (沿用). */
  carriedCells: number;
  /** Whether it was first submitted after its deadline; a correction never is. */
  late: boolean;
}

/** The score of a return that was filed before risks were weighed: it comes first. */
export const unweighed = 999_999_999;

/** How many whole percent a change counts at most: also where something grew out of 0. */
const most = 9_999n;

/**
 * By how many whole percent a stock changed, rounded down, at most 9,999: of a stock that was 0 the most, of one that has no figure
 * any more all of it, 100.
 */
export function shareOf({ then, now }: StockChange): number {
  const [before, after] = [BigInt(then), BigInt(now ?? '0')];
  if (before === 0n) return after === 0n ? 0 : Number(most);
  const share = (magnitude(after - before) * 100n) / magnitude(before);
  return Number(share < most ? share : most);
}

/** By how much a stock changed in percent with one decimal; null where there is no figure now, or it was 0. */
export const percentOf = ({ then, now }: StockChange): string | null =>
  now === null ? null : divide(BigInt(now) - BigInt(then), BigInt(then), 1, { percent: true });

/** A figure that is a fact; null where there is none. */
const factIn = (entries: Entries, code: string): bigint | null => {
  const entry = entries.get(code);
  return entry && entry.mark !== 'PLANNED' ? entry.figure : null;
};

/** Whether a figure of so many decimals moved at all, and by the least number of its unit that counts. */
function countsFrom({ then, now }: StockChange, decimals: number, least: string): boolean {
  const moved = magnitude(BigInt(now ?? '0') - BigInt(then));
  return moved !== 0n && moved * 1_000_000n >= millionths(least) * 10n ** BigInt(decimals);
}

/**
 * The stock that changed by the largest share; flows differ from period to period by their nature. What changed by less than
 * `change_persons` of its unit is left out, since of 3 members one more is a third. What was blank then is no change, what has a figure no more is.
 */
function largestOf(cells: readonly Cell[], now: Entries, then: Entries, least: string): StockChange | null {
  let largest: StockChange | null = null;
  for (const { code, decimals } of cells) {
    const [before, after] = [factIn(then, code), factIn(now, code)];
    if (before === null) continue;
    const change = { cell: code, then: String(before), now: after === null ? null : String(after) };
    if (!countsFrom(change, decimals, least)) continue;
    if (!largest || shareOf(change) > shareOf(largest)) largest = change;
  }
  return largest;
}

/** Whether a change reaches a share in percent; the exact one, not the rounded one of the score. */
function reaches({ then, now }: StockChange, percent: string): boolean {
  const before = magnitude(BigInt(then));
  return magnitude(BigInt(now ?? '0') - BigInt(then)) * 100_000_000n >= millionths(percent) * before;
}

/** Whether a stock changed so much that it is asked about: by `change_persons` or more, and by `change_percent` or more. */
export const isMuch = (change: StockChange, decimals: number, parameters: ParameterValues): boolean =>
  countsFrom(change, decimals, parameterValue(parameters, 'change_persons')) &&
  reaches(change, parameterValue(parameters, 'change_percent'));

/** What is known when a return is submitted. */
export interface Weighed {
  form: Form;
  entries: Entries;
  hits: readonly Problem[];
  /** The last accepted period before, if any. */
  last: { period: string; entries: Entries } | null;
  parameters: ParameterValues;
  carriedCells: number;
  late: boolean;
}

/** Weighs a return. */
export function riskOf({ form, entries, hits, last, parameters, carriedCells, late }: Weighed): Risk {
  const asked = form.tables.flatMap((table) => table.cells);
  const stocks = asked.filter(
    ({ kind, source }) => kind === 'STOCK' && (source === 'TYPED' || source === 'ROWS'),
  );
  const least = parameterValue(parameters, 'change_persons');
  const largestChange = last && largestOf(stocks, entries, last.entries, least);
  const count = (severity: Problem['severity']): number =>
    hits.filter((hit) => hit.severity === severity).length;
  return {
    plausibilityHits: count('PLAUSIBILITY'),
    lawHits: count('LAW'),
    comparedWith: last?.period ?? null,
    largestChange,
    changedMuch:
      largestChange !== null && reaches(largestChange, parameterValue(parameters, 'change_percent')),
    ...{ carriedCells, late },
  };
}

const changeOf = ({ comparedWith, largestChange }: Risk): number => {
  if (comparedWith === null) return 100;
  return largestChange ? shareOf(largestChange) : 0;
};

/**
 * The order of the queue, the larger first, as nine digits read from the left: plausibility hits (to 9), law hits (to 9), the largest
 * change in whole percent (4 digits, to 9999; of a first report all is new, 100), cells taken over (2 digits, to 99), late (0 or 1). So a return with more hits
 * stands before any with fewer; of the same hits the larger change decides, then what was taken over, then lateness.
 */
export function scoreOf(risk: Risk): number {
  const digits = [
    [risk.plausibilityHits, 1],
    [risk.lawHits, 1],
    [changeOf(risk), 4],
    [risk.carriedCells, 2],
    [risk.late ? 1 : 0, 1],
  ] as const;
  const text = digits.map(([value, width]) => String(Math.min(value, 10 ** width - 1)).padStart(width, '0'));
  return Number(text.join(''));
}

/** Why a return is not clean (无疑点), in both languages; empty where it is. */
export function doubtsOf(risk: Risk | null): Array<{ zh: string; en: string }> {
  if (!risk) return [{ zh: '上报时未评估风险', en: 'it was filed before risks were weighed' }];
  const hits = risk.plausibilityHits + risk.lawHits;
  const { carriedCells, comparedWith, largestChange, changedMuch, late } = risk;
  return [
    ...(hits > 0 ? [{ zh: `逻辑检查提示 ${hits} 处`, en: `checks found ${hits}` }] : []),
    ...(comparedWith === null
      ? [{ zh: '没有已审核的往期可比', en: 'no accepted period to compare with' }]
      : []),
    ...(largestChange && changedMuch
      ? [
          {
            zh: `“${largestChange.cell}”比 ${comparedWith} 变动较大`,
            en: `${largestChange.cell} changed much since ${comparedWith}`,
          },
        ]
      : []),
    ...(carriedCells > 0
      ? [{ zh: `沿用 ${carriedCells} 项`, en: `${carriedCells} cells carried over` }]
      : []),
    ...(late ? [{ zh: '逾期上报', en: 'filed late' }] : []),
  ];
}

/** 无疑点: no check found anything, all stocks were compared and none changed much, nothing was taken over, and it came in time. */
export const isClean = (risk: Risk | null): boolean => doubtsOf(risk).length === 0;
