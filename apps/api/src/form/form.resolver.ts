import { type Cell, type Column, type Form, layoutOf } from '@huiji/domain/form';
import { newestForm, newestForms } from '@huiji/store/form';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';

@Resolver('Form')
export class FormResolver {
  @Query('forms')
  async forms(@Context('ask') ask: Ask): Promise<readonly Form[]> {
    return newestForms(await ask.read(), ask.actor.tenantId);
  }

  @Query('form')
  async form(@Args('code') code: string, @Context('ask') ask: Ask): Promise<Form | null> {
    return newestForm(await ask.read(), ask.actor.tenantId, code);
  }

  @ResolveField('ratios')
  ratios(@Parent() form: Form): string[] {
    return form.ratios.map((one) => one.code);
  }

  @ResolveField('layout')
  layout(@Parent() form: Form): Cell[] {
    return layoutOf(form).parts.flatMap((part) => part.positions);
  }
}

@Resolver('Column')
export class ColumnResolver {
  @ResolveField('required')
  required(@Parent() column: Column): boolean {
    return column.required ?? false;
  }
}
