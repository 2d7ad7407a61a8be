import type { About, Log } from '@huiji/store/log';
import { failures } from './metrics.js';

/** Says and counts that a piece of work failed. It is tried again by itself: one tenant's trouble must not keep the others waiting. */
export function failed(log: Log, about: About, error: unknown): void {
  failures.inc({ of: log.name });
  log.of(about).error('it failed, and is tried again', error);
}
