import { divide } from './figure.js';
import { refuse } from './problem.js';

/** 经济类型 as the catalogue groups employers by (`cov_operating_enterprise_cnt`). The first four are 内资. */
export const ownerships = ['国有', '集体', '私营', '其他', '港澳台商', '外商'] as const;

/** 单位类型 as the catalogue groups employers by. */
export const unitTypes = ['企业', '事业', '机关', '社会组织'] as const;

/** A word as sent, if it is one of a list or left out: WORD_UNKNOWN. Words alone keep the groups of a rate few. */
export function requireWord(field: string, word: string | null, words: readonly string[]): string | null {
  if (word !== null && !words.includes(word)) {
    refuse('WORD_UNKNOWN', { field, value: word.slice(0, 40), words: words.join('、') }, { field });
  }
  return word;
}

/** An employer's days of operation: from the first up to, and without, the last. */
export interface Operation {
  operatingFrom: string;
  operatingTo: string | null;
}

export type EmployerState = 'OPERATING' | 'CEASED';

/** An employer's state at the end of a day; null before it began. Only an operating one counts. */
export function employerStateAt(
  { operatingFrom, operatingTo }: Operation,
  day: string,
): EmployerState | null {
  if (operatingFrom > day) return null;
  return operatingTo !== null && operatingTo <= day ? 'CEASED' : 'OPERATING';
}

/** How far a responsibility (包干责任制) has come. */
export type ResponsibilityStatus = 'DONE' | 'IN_PROGRESS' | 'OVERDUE';

/**
 * The status on a day: DONE once the employer is covered, whenever that was due; else OVERDUE after the day it was due.
 * `registryFigures` counts the same.
 */
export function responsibilityStatus(
  { covered, dueOn }: { covered: boolean; dueOn: string },
  day: string,
): ResponsibilityStatus {
  if (covered) return 'DONE';
  return dueOn < day ? 'OVERDUE' : 'IN_PROGRESS';
}

/** What a list of one status holds: covered or not, due from a day on or before it; null where that does not matter. */
export interface ResponsibilityFilter {
  covered: boolean | null;
  dueFrom: string | null;
  dueBefore: string | null;
}

/** `responsibilityStatus` the other way round, for a list that is filtered where it is read. */
export function responsibilitiesOf(status: ResponsibilityStatus | null, day: string): ResponsibilityFilter {
  const covered = status === null ? null : status === 'DONE';
  return {
    covered,
    dueFrom: status === 'IN_PROGRESS' ? day : null,
    dueBefore: status === 'OVERDUE' ? day : null,
  };
}

/** What a coverage rate may be grouped by. */
export type CoverageDimension = 'SIZE' | 'OWNERSHIP' | 'UNIT_TYPE';

/** What employers have in common in a group. null: not grouped by, or not in the register. */
export interface CoverageKey {
  aboveScale: boolean | null;
  ownership: string | null;
  unitType: string | null;
}

/** How many employers of a group operate, and how many of those are covered. */
export interface CoverageCount extends CoverageKey {
  operating: bigint;
  covered: bigint;
}

/** A group with its rate in percent: covered ÷ operating from sums, null where none operates. */
export interface CoverageRow extends CoverageCount {
  rate: string | null;
}

const listed = (word: string | null, words: readonly string[]): string | null =>
  word !== null && words.includes(word) ? word : null;

/** What a count goes by when grouped by some dimensions. A word of before the lists is as good as none. */
function keyOf(count: CoverageKey, by: readonly CoverageDimension[]): CoverageKey {
  return {
    aboveScale: by.includes('SIZE') ? count.aboveScale : null,
    ownership: by.includes('OWNERSHIP') ? listed(count.ownership, ownerships) : null,
    unitType: by.includes('UNIT_TYPE') ? listed(count.unitType, unitTypes) : null,
  };
}

/** Where a word stands in its list; what has none comes last. */
const rank = (word: string | null, words: readonly string[]): number =>
  word === null ? words.length : words.indexOf(word);

const inOrder = (one: CoverageKey, other: CoverageKey): number =>
  Number(other.aboveScale) - Number(one.aboveScale) ||
  rank(one.ownership, ownerships) - rank(other.ownership, ownerships) ||
  rank(one.unitType, unitTypes) - rank(other.unitType, unitTypes);

/**
 * Counts brought together by some dimensions, each with its rate (domain rule 4): above-scale first, words in the order
 * of their lists. Grouped by nothing it is the whole, one row, also of no employer at all.
 */
export function coverageRows(
  counts: readonly CoverageCount[],
  by: readonly CoverageDimension[],
): CoverageRow[] {
  const rows = new Map<string, CoverageCount>();
  const add = ({ operating, covered, ...of }: CoverageCount): void => {
    const key = keyOf(of, by);
    const sum = rows.get(JSON.stringify(key)) ?? { operating: 0n, covered: 0n };
    rows.set(JSON.stringify(key), {
      ...key,
      operating: sum.operating + operating,
      covered: sum.covered + covered,
    });
  };
  if (by.length === 0) add(nobody);
  for (const count of counts) add(count);
  return [...rows.values()]
    .sort(inOrder)
    .map((row) => ({ ...row, rate: divide(row.covered, row.operating, 1, { percent: true }) }));
}

const nobody: CoverageCount = {
  aboveScale: null,
  ownership: null,
  unitType: null,
  operating: 0n,
  covered: 0n,
};
