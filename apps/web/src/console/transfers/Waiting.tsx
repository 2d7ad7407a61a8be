import { day, today } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { waitedOn } from './asked.js';
import type { TransfersOfQuery } from './generated/transfers.js';
import { useWords } from './words.js';

/** How many orders wait to be accepted at a body and below it, and for how long. */
export function Waiting({ waiting }: { waiting: TransfersOfQuery['transfersWaiting'] }) {
  const say = useWords();
  const { toAccept, members, oldestSentOn, sent } = waiting;
  const days = oldestSentOn === null ? 0 : waitedOn(today(), oldestSentOn);
  return (
    <p role="status">
      {oldestSentOn === null
        ? say('noneWaiting')
        : say('waiting', {
            ...{ count: toAccept, members: grouped(String(members)), day: day(oldestSentOn) },
            waited: days === 0 ? say('waitedToday') : say('waited', { count: days }),
          })}{' '}
      {sent > 0 && say('sent', { count: sent })}
    </p>
  );
}
