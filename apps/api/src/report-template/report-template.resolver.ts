import type { ReportTemplate } from '@huiji/store/report-template';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Files } from '../attachment/files.js';
import type { Ask, Payload } from '../graphql/ask.js';
import {
  type BeginTemplateInput,
  ReportTemplateService,
  type TemplateTo,
} from './report-template.service.js';

/** How long the address of a template holds, in milliseconds. */
const downloadable = 5 * 60_000;

@Resolver('ReportTemplate')
export class ReportTemplateResolver {
  constructor(
    @Inject(ReportTemplateService) private readonly service: ReportTemplateService,
    @Inject(Files) private readonly files: Files,
  ) {}

  @Query('reportTemplate')
  template(@Args('form') form: string, @Context('ask') ask: Ask): Promise<ReportTemplate | null> {
    return this.service.read(ask, form);
  }

  @Mutation('beginReportTemplate')
  begin(@Args('input') input: BeginTemplateInput, @Context('ask') ask: Ask): Promise<Payload<TemplateTo>> {
    return ask.answer(() => this.service.begin(ask, input));
  }

  @Mutation('setReportTemplate')
  set(
    @Args('input') { templateId }: { templateId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ template: ReportTemplate | null }>> {
    return ask.answer(async () => ({ template: await this.service.set(ask, templateId) }));
  }

  @Mutation('dropReportTemplate')
  drop(
    @Args('input') { form }: { form: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ dropped: boolean }>> {
    return ask.answer(async () => ({ dropped: await this.service.drop(ask, form) }));
  }

  @ResolveField('url')
  url(@Parent() { id, copy }: ReportTemplate, @Context('ask') { actor }: Ask): Promise<string> {
    const where = { tenantId: actor.tenantId, attachmentId: id, file: String(copy) };
    return this.files.store.downloadUrl(where, new Date(Date.now() + downloadable));
  }
}
