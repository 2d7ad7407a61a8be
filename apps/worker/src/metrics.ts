/** What the worker counts of its own work, for Prometheus. */
import { Counter, Histogram } from 'prom-client';

export const drained = new Counter({
  name: 'huiji_drained_changes_total',
  help: 'Changes that were added to totals: acceptances, restatements, what the registers know',
});

export const drainSeconds = new Histogram({
  name: 'huiji_drain_seconds',
  help: 'Seconds that a batch of changes took',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

/** Of each batch the oldest change: the others have waited less. */
export const leafToRoot = new Histogram({
  name: 'huiji_leaf_to_root_seconds',
  help: 'Seconds from a change, such as an acceptance, until every total above it holds it; of a batch the longest',
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600],
});

/** `of`: whose work it was, as its log has it. It is tried again by itself. */
export const failures = new Counter({
  name: 'huiji_failures_total',
  help: 'Times that a piece of work failed, and was left to be tried again',
  labelNames: ['of'],
});
