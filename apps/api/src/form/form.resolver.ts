import { type Cell, findForm, type Form, forms, layoutOf } from '@huiji/domain/form';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';

@Resolver('Form')
export class FormResolver {
  @Query('forms')
  forms(): readonly Form[] {
    return forms;
  }

  @Query('form')
  form(@Args('code') code: string): Form | null {
    return findForm(code) ?? null;
  }

  @ResolveField('layout')
  layout(@Parent() form: Form): Cell[] {
    return layoutOf(form).parts.flatMap((part) => part.positions);
  }
}
