import type { AppraisalItemKind, SetAppraisalSchemeInput } from './generated/appraisal.js';
import type { Scheme } from './seen.js';

export interface DraftItem {
  code: string;
  text: string;
  kind: AppraisalItemKind;
  points: string;
}

export interface DraftGrade {
  zh: string;
  en: string;
  from: string;
}

/** A scheme while it is written. */
export interface Draft {
  documentNo: string;
  nothingBelow: string;
  mostCounted: string;
  appealDays: string;
  items: readonly DraftItem[];
  /** From the highest. */
  grades: readonly DraftGrade[];
}

export const mostItems = 100;
export const mostGrades = 10;

/** The same kind of year, one earlier: 2025 of 2026, S2025 of S2026. */
export const yearBefore = (period: string): string =>
  period.replace(/\d{4}/, (year) => String(Number(year) - 1));

/** A draft of a scheme as it stands, or of the year before's, which has a document of its own. */
export const draftOf = (scheme: Scheme, documentNo: string): Draft => ({
  ...{ documentNo, nothingBelow: scheme.nothingBelow, mostCounted: scheme.mostCounted },
  appealDays: String(scheme.appealDays),
  items: scheme.items.map(({ code, text, kind, points }) => ({ code, text, kind, points })),
  grades: scheme.grades.map(({ zh, en, from }) => ({ zh, en, from })),
});

/** One more item, under a code that no other has. */
export function withItem(draft: Draft): Draft {
  const taken = new Set(draft.items.map(({ code }) => code));
  let nth = draft.items.length + 1;
  while (taken.has(`item_${nth}`)) nth += 1;
  return { ...draft, items: [...draft.items, { code: `item_${nth}`, text: '', kind: 'SCORED', points: '' }] };
}

/** One more grade below the others. */
export const withGrade = (draft: Draft): Draft => ({
  ...draft,
  grades: [...draft.grades, { zh: '', en: '', from: '' }],
});

/** As the api takes it. */
export const schemeSent = (
  draft: Draft,
): Omit<SetAppraisalSchemeInput, 'bodyId' | 'form' | 'period' | 'expectedRevision' | 'idempotencyKey'> => ({
  ...{ documentNo: draft.documentNo.trim(), appealDays: Number(draft.appealDays) },
  ...{ nothingBelow: draft.nothingBelow.trim(), mostCounted: draft.mostCounted.trim() },
  items: draft.items.map(({ code, text, kind, points }) => ({
    ...{ code: code.trim(), text: text.trim(), kind, points: points.trim() },
  })),
  grades: draft.grades.map(({ zh, en, from }) => ({ zh: zh.trim(), en: en.trim(), from: from.trim() })),
});
