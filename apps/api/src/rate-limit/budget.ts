import { problem, Refusal } from '@huiji/domain/problem';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../config.js';

const minute = 60;
/** How long Redis may take, in milliseconds, before this process counts by itself. */
const patience = 250;

/** What a request pays besides its first point: one for every so many values that its answer may hold. */
const valuesOfPoint = 1_000;
export const extraPoints = (cost: number): number => Math.floor(cost / valuesOfPoint);

export type BudgetScope = 'PERSON' | 'TENANT' | 'ADDRESS';

/** What is left of a budget. */
export interface BudgetLeft {
  scope: BudgetScope;
  limit: number;
  remaining: number;
  resetInSeconds: number;
}

/** What is left after taking, and for how long there is nothing where something was used up. */
interface Taken {
  left: readonly BudgetLeft[];
  waitSeconds: number | null;
}

/** Whose budgets a request is paid from, in this order. */
export type Payers = ReadonlyArray<readonly [BudgetScope, string]>;

/** A limit for each scope that has one. Counted in Redis for all processes together; in this process while Redis is away. */
function limitersOf(config: Config, storeClient: Redis): Map<BudgetScope, RateLimiterRedis> {
  const limits: Record<BudgetScope, number> = {
    PERSON: config.RATE_LIMIT_PERSON,
    TENANT: config.RATE_LIMIT_TENANT,
    ADDRESS: config.RATE_LIMIT_ADDRESS,
  };
  const limited = (Object.keys(limits) as BudgetScope[]).filter((scope) => limits[scope] > 0);
  return new Map(
    limited.map((scope) => {
      const budget = { points: limits[scope], duration: minute, keyPrefix: `budget-${scope.toLowerCase()}` };
      const limiter = new RateLimiterRedis({
        ...{ ...budget, storeClient, rejectIfRedisNotReady: true },
        // Whoever has used it up is refused here, without asking Redis again.
        inMemoryBlockOnConsumed: budget.points,
        insuranceLimiter: new RateLimiterMemory(budget),
      });
      return [scope, limiter];
    }),
  );
}

/** The budgets of persons, tenants and addresses: how much may be asked for in a minute. */
export class Budgets implements OnApplicationShutdown {
  private readonly redis: Redis;
  private readonly limiters: Map<BudgetScope, RateLimiterRedis>;

  constructor(config: Config) {
    this.redis = new Redis(config.REDIS_URL, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: patience,
    });
    // The doorbell says that Redis is away; without a listener the process would end.
    this.redis.on('error', () => undefined);
    this.limiters = limitersOf(config, this.redis);
  }

  /** Opens a bill, with the first point on it. */
  async open(payers: Payers): Promise<Bill> {
    const bill = new Bill((points) => this.take(payers, points));
    await bill.charge(1);
    return bill;
  }

  /** One after the other: who has used up their own takes nothing from what they share. */
  private async take(payers: Payers, points: number): Promise<Taken> {
    const left: BudgetLeft[] = [];
    for (const [scope, key] of payers) {
      const limiter = this.limiters.get(scope);
      if (!limiter) continue;
      const found = await limiter.consume(key, points).catch((error: unknown) => {
        if (error instanceof RateLimiterRes) return error;
        throw error;
      });
      const { remainingPoints, msBeforeNext, consumedPoints } = found;
      const resetInSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
      left.push({ scope, limit: limiter.points, remaining: remainingPoints, resetInSeconds });
      // Refused by memory it has consumed nothing.
      if (consumedPoints > limiter.points || consumedPoints === 0)
        return { left, waitSeconds: resetInSeconds };
    }
    return { left, waitSeconds: null };
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

/** What one request has cost so far, and what is left. */
export class Bill {
  cost = 0;
  private taken: Taken = { left: [], waitSeconds: null };

  constructor(private readonly take: (points: number) => Promise<Taken>) {}

  get left(): readonly BudgetLeft[] {
    return this.taken.left;
  }

  /** Takes points off the budgets; `requirePaid` says where they were not there. */
  async charge(points: number): Promise<void> {
    this.cost += points;
    this.taken = await this.take(points);
  }

  /** RATE_LIMITED, as HTTP 429, once a budget is used up. */
  requirePaid(): void {
    const seconds = this.taken.waitSeconds;
    if (seconds === null) return;
    const refusal = new Refusal([problem('RATE_LIMITED', { seconds })]);
    throw Object.assign(refusal, { statusCode: 429 });
  }

  /** As the draft of the IETF has it (draft-ietf-httpapi-ratelimit-headers). */
  get headers(): Record<string, string> {
    const { left, waitSeconds } = this.taken;
    if (left.length === 0) return {};
    const each = (say: (budget: BudgetLeft) => string): string =>
      left.map((budget) => `"${budget.scope.toLowerCase()}";${say(budget)}`).join(', ');
    return {
      'ratelimit-policy': each(({ limit }) => `q=${limit};w=${minute}`),
      ratelimit: each(({ remaining, resetInSeconds }) => `r=${remaining};t=${resetInSeconds}`),
      ...(waitSeconds === null ? {} : { 'retry-after': String(waitSeconds) }),
    };
  }
}
