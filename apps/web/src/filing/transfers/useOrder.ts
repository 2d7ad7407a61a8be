import type { Problem } from '@huiji/domain/problem-found';
import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import type { Said } from '../../client/ask.js';
import type { Operation } from '../../client/operation.js';
import { type Form, useWritten } from '../../page/written/written.js';
import { day } from '../../words/dates.js';
import { said } from '../sheet/said.js';
import type { SendTransferMutation } from './generated/transfers.js';
import type { WrittenOrder } from './order.js';
import { useWords } from './words.js';

export interface OrderProps {
  unionId: string;
  /** Under which name the device keeps what is typed. */
  kept: string;
  /** The day that is offered. */
  on: string;
}

/** How an order is entered: by which operation, and what of what is typed that takes. */
interface Way<Written, Input> {
  blank: Written;
  operation: Operation<SendTransferMutation, { input: Input & { unionId: string; idempotencyKey: string } }>;
  read: (written: Written, cell: string) => Input | Problem;
}

/** An order as a form, and what became of it. */
export interface Order<Written extends WrittenOrder> {
  form: Form<Written>;
  send: (event: FormEvent) => void;
  sent: { isPending: boolean; error: unknown; reset: () => void };
  done: string;
  told: readonly Said[];
  /** The fields in which something is wrong. */
  wrong: ReadonlySet<string>;
}

const isProblem = (read: object): read is Problem => 'code' in read;

/** Enters an order: what is typed stays until it has been taken; null until the device has said what it keeps. */
export function useOrder<Written extends WrittenOrder, Input extends object>(
  { unionId, kept }: OrderProps,
  { blank, operation, read }: Way<Written, Input>,
): Order<Written> | null {
  const say = useWords();
  const keyOf = useActKey();
  const [done, setDone] = useState('');
  // The same may be entered again: that is another act.
  const [acts, setActs] = useState(0);
  const [unread, setUnread] = useState<Problem | null>(null);
  const form = useWritten(kept, blank);
  const sent = useSend(operation, ({ entered: { transfer, userErrors } }) => {
    if (userErrors.length > 0 || !transfer) return;
    form?.giveUp();
    setActs(acts + 1);
    const { number, countedOn } = transfer;
    setDone(countedOn === null ? say('sent', { number }) : say('counted', { number, day: day(countedOn) }));
  });
  if (!form) return null;
  const told = sent.data?.entered.userErrors ?? [];
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setDone('');
    sent.reset();
    const input = read(form.written, say('members'));
    setUnread(isProblem(input) ? input : null);
    if (isProblem(input)) return;
    sent.mutate({ input: { ...input, unionId, idempotencyKey: keyOf([input, acts]) } });
  };
  const wrong = unread ? [unread] : [];
  return {
    ...{ form, sent, done, send },
    told: [...wrong.map(said), ...told],
    wrong: new Set([...wrong, ...told].map(({ field }) => field ?? '')),
  };
}
