import { type FilingView, filingViews } from '@huiji/filing/filings';
import { refuse } from '@huiji/domain/problem';
import { requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { orNull } from '../organisation/organisation.resolver.js';
import { type Rule, wholeCalendar } from './calendar.js';
import { DeadlineService, type ExtendDeadlineInput, type SetCalendarInput } from './deadline.service.js';
import type { UnionScope } from './filing.js';
import { requireScope } from './scope.js';
import { type OpenWindowInput, WindowService } from './window.service.js';

type Answer = Promise<Payload<{ filing: FilingView }>>;

@Resolver()
export class DeadlineResolver {
  constructor(
    @Inject(DeadlineService) private readonly deadlines: DeadlineService,
    @Inject(WindowService) private readonly windows: WindowService,
  ) {}

  @Query('calendar')
  async calendar(@Context('ask') ask: Ask): Promise<Rule[]> {
    return wholeCalendar(await ask.read(), ask.actor.tenantId);
  }

  @Query('filing')
  filing(
    @Args() named: UnionNamed & { form: string; period: string },
    @Context('ask') ask: Ask,
  ): Promise<FilingView | null> {
    return orNull(readFiling(ask, named));
  }

  @Mutation('setCalendar')
  setCalendar(
    @Args('input') input: SetCalendarInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ calendar: Rule[] }>> {
    return ask.answer(async () => {
      await this.deadlines.setCalendar(ask, input);
      return { calendar: await this.calendar(ask) };
    });
  }

  @Mutation('extendDeadline')
  extend(@Args('input') input: ExtendDeadlineInput, @Context('ask') ask: Ask): Answer {
    return answer(ask, () => this.deadlines.extend(ask, input));
  }

  @Mutation('openWindow')
  openWindow(@Args('input') input: OpenWindowInput, @Context('ask') ask: Ask): Answer {
    return answer(ask, () => this.windows.open(ask, input));
  }

  @Mutation('closeWindow')
  closeWindow(@Args('input') input: UnionScope, @Context('ask') ask: Ask): Answer {
    return answer(ask, () => this.windows.close(ask, input));
  }
}

const answer = (ask: Ask, act: () => Promise<UnionScope>): Answer =>
  ask.answer(async () => ({ filing: await readFiling(ask, await act()) }));

/** How a union's filing stands, for whoever may read its figures in the period's tree. */
async function readFiling(
  ask: Ask,
  named: UnionNamed & { form: string; period: string },
): Promise<FilingView> {
  const tx = await ask.read();
  const { tenantId, form, period, tree } = await requireScope(tx, ask, named);
  const { union } = await requireMay(
    tx,
    ask.actor,
    'READ_FIGURES',
    await unionIdOf(tx, ask.actor, named),
    tree,
  );
  const [view] = await filingViews(tx, tenantId, [{ form, period, unionId: union.id, submissionId: null }]);
  return view ?? refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionId' });
}
