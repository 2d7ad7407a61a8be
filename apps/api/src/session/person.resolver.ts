import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import type { Connection } from '../graphql/connection.js';
import { PersonReader, type PersonsAsked, type PersonView } from './person.reader.js';
import { PersonService } from './person.service.js';

@Resolver()
export class PersonResolver {
  constructor(
    @Inject(PersonReader) private readonly reader: PersonReader,
    @Inject(PersonService) private readonly people: PersonService,
  ) {}

  @Query('persons')
  persons(@Args() asked: PersonsAsked, @Context('ask') ask: Ask): Promise<Connection<PersonView>> {
    return this.reader.persons(ask, asked);
  }

  @Mutation('endAppointment')
  endAppointment(
    @Args('input') input: { appointmentId: string; on?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ personId: string }>> {
    return ask.sessionAnswer(async () => ({ personId: await this.people.endAppointment(ask, input) }));
  }
}
