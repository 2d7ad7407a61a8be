import { useState } from 'react';
import { TransferCard } from '../../page/transfer/TransferCard.js';
import type { Transfer } from '../../page/transfer/transfer.js';
import { useWords as useTransferWords } from '../../page/transfer/words.js';
import { day, moment } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { Wide } from '../Wide.js';
import { useWords } from './words.js';

interface TableProps {
  orders: readonly Transfer[];
  /** Called with a sentence on what became of a step. */
  tell: (sentence: string) => void;
}

/** Orders, a row each. Its number opens the whole of an order, with the steps that may be taken. */
export function OrderTable({ orders, tell }: TableProps) {
  const say = useWords();
  const transfer = useTransferWords();
  return (
    <Wide label={say('list')} className="transfers-list">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{say('number')}</th>
            <th scope="col">{transfer('from')}</th>
            <th scope="col">{transfer('to')}</th>
            <th scope="col" className="number">
              {say('count')}
            </th>
            <th scope="col">{transfer('sentOn')}</th>
            <th scope="col">{say('state')}</th>
            <th scope="col">{transfer('acceptedOn')}</th>
            <th scope="col">{say('settled')}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <Row key={order.id} order={order} tell={tell} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Row({ order, tell }: { order: Transfer } & Pick<TableProps, 'tell'>) {
  const say = useWords();
  const transfer = useTransferWords();
  const [open, setOpen] = useState(false);
  const { number, from, to, members, sentOn, state, acceptedOn, countedOn, steps } = order;
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className="link-button"
            aria-expanded={open}
            aria-label={say('whole', { number })}
            onClick={() => setOpen(!open)}
          >
            {number}
          </button>{' '}
          {steps.length > 0 && <span className="badge">{say('mayAct')}</span>}
        </th>
        <Party party={from} />
        <Party party={to} />
        <td className="number">{grouped(String(members))}</td>
        <td className="transfers-day">{day(sentOn)}</td>
        <td>
          <span className={`transfer-mark transfer-${state.toLowerCase()}`}>{transfer(state)}</span>
        </td>
        <td className="transfers-day">
          {acceptedOn !== null && day(acceptedOn)}
          {countedOn !== null && countedOn !== acceptedOn && (
            <small className="dim">{say('countedFrom', { day: day(countedOn) })}</small>
          )}
        </td>
        <Settled order={order} />
      </tr>
      {open && (
        <tr>
          <td colSpan={8} className="plain">
            <TransferCard transfer={order} tell={tell} />
          </td>
        </tr>
      )}
    </>
  );
}

function Party({ party: { code, name } }: { party: Transfer['from'] }) {
  const transfer = useTransferWords();
  return (
    <td className="words-cell">
      {name} <small className="dim">{code ?? transfer('outside')}</small>
    </td>
  );
}

/** Who answered it last, and why. */
function Settled({ order: { state, settledByName, settledAt, reason } }: { order: Transfer }) {
  const transfer = useTransferWords();
  return (
    <td className="words-cell">
      {state !== 'SENT' &&
        settledAt !== null &&
        transfer(`${state}_BY`, { name: settledByName ?? '', at: moment(settledAt) })}
      {reason !== null && <small className="dim">{transfer('reason', { reason })}</small>}
    </td>
  );
}
