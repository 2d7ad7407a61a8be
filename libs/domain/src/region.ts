import { refuse } from './problem.js';

// Administrative divisions by GB/T 2260 and its extension: province 2 digits, city 4, county 6, township 9, village 12.
const lengths = [2, 4, 6, 9, 12] as const;

/** A region code as sent: 2, 4, 6, 9 or 12 digits, else REGION_INVALID. Trailing zeros of a whole region may be left out. */
export function requireRegion(code: string): string {
  const known = /^\d+$/.test(code) && (lengths as readonly number[]).includes(code.length);
  return known ? code : refuse('REGION_INVALID', { region: code.slice(0, 40) }, { field: 'regionCode' });
}

/** How many digits the next finer region's code has; the same for a village, which has none. */
export function finerDigits(code: string): number {
  return lengths.find((length) => length > code.length) ?? code.length;
}
