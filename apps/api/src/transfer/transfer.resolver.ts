import type { UnionNamed } from '@huiji/filing/visible';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import {
  destinations,
  type Shown,
  transfers,
  type TransfersAsked,
  transferShown,
  waiting,
} from './transfer.reader.js';
import {
  type AnswerTransferInput,
  type ReceiveTransferInput,
  type SendTransferInput,
  TransferService,
} from './transfer.service.js';

type TransferPayload = Promise<Payload<{ transfer: Shown }>>;

@Resolver()
export class TransferResolver {
  constructor(@Inject(TransferService) private readonly service: TransferService) {}

  @Query('transfers')
  transfers(@Args() asked: TransfersAsked, @Context('ask') ask: Ask) {
    return transfers(ask, asked);
  }

  @Query('transfersWaiting')
  waiting(@Args() named: UnionNamed, @Context('ask') ask: Ask) {
    return waiting(ask, named);
  }

  @Query('transferDestinations')
  destinations(@Args() asked: { unionId: string; search: string; first: number }, @Context('ask') ask: Ask) {
    return destinations(ask, asked);
  }

  @Mutation('sendTransfer')
  send(@Args('input') input: SendTransferInput, @Context('ask') ask: Ask): TransferPayload {
    return answered(ask, () => this.service.send(ask, input));
  }

  @Mutation('receiveTransfer')
  receive(@Args('input') input: ReceiveTransferInput, @Context('ask') ask: Ask): TransferPayload {
    return answered(ask, () => this.service.receive(ask, input));
  }

  @Mutation('acceptTransfer')
  accept(
    @Args('input') input: AnswerTransferInput & { on: string },
    @Context('ask') ask: Ask,
  ): TransferPayload {
    return answered(ask, () => this.service.accept(ask, input));
  }

  @Mutation('declineTransfer')
  decline(
    @Args('input') input: AnswerTransferInput & { reason: string },
    @Context('ask') ask: Ask,
  ): TransferPayload {
    return answered(ask, () => this.service.end(ask, input, 'DECLINE'));
  }

  @Mutation('withdrawTransfer')
  withdraw(@Args('input') input: AnswerTransferInput, @Context('ask') ask: Ask): TransferPayload {
    return answered(ask, () => this.service.end(ask, input, 'WITHDRAW'));
  }

  @Mutation('cancelTransfer')
  cancel(
    @Args('input') input: AnswerTransferInput & { reason: string },
    @Context('ask') ask: Ask,
  ): TransferPayload {
    return answered(ask, () => this.service.end(ask, input, 'CANCEL'));
  }
}

/** What became of an order, by the id that an act answers. */
const answered = (ask: Ask, act: () => Promise<string>): TransferPayload =>
  ask.answer(async () => ({ transfer: await transferShown(ask, await act()) }));
