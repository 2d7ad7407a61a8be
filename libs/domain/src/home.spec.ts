import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Assessed,
  type Award,
  ballotRates,
  type Ballots,
  dueIn,
  heldOn,
  type HomeYear,
  noticedOfAward,
  noticedOfHeld,
  readScores,
  requireBallots,
  scored,
  validBallots,
} from './home.js';
import { hundredths } from './figure.js';
import { askedFor, shippedStandard } from './home-standard.js';
import { Refusal } from './problem.js';

const codesOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ code }) => code);
    throw error;
  }
};

const codes = shippedStandard.criteria.map(({ code }) => code);

describe('scores', () => {
  test('are kept in the order of the standard, and one that is not given is blank and not 0', () => {
    const scores = readScores(shippedStandard, 1, [
      { criterion: 'building', points: '7.5', evidence: ' 台账三册 ' },
      { criterion: 'rights', points: ' ' },
    ]);
    expect(scores.map(({ criterion }) => criterion)).toEqual(codes);
    expect(scores.at(-1)).toEqual({ criterion: 'building', points: '7.50', evidence: '台账三册' });
    expect(scores[1]).toEqual({ criterion: 'rights', points: null, evidence: null });
    expect(scored(shippedStandard, 1, scores)).toEqual({ total: 750n, complete: false, passed: null });
    expect(scored(shippedStandard, 1, readScores(shippedStandard, 1, []))).toMatchObject({ total: null });
  });

  test('are told of all at once where they cannot be', () => {
    const sent = [
      { criterion: 'organisation', points: '20.01' },
      { criterion: 'rights', points: '-1' },
      { criterion: 'service', points: '1' },
      { criterion: 'service', points: '2' },
      { criterion: 'weather', points: '1' },
    ];
    expect(codesOf(() => readScores(shippedStandard, 1, sent))).toEqual([
      ...['HOME_POINTS_TOO_MANY', 'NEGATIVE', 'HOME_CRITERION_TWICE', 'HOME_CRITERION_UNKNOWN'],
    ]);
    expect(codesOf(() => readScores(shippedStandard, 4, []))).toEqual(['GRADE_UNKNOWN']);
  });

  test('of a grade leave out what it does not ask for', () => {
    const [first, ...others] = shippedStandard.criteria;
    const standard = {
      ...shippedStandard,
      criteria: [{ ...first!, points: [null, '5.00', '5.00'] }, ...others],
    };
    expect(askedFor(standard, 1)).toHaveLength(4);
    expect(codesOf(() => readScores(standard, 1, [{ criterion: first!.code, points: '1' }]))).toEqual([
      'HOME_CRITERION_UNKNOWN',
    ]);
  });

  test('add up to what was given, passed where that is enough, always the same', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 20_00n), { minLength: 5, maxLength: 5 }), (points) => {
        const text = (each: bigint): string => `${each / 100n}.${`${each % 100n}`.padStart(2, '0')}`;
        const sent = codes.map((criterion, at) => ({ criterion, points: text(points[at]!) }));
        const scores = readScores(shippedStandard, 2, sent);
        const sum = points.reduce((one, other) => one + other, 0n);
        expect(scored(shippedStandard, 2, scores)).toEqual({
          ...{ total: sum, complete: true },
          passed: sum >= hundredths('75'),
        });
        // From what was stored, in any order.
        expect(scored(shippedStandard, 2, scores.toReversed())).toEqual(scored(shippedStandard, 2, scores));
      }),
    );
  });
});

const ballots = (counts: Partial<Ballots> = {}): Ballots => ({
  ...{ members: 100, issued: 90, returned: 80, satisfied: 50, basically: 10, unsatisfied: 20 },
  ...counts,
});

describe('ballots', () => {
  test.each([
    [{ unsatisfied: 21 }, ['HOME_BALLOTS_EXCEED']],
    [{ returned: 91 }, ['HOME_BALLOTS_EXCEED']],
    [{ members: 89 }, ['HOME_BALLOTS_EXCEED']],
    [{ satisfied: -1 }, ['NUMBER_OUT_OF_RANGE']],
    [{ members: 1_000_001 }, ['NUMBER_OUT_OF_RANGE']],
    [{}, []],
  ])('with %p: %p', (counts, found) => {
    expect(codesOf(() => requireBallots(ballots(counts)))).toEqual(found);
  });

  test('have rates from their counts, and none without a ballot', () => {
    expect(ballotRates(ballots())).toEqual({ returnedPercent: '88.89', satisfiedPercent: '75.00' });
    const none = ballots({ issued: 0, returned: 0, satisfied: 0, basically: 0, unsatisfied: 0 });
    expect(ballotRates(none)).toEqual({ returnedPercent: null, satisfiedPercent: null });
    expect(validBallots(ballots())).toBe(80);
  });
});

const award = (grade: number, awardedOn: string, more: Partial<Award> = {}): Award => ({
  ...{ id: `${grade} ${awardedOn}`, track: 'LOCAL', grade, awardedOn },
  ...{ validUntil: null, endedOn: null, checkedOn: null },
  ...more,
});

const passing = (grade: number, more: Partial<Assessed> = {}): Assessed => ({
  ...{ grade, total: 9500n, complete: true, passed: true },
  ...more,
});

const year = (more: Partial<HomeYear> = {}): HomeYear => ({
  ...{ year: 2026, planned: null, assessment: null, inspection: null, inspectionOutdated: false },
  ...{ ballots: null, awards: [] },
  ...more,
});

describe('what is held', () => {
  test('is the highest award in force, of two the later', () => {
    const awards = [
      award(1, '2020-01-01'),
      award(3, '2021-01-01', { validUntil: '2023-12-31' }),
      award(2, '2022-01-01', { endedOn: '2025-06-01' }),
      award(1, '2022-05-01'),
    ];
    expect(
      ['2019-12-31', '2020-01-01', '2023-12-31', '2024-01-01', '2025-06-01'].map(
        (day) => heldOn(awards, day)?.id,
      ),
    ).toEqual([undefined, '1 2020-01-01', '3 2021-01-01', '2 2022-01-01', '1 2022-05-01']);
  });

  test.each([
    ['nothing', [], []],
    ['an award of this year', [award(1, '2026-03-01')], []],
    ['one of last year', [award(1, '2025-01-01')], []],
    ['one that was not looked at last year', [award(1, '2024-12-31')], ['NOT_RECHECKED']],
    ['one that was', [award(1, '2020-01-01', { checkedOn: '2025-01-01' })], []],
    ['one over its days', [award(2, '2020-01-01', { validUntil: '2026-09-29' })], ['EXPIRED']],
    ['one on its last day', [award(2, '2025-01-01', { validUntil: '2026-09-30' })], []],
    ['one revoked', [award(2, '2020-01-01', { validUntil: '2025-01-01', endedOn: '2024-01-01' })], []],
    [
      'one that another followed',
      [award(2, '2020-01-01', { validUntil: '2025-01-01' }), award(2, '2025-05-01')],
      [],
    ],
  ])('%s: %p is noticed of', (_, awards, noticed) => {
    expect(noticedOfHeld(awards, '2026-09-30')).toEqual(noticed);
  });
});

describe('an award', () => {
  const noticed = (rank: number, more: Partial<HomeYear>): string[] =>
    noticedOfAward(shippedStandard, rank, '2026-12-01', year(more));
  const sound = {
    inspection: passing(2),
    ballots: ballots({ satisfied: 64, basically: 0, unsatisfied: 16 }),
  };

  test('of the next grade, inspected and evaluated, has nothing about it', () => {
    expect(noticed(2, { ...sound, awards: [award(1, '2020-01-01', { endedOn: '2021-01-01' })] })).toEqual([]);
    expect(noticed(1, { ...sound, inspection: passing(1) })).toEqual([]);
  });

  test('has what is missing noticed', () => {
    expect(noticed(3, {})).toEqual(['STEP_SKIPPED', 'NOT_INSPECTED', 'NOT_EVALUATED']);
    const held = { awards: [award(1, '2020-01-01')] };
    expect(noticed(2, { ...sound, ...held, inspection: passing(3) })).toEqual(['NOT_INSPECTED']);
    expect(noticed(2, { ...sound, ...held, inspectionOutdated: true })).toEqual(['NOT_INSPECTED']);
    expect(noticed(2, { ...sound, ...held, inspection: passing(2, { passed: false }) })).toEqual([
      'BELOW_PASS',
    ]);
    // 64 of 80 is the 80 % that 先进 needs; one less is not.
    expect(
      noticed(2, { ...sound, ...held, ballots: ballots({ satisfied: 63, basically: 0, unsatisfied: 17 }) }),
    ).toEqual(['NOT_SATISFIED']);
    expect(noticed(2, { ...sound, awards: [award(1, '2026-12-02')] })).toEqual(['STEP_SKIPPED']);
  });
});

describe('what is due', () => {
  const due = (more: Partial<HomeYear>, flags: Parameters<typeof dueIn>[2] = []): string[] =>
    dueIn(year(more), '2026-12-01', flags);
  const [one, two] = [passing(1), passing(2)];

  test.each<[string, Partial<HomeYear>, string[]]>([
    ['nothing planned or held', {}, []],
    ['a grade planned', { planned: 1 }, ['ASSESSMENT']],
    ['the grade planned is held', { planned: 1, awards: [award(1, '2026-01-01')], ballots: ballots() }, []],
    [
      'half assessed',
      { planned: 1, assessment: { ...one, complete: false, passed: null } },
      ['ASSESSMENT', 'EVALUATION'],
    ],
    ['assessed', { planned: 1, assessment: one, ballots: ballots() }, ['INSPECTION']],
    [
      'inspected for another grade',
      { assessment: one, inspection: two, ballots: ballots() },
      ['INSPECTION', 'AWARD'],
    ],
    [
      'changed since',
      { assessment: one, inspection: one, inspectionOutdated: true, ballots: ballots() },
      ['INSPECTION'],
    ],
    ['passed', { assessment: one, inspection: one, ballots: ballots() }, ['AWARD']],
    ['not passed', { assessment: one, inspection: { ...one, passed: false }, ballots: ballots() }, []],
    [
      'no valid ballot',
      { awards: [award(1, '2026-01-01')], ballots: ballots({ satisfied: 0, basically: 0, unsatisfied: 0 }) },
      ['EVALUATION'],
    ],
  ])('%s', (_, home, steps) => {
    expect(due(home)).toEqual(steps);
  });

  test('follows what is noticed of what is held', () => {
    expect(due({}, ['EXPIRED', 'NOT_RECHECKED'])).toEqual(['RECHECK', 'RENEWAL']);
  });
});
