import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { termEnd } from './election.js';
import { layoutOf } from './form.js';
import { shippedForm } from './shipped-forms.js';
import {
  type Assignment,
  countedOn,
  type ElectedBody,
  type EmployerFacts,
  filesFor,
  gradeAt,
  type Kind,
  kindsOf,
  type Level,
  lifeAt,
  registryFigures,
  requireKind,
  termAt,
  occasionOf,
  termDueInYear,
  type TermFacts,
  termOverdue,
  type UnionFacts,
} from './organisation.js';
import { dayAfter, parsePeriod } from './period.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const period = parsePeriod('2026Q3');
const union: UnionFacts = {
  ...{ code: 'G1', level: 'GRASSROOTS', kind: 'SINGLE', legalPerson: false, employers: [], awards: [] },
  ...{ preparedOn: null, establishedOn: '2020-01-01', dissolvedOn: null },
  ...{ terms: [], moved: { in: 0n, out: 0n }, transferred: { in: 0n, out: 0n }, hasFiled: false },
};
const figures = (more: Partial<UnionFacts>, of = period) => registryFigures({ ...union, ...more }, of);

test.each<[Partial<UnionFacts>, string, string | null]>([
  [{}, '2019-12-31', null],
  [{}, '2020-01-01', 'ESTABLISHED'],
  [{ preparedOn: '2019-06-01' }, '2019-05-31', null],
  [{ preparedOn: '2019-06-01' }, '2019-06-01', 'PREPARING'],
  [{ dissolvedOn: '2026-08-01' }, '2026-07-31', 'ESTABLISHED'],
  [{ dissolvedOn: '2026-08-01' }, '2026-08-01', 'DISSOLVED'],
  [{ establishedOn: null, preparedOn: '2026-01-01' }, '2030-01-01', 'PREPARING'],
])('with %p the life on %s is %s', (more, day, state) => {
  expect(lifeAt({ ...union, ...more }, day)).toBe(state);
});

test.each<[string, Partial<UnionFacts>, Record<string, number> | null]>([
  ['established before', {}, { expected: 1, stock: 1, new: 0, dissolved: 0, preparing: 0 }],
  [
    'founded on the first day',
    { establishedOn: '2026-07-01' },
    { expected: 1, stock: 1, new: 1, dissolved: 0, preparing: 0 },
  ],
  [
    'founded on the last day',
    { establishedOn: '2026-09-30' },
    { expected: 1, stock: 1, new: 1, dissolved: 0, preparing: 0 },
  ],
  ['founded the day after', { establishedOn: '2026-10-01' }, null],
  [
    'in preparation',
    { establishedOn: null, preparedOn: '2026-08-01' },
    { expected: 0, stock: 0, new: 0, dissolved: 0, preparing: 1 },
  ],
  [
    'founded after, in preparation',
    { establishedOn: '2026-10-01', preparedOn: '2026-09-01' },
    { expected: 0, stock: 0, new: 0, dissolved: 0, preparing: 1 },
  ],
  ['dissolved before', { dissolvedOn: '2026-06-30' }, null],
  [
    'dissolved on the first day',
    { dissolvedOn: '2026-07-01' },
    { expected: 1, stock: 0, new: 0, dissolved: 1, preparing: 0 },
  ],
  [
    'dissolved on the last day',
    { dissolvedOn: '2026-09-30' },
    { expected: 1, stock: 0, new: 0, dissolved: 1, preparing: 0 },
  ],
  [
    'dissolved the day after',
    { dissolvedOn: '2026-10-01' },
    { expected: 1, stock: 1, new: 0, dissolved: 0, preparing: 0 },
  ],
  [
    'founded and dissolved within',
    { establishedOn: '2026-07-02', dissolvedOn: '2026-07-03' },
    { expected: 1, stock: 0, new: 1, dissolved: 1, preparing: 0 },
  ],
])('a grassroots union %s', (_, more, expected) => {
  const at = figures(more);
  const read = at && {
    expected: Number(at['reports_expected_grassroots']),
    stock: Number(at['org_grassroots_union_cnt']),
    new: Number(at['org_new_union_cnt']),
    dissolved: Number(at['org_dissolved_union_cnt']),
    preparing: Number(at['org_preparing_union_cnt']),
  };
  expect(read).toEqual(expected);
  expect(filesFor({ ...union, ...more }, period)).toBe(expected?.['expected'] === 1);
});

test('a body counts above the grassroots, an outpost (工会工作委员会) as none, and both file their own', () => {
  const at = figures({ level: 'INTERMEDIATE', kind: 'BUREAU', legalPerson: true });
  expect(at).toMatchObject({
    org_above_base_union_cnt: 1n,
    org_grassroots_union_cnt: 0n,
    org_legal_person_cnt: 1n,
    reports_expected_own: 1n,
    home_none_cnt: 0n,
  });
  expect(figures({ level: 'INTERMEDIATE', kind: 'COMMISSION' })).toMatchObject({
    org_above_base_union_cnt: 0n,
    reports_expected_own: 1n,
  });
});

describe('grades', () => {
  const award = (grade: number, awardedOn: string, validUntil: string | null = null) => ({
    grade,
    awardedOn,
    validUntil,
    endedOn: null,
  });
  test.each<[ReturnType<typeof award>[], number]>([
    [[], 0],
    [[award(1, '2026-09-30')], 1],
    [[award(1, '2026-10-01')], 0],
    [[award(3, '2020-01-01', '2026-09-30')], 3],
    [[award(3, '2020-01-01', '2026-09-29')], 0],
    [[award(2, '2024-01-01'), award(1, '2025-01-01')], 2],
    [[award(3, '2020-01-01', '2025-12-31'), award(1, '2021-01-01')], 1],
  ])('of %p is %s at the end of September', (awards, grade) => {
    expect(gradeAt(awards, '2026-09-30')).toBe(grade);
    const at = figures({ awards })!;
    expect(['none', 'qualified', 'advanced', 'model'].map((name) => at[`home_${name}_cnt`]).indexOf(1n)).toBe(
      grade,
    );
  });

  test('count as new by their day, also one that another outshines; a dissolved union has none', () => {
    const awards = [award(3, '2020-01-01'), award(1, '2026-07-01')];
    expect(figures({ awards })).toMatchObject({ home_model_cnt: 1n, home_new_award_cnt: 1n });
    expect(figures({ awards, dissolvedOn: '2026-09-30' })).toMatchObject({
      home_model_cnt: 0n,
      home_none_cnt: 0n,
    });
  });
});

test('an employer counts while it operates at the period’s end, in one class of coverage', () => {
  const employer = (more: Partial<EmployerFacts>): EmployerFacts => ({
    aboveScale: false,
    headcount: 7,
    operatingFrom: '2020-01-01',
    operatingTo: null,
    coveredBy: null,
    responsibility: null,
    ...more,
  });
  const counts = (...employers: EmployerFacts[]) => {
    const at = figures({ employers })!;
    return [
      'operating_enterprise',
      'covered_enterprise',
      'large_enterprise',
      'large_single_union',
      'other_single_union',
      'joint_covered_enterprise',
      'operating_worker',
    ].map((name) => Number(at[`cov_${name}_cnt`]));
  };
  expect(counts(employer({}))).toEqual([1, 0, 0, 0, 0, 0, 7]);
  expect(counts(employer({ aboveScale: true, coveredBy: 'SINGLE' }))).toEqual([1, 1, 1, 1, 0, 0, 7]);
  expect(counts(employer({ coveredBy: 'SINGLE' }))).toEqual([1, 1, 0, 0, 1, 0, 7]);
  expect(counts(employer({ aboveScale: true, coveredBy: 'JOINT' }))).toEqual([1, 1, 1, 0, 0, 1, 7]);
  expect(counts(employer({ operatingFrom: '2026-10-01' }), employer({ operatingTo: '2026-09-30' }))).toEqual([
    0, 0, 0, 0, 0, 0, 0,
  ]);
  expect(counts(employer({ operatingFrom: '2026-09-30' }), employer({ operatingTo: '2026-10-01' }))[0]).toBe(
    2,
  );
});

test('an employer keeps counting where it is accounted for, after that union was dissolved', () => {
  const operating = { operatingFrom: '2020-01-01', operatingTo: null };
  const employers = [{ aboveScale: true, headcount: 9, ...operating, coveredBy: null, responsibility: null }];
  const after = figures({ dissolvedOn: '2026-03-31', employers });
  expect(after).toMatchObject({ cov_operating_enterprise_cnt: 1n, cov_operating_worker_cnt: 9n });
  expect(after).toMatchObject({ org_grassroots_union_cnt: 0n, reports_expected_grassroots: 0n });
  expect(figures({ dissolvedOn: '2026-03-31' })).toBeNull();
});

describe('terms', () => {
  /** Terms in order, each approved a month after its congress; 5 years unless said. */
  const term = (termNo: number, heldOn: string, years = 5): TermFacts => ({
    ...{ termNo, heldOn, termEndsOn: termEnd(heldOn, years), bodies: [] },
    approvedOn: heldOn.replace(/-\d\d$/, '-28'),
  });
  const first = term(1, '2016-05-10');
  const second = term(2, '2021-05-10');

  test.each<[TermFacts[], string, number | null]>([
    [[], '2026-01-01', null],
    [[first], '2016-05-09', null],
    [[first], '2016-05-10', 1],
    [[second, first], '2021-05-09', 1],
    [[second, first], '2021-05-10', 2],
    [[second, first], '2099-01-01', 2],
  ])('of %j the one on %s is %s', (terms, day, termNo) => {
    expect(termAt(terms, day)?.termNo ?? null).toBe(termNo);
  });

  test.each<[string, TermFacts[], string, boolean]>([
    ['ends on the last day of the year', [term(1, '2021-12-31')], '2026-01-01', true],
    ['ends on the first', [term(1, '2021-01-01')], '2026-12-31', true],
    ['ends the year before', [term(1, '2020-12-31')], '2026-06-30', false],
    ['ends the year after', [term(1, '2022-01-01')], '2026-06-30', false],
    ['has been followed in the same year', [second, term(3, '2026-03-01')], '2026-06-30', true],
    ['has been followed late, in the year after', [second, term(3, '2027-03-01')], '2026-06-30', true],
    ['was cut short the year before', [second, term(3, '2025-12-31')], '2026-06-30', false],
    ['was cut short on the first day of the year', [second, term(3, '2026-01-01')], '2026-06-30', true],
    ['is not known', [], '2026-06-30', false],
  ])('a term that %s', (_, terms, day, due) => {
    expect(termDueInYear(terms, day)).toBe(due);
  });

  test.each<[string, TermFacts[], string, boolean]>([
    ['on its last day', [second], '2026-05-10', false],
    ['the day after', [second], '2026-05-11', true],
    ['on the day of the next congress', [second, term(3, '2026-08-01')], '2026-08-01', false],
    ['the day before that', [second, term(3, '2026-08-01')], '2026-07-31', true],
    ['where the one before it ended long ago', [first, second], '2026-01-01', false],
    ['that nobody knows', [], '2026-01-01', false],
  ])('a term is overdue: %s', (_, terms, day, overdue) => {
    expect(termOverdue(terms, day)).toBe(overdue);
  });

  const cells = (more: Partial<UnionFacts>) => {
    const at = figures(more);
    return ['due', 'done', 'overdue'].map((name) => Number(at?.[`org_term_${name}_cnt`] ?? 0));
  };

  test('are due once, done when approved, overdue until then: of grassroots unions that stand', () => {
    const third = { ...term(3, '2026-06-20'), approvedOn: '2026-07-01' };
    expect(cells({ terms: [second] })).toEqual([1, 0, 1]);
    expect(cells({ terms: [second, third] })).toEqual([1, 1, 0]);
    expect(cells({ terms: [second, { ...third, approvedOn: '2026-06-30' }] })).toEqual([1, 0, 0]);
    expect(cells({ terms: [second, { ...third, approvedOn: '2026-09-30' }] })).toEqual([1, 1, 0]);
    // The first term is the founding, and no 换届.
    expect(cells({ terms: [{ ...third, termNo: 1 }] })).toEqual([0, 0, 0]);
    expect(cells({ terms: [term(1, '2023-01-01', 3)] })).toEqual([1, 0, 1]);
    expect(cells({ terms: [second], level: 'INTERMEDIATE', kind: 'BUREAU' })).toEqual([0, 0, 0]);
    expect(cells({ terms: [second], dissolvedOn: '2026-09-30' })).toEqual([0, 0, 0]);
  });

  test('give their bodies until these end or the next congress elects others', () => {
    const elected = (...bodies: Array<[ElectedBody, string | null]>) =>
      bodies.map(([body, endedOn]) => ({ body, endedOn }));
    const has = (more: Partial<UnionFacts>) => {
      const at = figures(more);
      return [Number(at?.['org_audit_committee_cnt']), Number(at?.['wom_committee_cnt'])];
    };
    const of = (...bodies: Array<[ElectedBody, string | null]>) => ({
      terms: [{ ...second, bodies: elected(...bodies) }],
    });
    expect(has(of())).toEqual([0, 0]);
    expect(has(of(['COMMITTEE', null]))).toEqual([0, 0]);
    expect(has(of(['AUDIT_COMMITTEE', null], ['WOMENS_COMMITTEE', null]))).toEqual([1, 1]);
    expect(has(of(['AUDITOR', null], ['WOMENS_MEMBER', null]))).toEqual([1, 1]);
    expect(has(of(['AUDITOR', '2026-09-30'], ['WOMENS_MEMBER', '2026-10-01']))).toEqual([0, 1]);
    const both: Array<[ElectedBody, string | null]> = [
      ['AUDITOR', null],
      ['WOMENS_MEMBER', null],
    ];
    expect(has({ ...of(...both), level: 'INTERMEDIATE', kind: 'BUREAU' })).toEqual([0, 0]);
    const third = { ...term(3, '2026-06-20'), bodies: elected(['AUDITOR', null]) };
    expect(has({ terms: [{ ...second, bodies: elected(...both) }, third] })).toEqual([1, 0]);
  });
});

describe('a change counts', () => {
  const final = (...codes: string[]) => codes.map((code) => parsePeriod(code));
  test.each<[string, string[], string]>([
    ['2026-08-15', [], '2026-08-15'],
    ['2026-08-15', ['2026Q2'], '2026-08-15'],
    // A quarter that is FINAL has the stock of all before it, so what it missed is new after it.
    ['2026-08-15', ['2026Q2', '2026Q4'], '2027-01-01'],
    ['2024-05-05', ['2026Q2'], '2026-07-01'],
    ['2026-08-15', ['2026Q3'], '2026-10-01'],
    ['2026-07-01', ['2026Q3'], '2026-10-01'],
    ['2026-09-30', ['2026Q3'], '2026-10-01'],
    ['2026-08-15', ['2026Q3', '2026Q4'], '2027-01-01'],
    // A year that is FINAL holds the quarters too; one that is not leaves the quarter's end.
    ['2026-08-15', ['2026Q3', '2026'], '2027-01-01'],
    ['2026-08-15', ['2026'], '2027-01-01'],
  ])('on %s, with %j FINAL, from %s', (day, codes, expected) => {
    expect(countedOn(day, final(...codes))).toBe(expected);
  });

  test(`after every FINAL period that could have counted it, and no later (SEED=${seed})`, () => {
    const codes = ['2025Q4', '2026Q1', '2026Q2', '2026Q3', '2026Q4', '2026H1', '2026', 'S2026'];
    const property = fc.property(day, fc.subarray(codes), (on, chosen) => {
      const missed = final(...chosen).filter((one) => one.endsOn >= on);
      const counted = countedOn(on, final(...chosen));
      expect(counted >= on && missed.every((one) => one.endsOn < counted)).toBe(true);
      expect(counted === on || missed.some((one) => dayAfter(one.endsOn) === counted)).toBe(true);
    });
    fc.assert(property, { seed, numRuns: 200 });
  });
});

test('a kind stands at one level', () => {
  for (const [level, kinds] of Object.entries(kindsOf) as Array<[Level, readonly Kind[]]>) {
    for (const kind of Object.values(kindsOf).flat()) {
      if (kinds.includes(kind)) expect(() => requireKind(level, kind)).not.toThrow();
      else expect(() => requireKind(level, kind)).toThrow(/UNION_KIND_MISMATCH/);
    }
  }
});

const day = fc
  .integer({ min: 0, max: 900 })
  .map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10));
const maybe = fc.option(day, { nil: null });
const facts: fc.Arbitrary<UnionFacts> = fc
  .record({
    code: fc.constant('G1'),
    level: fc.constantFrom<Level>('FEDERATION', 'INTERMEDIATE', 'GRASSROOTS', 'GRASSROOTS'),
    which: fc.nat(),
    legalPerson: fc.boolean(),
    dates: fc.tuple(maybe, maybe, maybe),
    awards: fc.array(
      fc.record({ grade: fc.integer({ min: 1, max: 3 }), awardedOn: day, validUntil: maybe, endedOn: maybe }),
      { maxLength: 3 },
    ),
    employers: fc.array(
      fc.record({
        aboveScale: fc.boolean(),
        headcount: fc.nat(999),
        operatingFrom: day,
        operatingTo: maybe,
        coveredBy: fc.constantFrom('SINGLE' as const, 'JOINT' as const, null),
        responsibility: fc.option(fc.record({ dueOn: day }), { nil: null }),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ which, dates, level, ...rest }) => {
    const kinds: readonly Kind[] = kindsOf[level];
    const [preparedOn, establishedOn, dissolvedOn] =
      dates[1] === null ? [dates[0], null, null] : [null, ...[dates[1], dates[2]].toSorted()];
    return {
      ...{ terms: [], moved: { in: 0n, out: 0n }, transferred: { in: 0n, out: 0n }, hasFiled: false },
      ...rest,
      level,
      kind: kinds[which % kinds.length]!,
      preparedOn: preparedOn ?? null,
      establishedOn: establishedOn ?? null,
      dissolvedOn: dates[2] === null ? null : (dissolvedOn ?? null),
    };
  });

test(`over any unions the figures agree with each other (SEED=${seed})`, () => {
  const property = fc.property(
    fc.array(facts, { maxLength: 30 }),
    fc.constantFrom('2025Q4', '2026Q3', '2026'),
    (unions, code) => {
      const of = parsePeriod(code);
      const all = unions.map((one) => registryFigures(one, of)).filter((one) => one !== null);
      const sum = (name: string) => all.reduce((total, one) => total + (one[name] ?? (NaN as never)), 0n);
      expect(sum('org_single_union_cnt') + sum('org_joint_union_cnt')).toBe(sum('org_grassroots_union_cnt'));
      expect(
        sum('home_none_cnt') + sum('home_qualified_cnt') + sum('home_advanced_cnt') + sum('home_model_cnt'),
      ).toBe(sum('org_grassroots_union_cnt'));
      const classes =
        sum('cov_large_single_union_cnt') +
        sum('cov_other_single_union_cnt') +
        sum('cov_joint_covered_enterprise_cnt');
      expect(classes).toBe(sum('cov_covered_enterprise_cnt'));
      expect(sum('cov_covered_enterprise_cnt')).toBeLessThanOrEqual(sum('cov_operating_enterprise_cnt'));
      expect(sum('org_legal_person_cnt')).toBeLessThanOrEqual(
        sum('org_grassroots_union_cnt') + BigInt(unions.length),
      );
      expect(sum('reports_expected_grassroots') + sum('reports_expected_own')).toBe(
        BigInt(unions.filter((one) => filesFor(one, of)).length),
      );
      expect(
        sum('cov_assigned_enterprise_cnt[done]') +
          sum('cov_assigned_enterprise_cnt[in progress]') +
          sum('cov_assigned_enterprise_cnt[overdue]'),
      ).toBe(sum('cov_assigned_enterprise_cnt'));
      // What stands at the end is what stood at the last period's end, plus new, less dissolved.
      expect(sum('org_grassroots_union_cnt')).toBe(
        sum('org_prior_union_cnt') + sum('org_new_union_cnt') - sum('org_dissolved_union_cnt'),
      );
      // A union standing at the end, or dissolved within, files; nobody else does.
      expect(sum('reports_expected_grassroots')).toBe(
        sum('org_grassroots_union_cnt') + sum('org_dissolved_union_cnt'),
      );
    },
  );
  fc.assert(property, { seed, numRuns: 500 });
});

test.each<[Partial<UnionFacts>, string]>([
  [{}, 'ORDINARY'],
  [{ establishedOn: '2026-06-30' }, 'ORDINARY'],
  [{ establishedOn: '2026-07-01' }, 'FIRST'],
  [{ establishedOn: '2026-09-30' }, 'FIRST'],
  [{ dissolvedOn: '2026-07-01' }, 'LAST'],
  [{ dissolvedOn: '2026-09-30' }, 'LAST'],
  [{ dissolvedOn: '2026-10-01' }, 'ORDINARY'],
  [{ establishedOn: '2026-07-02', dissolvedOn: '2026-09-29' }, 'LAST'],
])('the return of a union with %p is %s', (more, occasion) => {
  expect(occasionOf({ ...union, ...more }, period)).toBe(occasion);
});

test(`one period of a union is the first and one the last, among those that it files for (SEED=${seed})`, () => {
  const quarters = [
    '2024Q4',
    '2025Q1',
    '2025Q2',
    '2025Q3',
    '2025Q4',
    '2026Q1',
    '2026Q2',
    '2026Q3',
    '2026Q4',
    '2027Q1',
    '2027Q2',
    '2027Q3',
  ].map(parsePeriod);
  const property = fc.property(facts, (life) => {
    const filed = quarters.filter((quarter) => filesFor(life, quarter));
    const occasions = filed.map((quarter) => occasionOf(life, quarter));
    expect(occasions.slice(1).includes('FIRST') || occasions.slice(0, -1).includes('LAST')).toBe(false);
    if (life.establishedOn) expect(['FIRST', 'LAST']).toContain(occasions[0]);
    if (life.dissolvedOn) expect(occasions.at(-1)).toBe('LAST');
  });
  fc.assert(property, { seed, numRuns: 300 });
});

test('a report is expected only of the unions that the form is assigned to', () => {
  const expected = (assignment: Assignment, more: Partial<UnionFacts> = {}) => {
    const known = registryFigures({ ...union, ...more }, period, assignment);
    return Number(known?.['reports_expected_grassroots']) + Number(known?.['reports_expected_own']);
  };
  expect(expected({})).toBe(1);
  expect(expected({ levels: ['INTERMEDIATE'] })).toBe(0);
  expect(expected({ levels: ['INTERMEDIATE'] }, { level: 'INTERMEDIATE', kind: 'BUREAU' })).toBe(1);
  expect(expected({ kinds: ['JOINT'] })).toBe(0);
  expect(expected({ levels: ['GRASSROOTS'], unions: ['G1', 'G2'] })).toBe(1);
  expect(expected({ unions: ['G2'] })).toBe(0);
  // Whoever filed before a newer version left it out is still asked; whoever does not live then never is.
  expect(expected({ unions: ['G2'] }, { hasFiled: true })).toBe(1);
  expect(expected({}, { hasFiled: true, dissolvedOn: '2026-06-30' })).toBe(NaN);
});

test('a union gives exactly the cells of 表一 and its counters', () => {
  const codes = layoutOf(shippedForm('work-q')).registry.positions.map((cell) => cell.code);
  expect(Object.keys(figures({})!).toSorted()).toEqual(codes.toSorted());
});
