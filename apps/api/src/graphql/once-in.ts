import { inTenant, type Tx } from '@huiji/store/data-source';
import { once } from '@huiji/store/idempotency';
import type { DataSource } from 'typeorm';
import type { Ask } from './ask.js';
import { requireKey } from './text.js';

/** Runs `work` in one transaction of the actor's tenant, once for an idempotency key: see `once`. */
export const onceIn = <T>(
  source: DataSource,
  ask: Ask,
  key: string,
  request: object,
  work: (tx: Tx) => Promise<T>,
): Promise<T> =>
  inTenant(source, ask.actor.tenantId, (tx) => once(tx, ask.actor, requireKey(key), request, () => work(tx)));
