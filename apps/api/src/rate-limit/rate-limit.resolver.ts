import { Context, Query, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import type { BudgetLeft } from './budget.js';

@Resolver()
export class RateLimitResolver {
  @Query('rateLimit')
  rateLimit(@Context('ask') ask: Ask): { cost: number; budgets: readonly BudgetLeft[] } {
    const { cost, left } = ask.request.bill;
    return { cost, budgets: left };
  }
}
