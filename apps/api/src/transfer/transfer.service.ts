import { requireAfter } from '@huiji/domain/election';
import { refuse, refuseAny } from '@huiji/domain/problem';
import { requirePast } from '@huiji/domain/reorganisation';
import { requireVersion } from '@huiji/domain/submission';
import {
  afterStep,
  takesStep,
  transferNumber,
  transferProblems,
  type TransferSides,
  type TransferStep,
  unionsOf,
} from '@huiji/domain/transfer';
import { requireId } from '@huiji/filing/ids';
import { holdEntrustment, under } from '@huiji/filing/open';
import { allowed, requireMay, visibleUnion } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { unionByCode, unionsById } from '@huiji/store/organisation';
import { countedFrom } from '@huiji/store/organisation-change';
import {
  insertTransfer,
  ordersInYear,
  settleTransfer,
  transferById,
  type TransferShown,
} from '@huiji/store/transfer';
import { bookTransfer, type Booking } from '@huiji/store/transfer-booking';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { transferSeen } from './transfer.reader.js';

export interface SendTransferInput {
  unionId: string;
  toUnionCode?: string | null;
  outside?: string | null;
  members: number;
  on: string;
  note?: string | null;
  idempotencyKey: string;
}

export type ReceiveTransferInput = Omit<SendTransferInput, 'toUnionCode' | 'outside'> & { outside: string };

/** How somebody answers an order. */
export interface AnswerTransferInput {
  transferId: string;
  expectedVersion: number;
  idempotencyKey: string;
}

/** An order as it was sent. A side that is null stands outside the federation. */
interface Order {
  issuer: TradeUnion;
  from: TradeUnion | null;
  to: TradeUnion | null;
  outside: string | null;
}

/** 会籍接转: orders are sent and answered by whoever files for the unions in them; figures follow from the accepted ones. */
@Injectable()
export class TransferService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** Sends members to another union, and answers the order's id. To one outside the federation they go at once. */
  send(ask: Ask, { idempotencyKey, ...input }: SendTransferInput): Promise<string> {
    const outside = optionalText('outside', input.outside, 100);
    const code = input.toUnionCode?.trim() ?? '';
    if ((code === '') === (outside === null)) refuse('TRANSFER_RECEIVER', {}, { field: 'toUnionCode' });
    return this.once(ask, idempotencyKey, { sendTransfer: input }, async (tx) => {
      const { union } = await requireMay(tx, ask.actor, 'FILE', input.unionId);
      const to = outside === null ? await receiverOf(tx, ask, code) : null;
      return this.write(tx, ask, input, { issuer: union, from: union, to, outside });
    });
  }

  /** Notes members who came from outside the federation, and answers the order's id. */
  receive(ask: Ask, { idempotencyKey, ...input }: ReceiveTransferInput): Promise<string> {
    const outside = requireText('outside', input.outside, 100);
    return this.once(ask, idempotencyKey, { receiveTransfer: input }, async (tx) => {
      const { union } = await requireMay(tx, ask.actor, 'FILE', input.unionId);
      return this.write(tx, ask, input, { issuer: union, from: null, to: union, outside });
    });
  }

  /** 接收: the order counts from the day given, or from the first that is not in a FINAL period. */
  accept(ask: Ask, { idempotencyKey, ...input }: AnswerTransferInput & { on: string }): Promise<string> {
    requirePast('on', input.on, ask.actor.today);
    return this.once(ask, idempotencyKey, { acceptTransfer: input }, (tx) =>
      this.answer(tx, ask, input, 'ACCEPT', { on: input.on }),
    );
  }

  /** 退回 or 冲销, with a reason; 撤回, without. */
  end(
    ask: Ask,
    { idempotencyKey, ...input }: AnswerTransferInput & { reason?: string },
    step: Exclude<TransferStep, 'ACCEPT'>,
  ): Promise<string> {
    const reason = step === 'WITHDRAW' ? null : requireText('reason', input.reason ?? '', 500);
    return this.once(ask, idempotencyKey, { [`${step.toLowerCase()}Transfer`]: input }, (tx) =>
      this.answer(tx, ask, input, step, { reason }),
    );
  }

  private async once(
    ask: Ask,
    key: string,
    request: object,
    work: (tx: Tx) => Promise<{ id: string; moved: Parameters<Doorbell['ring']>[0] }>,
  ): Promise<string> {
    const { id, moved } = await onceIn(this.source, ask, key, request, work);
    this.doorbell.ring(moved);
    return id;
  }

  private async write(
    tx: Tx,
    ask: Ask,
    { members, on, note }: Pick<SendTransferInput, 'members' | 'on' | 'note'>,
    { issuer, from, to, outside }: Order,
  ) {
    const { tenantId, personId, today } = ask.actor;
    const sides = { fromUnionId: from?.id ?? null, toUnionId: to?.id ?? null };
    refuseAny(transferProblems({ ...sides, members }));
    requirePast('on', on, today);
    const id = uuid();
    const moved = await bookTransfer(tx, tenantId, sides, async () => {
      const entrustmentId = await holding(tx, ask, issuer.id);
      const receives = from === null ? 'unionId' : 'toUnionCode';
      await requireSides(tx, tenantId, sides, { day: on, fields: { from: 'unionId', to: receives } });
      const countedOn = outside === null ? null : await countedFrom(tx, tenantId, on);
      const place = (await ordersInYear(tx, { tenantId, issuerId: issuer.id, day: on })) + 1;
      const number = transferNumber(issuer.code, on, place);
      await insertTransfer(tx, tenantId, {
        ...{ id, number, ...sides, outside, members, sentOn: on, countedOn },
        ...{ note: optionalText('note', note, 200), issuerId: issuer.id, by: personId },
      });
      await audit(tx, ask.origin, {
        ...{
          action: from === null ? 'RECEIVE_TRANSFER' : 'SEND_TRANSFER',
          objectType: 'membership_transfer',
        },
        ...{ objectId: id, unionId: issuer.id, after: { number, on, ...under(entrustmentId) } },
      });
      return countedOn === null ? null : { members: BigInt(members), countedOn };
    });
    return { id, moved };
  }

  private async answer(
    tx: Tx,
    ask: Ask,
    { transferId, expectedVersion }: Pick<AnswerTransferInput, 'transferId' | 'expectedVersion'>,
    step: TransferStep,
    { on, reason = null }: { on?: string; reason?: string | null },
  ) {
    const { tenantId, personId } = ask.actor;
    const id = requireId(transferId, '接转单 transfer order', 'transferId');
    const seen = await transferSeen(tx, ask.actor, id);
    const unionId = takesStep(step, seen) ?? noSuchSide(seen);
    const moved = await bookTransfer(tx, tenantId, seen, async (): Promise<Booking | null> => {
      const entrustmentId = await holding(tx, ask, unionId);
      // As it is now that its unions are locked.
      const order = (await transferById(tx, tenantId, id)) ?? noSuchSide(seen);
      const state = afterStep(order, step, order.final);
      requireVersion(order.version, expectedVersion);
      const accepted = on === undefined ? null : { on, countedOn: await countedFrom(tx, tenantId, on) };
      if (accepted) {
        requireAfter({ field: 'on', day: accepted.on }, { field: 'sentOn', day: order.sentOn });
        await requireSides(tx, tenantId, order, { day: accepted.on, fields: { from: 'on', to: 'on' } });
      }
      await settleTransfer(tx, { tenantId, id }, { state, by: personId, reason, accepted });
      await audit(tx, ask.origin, {
        ...{ action: `${step}_TRANSFER`, objectType: 'membership_transfer', objectId: id, unionId },
        after: { number: order.number, state, ...(reason ? { reason } : {}), ...under(entrustmentId) },
      });
      const members = BigInt(order.members);
      if (accepted) return { members, countedOn: accepted.countedOn };
      return step === 'CANCEL' && order.countedOn ? { members: -members, countedOn: order.countedOn } : null;
    });
    return { id, moved };
  }
}

const noSuchSide = ({ number }: TransferShown): never => {
  throw new Error(`order ${number} has no union in the federation`);
};

/** Under which entrustment the actor files for a union, now that it is locked: NOT_FOUND, FORBIDDEN. */
async function holding(tx: Tx, { actor }: Ask, unionId: string): Promise<string | null> {
  return holdEntrustment(tx, actor, 'FILE', allowed('FILE', await visibleUnion(tx, actor, unionId)));
}

/** The receiver of an order, by its code: any grassroots union of the federation. */
async function receiverOf(tx: Tx, { actor }: Ask, code: string): Promise<TradeUnion> {
  const found = await unionByCode(tx, actor.tenantId, code);
  return found ?? refuse('NOT_FOUND', { what: '工会 union' }, { field: 'toUnionCode' });
}

/** TRANSFER_NOT_GRASSROOTS, UNION_NOT_ESTABLISHED, UNION_DISSOLVED: whether the sides within the federation have members on a day. */
async function requireSides(
  tx: Tx,
  tenantId: string,
  sides: TransferSides,
  { day, fields }: { day: string; fields: { from: string; to: string } },
): Promise<void> {
  for (const { id, name, level, ...life } of (await unionsById(tx, tenantId, unionsOf(sides))).values()) {
    const at = { field: id === sides.fromUnionId ? fields.from : fields.to };
    if (level !== 'GRASSROOTS') refuse('TRANSFER_NOT_GRASSROOTS', { union: name }, at);
    if (!life.establishedOn || life.establishedOn > day)
      refuse('UNION_NOT_ESTABLISHED', { union: name, date: day }, at);
    if (life.dissolvedOn && life.dissolvedOn <= day)
      refuse('UNION_DISSOLVED', { union: name, date: life.dissolvedOn }, at);
  }
}
