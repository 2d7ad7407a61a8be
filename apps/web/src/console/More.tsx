import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useWords } from '../page/words.js';

/** Reads on in a list that goes on; nothing where it does not. */
export function More({
  pages,
}: {
  pages: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'fetchNextPage' | 'isFetchingNextPage'>;
}) {
  const say = useWords();
  if (!pages.hasNextPage) return null;
  return (
    <p>
      <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
        {say('more')}
      </Button>
    </p>
  );
}
