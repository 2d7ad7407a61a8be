import { expect, test } from '@jest/globals';
import { homeFlags, type HomeStandardInput, outOf, readStandard, shippedStandard } from './home-standard.js';
import { Refusal } from './problem.js';

const sent = (more: Partial<HomeStandardInput> = {}): HomeStandardInput => ({
  ...{ fromYear: 2026, grades: shippedStandard.grades, criteria: shippedStandard.criteria, rules: [] },
  ...more,
});

const codesOf = (input: HomeStandardInput): string[] => {
  try {
    readStandard(input);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ code }) => code);
    throw error;
  }
};

const [one, two, three] = shippedStandard.grades as [
  (typeof shippedStandard.grades)[0],
  ...typeof shippedStandard.grades,
];
const [criterion] = shippedStandard.criteria;

test('the shipped standard is one that a federation could set', () => {
  const { fromYear, ...shipped } = readStandard(sent());
  expect(fromYear).toBe(2026);
  expect({ fromYear: 0, ...shipped }).toEqual(shippedStandard);
  expect([1, 2, 3].map((rank) => outOf(shippedStandard, rank))).toEqual([100_00n, 100_00n, 100_00n]);
});

test('stars from one to five are a ladder too, and decimals become canonical', () => {
  const stars = ['QUALIFIED', 'QUALIFIED', 'ADVANCED', 'ADVANCED', 'MODEL'] as const;
  const standard = readStandard(
    sent({
      grades: stars.map((countsAs, at) => ({
        ...{
          zh: `${at + 1} 星`,
          en: `${at + 1} stars`,
          countsAs,
          pass: `${at + 5}`,
          satisfiedPercent: '80.5',
        },
      })),
      criteria: [{ code: 'all', text: '全部', points: ['10', '10', '10', '10', '10.5'] }],
      rules: [{ flag: 'STEP_SKIPPED', handling: 'REFUSE' }],
    }),
  );
  expect(standard.grades[4]).toMatchObject({ pass: '9.00', satisfiedPercent: '80.50' });
  expect(standard.criteria[0]?.points).toEqual(['10.00', '10.00', '10.00', '10.00', '10.50']);
  expect(standard.rules.STEP_SKIPPED).toBe('REFUSE');
  // What is left out is flagged.
  expect(homeFlags.filter((flag) => standard.rules[flag] === 'FLAG')).toHaveLength(6);
});

test.each<[string, Partial<HomeStandardInput>, string[]]>([
  ['no grade', { grades: [] }, ['NUMBER_OUT_OF_RANGE']],
  [
    'six grades',
    {
      grades: [one, one, one, one, one, one],
      criteria: [{ ...criterion!, points: Array<string>(6).fill('60') }],
    },
    ['NUMBER_OUT_OF_RANGE'],
  ],
  ['a grade that counts as less than the one below', { grades: [two!, one, three!] }, ['HOME_CLASS_FALLS']],
  ['no criterion', { criteria: [] }, ['NUMBER_OUT_OF_RANGE']],
  [
    'a code of capitals',
    { criteria: [{ ...criterion!, code: 'A1', points: ['99', '99', '99'] }] },
    ['HOME_CRITERION_CODE'],
  ],
  ['a criterion twice', { criteria: [...shippedStandard.criteria, criterion!] }, ['HOME_CRITERION_TWICE']],
  [
    'points for two grades',
    { criteria: [{ ...criterion!, points: ['99', '99'] }] },
    ['HOME_CRITERION_GRADES', 'HOME_PASS_TOO_HIGH'],
  ],
  [
    'a pass that cannot be reached',
    { grades: [{ ...one, pass: '100.01' }, two!, three!] },
    ['HOME_PASS_TOO_HIGH'],
  ],
  [
    'more than all satisfied',
    { grades: [{ ...one, satisfiedPercent: '100.01' }, two!, three!] },
    ['NUMBER_OUT_OF_RANGE'],
  ],
  ['a third decimal', { grades: [{ ...one, pass: '60.001' }, two!, three!] }, ['FRACTION']],
  [
    'what comes after an award refusing it',
    { rules: [{ flag: 'EXPIRED', handling: 'REFUSE' }] },
    ['HOME_RULE_CANNOT_REFUSE'],
  ],
])('%s is refused', (_, more, codes) => {
  expect(codesOf(sent(more))).toEqual(codes);
});
