import { type Problem, problem, refuse } from './problem.js';

/**
 * Where an order of 会籍接转 (`MembershipTransfer`) stands: sent and not answered (待接收), accepted (已接收), declined by the receiver
 * (已退回), withdrawn by the sender (已撤回), or taken back after it had been accepted (已冲销). Only an accepted one is in figures.
 */
export const transferStates = ['SENT', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'CANCELLED'] as const;
export type TransferState = (typeof transferStates)[number];

/** What may be done with an order that stands there. */
export const transferSteps = ['ACCEPT', 'DECLINE', 'WITHDRAW', 'CANCEL'] as const;
export type TransferStep = (typeof transferSteps)[number];

/**
 * Which orders are meant, as seen from a union or the subtree of a body: in (转入), out (转出), or between two unions of that subtree
 * (内部接转), which are neither.
 */
export const transferDirections = ['IN', 'OUT', 'WITHIN'] as const;
export type TransferDirection = (typeof transferDirections)[number];

/** Between whom members go. A side that is null stands outside the federation. */
export interface TransferSides {
  fromUnionId: string | null;
  toUnionId: string | null;
}

/** The sides that are unions of the federation: one or both. */
export const unionsOf = ({ fromUnionId, toUnionId }: TransferSides): string[] =>
  [fromUnionId, toUnionId].flatMap((id) => id ?? []);

/** An order as far as the rules look at it. */
export interface TransferOrder extends TransferSides {
  number: string;
  state: TransferState;
  /** ISO days: of the order, and from when it counts (`countedOn` in organisation.ts); null until it is accepted. */
  sentOn: string;
  countedOn: string | null;
}

const steps: Readonly<Record<TransferStep, { from: TransferState; to: TransferState }>> = {
  ACCEPT: { from: 'SENT', to: 'ACCEPTED' },
  DECLINE: { from: 'SENT', to: 'DECLINED' },
  WITHDRAW: { from: 'SENT', to: 'WITHDRAWN' },
  CANCEL: { from: 'ACCEPTED', to: 'CANCELLED' },
};

/** 接收, 退回 and 冲销 are the receiver's, 撤回 the sender's. With a side outside the federation, the other takes every step. */
export const takesStep = (step: TransferStep, { fromUnionId, toUnionId }: TransferSides): string | null =>
  step === 'WITHDRAW' ? (fromUnionId ?? toUnionId) : (toUnionId ?? fromUnionId);

/** The steps that an order admits, for whoever files for some unions. `final`: whether a FINAL period counts it. */
export const stepsOpen = (
  order: TransferOrder,
  { filesFor, final }: { filesFor: (unionId: string) => boolean; final: boolean },
): TransferStep[] =>
  transferSteps.filter((step) => {
    const union = takesStep(step, order);
    return (
      steps[step].from === order.state && !(step === 'CANCEL' && final) && union !== null && filesFor(union)
    );
  });

/** Where an order stands after a step: TRANSFER_SETTLED where it does not admit it, TRANSFER_FINAL where a FINAL period counts it. */
export function afterStep(order: TransferOrder, step: TransferStep, final: boolean): TransferState {
  const { from, to } = steps[step];
  const field = 'transferId';
  const { number, state } = order;
  if (state !== from) return refuse('TRANSFER_SETTLED', { number }, { field });
  if (step === 'CANCEL' && final)
    return refuse('TRANSFER_FINAL', { number, date: order.countedOn ?? '' }, { field });
  return to;
}

/** The most members (人) of one order. */
export const mostTransferred = 100_000;

/** What is wrong with an order: NUMBER_OUT_OF_RANGE, TRANSFER_TO_ITSELF. */
export function transferProblems({
  fromUnionId,
  toUnionId,
  members,
}: TransferSides & { members: number }): Problem[] {
  const range = { field: 'members', value: members, min: 1, max: mostTransferred };
  return [
    ...(members < range.min || members > range.max
      ? [problem('NUMBER_OUT_OF_RANGE', range, { field: 'members' })]
      : []),
    ...(fromUnionId === toUnionId ? [problem('TRANSFER_TO_ITSELF', {}, { field: 'toUnionCode' })] : []),
  ];
}

/** 接转单号: the code of the union whose order it is, the year and its place among that union's orders of the year, from 1. */
export const transferNumber = (unionCode: string, day: string, place: number): string =>
  `${unionCode}-${day.slice(0, 4)}-${String(place).padStart(3, '0')}`;

/** An accepted order between two unions of the federation, as far as figures follow from it. */
export interface BookedTransfer {
  fromUnionId: string;
  toUnionId: string;
  members: bigint;
}

/**
 * What bodies post for orders between unions below them, in 人: each order at the lowest common ancestor of its two sides, where it
 * leaves both 转入 and 转出 (domain rule 7), so that it nets out there and in every total above. `above`: a union's superiors,
 * nearest first. The database does the same (`nettingsIn`); this one says what is right.
 */
export function nettingsOf(
  booked: readonly BookedTransfer[],
  above: (unionId: string) => readonly string[],
): Map<string, bigint> {
  const nettings = new Map<string, bigint>();
  for (const { fromUnionId, toUnionId, members } of booked) {
    const receiver = new Set([toUnionId, ...above(toUnionId)]);
    const apex = [fromUnionId, ...above(fromUnionId)].find((union) => receiver.has(union));
    if (apex !== undefined) nettings.set(apex, (nettings.get(apex) ?? 0n) + members);
  }
  return nettings;
}
