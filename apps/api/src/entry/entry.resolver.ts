import type { SubmissionState } from '@huiji/domain/submission';
import { contextOf, hitsOf } from '@huiji/filing/checks';
import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { orNull } from '../organisation/organisation.resolver.js';
import { countsOf, EntryService, type Sheet, type SheetQuery, tablesOf } from './entry.service.js';

@Resolver('EntrySheet')
export class EntryResolver {
  constructor(@Inject(EntryService) private readonly entry: EntryService) {}

  @Query('entrySheet')
  sheet(@Args() query: SheetQuery, @Context('ask') ask: Ask): Promise<Sheet | null> {
    return orNull(this.entry.sheet(ask, query));
  }

  @ResolveField('form')
  form(@Parent() { form }: Sheet): string {
    return form.code;
  }

  @ResolveField('formVersion')
  formVersion(@Parent() { form }: Sheet): number {
    return form.version;
  }

  @ResolveField('submissionId')
  submissionId(@Parent() { submission }: Sheet): string | null {
    return submission?.id ?? null;
  }

  @ResolveField('version')
  version(@Parent() { submission }: Sheet): number {
    return submission?.version ?? 0;
  }

  @ResolveField('revision')
  revision(@Parent() { submission }: Sheet): number {
    return submission?.revision ?? 1;
  }

  @ResolveField('state')
  state(@Parent() { submission }: Sheet): SubmissionState | null {
    return submission?.state ?? null;
  }

  @ResolveField('returnReason')
  returnReason(@Parent() { submission }: Sheet): string | null {
    return submission?.returnReason ?? null;
  }

  @ResolveField('tables')
  tables(@Parent() sheet: Sheet): unknown[] {
    return tablesOf(sheet);
  }

  @ResolveField('rows')
  rows(@Parent() { submission }: Sheet): unknown[] {
    return Object.entries(submission?.rows ?? {}).map(([table, rows]) => ({ table, rows }));
  }

  @ResolveField('filled')
  filled(@Parent() sheet: Sheet): number {
    return countsOf(sheet).filled;
  }

  @ResolveField('total')
  total(@Parent() sheet: Sheet): number {
    return countsOf(sheet).total;
  }

  @ResolveField('hits')
  async hits(@Parent() { submission, form, union }: Sheet, @Context('ask') ask: Ask): Promise<unknown[]> {
    if (!submission) return [];
    const filed = { form, submission, level: union.level };
    return ask.errors(await hitsOf(await ask.read(), ask.actor.tenantId, filed));
  }

  @ResolveField('ruleContext')
  async ruleContext(@Parent() { form, union, period }: Sheet, @Context('ask') ask: Ask): Promise<string> {
    return contextOf(await ask.read(), { tenantId: ask.actor.tenantId, period }, form, union);
  }
}
