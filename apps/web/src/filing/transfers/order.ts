import { readFigure, shortened } from '@huiji/domain/figure';
import { type Problem, problem } from '@huiji/domain/problem-found';
import { mostTransferred } from '@huiji/domain/transfer';
import type { Seen } from '../../page/written/written.js';
import type {
  ReceiveTransferInput,
  SendTransferInput,
  TransferDestinationsQuery,
} from './generated/transfers.js';

/** A union of the federation to which members can be sent. */
export type Destination = TransferDestinationsQuery['transferDestinations'][number];

/** What is typed of any order. `seen` is 0: the server holds nothing of it before it is sent. */
export interface WrittenOrder extends Seen {
  /** The other side, where it stands outside the federation (市外). */
  outside: string;
  members: string;
  on: string;
  note: string;
}

/** 转出 as it is typed. What is typed of either receiver stays while the other is asked for. */
export interface WrittenSending extends WrittenOrder {
  receiver: 'inside' | 'outside';
  destination: Destination | null;
}

/** Nothing typed yet, on a day. */
export const blankOrder = (on: string): WrittenOrder => ({ seen: 0, outside: '', members: '', on, note: '' });
export const blankSending = (on: string): WrittenSending => ({
  ...blankOrder(on),
  ...{ receiver: 'inside', destination: null },
});

type Order = Pick<ReceiveTransferInput, 'members' | 'on' | 'note'>;

/** Members, day and note, as the api takes them; or what is no count of members. `cell`: what the members are called. */
function readOrder({ members, on, note }: WrittenOrder, cell: string): Order | Problem {
  const figure = readFigure(members, { cell, decimals: 0, unit: '人' }, { field: 'members' });
  if (typeof figure !== 'bigint') return figure;
  // The api says the same; here the field is called what the page calls it.
  if (figure < 1n || figure > BigInt(mostTransferred)) {
    const range = { value: shortened(members), min: 1, max: mostTransferred };
    return problem('NUMBER_OUT_OF_RANGE', { field: cell, ...range }, { field: 'members' });
  }
  return { members: Number(figure), on, note: note.trim() || null };
}

/** 转出 as the api takes it. A receiver is either of the federation or outside. */
export function readSending(
  written: WrittenSending,
  cell: string,
): Omit<SendTransferInput, 'unionId' | 'idempotencyKey'> | Problem {
  const order = readOrder(written, cell);
  if ('code' in order) return order;
  const { receiver, destination, outside } = written;
  return receiver === 'inside'
    ? { ...order, toUnionCode: destination?.code ?? null, outside: null }
    : { ...order, toUnionCode: null, outside: outside.trim() };
}

/** 转入 from outside the federation, as the api takes it. */
export function readReceiving(
  written: WrittenOrder,
  cell: string,
): Omit<ReceiveTransferInput, 'unionId' | 'idempotencyKey'> | Problem {
  const order = readOrder(written, cell);
  return 'code' in order ? order : { ...order, outside: written.outside.trim() };
}
