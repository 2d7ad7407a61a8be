import { files } from '@huiji/domain/access';
import { Refusal } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { mayAtRoot } from '@huiji/filing/visible';
import {
  isImport,
  isList,
  isTable,
  type Operation,
  type OperationInput,
  operationsBy,
  reportIn,
} from '@huiji/store/operation';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Files } from '../attachment/files.js';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection, type PageAsked } from '../graphql/connection.js';
import { orNull } from '../organisation/organisation.resolver.js';
import { type ExportListInput, requireList } from './lists.js';
import { OperationService } from './operation.service.js';
import { type ExportTableInput, requireTable } from './tables.js';

/** How long the address of a result holds, in milliseconds. */
const downloadable = 5 * 60_000;

@Resolver('Operation')
export class OperationResolver {
  constructor(
    @Inject(OperationService) private readonly service: OperationService,
    @Inject(Files) private readonly files: Files,
  ) {}

  @Query('operation')
  async operation(@Args('id') id: string, @Context('ask') ask: Ask): Promise<Operation | null> {
    return orNull(this.service.own(await ask.read(), ask, id));
  }

  @Query('operations')
  async operations(@Args() page: PageAsked, @Context('ask') ask: Ask): Promise<Connection<Operation>> {
    const tx = await ask.read();
    return connection(
      page,
      ({ first, after }) =>
        operationsBy(tx, ask.actor, { first, after: after && requireId(after, '页 page') }),
      ({ id }) => id,
    );
  }

  @Mutation('exportTable')
  exportTable(
    @Args('input') input: ExportTableInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ operation: Operation }>> {
    return ask.answer(async () => ({ operation: await this.service.exportTable(ask, input) }));
  }

  @Mutation('exportList')
  exportList(
    @Args('input') input: ExportListInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ operation: Operation }>> {
    return ask.answer(async () => ({ operation: await this.service.exportList(ask, input) }));
  }

  @Mutation('exportCatalogue')
  exportCatalogue(
    @Args('input') { idempotencyKey }: { idempotencyKey: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ operation: Operation }>> {
    return ask.answer(async () => ({ operation: await this.service.exportCatalogue(ask, idempotencyKey) }));
  }

  @Mutation('cancelOperation')
  cancel(
    @Args('input') { operationId }: { operationId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ operation: Operation }>> {
    return ask.answer(async () => ({ operation: await this.service.cancel(ask, operationId) }));
  }

  @ResolveField('kind')
  kind(@Parent() { input }: Operation): string {
    return isTable(input) ? 'EXPORT_TABLE' : input.kind;
  }

  @ResolveField('table')
  table(@Parent() { input }: Operation): string | null {
    return isTable(input) ? input.table : null;
  }

  @ResolveField('list')
  list(@Parent() { input }: Operation): string | null {
    return isList(input) ? input.list : null;
  }

  @ResolveField('importId')
  importId(@Parent() { input }: Operation): string | null {
    return isImport(input) ? input.importId : null;
  }

  @ResolveField('form')
  form(@Parent() { input }: Operation): string | null {
    return isTable(input) || isImport(input) ? input.form : null;
  }

  @ResolveField('period')
  period(@Parent() { input }: Operation): string | null {
    return isTable(input) || isImport(input) ? input.period : null;
  }

  @ResolveField('problem')
  problem(@Parent() { problem }: Operation, @Context('ask') ask: Ask): unknown {
    return problem && ask.errors([problem])[0];
  }

  /** Looked at again, since a result may outlive an appointment. */
  @ResolveField('url')
  async url(
    @Parent() { id, input, expiresAt, copy }: Operation,
    @Context('ask') ask: Ask,
  ): Promise<string | null> {
    if (expiresAt === null || expiresAt <= new Date()) return null;
    const where = { tenantId: ask.actor.tenantId, attachmentId: id, file: String(copy) };
    return (await this.readable(ask, input))
      ? this.files.store.downloadUrl(where, new Date(Date.now() + downloadable))
      : null;
  }

  @ResolveField('report')
  async report(@Parent() { id, input }: Operation, @Context('ask') ask: Ask): Promise<object | null> {
    if (!isTable(input) || input.table !== 'WORK_REPORT') return null;
    const tx = await ask.read();
    return (await this.readable(ask, input)) ? reportIn(tx, ask.actor.tenantId, id) : null;
  }

  /** What is in no table of figures: an import is of who files, or imports history; and the catalogue is anybody's. */
  private async readable(ask: Ask, input: OperationInput): Promise<boolean> {
    if (isImport(input))
      return input.period === null
        ? mayAtRoot(await ask.read(), ask.actor, 'IMPORT_HISTORY')
        : ask.actor.appointments.some(files);
    if (isList(input)) return passes(requireList(await ask.read(), ask, input));
    if (!isTable(input)) return true;
    return passes(requireTable(await ask.read(), ask.actor, input));
  }
}

/** Whether a guard lets pass: it refuses who does not see the union any more, and who sees it and may not read. */
async function passes(guard: Promise<unknown>): Promise<boolean> {
  try {
    await guard;
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
