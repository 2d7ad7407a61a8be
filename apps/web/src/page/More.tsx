import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useWords } from './words.js';

/** Makes a list longer that is read in pages; nothing where it is all there. */
export function More({
  answer: { hasNextPage, isFetchingNextPage, fetchNextPage },
}: {
  answer: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) {
  const say = useWords();
  if (!hasNextPage) return null;
  return (
    <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {say('more')}
    </button>
  );
}
