import type { Message } from '@huiji/store/message';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import type { Connection } from '../graphql/connection.js';
import { MessageService } from './message.service.js';

@Resolver()
export class MessageResolver {
  constructor(@Inject(MessageService) private readonly service: MessageService) {}

  @Query('myMessages')
  mine(
    @Args() page: { first: number; after?: string | null; unreadOnly?: boolean | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<Message> & { unread: number }> {
    return this.service.list(ask, page);
  }

  @Mutation('markRead')
  markRead(
    @Args('input') { messageIds }: { messageIds: string[] },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ unread: number }>> {
    return ask.answer(async () => {
      await this.service.markRead(ask, messageIds);
      return { unread: await this.service.unread(ask) };
    });
  }
}
