import { useState } from 'react';
import { day, moment } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { Facts } from '../Facts.js';
import { TakingStep } from './TakingStep.js';
import { directionOf, stepsAt, type Transfer, type TransferStep } from './transfer.js';
import './transfer.css';
import { useWords } from './words.js';

interface CardProps {
  transfer: Transfer;
  /** The side that looks at it, to which it is 转入 or 转出; none where it is looked at from above. */
  unionCode?: string;
  /** Called with a sentence on what became of a step. The card may be gone by then. */
  tell: (sentence: string) => void;
}

/** An order of 会籍接转: its number, who sends whom how many, where it stands, and what may be done with it. */
export function TransferCard({ transfer, unionCode, tell }: CardProps) {
  const say = useWords();
  const { number, members, state, note } = transfer;
  return (
    <article className="transfer" aria-label={say('order', { number })}>
      <p className="transfer-head">
        <strong>{number}</strong>
        <strong>{say('members', { members: grouped(String(members)), count: members })}</strong>
        {unionCode !== undefined && (
          <span className="transfer-mark">{say(directionOf(transfer, unionCode))}</span>
        )}
        <span className={`transfer-mark transfer-${state.toLowerCase()}`}>{say(state)}</span>
      </p>
      <Facts facts={useFacts(transfer)} />
      {note !== null && (
        <p className="transfer-text">
          <span className="transfer-dim">{say('note')}</span> {note}
        </p>
      )}
      <Settled transfer={transfer} />
      <Steps {...{ transfer, unionCode, tell }} />
    </article>
  );
}

/** Its two sides and its days. */
function useFacts({ from, to, sentOn, sentByName, acceptedOn }: Transfer): [string, string][] {
  const say = useWords();
  const side = ({ code, name }: Transfer['from']): string => `${name} · ${code ?? say('outside')}`;
  return [
    [say('from'), side(from)],
    [say('to'), side(to)],
    [say('sentOn'), say('sentBy', { day: day(sentOn), name: sentByName })],
    ...(acceptedOn === null ? [] : [[say('acceptedOn'), day(acceptedOn)] satisfies [string, string]]),
  ];
}

/** Who answered it last and why, and from when it counts where that is not the day of 接收. */
function Settled({ transfer: { state, settledByName, settledAt, reason, ...days } }: { transfer: Transfer }) {
  const say = useWords();
  if (state === 'SENT') return null;
  const { acceptedOn, countedOn } = days;
  return (
    <>
      {settledAt !== null && (
        <p className="transfer-dim">
          {say(`${state}_BY`, { name: settledByName ?? '', at: moment(settledAt) })}
        </p>
      )}
      {reason !== null && <p className="transfer-text">{say('reason', { reason })}</p>}
      {state === 'ACCEPTED' && countedOn !== null && countedOn !== acceptedOn && (
        <p className="transfer-dim">{say('countedLater', { day: day(countedOn) })}</p>
      )}
    </>
  );
}

/** The steps open to whoever looks at it; one is taken in a form of its own. */
function Steps({ transfer, unionCode, tell }: CardProps) {
  const say = useWords();
  const { number } = transfer;
  const steps = stepsAt(transfer, unionCode);
  const [chosen, setChosen] = useState<TransferStep | null>(null);
  const taking = steps.find((step) => step === chosen);
  return (
    <>
      {steps.length > 0 && (
        <p className="transfer-steps">
          {steps.map((step) => (
            <button
              key={step}
              type="button"
              className={step === 'ACCEPT' && !taking ? 'primary' : undefined}
              aria-expanded={taking === step}
              aria-label={say('stepOf', { step: say(step), number })}
              onClick={() => setChosen(taking === step ? null : step)}
            >
              {say(taking === step ? 'close' : step)}
            </button>
          ))}
        </p>
      )}
      {taking && <TakingStep key={taking} step={taking} transfer={transfer} tell={tell} />}
    </>
  );
}
