import type { IdentityRow } from '@huiji/store/identity';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { PasswordService } from '../session/password.service.js';
import { OidcService } from './oidc.service.js';
import { ProviderService, type ProviderView, type SetIdentityProviderInput } from './provider.service.js';

@Resolver()
export class OidcResolver {
  constructor(
    @Inject(OidcService) private readonly oidc: OidcService,
    @Inject(ProviderService) private readonly providers: ProviderService,
    @Inject(PasswordService) private readonly passwords: PasswordService,
  ) {}

  @Query('identityProvider')
  identityProvider(@Context('ask') ask: Ask): Promise<ProviderView | null> {
    return this.providers.read(ask);
  }

  @Query('myIdentity')
  myIdentity(@Context('ask') ask: Ask): Promise<IdentityRow | null> {
    return this.oidc.mine(ask);
  }

  @Mutation('setIdentityProvider')
  setIdentityProvider(
    @Args('input') input: SetIdentityProviderInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ identityProvider: ProviderView }>> {
    return ask.sessionAnswer(async () => ({ identityProvider: await this.providers.set(ask, input) }));
  }

  @Mutation('removeIdentityProvider')
  removeIdentityProvider(@Context('ask') ask: Ask): Promise<Payload<{ identityProvider: null }>> {
    return ask.sessionAnswer(async () => {
      await this.providers.remove(ask);
      return { identityProvider: null };
    });
  }

  @Mutation('linkIdentity')
  linkIdentity(
    @Args('input') { current }: { current: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ url: string }>> {
    return ask.sessionAnswer(async () => {
      await this.passwords.requireCurrent(ask, current);
      const { url, browser } = await this.oidc.beginLinking(ask);
      ask.request.setCookie('oidc', browser);
      return { url };
    });
  }

  @Mutation('unlinkIdentity')
  unlinkIdentity(
    @Args('input') { personId }: { personId?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ personId: string }>> {
    return ask.sessionAnswer(async () => ({ personId: await this.oidc.unlink(ask, personId) }));
  }
}
