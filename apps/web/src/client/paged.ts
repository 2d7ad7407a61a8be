import { useInfiniteQuery } from '@tanstack/react-query';
import { nameOf } from './answers.js';
import { ask } from './ask.js';
import type { Operation } from './operation.js';

interface Paged {
  hasNextPage: boolean;
  endCursor: string | null;
}

/**
 * The pages of a list of the api, which `fetchNextPage` makes longer; `every`: after how many milliseconds it is asked for again
 * while somebody looks at it, so that what others do shows.
 */
export const usePages = <Answer, Variables>(
  operation: Operation<Answer, Variables>,
  variables: Omit<Variables, 'after'>,
  pageInfo: (answer: Answer) => Paged | undefined,
  every: number | false = false,
) =>
  useInfiniteQuery({
    queryKey: [nameOf(operation), variables, 'pages'] as const,
    queryFn: ({ pageParam, signal }) =>
      ask(operation, { ...variables, after: pageParam } as Variables, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => {
      const page = pageInfo(last);
      return page?.hasNextPage ? page.endCursor : null;
    },
    refetchInterval: every,
  });
