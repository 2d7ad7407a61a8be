import { type ReactNode, useState } from 'react';
import { usePages } from '../../client/paged.js';
import type { Body } from '../../client/session.js';
import { More } from '../../page/More.js';
import { Answered, Empty } from '../../page/states.js';
import { TransferCard } from '../../page/transfer/TransferCard.js';
import { UnionTransfers, type UnionTransfersQueryVariables } from './generated/transfers.js';
import { useWords } from './words.js';

type Asked = Pick<UnionTransfersQueryVariables, 'states' | 'direction'>;

/** How often it is looked whether another side has sent or answered, in milliseconds. */
const every = 60_000;

const useOrders = (unionId: string, asked: Asked) =>
  usePages(UnionTransfers, { unionId, ...asked }, ({ transfers }) => transfers.pageInfo, every);

const waiting: Asked = { states: ['SENT'], direction: 'IN' };

/** 待接收: what other unions have sent to this one. */
export function Waiting({ union }: { union: Body }) {
  const say = useWords();
  return (
    <section aria-labelledby="transfers-waiting">
      <h2 id="transfers-waiting">{say('waiting')}</h2>
      <List union={union} asked={waiting} none={<p className="hint">{say('noneWaiting')}</p>} />
    </section>
  );
}

const filters = {
  ALL: {},
  SENT: { states: ['SENT'] },
  IN: { direction: 'IN' },
  OUT: { direction: 'OUT' },
} as const satisfies Record<string, Asked>;
type Filter = keyof typeof filters;

/** All orders of a union, the newest first: whatever they are, or some. */
export function Orders({ union }: { union: Body }) {
  const say = useWords();
  const [filter, setFilter] = useState<Filter>('ALL');
  return (
    <section aria-labelledby="transfers-list">
      <h2 id="transfers-list">{say('list')}</h2>
      <div role="group" aria-label={say('show')} className="whose">
        {(Object.keys(filters) as Filter[]).map((one) => (
          <button key={one} type="button" aria-pressed={filter === one} onClick={() => setFilter(one)}>
            {say(one)}
          </button>
        ))}
      </div>
      <List
        union={union}
        asked={filters[filter]}
        none={<Empty>{say(filter === 'ALL' ? 'none' : 'noneMatch')}</Empty>}
      />
    </section>
  );
}

interface ListProps {
  union: Body;
  asked: Asked;
  /** What is shown where there are none. */
  none: ReactNode;
}

function List({ union, asked, none }: ListProps) {
  const [done, setDone] = useState('');
  const answer = useOrders(union.id, asked);
  return (
    <>
      <p role="status" className="done">
        {done}
      </p>
      <Answered answer={answer}>
        {({ pages }) => {
          const orders = pages.flatMap(({ transfers }) => transfers.nodes);
          if (orders.length === 0) return none;
          return (
            <>
              <ul className="transfers">
                {orders.map((transfer) => (
                  <li key={transfer.id}>
                    <TransferCard transfer={transfer} unionCode={union.code} tell={setDone} />
                  </li>
                ))}
              </ul>
              <More answer={answer} />
            </>
          );
        }}
      </Answered>
    </>
  );
}
