import type { UnionNamed } from '@huiji/filing/visible';
import type { LoggedDelivery } from '@huiji/store/reminder';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Ask, type Payload, requireFirst } from '../graphql/ask.js';
import type { Connection } from '../graphql/connection.js';
import type { ReminderAsked } from './prepare.js';
import { messageView, type PreviewView, type reminderView } from './reminder.answer.js';
import { type Paged, ReminderReader } from './reminder.reader.js';
import { type RemindInput, ReminderService } from './reminder.service.js';

type Logged = ReturnType<typeof reminderView>;

@Resolver('ReminderPreview')
export class ReminderResolver {
  constructor(
    @Inject(ReminderService) private readonly service: ReminderService,
    @Inject(ReminderReader) private readonly reader: ReminderReader,
  ) {}

  @Query('previewReminder')
  preview(@Args() asked: ReminderAsked & Paged, @Context('ask') ask: Ask): Promise<PreviewView> {
    return this.reader.preview(ask, asked);
  }

  @ResolveField('messages')
  messages(@Parent() { planned, now }: PreviewView, @Args('first') first: number): unknown[] {
    return planned.slice(0, requireFirst(first)).map((message) => messageView(message, now));
  }

  @Query('reminders')
  log(
    @Args() where: UnionNamed & Paged & { form: string; period: string },
    @Context('ask') ask: Ask,
  ): Promise<Connection<Logged>> {
    return this.reader.log(ask, where);
  }

  @Query('reminderDeliveries')
  deliveries(
    @Args() where: Paged & { reminderId: string; unionId: string },
    @Context('ask') ask: Ask,
  ): Promise<Connection<LoggedDelivery>> {
    return this.reader.deliveries(ask, where);
  }

  @Mutation('remind')
  remind(
    @Args('input') input: RemindInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ reminder: Logged }>> {
    return ask.answer(async () => {
      const id = await this.service.remind(ask, input);
      return { reminder: await this.reader.sent(ask, id, input.unionId) };
    });
  }
}
