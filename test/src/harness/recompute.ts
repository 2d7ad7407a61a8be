import { expect } from '@jest/globals';
import type pg from 'pg';
import { eventually } from './town.js';

export * from '@huiji/local/recompute';

/** Waits until nothing is pending, so that the worker changes nothing while a test compares. */
export const drained = (owner: pg.Client, seconds?: number): Promise<void> =>
  eventually(
    async () => expect((await owner.query('SELECT FROM rollup_outbox LIMIT 1')).rows).toEqual([]),
    seconds,
  );
