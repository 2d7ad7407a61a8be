import { PeriodRow } from '@huiji/store/entities';
import { formsOf, periods } from '@huiji/store/period';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Ask, type Payload, requireFirst } from '../graphql/ask.js';
import { PeriodService } from './period.service.js';

@Resolver('Period')
export class PeriodResolver {
  constructor(@Inject(PeriodService) private readonly service: PeriodService) {}

  @Query('periods')
  async periods(@Args('first') first: number, @Context('ask') ask: Ask): Promise<PeriodRow[]> {
    const { tenantId } = ask.actor;
    return periods(await ask.read()).find({
      where: { tenantId },
      order: { endsOn: 'DESC' },
      take: requireFirst(first),
    });
  }

  @ResolveField('forms')
  async forms(@Parent() period: PeriodRow, @Context('ask') ask: Ask): Promise<string[]> {
    return formsOf(await ask.read(), period.tenantId, period.code);
  }

  @Mutation('openPeriod')
  open(@Args('period') code: string, @Context('ask') ask: Ask): Promise<Payload<{ period: PeriodRow }>> {
    return ask.answer(async () => ({ period: await this.byCode(ask, await this.service.open(ask, code)) }));
  }

  @Mutation('closeFiling')
  close(@Args('period') code: string, @Context('ask') ask: Ask): Promise<Payload<{ period: PeriodRow }>> {
    return ask.answer(async () => ({
      period: await this.byCode(ask, await this.service.closeFiling(ask, code)),
    }));
  }

  @Mutation('finalisePeriod')
  finalise(@Args('period') code: string, @Context('ask') ask: Ask): Promise<Payload<{ period: PeriodRow }>> {
    return ask.answer(async () => ({
      period: await this.byCode(ask, await this.service.finalise(ask, code)),
    }));
  }

  @Mutation('renewForm')
  renew(
    @Args('input') input: { form: string; period: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ period: PeriodRow }>> {
    return ask.answer(async () => ({
      period: await this.byCode(ask, await this.service.renewForm(ask, input)),
    }));
  }

  private async byCode(ask: Ask, code: string): Promise<PeriodRow> {
    return periods(await ask.read()).findOneByOrFail({ tenantId: ask.actor.tenantId, code });
  }
}
