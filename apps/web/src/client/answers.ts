import { QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, Refused } from './ask.js';
import type { Operation } from './operation.js';

/** What is known of the api's answers in this tab. A refusal is final; what could not be reached is asked for again. */
export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => !(error instanceof Refused) && failures < 2,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});

/** The name of an operation. */
export const nameOf = (operation: string): string => /^\w+ (\w+)/.exec(operation)?.[1] ?? operation;

/** A query of the api for TanStack Query; its key is the operation's name and variables. */
export const asked = <Answer, Variables>(operation: Operation<Answer, Variables>, variables: Variables) =>
  queryOptions({
    queryKey: [nameOf(operation), variables] as const,
    queryFn: ({ signal }) => ask(operation, variables, signal),
  });

/** The answer to a query of the api, kept up to date. */
export const useAnswer = <Answer, Variables>(operation: Operation<Answer, Variables>, variables: Variables) =>
  useQuery(asked(operation, variables));

/**
 * A mutation of the api. What is shown is asked for anew once it is answered, since it may have changed any of it; `done` is called
 * before that, also where what has sent it is shown no more afterwards.
 */
export function useSend<Answer, Variables>(
  operation: Operation<Answer, Variables>,
  done?: (answer: Answer) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (variables: Variables) => ask(operation, variables),
    onSuccess: (answer) => {
      done?.(answer);
      return client.invalidateQueries();
    },
  });
}
