import { type PeriodView, periodByCode, periodsOf } from '@huiji/store/period-reading';
import { refuse } from '@huiji/domain/problem';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Ask, type Payload, requireFirst } from '../graphql/ask.js';
import { DeadlineService, type SetDeadlineInput } from './deadline.service.js';
import { PeriodService } from './period.service.js';

type Answer = Promise<Payload<{ period: PeriodView }>>;

@Resolver('Period')
export class PeriodResolver {
  constructor(
    @Inject(PeriodService) private readonly service: PeriodService,
    @Inject(DeadlineService) private readonly deadlines: DeadlineService,
  ) {}

  @Query('periods')
  async periods(@Args('first') first: number, @Context('ask') ask: Ask): Promise<PeriodView[]> {
    return periodsOf(await ask.read(), ask.actor.tenantId, requireFirst(first));
  }

  @Query('period')
  async period(@Args('code') code: string, @Context('ask') ask: Ask): Promise<PeriodView | null> {
    return periodByCode(await ask.read(), ask.actor.tenantId, code);
  }

  @Mutation('openPeriod')
  open(@Args('period') code: string, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.service.open(ask, code));
  }

  @Mutation('closeFiling')
  close(@Args('period') code: string, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.service.closeFiling(ask, code));
  }

  @Mutation('reopenFiling')
  reopen(@Args('input') input: { period: string; reason: string }, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.service.reopen(ask, input));
  }

  @Mutation('finalisePeriod')
  finalise(@Args('period') code: string, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.service.finalise(ask, code));
  }

  @Mutation('renewForm')
  renew(@Args('input') input: { form: string; period: string }, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.service.renewForm(ask, input));
  }

  @Mutation('setDeadline')
  setDeadline(@Args('input') input: SetDeadlineInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.deadlines.setDeadline(ask, input));
  }

  private answer(ask: Ask, act: () => Promise<string>): Answer {
    return ask.answer(async () => {
      const code = await act();
      const period = await periodByCode(await ask.read(), ask.actor.tenantId, code);
      return { period: period ?? refuse('PERIOD_UNKNOWN', { period: code }) };
    });
  }
}
