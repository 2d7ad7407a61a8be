import { useMutation, useQuery } from '@tanstack/react-query';
import { asked } from './answers.js';
import { ask } from './ask.js';
import { CancelOperation, OperationNow, type ProgressFragment } from './generated/operation.js';

/** How often it is asked how far an operation is, in milliseconds. */
const pause = 700;

/** 作业: work that the api does in the background, as far as it is. */
export interface Progress {
  /** Null before it was asked for. */
  operation: ProgressFragment | null;
  underWay: boolean;
  cancel: () => void;
  error: unknown;
}

const isUnderWay = (operation: ProgressFragment | null | undefined): boolean =>
  operation?.state === 'WAITING' || operation?.state === 'RUNNING';

/** Follows the operation `id` until it has ended; `begun` is how it stood when it was asked for, where that is known. */
export function useProgress(id: string | null, begun: ProgressFragment | null = null): Progress {
  const now = useQuery({
    ...asked(OperationNow, { id: id ?? '' }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (isUnderWay(state.data?.operation) ? pause : false),
  });
  const cancelling = useMutation({
    mutationFn: (operation: string) => ask(CancelOperation, { id: operation }),
    onSuccess: () => now.refetch(),
  });
  const operation = (id && (now.data?.operation ?? begun)) || null;
  return {
    operation,
    underWay: isUnderWay(operation),
    cancel: () => id && cancelling.mutate(id),
    error: now.error ?? cancelling.error,
  };
}
