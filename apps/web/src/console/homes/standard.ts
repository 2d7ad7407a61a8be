import type { HomeClass, HomeFlag, HomeHandling, SetHomeStandardInput } from './generated/homes.js';
import type { Standard } from './seen.js';

export const classes: readonly HomeClass[] = ['QUALIFIED', 'ADVANCED', 'MODEL'];

/** What may be made of each thing noticed: a home that stands is not refused. */
export const handlings: Readonly<Record<HomeFlag, readonly HomeHandling[]>> = {
  STEP_SKIPPED: ['IGNORE', 'FLAG', 'REFUSE'],
  NOT_INSPECTED: ['IGNORE', 'FLAG', 'REFUSE'],
  BELOW_PASS: ['IGNORE', 'FLAG', 'REFUSE'],
  NOT_EVALUATED: ['IGNORE', 'FLAG', 'REFUSE'],
  NOT_SATISFIED: ['IGNORE', 'FLAG', 'REFUSE'],
  EXPIRED: ['IGNORE', 'FLAG'],
  NOT_RECHECKED: ['IGNORE', 'FLAG'],
};
export const flags = Object.keys(handlings) as readonly HomeFlag[];

export interface DraftGrade {
  zh: string;
  en: string;
  countsAs: HomeClass;
  pass: string;
  satisfiedPercent: string;
}

/** `points`: one text for each grade; blank where that grade does not ask for it. */
export interface DraftCriterion {
  code: string;
  text: string;
  points: readonly string[];
}

/** A standard while it is written. */
export interface Draft {
  fromYear: string;
  documentNo: string;
  grades: readonly DraftGrade[];
  criteria: readonly DraftCriterion[];
  rules: Readonly<Record<HomeFlag, HomeHandling>>;
}

export const mostGrades = 5;
export const mostCriteria = 100;

/** A new standard begins as another one is. */
export function draftOf({ grades, criteria, rules }: Standard, fromYear: number): Draft {
  const handlingOf = (flag: HomeFlag): HomeHandling =>
    rules.find((rule) => rule.flag === flag)?.handling ?? 'FLAG';
  return {
    ...{ fromYear: String(fromYear), documentNo: '' },
    grades: grades.map(({ zh, en, countsAs, pass, satisfiedPercent }) => ({
      ...{ zh, en, countsAs, pass, satisfiedPercent },
    })),
    criteria: criteria.map(({ code, text, points }) => ({
      ...{ code, text },
      points: points.map((most) => most ?? ''),
    })),
    rules: Object.fromEntries(flags.map((flag) => [flag, handlingOf(flag)])) as Draft['rules'],
  };
}

/** A grade above the highest, which asks for all that is scored. */
export const withGrade = (draft: Draft): Draft => ({
  ...draft,
  grades: [...draft.grades, { zh: '', en: '', countsAs: 'MODEL', pass: '', satisfiedPercent: '' }],
  criteria: draft.criteria.map((one) => ({ ...one, points: [...one.points, one.points.at(-1) ?? ''] })),
});

/** Without the highest grade. */
export const withoutGrade = (draft: Draft): Draft => ({
  ...draft,
  grades: draft.grades.slice(0, -1),
  criteria: draft.criteria.map((one) => ({ ...one, points: one.points.slice(0, -1) })),
});

/** One more criterion, under a code that no other has. */
export function withCriterion(draft: Draft): Draft {
  const taken = new Set(draft.criteria.map(({ code }) => code));
  let nth = draft.criteria.length + 1;
  while (taken.has(`item_${nth}`)) nth += 1;
  const added = { code: `item_${nth}`, text: '', points: draft.grades.map(() => '') };
  return { ...draft, criteria: [...draft.criteria, added] };
}

/** As the api takes it. */
export const inputOf = (draft: Draft): Omit<SetHomeStandardInput, 'idempotencyKey'> => ({
  ...{ fromYear: Number(draft.fromYear), documentNo: draft.documentNo.trim() },
  grades: draft.grades.map((grade) => ({
    ...{ zh: grade.zh.trim(), en: grade.en.trim(), countsAs: grade.countsAs },
    ...{ pass: grade.pass.trim(), satisfiedPercent: grade.satisfiedPercent.trim() },
  })),
  criteria: draft.criteria.map(({ code, text, points }) => ({
    ...{ code: code.trim(), text: text.trim() },
    points: points.map((most) => most.trim() || null),
  })),
  rules: flags.map((flag) => ({ flag, handling: draft.rules[flag] })),
});
