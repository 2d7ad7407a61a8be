/** 建家标准: the ladder of 职工之家, what is scored for each of its grades, and what a tenant makes of what is noticed. */
import { formatFigure, hundredths, readFigure, shortened } from './figure.js';
import { problem, type Problem, refuse, refuseAny } from './problem.js';

/** As which of 合格, 先进 and 模范 a grade counts in the totals, from the lowest: `counts_as` is the place, from 1. */
export const homeClasses = ['QUALIFIED', 'ADVANCED', 'MODEL'] as const;
export type HomeClass = (typeof homeClasses)[number];

/** What may be noticed about an award, and then of a home that stands. */
export const awardFlags = [
  'STEP_SKIPPED',
  'NOT_INSPECTED',
  'BELOW_PASS',
  'NOT_EVALUATED',
  'NOT_SATISFIED',
] as const;
export const standingFlags = ['EXPIRED', 'NOT_RECHECKED'] as const;
export const homeFlags = [...awardFlags, ...standingFlags] as const;
export type HomeFlag = (typeof homeFlags)[number];

/** What a flag is called where a sentence names it. */
export const flagWords: Readonly<Record<HomeFlag, string>> = {
  STEP_SKIPPED: '越级 skips a step',
  NOT_INSPECTED: '未考核 not inspected',
  BELOW_PASS: '考核未达标 below the points needed',
  NOT_EVALUATED: '未评家 not evaluated by the members',
  NOT_SATISFIED: '满意率不足 too few satisfied',
  EXPIRED: '到期 expired',
  NOT_RECHECKED: '未复查 not re-checked',
};

export type HomeHandling = 'IGNORE' | 'FLAG' | 'REFUSE';

/** Points and percentages are decimal strings with two places. */
export interface HomeGrade {
  zh: string;
  en: string;
  countsAs: HomeClass;
  /** Points that an inspection must give. */
  pass: string;
  /** Of the valid ballots, how many in % must be satisfied or basically so. */
  satisfiedPercent: string;
}

/** What is scored: the most points it can give by grade, from the lowest; null where that grade does not ask for it. */
export interface HomeCriterion {
  code: string;
  text: string;
  points: ReadonlyArray<string | null>;
}

/** Grades go by their rank, from 1. */
export interface HomeStandard {
  fromYear: number;
  grades: readonly HomeGrade[];
  criteria: readonly HomeCriterion[];
  rules: Readonly<Record<HomeFlag, HomeHandling>>;
}

const alike = ['20.00', '20.00', '20.00'];
const grade = (zh: string, en: string, countsAs: HomeClass, lines: [string, string]): HomeGrade => ({
  ...{ zh, en, countsAs, pass: lines[0], satisfiedPercent: lines[1] },
});

/**
 * Holds until a federation sets its own. The ladder and the lines of satisfaction are the catalogue's (home_grade, home_eval_satisfied_rate);
 * criteria and pass lines are ours, to be replaced by those of the federation's own document.
 */
export const shippedStandard: HomeStandard = {
  fromYear: 0,
  grades: [
    grade('合格职工之家', 'Qualified home', 'QUALIFIED', ['60.00', '70.00']),
    grade('先进职工之家', 'Advanced home', 'ADVANCED', ['75.00', '80.00']),
    grade('模范职工之家', 'Model home', 'MODEL', ['90.00', '85.00']),
  ],
  criteria: [
    { code: 'organisation', text: '组织健全:按期换届,经费审查、女职工组织齐全,会员管理规范', points: alike },
    { code: 'rights', text: '维护权益:集体合同、劳动保护、劳动争议调解', points: alike },
    { code: 'democracy', text: '民主管理:职代会、厂务公开', points: alike },
    { code: 'service', text: '服务职工:帮扶送温暖、文体活动、教育培训', points: alike },
    { code: 'building', text: '自身建设:阵地、经费、台账、会员评家', points: alike },
  ],
  rules: {
    ...{ STEP_SKIPPED: 'FLAG', NOT_INSPECTED: 'FLAG', BELOW_PASS: 'FLAG', NOT_EVALUATED: 'FLAG' },
    ...{ NOT_SATISFIED: 'FLAG', EXPIRED: 'FLAG', NOT_RECHECKED: 'FLAG' },
  },
};

const mostGrades = 5;
export const mostCriteria = 100;
const mostPoints = 1_000_00n;

/** The grade of a standard with this rank; GRADE_UNKNOWN. */
export function gradeOf({ grades }: HomeStandard, rank: number): HomeGrade {
  const details = { grade: rank, words: gradeWords(grades) };
  return grades[rank - 1] ?? refuse('GRADE_UNKNOWN', details, { field: 'grade' });
}

/** The ladder in words, for a sentence. */
export const gradeWords = (grades: readonly HomeGrade[]): string =>
  grades.map(({ zh }, at) => `${at + 1} ${zh}`).join('、');

/** What a grade asks for, in the order of the standard, with the most points of each in hundredths. */
export function askedFor({ criteria }: HomeStandard, rank: number): Array<HomeCriterion & { most: bigint }> {
  return criteria.flatMap((criterion) => {
    const most = criterion.points[rank - 1];
    return most === null || most === undefined ? [] : [{ ...criterion, most: hundredths(most) }];
  });
}

/** The points that a grade's criteria can give together, in hundredths. */
export const outOf = (standard: HomeStandard, rank: number): bigint =>
  askedFor(standard, rank).reduce((sum, { most }) => sum + most, 0n);

/** A standard as it was sent; texts are trimmed and no longer than they may be. */
export interface HomeStandardInput extends Omit<HomeStandard, 'rules'> {
  rules: ReadonlyArray<{ flag: HomeFlag; handling: HomeHandling }>;
}

/**
 * A standard with canonical decimals, or all that is wrong with it: NUMBER_OUT_OF_RANGE, HOME_CLASS_FALLS, HOME_CRITERION_CODE,
 * HOME_CRITERION_TWICE, HOME_CRITERION_GRADES, HOME_PASS_TOO_HIGH, HOME_RULE_CANNOT_REFUSE, and what a decimal can have.
 */
export function readStandard({ fromYear, grades, criteria, rules }: HomeStandardInput): HomeStandard {
  const problems: Problem[] = [];
  const within = (field: string, value: number | bigint, most: number | bigint, least = 0): void => {
    if (value < least || value > most)
      problems.push(
        problem('NUMBER_OUT_OF_RANGE', { field, value: `${value}`, min: least, max: `${most}` }, { field }),
      );
  };
  const decimal = (text: string, field: string, most: bigint): string => {
    const read = readFigure(text, { cell: field, decimals: 2, unit: '' }, { field });
    if (typeof read === 'bigint' && read <= most) return formatFigure(read, 2);
    const details = { field, value: shortened(text), min: 0, max: formatFigure(most, 2) };
    problems.push(typeof read === 'bigint' ? problem('NUMBER_OUT_OF_RANGE', details, { field }) : read);
    return '0.00';
  };
  within('grades', grades.length, mostGrades, 1);
  within('criteria', criteria.length, mostCriteria, 1);
  refuseAny(problems); // of thousands nobody wants to be told what is wrong with each
  const standard: HomeStandard = {
    fromYear,
    grades: grades.map((one) => ({
      ...one,
      pass: decimal(one.pass, 'pass', mostPoints * BigInt(mostCriteria)),
      satisfiedPercent: decimal(one.satisfiedPercent, 'satisfiedPercent', 100_00n),
    })),
    criteria: criteria.map((one) => ({
      ...one,
      points: one.points.map((text) => (text === null ? null : decimal(text, 'points', mostPoints))),
    })),
    rules: {
      ...shippedStandard.rules,
      ...Object.fromEntries(rules.map(({ flag, handling }) => [flag, handling])),
    },
  };
  refuseAny([...problems, ...problemsIn(standard)]);
  return standard;
}

/** What is wrong with a standard whose numbers are right one by one. */
function problemsIn(standard: HomeStandard): Problem[] {
  const { grades, criteria, rules } = standard;
  const codes = criteria.map(({ code }) => code);
  const place = (grade: HomeGrade): number => homeClasses.indexOf(grade.countsAs);
  return [
    ...grades
      .filter((one, at) => at > 0 && place(one) < place(grades[at - 1] ?? one))
      .map(({ zh }) => problem('HOME_CLASS_FALLS', { grade: zh }, { field: 'grades' })),
    ...codes
      .filter((code) => !/^[a-z][a-z0-9_]{0,39}$/.test(code))
      .map((code) => problem('HOME_CRITERION_CODE', { code: shortened(code) }, { field: 'criteria' })),
    ...codes
      .filter((code, at) => codes.indexOf(code) !== at)
      .map((code) => problem('HOME_CRITERION_TWICE', { criterion: shortened(code) }, { field: 'criteria' })),
    ...criteria
      .filter(({ points }) => points.length !== grades.length)
      .map(({ text, points }) => {
        const details = { criterion: shortened(text), count: points.length, grades: grades.length };
        return problem('HOME_CRITERION_GRADES', details, { field: 'criteria' });
      }),
    ...grades
      .map(({ zh, pass }, at) => ({ grade: zh, pass, most: outOf(standard, at + 1) }))
      .filter(({ pass, most }) => hundredths(pass) > most || most === 0n)
      .map(({ most, ...details }) =>
        problem('HOME_PASS_TOO_HIGH', { ...details, outOf: formatFigure(most, 2) }, { field: 'pass' }),
      ),
    ...standingFlags
      .filter((flag) => rules[flag] === 'REFUSE')
      .map((flag) => problem('HOME_RULE_CANNOT_REFUSE', { flag: flagWords[flag] }, { field: 'rules' })),
  ];
}
