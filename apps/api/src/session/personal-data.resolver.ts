import {
  factsOf,
  keyOf,
  type PersonFacts,
  type PersonRecord,
  recordCounts,
  recordsOf,
} from '@huiji/store/person-record';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type Connection, connection, type PageAsked } from '../graphql/connection.js';
import { type EraseInput, PersonalDataService } from './personal-data.service.js';

@Resolver('PersonExport')
export class PersonalDataResolver {
  constructor(@Inject(PersonalDataService) private readonly personalData: PersonalDataService) {}

  @Mutation('exportPerson')
  export(
    @Args('input') { personId }: { personId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ export: PersonFacts }>> {
    return ask.sessionAnswer(async () => {
      const id = await this.personalData.export(ask, personId);
      return { export: await factsOf(await ask.read(), ask.actor.tenantId, id) };
    });
  }

  @ResolveField('counts')
  async counts(@Parent() { personId }: PersonFacts, @Context('ask') ask: Ask): Promise<unknown[]> {
    return recordCounts(await ask.read(), ask.actor.tenantId, personId);
  }

  @ResolveField('records')
  async records(
    @Parent() { personId }: PersonFacts,
    @Args() page: PageAsked,
    @Context('ask') ask: Ask,
  ): Promise<Connection<PersonRecord>> {
    const tx = await ask.read();
    return connection(page, (keyset) => recordsOf(tx, ask.actor.tenantId, personId, keyset), keyOf);
  }

  @Mutation('erasePerson')
  erase(@Args('input') input: EraseInput, @Context('ask') ask: Ask): Promise<Payload<{ personId: string }>> {
    return ask.sessionAnswer(async () => ({ personId: await this.personalData.erase(ask, input) }));
  }
}
