import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import type { Operation } from '../../client/operation.js';
import { day, today } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { Problems } from '../Problems.js';
import {
  AcceptTransfer,
  type AcceptTransferMutation,
  CancelTransfer,
  DeclineTransfer,
  WithdrawTransfer,
} from './generated/transfer.js';
import { isOvertaken, quarterOf, type Transfer, type TransferStep } from './transfer.js';
import { useWords } from './words.js';

type Taken = AcceptTransferMutation;

/** What is typed for a step: 接收 takes the day, 退回 and 冲销 the reason, 撤回 neither. */
interface Typed {
  on: string;
  reason: string;
}

interface StepOf {
  /** What of `Typed` the api takes with it. */
  asks: keyof Typed | null;
  operation: Operation<Taken, { input: object }>;
}

// Each takes the input that `asks` makes: they differ in that alone.
const stepsOf = {
  ACCEPT: { asks: 'on', operation: AcceptTransfer },
  DECLINE: { asks: 'reason', operation: DeclineTransfer },
  WITHDRAW: { asks: null, operation: WithdrawTransfer },
  CANCEL: { asks: 'reason', operation: CancelTransfer },
} as Readonly<Record<TransferStep, StepOf>>;

interface StepProps {
  step: TransferStep;
  transfer: Transfer;
  /** Called with a sentence on what became of it. */
  tell: (sentence: string) => void;
}

/** 接收, 退回, 撤回 or 冲销. What was typed stays until it has been taken; where somebody was faster, that is told. */
export function TakingStep({ step, transfer, tell }: StepProps) {
  const say = useWords();
  const keyOf = useActKey();
  const [typed, setTyped] = useState<Typed>({ on: today(), reason: '' });
  const { asks, operation } = stepsOf[step];
  const { id, number, version, members } = transfer;
  const inWords = { number, members: grouped(String(members)), count: members };
  const sent = useSend(operation, ({ taken: { transfer: now, userErrors } }) => {
    if (isOvertaken(userErrors)) tell(say('overtaken', { number }));
    else if (userErrors.length === 0)
      tell(say(`${step}_DONE`, { ...inWords, day: day(now?.countedOn ?? typed.on) }));
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = {
      ...{ transferId: id, expectedVersion: version },
      ...(asks === null ? {} : { [asks]: typed[asks].trim() }),
    };
    sent.mutate({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  const told = sent.data?.taken.userErrors;
  const field = {
    ...{ typed, transfer },
    write: (change: Partial<Typed>): void => setTyped({ ...typed, ...change }),
    wrong: told?.some((one) => one.field === asks) ?? false,
  };
  return (
    <form className="transfer-form" onSubmit={submit}>
      {asks === 'on' && <DayField {...field} />}
      {(step === 'DECLINE' || step === 'CANCEL') && (
        <ReasonField {...field} label={say(`${step}_REASON`)} hint={say(`${step}_HINT`)} />
      )}
      {step === 'WITHDRAW' && <p className="transfer-dim">{say('WITHDRAW_HINT')}</p>}
      <Problems told={told} error={sent.error} />
      <button type="submit" className="primary" disabled={sent.isPending}>
        {say(`${step}_CONFIRM`)}
      </button>
    </form>
  );
}

interface FieldProps {
  typed: Typed;
  write: (change: Partial<Typed>) => void;
  wrong: boolean;
}

/** The day of 接收, and in which period that counts. */
function DayField({ typed: { on }, transfer, write, wrong }: FieldProps & { transfer: Transfer }) {
  const say = useWords();
  const quarter = quarterOf(on);
  return (
    <>
      <label className="field">
        <span>{say('acceptedOn')}</span>
        <input
          type="date"
          required
          min={transfer.sentOn}
          max={today()}
          aria-invalid={wrong}
          value={on}
          onChange={({ target }) => write({ on: target.value })}
        />
      </label>
      <p className="transfer-dim">
        {quarter === null ? say('ACCEPT_HINT_NO_DAY') : say('ACCEPT_HINT', { quarter })}
      </p>
    </>
  );
}

function ReasonField({
  typed: { reason },
  write,
  wrong,
  label,
  hint,
}: FieldProps & { label: string; hint: string }) {
  return (
    <>
      <p className="transfer-dim">{hint}</p>
      <label className="field">
        <span>{label}</span>
        <textarea
          rows={2}
          required
          maxLength={500}
          aria-invalid={wrong}
          value={reason}
          onChange={({ target }) => write({ reason: target.value })}
        />
      </label>
    </>
  );
}
