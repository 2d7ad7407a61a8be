import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import type { PageAsked } from '../graphql/connection.js';
import { appraisal, type AppraisalNamed, ownAppraisal } from './appraisal.reader.js';
import {
  type AnswerInput,
  AppraisalService,
  type AppraiseInput,
  type SetSchemeInput,
  type StepInput,
} from './appraisal.service.js';
import { type AppealInput, type ClaimInput, ClaimService } from './claim.service.js';
import type { AppraisalYear } from './opening.js';

type Appraisal = Awaited<ReturnType<typeof appraisal>>;
type Unions = Awaited<ReturnType<Appraisal['children']>>['nodes'];
type BodyPayload = Promise<Payload<{ appraisal: Appraisal }>>;
type UnionPayload = Promise<Payload<{ appraisal: Awaited<ReturnType<typeof ownAppraisal>> }>>;

@Resolver('Appraisal')
export class AppraisalResolver {
  constructor(
    @Inject(AppraisalService) private readonly body: AppraisalService,
    @Inject(ClaimService) private readonly union: ClaimService,
  ) {}

  @Query('appraisal')
  appraisal(@Args() named: AppraisalNamed, @Context('ask') ask: Ask) {
    return appraisal(ask, named);
  }

  @Query('ownAppraisal')
  own(@Args() named: AppraisalNamed, @Context('ask') ask: Ask) {
    return ownAppraisal(ask, named);
  }

  @ResolveField('child')
  child(@Parent() { child }: Appraisal, @Args('unionCode') unionCode: string) {
    return child(unionCode);
  }

  @ResolveField('children')
  children(@Parent() { children }: Appraisal, @Args() page: PageAsked) {
    return children(page);
  }

  @Mutation('setAppraisalScheme')
  setScheme(@Args('input') input: SetSchemeInput, @Context('ask') ask: Ask): BodyPayload {
    return bodyAfter(ask, input, () => this.body.setScheme(ask, input));
  }

  @Mutation('appraise')
  appraise(@Args('input') input: AppraiseInput, @Context('ask') ask: Ask): BodyPayload {
    return bodyAfter(ask, input, () => this.body.appraise(ask, input));
  }

  @Mutation('publishAppraisal')
  publish(@Args('input') input: StepInput, @Context('ask') ask: Ask): BodyPayload {
    return bodyAfter(ask, input, () => this.body.publish(ask, input));
  }

  @Mutation('finaliseAppraisal')
  finalise(@Args('input') input: StepInput, @Context('ask') ask: Ask): BodyPayload {
    return bodyAfter(ask, input, () => this.body.finalise(ask, input));
  }

  @Mutation('answerAppeal')
  answer(@Args('input') input: AnswerInput, @Context('ask') ask: Ask): BodyPayload {
    return ask.answer(async () => {
      const { bodyId: unionId, ...year } = await this.body.answer(ask, input);
      return { appraisal: await appraisal(ask, { unionId, ...year }) };
    });
  }

  @Mutation('claimAppraisal')
  claim(@Args('input') input: ClaimInput, @Context('ask') ask: Ask): UnionPayload {
    return unionAfter(ask, input, () => this.union.claim(ask, input));
  }

  @Mutation('appealAppraisal')
  appeal(@Args('input') input: AppealInput, @Context('ask') ask: Ask): UnionPayload {
    return unionAfter(ask, input, () => this.union.appeal(ask, input));
  }
}

/** What is read of an appraised union only where it is asked for. */
@Resolver('AppraisedUnion')
export class AppraisedUnionResolver {
  @ResolveField('differs')
  differs(@Parent() { differs }: Unions[number]) {
    return differs();
  }

  @ResolveField('targetsNow')
  targetsNow(@Parent() { targetsNow }: Unions[number]) {
    return targetsNow();
  }
}

/** Answers with the body's appraisal as it is after the work. */
const bodyAfter = (
  ask: Ask,
  { bodyId: unionId, form, period }: AppraisalYear & { bodyId: string },
  work: () => Promise<void>,
): BodyPayload =>
  ask.answer(async () => {
    await work();
    return { appraisal: await appraisal(ask, { unionId, form, period }) };
  });

/** The same for what the union sees of it. */
const unionAfter = (
  ask: Ask,
  { unionId, form, period }: AppraisalYear & { unionId: string },
  work: () => Promise<void>,
): UnionPayload =>
  ask.answer(async () => {
    await work();
    return { appraisal: await ownAppraisal(ask, { unionId, form, period }) };
  });
