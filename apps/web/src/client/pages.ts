import { useInfiniteQuery } from '@tanstack/react-query';
import { asked } from './answers.js';
import type { Operation } from './operation.js';

interface PageInfo {
  endCursor: string | null;
  hasNextPage: boolean;
}

/** A list of the api, page after page: what has been read of it, and a way to read on. `infoOf` finds where a page ends. */
export function usePages<Answer, Variables extends { after?: string | null | undefined }>(
  operation: Operation<Answer, Variables>,
  variables: Omit<Variables, 'after'>,
  infoOf: (answer: Answer) => PageInfo | undefined,
) {
  const page = (after: string | null) => asked(operation, { ...variables, after } as Variables);
  return useInfiniteQuery({
    queryKey: [...page(null).queryKey, 'pages'],
    queryFn: ({ pageParam, client }) => client.fetchQuery({ ...page(pageParam), staleTime: 0 }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Answer) => {
      const info = infoOf(last);
      return info?.hasNextPage ? info.endCursor : null;
    },
  });
}
