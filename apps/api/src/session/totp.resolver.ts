import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type Me, meOf } from './me.js';
import { SessionService } from './session.service.js';
import { TotpService } from './totp.service.js';

@Resolver()
export class TotpResolver {
  constructor(
    @Inject(TotpService) private readonly totp: TotpService,
    @Inject(SessionService) private readonly sessions: SessionService,
  ) {}

  @Mutation('enrolTotp')
  enrolTotp(@Context('ask') ask: Ask): Promise<Payload<{ secret: string; uri: string }>> {
    return ask.halfAnswer(() => this.totp.enrol(ask));
  }

  @Mutation('confirmTotp')
  confirmTotp(
    @Args('input') input: { code: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ recoveryCodes: string[] }>> {
    return ask.halfAnswer(async () => ({ recoveryCodes: await this.totp.confirm(ask, input.code) }));
  }

  @Mutation('verifyTotp')
  verifyTotp(@Args('input') input: { code: string }, @Context('ask') ask: Ask): Promise<Payload<{ me: Me }>> {
    return ask.halfAnswer(async () => {
      await this.totp.verify(ask, input.code);
      if (ask.request.token) ask.becomes(await this.sessions.actorOf(ask.request.token));
      return { me: await meOf(ask) };
    });
  }

  @Mutation('resetTotp')
  resetTotp(
    @Args('input') input: { personId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ personId: string }>> {
    return ask.sessionAnswer(async () => ({ personId: await this.totp.reset(ask, input.personId) }));
  }
}
