import { useState } from 'react';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { TransferCard } from '../../page/transfer/TransferCard.js';
import { More } from '../More.js';
import { useTransfersAddress } from './address.js';
import { filterOf } from './asked.js';
import { BodyTransfers } from './generated/transfers.js';
import { OrderTable } from './OrderTable.js';
import { usePhone } from './use-phone.js';
import { useWords } from './words.js';
import './transfers.css';

/** The orders of a body that the address asks for, the newest first: a table, and cards where there is no room for one. */
export function Orders({ unionCode }: { unionCode: string }) {
  const say = useWords();
  const [address] = useTransfersAddress();
  const phone = usePhone();
  // An order that a step was taken with may be listed no more.
  const [told, setTold] = useState('');
  const answer = usePages(
    BodyTransfers,
    { unionCode, ...filterOf(address) },
    ({ transfers }) => transfers.pageInfo,
  );
  return (
    <>
      {address.period !== undefined && <p className="dim">{say('acceptedOnly')}</p>}
      <div role="status">{told !== '' && <p>{told}</p>}</div>
      <Answered answer={answer}>
        {({ pages }) => {
          const orders = pages.flatMap(({ transfers }) => transfers.nodes);
          if (orders.length === 0) return <Empty>{say('none')}</Empty>;
          return phone ? (
            <ul className="transfers-cards plain" aria-label={say('list')}>
              {orders.map((order) => (
                <li key={order.id}>
                  <TransferCard transfer={order} tell={setTold} />
                </li>
              ))}
            </ul>
          ) : (
            <OrderTable orders={orders} tell={setTold} />
          );
        }}
      </Answered>
      <More pages={answer} />
    </>
  );
}
