import { type Cell, type Column, findForm, type Form, forms, layoutOf } from '@huiji/domain/form';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';

@Resolver('Form')
export class FormResolver {
  @Query('forms')
  forms(@Context('ask') ask: Ask): readonly Form[] {
    return ask.actor && forms;
  }

  @Query('form')
  form(@Args('code') code: string, @Context('ask') ask: Ask): Form | null {
    return ask.actor && (findForm(code) ?? null);
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
