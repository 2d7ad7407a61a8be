import type { BelowQuery } from './generated/progress.js';

type Child = NonNullable<BelowQuery['rollup']>['children']['nodes'][number];

/** How far a union has come: its own report at the grassroots, all reports below it for a body. */
export type State =
  'ACCEPTED' | 'SUBMITTED' | 'RETURNED' | 'DRAFT' | 'NOT_BEGUN' | 'NOT_EXPECTED' | 'COMPLETE' | 'UNDER_WAY';

/** A sign for each state, so that it is not told by its colour alone. */
export const signs: Readonly<Record<State, string>> = {
  ACCEPTED: '✓',
  COMPLETE: '✓',
  SUBMITTED: '◔',
  RETURNED: '↩',
  DRAFT: '✎',
  UNDER_WAY: '◑',
  NOT_BEGUN: '○',
  NOT_EXPECTED: '–',
};

export function stateOf({ union, completeness }: Pick<Child, 'union' | 'completeness'>): State {
  const { expected, accepted, returned, waiting, started } = completeness;
  if (expected === 0) return 'NOT_EXPECTED';
  if (accepted === expected) return union.level === 'GRASSROOTS' ? 'ACCEPTED' : 'COMPLETE';
  if (started === 0) return 'NOT_BEGUN';
  if (union.level !== 'GRASSROOTS') return 'UNDER_WAY';
  if (returned > 0) return 'RETURNED';
  return waiting > 0 ? 'SUBMITTED' : 'DRAFT';
}
