import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { CodeService, type IssuedCode } from './code.service.js';
import type { InvitePersonInput } from './person.service.js';

@Resolver()
export class CodeResolver {
  constructor(@Inject(CodeService) private readonly codes: CodeService) {}

  @Mutation('invitePerson')
  invitePerson(
    @Args('input') input: InvitePersonInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<IssuedCode>> {
    return ask.sessionAnswer(() => this.codes.invite(ask, input));
  }

  @Mutation('issueCode')
  issueCode(
    @Args('input') input: { personId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<IssuedCode>> {
    return ask.sessionAnswer(() => this.codes.issue(ask, input.personId));
  }

  @Mutation('requestReset')
  requestReset(
    @Args('input') input: { tenant: string; login: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<object>> {
    return ask.told(async () => {
      await this.codes.requestReset(ask, input);
      return {};
    });
  }

  @Mutation('redeemCode')
  redeemCode(
    @Args('input') input: { tenant: string; code: string; password: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ login: string }>> {
    return ask.told(async () => ({ login: await this.codes.redeem(ask, input) }));
  }
}
