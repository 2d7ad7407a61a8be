import { requireId } from '@huiji/filing/ids';
import { type Import, importsBy } from '@huiji/store/import';
import { type ImportLine, importLines } from '@huiji/store/import-return';
import type { Operation } from '@huiji/store/operation';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection, type PageAsked } from '../graphql/connection.js';
import { orNull } from '../organisation/organisation.resolver.js';
import {
  type ApplyImportInput,
  type BeginHistoryImportInput,
  type BeginImportInput,
  ImportService,
  type ImportTo,
  type StepInput,
} from './import.service.js';

@Resolver('Import')
export class ImportResolver {
  constructor(@Inject(ImportService) private readonly service: ImportService) {}

  @Query('import')
  async import(@Args('id') id: string, @Context('ask') ask: Ask): Promise<Import | null> {
    return orNull(this.service.own(await ask.read(), ask, id));
  }

  @Query('imports')
  async imports(
    @Args() { history = null, ...page }: PageAsked & { history?: boolean | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<Import>> {
    const tx = await ask.read();
    return connection(
      page,
      ({ first, after }) =>
        importsBy(tx, ask.actor, { first, after: after && requireId(after, '页 page'), history }),
      ({ id }) => id,
    );
  }

  @Query('importReturns')
  async returns(
    @Args() { importId, ...page }: PageAsked & { importId: string },
    @Context('ask') ask: Ask,
  ): Promise<Connection<ImportLine> | null> {
    const tx = await ask.read();
    const found = await orNull(this.service.own(tx, ask, importId, 'importId'));
    if (!found) return null;
    const where = { tenantId: ask.actor.tenantId, id: found.id };
    return connection(
      page,
      ({ first, after }) => importLines(tx, where, { first, after: after && requireId(after, '页 page') }),
      ({ id }) => id,
    );
  }

  @Mutation('beginImport')
  begin(@Args('input') input: BeginImportInput, @Context('ask') ask: Ask): Promise<Payload<ImportTo>> {
    return ask.answer(() => this.service.begin(ask, input));
  }

  @Mutation('beginHistoryImport')
  beginHistory(
    @Args('input') input: BeginHistoryImportInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<ImportTo>> {
    return ask.answer(() => this.service.beginHistory(ask, input));
  }

  @Mutation('checkImport')
  check(
    @Args('input') input: StepInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ operation: Operation }>> {
    return ask.answer(async () => ({ operation: await this.service.check(ask, input) }));
  }

  @Mutation('applyImport')
  apply(
    @Args('input') input: ApplyImportInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ operation: Operation }>> {
    return ask.answer(async () => ({ operation: await this.service.apply(ask, input) }));
  }

  @Mutation('undoImport')
  undo(
    @Args('input') input: StepInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ operation: Operation }>> {
    return ask.answer(async () => ({ operation: await this.service.undo(ask, input) }));
  }

  @ResolveField('problems')
  problems(@Parent() { problems }: Import, @Context('ask') ask: Ask): unknown[] {
    return problems.map((one) => ({ ...one, problem: ask.errors([one.problem])[0] }));
  }
}
