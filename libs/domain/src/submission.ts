import { refuse } from './problem.js';

/** DRAFT → SUBMITTED → ACCEPTED (审核通过), or RETURNED (退回) with a reason. Drawn in docs/architecture.md. */
export type SubmissionState = 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'ACCEPTED';

/** While a return is its filers' to change, and to submit. */
export const isInWork = (state: SubmissionState): boolean => state === 'DRAFT' || state === 'RETURNED';

export type SubmissionAction = 'SAVE' | 'SUBMIT' | 'WITHDRAW' | 'RETURN' | 'ACCEPT';

/** What a submission becomes by an action; what is not here is refused with WRONG_STATE. */
export const transitions: Record<SubmissionAction, Partial<Record<SubmissionState, SubmissionState>>> = {
  SAVE: { DRAFT: 'DRAFT', RETURNED: 'RETURNED' },
  SUBMIT: { DRAFT: 'SUBMITTED', RETURNED: 'SUBMITTED' },
  WITHDRAW: { SUBMITTED: 'DRAFT' },
  RETURN: { SUBMITTED: 'RETURNED' },
  ACCEPT: { SUBMITTED: 'ACCEPTED' },
};

/** The state after an action, or WRONG_STATE. */
export function nextState(state: SubmissionState, action: SubmissionAction): SubmissionState {
  return transitions[action][state] ?? refuse('WRONG_STATE', { state, action });
}

/** Optimistic locking: whoever acts names the version seen, else STALE_REVISION and nothing is changed. */
export function requireVersion(actual: number, expected: number, field = 'expectedVersion'): void {
  if (actual !== expected) refuse('STALE_REVISION', { expected, actual }, { field });
}

/** Everybody who filled anything in or submitted: none of them may accept. */
export const filersOf = (submission: { filledBy: readonly string[]; filedBy: string | null }): string[] => [
  ...submission.filledBy,
  ...(submission.filedBy ? [submission.filedBy] : []),
];

/** The reviewers of one union that stands above the filers', nearest first; for the root's own report the root. */
export interface Reviewers {
  unionId: string;
  personIds: readonly string[];
}

/**
 * The union whose reviewers accept: the direct parent in the period's tree, or, where nobody there may review but
 * those who filed (filled in or submitted), the next one up. null: nobody else reviews anywhere above.
 */
export function acceptingUnion(chain: readonly Reviewers[], filers: readonly string[]): string | null {
  return chain.find((union) => union.personIds.some((person) => !filers.includes(person)))?.unionId ?? null;
}

/**
 * What keeps a person from accepting a submission: having filed it, or not reviewing at the union whose turn it is. null where the
 * person may. Where nobody else reviews at all, the nearest union is named. `chain` is not empty: for the root's own report it is the root.
 */
export function barTo(
  personId: string,
  filers: readonly string[],
  chain: readonly [Reviewers, ...Reviewers[]],
): 'FILED_IT' | { acceptingUnion: string } | null {
  if (filers.includes(personId)) return 'FILED_IT';
  const accepting = acceptingUnion(chain, filers) ?? chain[0].unionId;
  const reviewers = chain.find(({ unionId }) => unionId === accepting)?.personIds ?? [];
  return reviewers.includes(personId) ? null : { acceptingUnion: accepting };
}
