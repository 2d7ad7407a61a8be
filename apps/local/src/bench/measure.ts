import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '@huiji/store/audit';
import { postSubmission } from '@huiji/store/contribution';
import { inTenant } from '@huiji/store/data-source';
import { lockPeriod } from '@huiji/store/period';
import { doorbellQueue, drain, drainBatch } from '@huiji/store/rollup';
import { lockSubmission } from '@huiji/store/submission';
import { markReviewed } from '@huiji/store/submission-steps';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { at, type Figures, median } from './figures.js';
import { type BenchTenant, form } from './tenant.js';

/** Which submissions are still to be accepted; each is used once, in random order of union. */
async function waiting(tenant: BenchTenant, count: number): Promise<string[]> {
  const owner = new pg.Client({ connectionString: tenant.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id FROM submission WHERE tenant_id = $2 AND state = 'SUBMITTED' ORDER BY id LIMIT $1`,
    [count, tenant.scope.tenantId],
  );
  await owner.end();
  if (rows.length < count) throw new Error('too few submissions are left: give more UNIONS or fewer SECONDS');
  return rows.map((row) => row.id);
}

/**
 * One acceptance in the store, as review.service.ts does it. `rollup: false` is the floor: the same business rows
 * without what totals need.
 */
async function accept(source: DataSource, tenant: BenchTenant, id: string, rollup: boolean): Promise<void> {
  const { scope, reviewer, filer } = tenant;
  const { tenantId } = scope;
  await inTenant(source, tenantId, async (tx) => {
    await lockPeriod(tx, tenantId, scope.period, 'SHARED');
    await lockSubmission(tx, tenantId, id);
    await markReviewed(tx, tenantId, [id], { state: 'ACCEPTED', by: reviewer });
    if (rollup) {
      await postSubmission(tx, scope, form, { submissionId: id, by: reviewer, counters: [1, 0] });
    }
    await audit(
      tx,
      { tenantId, personId: filer, requestId: null, address: null },
      { action: 'ACCEPT', objectType: 'submission', objectId: id, after: { state: 'ACCEPTED' } },
    );
  });
}

/** How many acceptances wait in the outbox are drained a second, with nothing else running. */
export async function drainRate(source: DataSource, tenant: BenchTenant, count: number): Promise<Figures> {
  const ids = await waiting(tenant, count);
  await inParallel(16, ids, (id) => accept(source, tenant, id, true));
  const began = performance.now();
  let batches = 0;
  for (let taken = 1; taken > 0; batches++) ({ taken } = await drain(source, tenant.scope));
  const seconds = (performance.now() - began) / 1000;
  return {
    'drain alone, acceptances/s': Math.round(count / seconds),
    [`drain alone, ms a batch of ${drainBatch}`]: Math.round((seconds * 1000) / (batches - 1)),
  };
}

/** Acceptances a second at a number of clients, floor and rollup in turn, medians of three rounds. */
export async function acceptances(
  source: DataSource,
  tenant: BenchTenant,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<Figures> {
  const rates: Record<'floor' | 'rollup', number[]> = { floor: [], rollup: [] };
  for (let round = 0; round < 3; round++) {
    for (const kind of ['floor', 'rollup'] as const) {
      const ids = await waiting(tenant, Math.round(2_500 * seconds * 0.4));
      const end = performance.now() + (seconds * 1000) / 3;
      const began = performance.now();
      let count = 0;
      await inParallel(clients, ids, async (id) => {
        if (performance.now() > end) return;
        await accept(source, tenant, id, kind === 'rollup');
        count += 1;
      });
      rates[kind].push(count / ((performance.now() - began) / 1000));
    }
  }
  const [floor, rollup] = [median(rates.floor), median(rates.rollup)];
  return {
    [`${clients} clients: floor, acceptances/s`]: Math.round(floor),
    [`${clients} clients: with rollup, acceptances/s`]: Math.round(rollup),
    [`${clients} clients: ratio to the floor`]: (rollup / floor).toFixed(2),
  };
}

/** What is accepted at an offered rate, one after the other; `accept` answers once it is committed. */
export interface Offered {
  rate: number;
  seconds: number;
  accept: (n: number) => Promise<void>;
}

/**
 * From commit at the leaf to visible at the root, at an offered rate, with the worker in a process of its own. A poller reads how many accepted
 * reports the root's total holds, every 2 ms. `what` names the figures.
 */
export async function leafToRoot(
  tenant: BenchTenant,
  what: string,
  { rate, seconds, accept: one }: Offered,
): Promise<Figures> {
  const owner = new pg.Client({ connectionString: tenant.ownerUrl });
  await owner.connect();
  const held = async (): Promise<number> => {
    const { rows } = await owner.query<{ held: number }>({
      name: 'held',
      text: `SELECT coalesce(max(totals[1]), 0)::int AS held FROM rollup
             WHERE tenant_id = $1 AND form = $2 AND period = $3 AND union_id = $4 AND part = 1`,
      values: [tenant.scope.tenantId, tenant.scope.form, tenant.scope.period, tenant.rootId],
    });
    return rows[0]?.held ?? 0;
  };
  const before = await held();
  const committed: number[] = [];
  const seen: number[] = [];
  const count = rate * seconds;
  const began = performance.now();
  const offering = Promise.all(
    Array.from({ length: count }, async (_, n) => {
      await sleep((n * 1000) / rate);
      await one(n);
      committed.push(performance.now());
    }),
  );
  while (seen.length < count && performance.now() - began < (seconds + 30) * 1000) {
    const now = await held();
    while (seen.length < Math.min(now - before, committed.length)) seen.push(performance.now());
    await sleep(2);
  }
  await offering;
  await owner.end();
  const took = (Math.max(...committed) - began) / 1000;
  const waits = seen.map((at, n) => at - (committed[n] ?? at)).sort((a, b) => a - b);
  return {
    [`${what}: accepted, /s`]: Math.round(count / took),
    [`${what}: leaf to root p50, ms`]: Math.round(at(waits, 0.5)),
    [`${what}: leaf to root p99, ms`]: Math.round(at(waits, 0.99)),
  };
}

/** The same in the store, with the doorbell rung. */
export async function delays(
  source: DataSource,
  tenant: BenchTenant,
  redisUrl: string,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<Figures> {
  const ids = await waiting(tenant, rate * seconds);
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue(doorbellQueue, { connection: redis });
  const id = Object.values(tenant.scope).join('.');
  let ringing = false;
  const ring = (): void => {
    if (ringing) return;
    ringing = true;
    setTimeout(() => {
      ringing = false;
      void queue.add('drain', tenant.scope, {
        deduplication: { id, keepLastIfActive: true },
        removeOnComplete: true,
      });
    }, 20);
  };
  const figures = await leafToRoot(tenant, `offered ${rate}/s`, {
    ...{ rate, seconds },
    async accept(n) {
      await accept(source, tenant, ids[n] ?? '', true);
      ring();
    },
  });
  await queue.close();
  redis.disconnect();
  if (redis.status !== 'end') await once(redis, 'end');
  return figures;
}

/** Works a list off with a number of clients. */
export async function inParallel<T>(
  clients: number,
  list: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    for (let n = next++; n < list.length; n = next++) await work(list[n] as T);
  };
  await Promise.all(Array.from({ length: clients }, client));
}
