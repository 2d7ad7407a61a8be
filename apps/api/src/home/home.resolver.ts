import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { awardsById } from '@huiji/store/home-award';
import type { HomeTrack } from '@huiji/domain/home';
import { refuse } from '@huiji/domain/problem';
import type { Ask, Payload } from '../graphql/ask.js';
import type { PageAsked } from '../graphql/connection.js';
import { type AwardHomeInput, HomeAwardService, type RecheckHomeInput } from './home-award.service.js';
import {
  type FileAsked,
  homeFile,
  homes,
  type HomesAsked,
  homesOfChildren,
  standings,
  type StandingsAsked,
} from './home.reader.js';
import {
  type AssessHomeInput,
  type EvaluateHomeInput,
  HomeService,
  type PlanHomesInput,
  type SetHomeStandardInput,
} from './home.service.js';
import { Standards } from '@huiji/filing/home-standards';
import { awardView, standardView } from './views.js';

/** What may leave out its track, which is LOCAL then. */
type Sent<T extends { track: HomeTrack }> = Omit<T, 'track'> & { track?: HomeTrack | null };

const onTrack = <T extends { track: HomeTrack }>(input: Sent<T>): T =>
  ({ ...input, track: input.track ?? 'LOCAL' }) as T;

/** How many standards are shown at most. */
const mostStandards = 50;

type FilePayload = Promise<Payload<{ file: Awaited<ReturnType<typeof homeFile>> }>>;
type AwardPayload = Promise<Payload<{ awardId: string; award: ReturnType<typeof awardView> }>>;

@Resolver()
export class HomeResolver {
  constructor(
    @Inject(HomeService) private readonly service: HomeService,
    @Inject(HomeAwardService) private readonly register: HomeAwardService,
  ) {}

  @Query('homeStandard')
  async standard(@Args('year') year: number | null | undefined, @Context('ask') ask: Ask) {
    const { tenantId, today } = ask.actor;
    const standards = await Standards.of(await ask.read(), tenantId);
    return standardView(standards.forYear(year ?? Number(today.slice(0, 4))));
  }

  @Query('homeStandards')
  async standards(@Context('ask') ask: Ask) {
    const { set } = await Standards.of(await ask.read(), ask.actor.tenantId);
    return set.slice(0, mostStandards).map(standardView);
  }

  @Query('homeFile')
  file(@Args() asked: Sent<FileAsked>, @Context('ask') ask: Ask) {
    return homeFile(ask, onTrack(asked));
  }

  @Query('homes')
  homes(@Args() asked: HomesAsked, @Context('ask') ask: Ask) {
    return homes(ask, asked);
  }

  @Query('homesBelow')
  below(@Args() asked: HomesAsked & PageAsked, @Context('ask') ask: Ask) {
    return homesOfChildren(ask, asked);
  }

  @Query('homeStandings')
  standings(@Args() asked: Sent<StandingsAsked>, @Context('ask') ask: Ask) {
    return standings(ask, onTrack(asked));
  }

  @Mutation('setHomeStandard')
  setStandard(@Args('input') input: SetHomeStandardInput, @Context('ask') ask: Ask) {
    return ask.answer(async () => {
      const id = await this.service.setStandard(ask, input);
      return { standard: standardView((await Standards.of(await ask.read(), ask.actor.tenantId)).byId(id)) };
    });
  }

  @Mutation('planHomes')
  plan(
    @Args('input') input: Sent<PlanHomesInput>,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ changed: number }>> {
    return ask.answer(async () => ({ changed: await this.service.plan(ask, onTrack(input)) }));
  }

  @Mutation('assessHome')
  assess(@Args('input') sent: Sent<AssessHomeInput>, @Context('ask') ask: Ask): FilePayload {
    return ask.answer(async () => {
      const input = onTrack(sent);
      await this.service.assess(ask, input);
      return { file: await homeFile(ask, input) };
    });
  }

  @Mutation('inspectHome')
  inspect(@Args('input') sent: Sent<AssessHomeInput>, @Context('ask') ask: Ask): FilePayload {
    return ask.answer(async () => {
      const input = onTrack(sent);
      await this.service.inspect(ask, input);
      return { file: await homeFile(ask, input) };
    });
  }

  @Mutation('evaluateHome')
  evaluate(@Args('input') input: EvaluateHomeInput, @Context('ask') ask: Ask): FilePayload {
    return ask.answer(async () => {
      await this.service.evaluate(ask, input);
      const year = Number(input.heldOn.slice(0, 4));
      return { file: await homeFile(ask, { unionId: input.unionId, year, track: 'LOCAL' }) };
    });
  }

  @Mutation('awardHome')
  award(@Args('input') input: Sent<AwardHomeInput>, @Context('ask') ask: Ask): AwardPayload {
    return awarded(ask, () => this.register.award(ask, onTrack(input)));
  }

  @Mutation('recheckHome')
  recheck(@Args('input') input: RecheckHomeInput, @Context('ask') ask: Ask): AwardPayload {
    return awarded(ask, () => this.register.recheck(ask, input));
  }
}

/** Answers with the award whose id the work answers, as it is then. */
const awarded = (ask: Ask, work: () => Promise<string>): AwardPayload =>
  ask.answer(async () => {
    const awardId = await work();
    const tx = await ask.read();
    const [award] = await awardsById(tx, ask.actor.tenantId, [awardId]);
    if (!award) return refuse('NOT_FOUND', { what: '命名 award' });
    return { awardId, award: awardView(await Standards.of(tx, ask.actor.tenantId), award) };
  });
