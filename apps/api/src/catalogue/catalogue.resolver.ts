import type { Difference, FieldChange, IndicatorVersion } from '@huiji/domain/catalogue';
import type { Indicator } from '@huiji/domain/indicator';
import { newestCatalogue } from '@huiji/domain/shipped-catalogues';
import { catalogueVersion, indicatorsOf, versionsOf } from '@huiji/store/catalogue';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type Connection, connection } from '../graphql/connection.js';
import { optionalText } from '../graphql/text.js';
import {
  CatalogueService,
  type DefineInput,
  type RetireInput,
  type ReviseInput,
} from './catalogue.service.js';

interface IndicatorQuery {
  group?: string | null;
  search?: string | null;
  on?: string | null;
  first: number;
  after?: string | null;
}

type View = Indicator & Omit<IndicatorVersion, 'entry'>;

const view = ({ entry, ...held }: IndicatorVersion): View => ({ ...entry, ...held });

@Resolver()
export class CatalogueResolver {
  constructor(@Inject(CatalogueService) private readonly service: CatalogueService) {}

  @Query('catalogue')
  async catalogue(@Context('ask') ask: Ask): Promise<{ version: number; shippedVersion: number }> {
    const version = await catalogueVersion(await ask.read(), ask.actor.tenantId);
    return { version, shippedVersion: newestCatalogue.version };
  }

  @Query('indicators')
  async indicators(@Args() query: IndicatorQuery, @Context('ask') ask: Ask): Promise<Connection<View>> {
    const tx = await ask.read();
    const { tenantId, today } = ask.actor;
    const filter = {
      on: query.on ?? today,
      group: optionalText('group', query.group, 20),
      search: optionalText('search', query.search, 100),
    };
    return connection(
      query,
      async (keyset) => (await indicatorsOf(tx, tenantId, filter, keyset)).map(view),
      (one) => one.code,
    );
  }

  @Query('indicator')
  async indicator(@Args('code') code: string, @Context('ask') ask: Ask): Promise<View[]> {
    return (await versionsOf(await ask.read(), ask.actor.tenantId, code)).map(view);
  }

  @Mutation('defineIndicator')
  define(@Args('input') input: DefineInput, @Context('ask') ask: Ask): Promise<Payload<{ indicator: View }>> {
    return ask.answer(async () => this.newest(ask, await this.service.define(ask, input)));
  }

  @Mutation('reviseIndicator')
  revise(@Args('input') input: ReviseInput, @Context('ask') ask: Ask): Promise<Payload<{ indicator: View }>> {
    return ask.answer(async () => this.newest(ask, await this.service.revise(ask, input)));
  }

  @Mutation('retireIndicator')
  retire(@Args('input') input: RetireInput, @Context('ask') ask: Ask): Promise<Payload<{ indicator: View }>> {
    return ask.answer(async () => this.newest(ask, await this.service.retire(ask, input)));
  }

  @Mutation('takeCatalogue')
  take(
    @Args('input') input: { version: number; dryRun?: boolean | null },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ difference: Difference }>> {
    return ask.answer(async () => ({ difference: await this.service.take(ask, input) }));
  }

  private async newest(ask: Ask, code: string): Promise<{ indicator: View }> {
    const [newest] = await this.indicator(code, ask);
    if (!newest) throw new Error(`indicator ${code} was written and is not there`);
    return { indicator: newest };
  }
}

const told = (value: unknown): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

@Resolver('IndicatorFieldChange')
export class FieldChangeResolver {
  @ResolveField('before')
  before(@Parent() { before }: FieldChange): string | null {
    return told(before);
  }

  @ResolveField('after')
  after(@Parent() { after }: FieldChange): string | null {
    return told(after);
  }
}
