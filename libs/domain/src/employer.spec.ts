import { describe, expect, test } from '@jest/globals';
import {
  type CoverageCount,
  type CoverageDimension,
  coverageRows,
  employerStateAt,
  ownerships,
  requireWord,
  responsibilitiesOf,
  responsibilityStatus,
  unitTypes,
} from './employer.js';
import { registryFigures, type UnionFacts } from './organisation.js';
import { dayAfter, dayBefore, parsePeriod } from './period.js';
import { Refusal } from './problem.js';

test('an employer operates from its first day up to, and without, its last', () => {
  const operation = { operatingFrom: '2026-01-10', operatingTo: '2026-09-30' };
  expect(
    ['2026-01-09', '2026-01-10', '2026-09-29', '2026-09-30'].map((day) => employerStateAt(operation, day)),
  ).toEqual([null, 'OPERATING', 'OPERATING', 'CEASED']);
  expect(employerStateAt({ ...operation, operatingTo: null }, '2099-01-01')).toBe('OPERATING');
});

test('a word is one of its list, or left out', () => {
  for (const word of [...ownerships, null]) expect(requireWord('ownership', word, ownerships)).toBe(word);
  for (const word of ['民营', '国有 ', '']) {
    expect(() => requireWord('ownership', word, ownerships)).toThrow(Refusal);
    expect(() => requireWord('ownership', word, ownerships)).toThrow(/WORD_UNKNOWN.*国有、集体/);
  }
});

describe('a responsibility', () => {
  const day = '2026-09-30';
  const dues = [dayBefore(day), day, dayAfter(day)];
  const all = [true, false].flatMap((covered) => dues.map((dueOn) => ({ covered, dueOn })));

  test('is done once covered, and overdue only after the day it was due', () => {
    expect(all.map((one) => responsibilityStatus(one, day))).toEqual([
      ...['DONE', 'DONE', 'DONE'],
      ...['OVERDUE', 'IN_PROGRESS', 'IN_PROGRESS'],
    ]);
  });

  test('is in the list of its status and in no other', () => {
    for (const one of all) {
      const within = (['DONE', 'IN_PROGRESS', 'OVERDUE', null] as const).filter((status) => {
        const { covered, dueFrom, dueBefore } = responsibilitiesOf(status, day);
        return (
          (covered === null || covered === one.covered) &&
          (dueFrom === null || one.dueOn >= dueFrom) &&
          (dueBefore === null || one.dueOn < dueBefore)
        );
      });
      expect(within).toEqual([responsibilityStatus(one, day), null]);
    }
  });

  test('is counted in a report as what it is at the end of the period', () => {
    const cells = { DONE: 'done', IN_PROGRESS: 'in progress', OVERDUE: 'overdue' } as const;
    for (const { covered, dueOn } of all) {
      const facts: UnionFacts = {
        ...{ code: 'G1', level: 'GRASSROOTS', kind: 'SINGLE', legalPerson: false, awards: [], terms: [] },
        ...{
          preparedOn: null,
          establishedOn: '2000-01-01',
          dissolvedOn: null,
          moved: { in: 0n, out: 0n },
          transferred: { in: 0n, out: 0n },
          hasFiled: false,
        },
        employers: [
          {
            ...{ aboveScale: true, headcount: 1, operatingFrom: '2020-01-01', operatingTo: null },
            coveredBy: covered ? 'JOINT' : null,
            responsibility: { dueOn },
          },
        ],
      };
      const figures = registryFigures(facts, parsePeriod('2026Q3'));
      const status = responsibilityStatus({ covered, dueOn }, day);
      for (const [which, cell] of Object.entries(cells)) {
        expect(figures?.[`cov_assigned_enterprise_cnt[${cell}]`]).toBe(which === status ? 1n : 0n);
      }
    }
  });
});

describe('a coverage rate', () => {
  const count = (operating: number, covered: number, more: Partial<CoverageCount> = {}): CoverageCount => ({
    ...{ aboveScale: false, ownership: null, unitType: null },
    operating: BigInt(operating),
    covered: BigInt(covered),
    ...more,
  });

  test('comes from sums, exactly, and is nothing where none operates', () => {
    expect(coverageRows([], [])).toEqual([{ ...count(0, 0), aboveScale: null, rate: null }]);
    expect(coverageRows([], ['SIZE'])).toEqual([]);
    expect(coverageRows([count(2, 1), count(1, 1, { aboveScale: true })], [])[0]?.rate).toBe('66.7');
    expect(coverageRows([count(108, 108)], [])[0]?.rate).toBe('100.0');
    expect(coverageRows([count(1000, 1)], [])[0]?.rate).toBe('0.1');
  });

  test('is grouped above-scale first and in the order of the words; what is not known comes last', () => {
    const counts = [
      count(1, 0, { ownership: '外商' }),
      count(1, 0, { ownership: '旧词' }),
      count(4, 1, { ownership: '国有', aboveScale: true, unitType: '事业' }),
      count(2, 2, { ownership: '国有', unitType: '企业' }),
      count(3, 1),
    ];
    const of = (...by: CoverageDimension[]) =>
      coverageRows(counts, by).map(({ aboveScale, ownership, unitType, operating, covered, rate }) =>
        [aboveScale, ownership, unitType, `${covered}/${operating}`, rate].join(' '),
      );
    expect(of('OWNERSHIP')).toEqual([' 国有  3/6 50.0', ' 外商  0/1 0.0', '   1/4 25.0']);
    expect(of('SIZE')).toEqual(['true   1/4 25.0', 'false   3/7 42.9']);
    expect(of('UNIT_TYPE', 'SIZE')).toEqual([
      'true  事业 1/4 25.0',
      'false  企业 2/2 100.0',
      'false   1/5 20.0',
    ]);
  });

  test('by whatever it is grouped, the parts sum to the whole and none passes 100 %', () => {
    const dimensions: CoverageDimension[] = ['SIZE', 'OWNERSHIP', 'UNIT_TYPE'];
    const counts = [true, false].flatMap((aboveScale, i) =>
      [...ownerships, null].flatMap((ownership, j) =>
        [...unitTypes, null].map((unitType, k) =>
          count(i + j * k + 1, j * k, { aboveScale, ownership, unitType }),
        ),
      ),
    );
    const [whole] = coverageRows(counts, []);
    for (let chosen = 1; chosen < 8; chosen += 1) {
      const by = dimensions.filter((_, i) => chosen & (1 << i));
      const rows = coverageRows(counts, by);
      const sum = (what: 'operating' | 'covered') => rows.reduce((s, row) => s + row[what], 0n);
      expect([sum('operating'), sum('covered')]).toEqual([whole?.operating, whole?.covered]);
      for (const { rate } of rows) expect(Number(rate)).toBeLessThanOrEqual(100);
      const groups = [2, ownerships.length + 1, unitTypes.length + 1].filter((_, i) => chosen & (1 << i));
      expect(rows).toHaveLength(groups.reduce((product, n) => product * n));
    }
  });
});
