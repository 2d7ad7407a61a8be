import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { ScheduleService, type ScheduleView, type SetReminderRulesInput } from './schedule.service.js';

@Resolver()
export class ScheduleResolver {
  constructor(@Inject(ScheduleService) private readonly service: ScheduleService) {}

  @Query('reminderSchedule')
  schedule(@Context('ask') ask: Ask): Promise<ScheduleView> {
    return this.service.read(ask);
  }

  @Mutation('setReminderRules')
  set(
    @Args('input') input: SetReminderRulesInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ schedule: ScheduleView }>> {
    return ask.answer(async () => {
      await this.service.set(ask, input);
      return { schedule: await this.service.read(ask) };
    });
  }
}
