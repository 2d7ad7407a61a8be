import type { CoverageDimension } from '@huiji/domain/employer';
import type { UnionNamed } from '@huiji/filing/visible';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import type { Connection } from '../graphql/connection.js';
import { orNull } from '../organisation/organisation.resolver.js';
import {
  type CoverageRate,
  CoverageService,
  type CoverEmployerInput,
  type DoubleClaim,
  type EndCoverageInput,
} from './coverage.service.js';
import { EmployerReader } from './employer.reader.js';
import type { CoverageView, EmployerView } from './employer-view.js';

type Changed = Payload<{ employerId: string; employer: EmployerView }>;

@Resolver()
export class CoverageResolver {
  constructor(
    @Inject(CoverageService) private readonly coverage: CoverageService,
    @Inject(EmployerReader) private readonly reader: EmployerReader,
  ) {}

  @Query('doubleClaims')
  doubleClaims(
    @Args() query: UnionNamed & { on?: string | null; first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<DoubleClaim>> {
    return this.coverage.doubleClaims(ask, query);
  }

  @Query('coverageRate')
  coverageRate(
    @Args() query: UnionNamed & { on?: string | null; by?: CoverageDimension[] | null },
    @Context('ask') ask: Ask,
  ): Promise<CoverageRate | null> {
    return orNull(this.coverage.rate(ask, query));
  }

  @Mutation('coverEmployer')
  async coverEmployer(
    @Args('input') input: CoverEmployerInput,
    @Context('ask') ask: Ask,
  ): Promise<Changed & { otherClaims?: CoverageView[] }> {
    const changed: Changed = await this.reader.answer(ask, () => this.coverage.cover(ask, input));
    return changed.employerId
      ? { ...changed, otherClaims: await this.coverage.otherClaims(ask, changed.employerId, input) }
      : changed;
  }

  @Mutation('endCoverage')
  endCoverage(@Args('input') input: EndCoverageInput, @Context('ask') ask: Ask): Promise<Changed> {
    return this.reader.answer(ask, () => this.coverage.end(ask, input));
  }
}
