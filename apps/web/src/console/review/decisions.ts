import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../client/ask.js';
import { AcceptReturn, ReturnReturn } from './generated/review.js';

/**
 * Accepting and returning. Once it is done the next return is opened, before the queue is asked for anew; what was wrong is told with the
 * return that it was about.
 */
export function useDecisions(decided: (kind: 'accepted' | 'returned', submissionId: string) => void) {
  const client = useQueryClient();
  const settle = (kind: 'accepted' | 'returned', submissionId: string, wrong: readonly unknown[]): void => {
    if (wrong.length === 0) decided(kind, submissionId);
    void client.invalidateQueries();
  };
  const accept = useMutation({
    mutationFn: (input: Parameters<typeof acceptInput>[0]) => ask(AcceptReturn, acceptInput(input)),
    onSuccess: ({ acceptSubmission }, { submissionId }) =>
      settle('accepted', submissionId, acceptSubmission.userErrors),
  });
  const giveBack = useMutation({
    mutationFn: (input: Parameters<typeof returnInput>[0]) => ask(ReturnReturn, returnInput(input)),
    onSuccess: ({ returnSubmission }, { submissionId }) =>
      settle('returned', submissionId, returnSubmission.userErrors),
  });
  return { accept, giveBack };
}

interface Seen {
  submissionId: string;
  expectedVersion: number;
  idempotencyKey: string;
}
const acceptInput = (input: Seen) => ({ input });
const returnInput = (
  input: Seen & { reason: string; comments: { cell: string | null; text: string }[] },
) => ({
  input,
});

/** Accepting and returning, as pages are handed it. */
export type Decisions = ReturnType<typeof useDecisions>;
