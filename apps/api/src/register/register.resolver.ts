import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type AwardHomeInput, type RegisterEmployerInput, RegisterService } from './register.service.js';

@Resolver()
export class RegisterResolver {
  constructor(@Inject(RegisterService) private readonly registers: RegisterService) {}

  @Mutation('registerEmployer')
  registerEmployer(
    @Args('input') input: RegisterEmployerInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ employerId: string }>> {
    return ask.answer(async () => ({ employerId: await this.registers.registerEmployer(ask, input) }));
  }

  @Mutation('coverEmployer')
  coverEmployer(
    @Args('input') input: { employerId: string; unionId: string; from: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ employerId: string }>> {
    return ask.answer(async () => ({ employerId: await this.registers.coverEmployer(ask, input) }));
  }

  @Mutation('awardHome')
  awardHome(
    @Args('input') input: AwardHomeInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ awardId: string }>> {
    return ask.answer(async () => ({ awardId: await this.registers.awardHome(ask, input) }));
  }
}
