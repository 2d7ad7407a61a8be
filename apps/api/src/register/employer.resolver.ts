import { type EmployerState, employerStateAt } from '@huiji/domain/employer';
import { visibleAmong } from '@huiji/filing/visible';
import { coveragesOf, coveredBy } from '@huiji/store/coverage';
import type { TradeUnion } from '@huiji/store/entities';
import { accountableOn } from '@huiji/store/register';
import { responsibilitiesOn } from '@huiji/store/responsibility';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import type { Connection } from '../graphql/connection.js';
import { type EmployerQuery, EmployerReader, type EmployersQuery } from './employer.reader.js';
import {
  type CeaseEmployerInput,
  EmployerService,
  type MoveAccountabilityInput,
  type RegisterEmployerInput,
  type UpdateEmployerInput,
} from './employer.service.js';
import { type CoverageView, coverageViews, type EmployerView } from './employer-view.js';
import { responsibilityView, type ResponsibilityView } from './responsibility.service.js';

type Answer = Promise<Payload<{ employerId: string; employer: EmployerView }>>;

@Resolver('Employer')
export class EmployerResolver {
  constructor(
    @Inject(EmployerService) private readonly register: EmployerService,
    @Inject(EmployerReader) private readonly reader: EmployerReader,
  ) {}

  @Query('employer')
  employer(@Args() by: EmployerQuery, @Context('ask') ask: Ask): Promise<EmployerView | null> {
    return this.reader.find(ask, by);
  }

  @Query('employers')
  employers(@Args() query: EmployersQuery, @Context('ask') ask: Ask): Promise<Connection<EmployerView>> {
    return this.reader.list(ask, query);
  }

  @ResolveField('state')
  state(
    @Parent() employer: EmployerView,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): EmployerState | null {
    return employerStateAt(employer, on ?? ask.actor.today);
  }

  @ResolveField('accountableUnion')
  async accountableUnion(
    @Parent() { id, together }: EmployerView,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): Promise<TradeUnion | null> {
    const [tx, day] = [await ask.read(), on ?? ask.actor.today];
    const found = await together.once(`accountable ${day}`, async (ids) => {
      const accountable = await accountableOn(tx, ask.actor.tenantId, ids, day);
      const unions = await visibleAmong(tx, ask.actor, [...new Set(accountable.values())]);
      return new Map([...accountable].map(([employer, union]) => [employer, unions.get(union)]));
    });
    return found.get(id) ?? null;
  }

  @ResolveField('coveredBy')
  async coveredBy(
    @Parent() { id, together }: EmployerView,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): Promise<'SINGLE' | 'JOINT' | null> {
    const [tx, day] = [await ask.read(), on ?? ask.actor.today];
    const found = await together.once(`coveredBy ${day}`, (ids) =>
      coveredBy(tx, ask.actor.tenantId, ids, day),
    );
    return found.get(id) ?? null;
  }

  @ResolveField('coverages')
  async coverages(
    @Parent() { id, together }: EmployerView,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): Promise<CoverageView[]> {
    const tx = await ask.read();
    const found = await together.once(`coverages ${on}`, async (ids) =>
      coverageViews(tx, ask.actor, await coveragesOf(tx, ask.actor.tenantId, ids, on ?? null)),
    );
    return found.get(id) ?? [];
  }

  @ResolveField('responsibility')
  async responsibility(
    @Parent() employer: EmployerView,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): Promise<ResponsibilityView | null> {
    const [tx, day] = [await ask.read(), on ?? ask.actor.today];
    const found = await employer.together.once(`responsibility ${day}`, (ids) =>
      responsibilitiesOn(tx, ask.actor.tenantId, ids, day),
    );
    const responsibility = found.get(employer.id);
    return responsibility ? responsibilityView(responsibility, employer, day) : null;
  }

  @Mutation('registerEmployer')
  registerEmployer(@Args('input') input: RegisterEmployerInput, @Context('ask') ask: Ask): Answer {
    return this.reader.answer(ask, () => this.register.register(ask, input));
  }

  @Mutation('updateEmployer')
  updateEmployer(@Args('input') input: UpdateEmployerInput, @Context('ask') ask: Ask): Answer {
    return this.reader.answer(ask, () => this.register.update(ask, input));
  }

  @Mutation('ceaseEmployer')
  ceaseEmployer(@Args('input') input: CeaseEmployerInput, @Context('ask') ask: Ask): Answer {
    return this.reader.answer(ask, () => this.register.cease(ask, input));
  }

  @Mutation('moveAccountability')
  moveAccountability(@Args('input') input: MoveAccountabilityInput, @Context('ask') ask: Ask): Answer {
    return this.reader.answer(ask, () => this.register.moveAccountability(ask, input));
  }
}
