import type { Form } from '@huiji/domain/form';
import { refuse } from '@huiji/domain/problem';
import type { ParameterSetting } from '@huiji/store/parameter';
import { formVersions } from '@huiji/store/form';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Ask, type Payload, requireFirst } from '../graphql/ask.js';
import { DefinitionService, type Published, type PublishInput } from './definition.service.js';
import { ParameterService, type ParameterView } from './parameter.service.js';
import { TrialService, type TryInput } from './trial.service.js';

@Resolver()
export class DefinitionResolver {
  constructor(
    @Inject(DefinitionService) private readonly definitions: DefinitionService,
    @Inject(ParameterService) private readonly service: ParameterService,
    @Inject(TrialService) private readonly trials: TrialService,
  ) {}

  @Query('formVersions')
  async versions(
    @Args() { code, first }: { code: string; first: number },
    @Context('ask') ask: Ask,
  ): Promise<Form[]> {
    return formVersions(await ask.read(), ask.actor.tenantId, code, requireFirst(first));
  }

  @Query('parameters')
  parameters(@Context('ask') ask: Ask): Promise<ParameterView[]> {
    return this.service.read(ask);
  }

  @Query('tryRules')
  try(@Args('input') input: TryInput, @Context('ask') ask: Ask): Promise<unknown> {
    return this.trials.answer(ask, input);
  }

  @Mutation('publishForm')
  publish(@Args('input') input: PublishInput, @Context('ask') ask: Ask): Promise<Payload<Published>> {
    return ask.answer(() => this.definitions.publish(ask, input));
  }

  @Mutation('setParameter')
  set(
    @Args('input') input: ParameterSetting,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ parameter: ParameterView }>> {
    return ask.answer(async () => {
      const name = await this.service.set(ask, input);
      const found = (await this.service.read(ask)).find((one) => one.name === name);
      return { parameter: found ?? refuse('PARAMETER_UNKNOWN', { name }) };
    });
  }
}
