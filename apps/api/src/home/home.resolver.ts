import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type AwardHomeInput, RegisterService } from './register.service.js';

@Resolver()
export class RegisterResolver {
  constructor(@Inject(RegisterService) private readonly registers: RegisterService) {}

  @Mutation('awardHome')
  awardHome(
    @Args('input') input: AwardHomeInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ awardId: string }>> {
    return ask.answer(async () => ({ awardId: await this.registers.awardHome(ask, input) }));
  }
}
