import type { ResponsibilityStatus } from '@huiji/domain/employer';
import type { UnionNamed } from '@huiji/filing/visible';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import type { Connection } from '../graphql/connection.js';
import { EmployerReader } from './employer.reader.js';
import type { EmployerView } from './employer-view.js';
import {
  type AssignEmployerInput,
  ResponsibilityService,
  type ResponsibilityView,
} from './responsibility.service.js';

type Answer = Promise<Payload<{ employerId: string; employer: EmployerView }>>;

@Resolver()
export class ResponsibilityResolver {
  constructor(
    @Inject(ResponsibilityService) private readonly responsibilities: ResponsibilityService,
    @Inject(EmployerReader) private readonly reader: EmployerReader,
  ) {}

  @Query('responsibilities')
  list(
    @Args()
    query: UnionNamed & {
      status?: ResponsibilityStatus | null;
      on?: string | null;
      first: number;
      after?: string | null;
    },
    @Context('ask') ask: Ask,
  ): Promise<Connection<ResponsibilityView>> {
    return this.responsibilities.list(ask, query);
  }

  @Mutation('assignEmployer')
  assign(@Args('input') input: AssignEmployerInput, @Context('ask') ask: Ask): Answer {
    return this.reader.answer(ask, () => this.responsibilities.assign(ask, input));
  }

  @Mutation('endResponsibility')
  end(@Args('input') input: { employerId: string; on: string }, @Context('ask') ask: Ask): Answer {
    return this.reader.answer(ask, () => this.responsibilities.end(ask, input));
  }
}
