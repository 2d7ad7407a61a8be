import { describe, expect, test } from '@jest/globals';
import {
  parseDay,
  parsePeriod,
  periodAYearBefore,
  periodBefore,
  periodsWithin,
  yearToDateOf,
} from './period.js';

describe('a period', () => {
  test.each([
    ['2026-09', 'MONTH', '2026-09-01', '2026-09-30'],
    ['2024-02', 'MONTH', '2024-02-01', '2024-02-29'],
    ['2026Q3', 'QUARTER', '2026-07-01', '2026-09-30'],
    ['2007H1', 'HALF_YEAR', '2007-01-01', '2007-06-30'],
    ['2004', 'YEAR', '2004-01-01', '2004-12-31'],
    ['S2026', 'STATISTICAL_YEAR', '2025-10-01', '2026-09-30'],
  ])('%s is a %s from %s to %s', (code, kind, startsOn, endsOn) => {
    expect(parsePeriod(code)).toEqual({ code, kind, startsOn, endsOn });
  });

  test.each(['', '2026Q5', '2026H3', '2026-13', '26', 'Q3', '2026Q3 ', '２０２６', '0050'])(
    '%p is refused',
    (code) => {
      expect(() => parsePeriod(code)).toThrow('PERIOD_UNKNOWN');
    },
  );

  test('consists of the periods of a shorter kind', () => {
    const within = (kind: 'MONTH' | 'QUARTER' | 'HALF_YEAR' | 'YEAR', code: string) =>
      periodsWithin(kind, parsePeriod(code)).map((one) => one.code);
    expect(within('QUARTER', 'S2026')).toEqual(['2025Q4', '2026Q1', '2026Q2', '2026Q3']);
    expect(within('QUARTER', '2007H1')).toEqual(['2007Q1', '2007Q2']);
    expect(within('QUARTER', '2007Q3')).toEqual(['2007Q3']);
    expect(within('QUARTER', '2026-09')).toEqual([]);
    expect(within('MONTH', '2026Q1')).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(within('HALF_YEAR', 'S2026')).toEqual(['2026H1']);
    expect(within('YEAR', 'S2026')).toEqual([]);
    const toDate = (code: string) =>
      periodsWithin('QUARTER', yearToDateOf(parsePeriod(code))).map((one) => one.code);
    expect(toDate('2007Q3')).toEqual(['2007Q1', '2007Q2', '2007Q3']);
    expect(toDate('2007H2')).toHaveLength(4);
  });

  test.each([
    ['2026Q1', '2025Q4', '2025Q1'],
    ['2026Q3', '2026Q2', '2025Q3'],
    ['2026-01', '2025-12', '2025-01'],
    ['2026H1', '2025H2', '2025H1'],
    ['2026', '2025', '2025'],
    ['S2026', 'S2025', 'S2025'],
  ])('%s comes after %s, and a year after %s', (code, before, aYearBefore) => {
    expect(periodBefore(parsePeriod(code)).code).toBe(before);
    expect(periodAYearBefore(parsePeriod(code)).code).toBe(aYearBefore);
  });

  test.each(['2026-02-29', '2026-9-1', 'today', '2026-13-01', '0000-01-01'])('%p is not a day', (text) => {
    expect(() => parseDay(text, 'establishedOn')).toThrow('DATE_INVALID');
  });
});
