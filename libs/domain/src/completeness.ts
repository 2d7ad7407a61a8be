import { divide } from './figure.js';
import type { Total } from './rollup.js';

/**
 * How far the reports of a subtree have come. Each includes the next: expected ⊇ started ⊇ submitted ⊇ accepted, returned and
 * waiting (which never overlap); submitted = onTime + late. So nothing passes 100 %.
 */
export interface Completeness {
  expected: number;
  notStarted: number;
  started: number;
  submitted: number;
  /** Returned and not submitted again. */
  returned: number;
  accepted: number;
  /** 待审核: submitted, and neither returned nor accepted. */
  waiting: number;
  onTime: number;
  late: number;
  /** 上报率 in %: submitted ÷ expected; null where nothing is expected. */
  rate: string | null;
  /** 及时率 in %: on time ÷ expected. */
  onTimeRate: string | null;
}

/** Reads completeness off a total: from stored counters, no report is looked at. */
export function completenessOf({
  reportsExpected: expected,
  reportsAccepted: accepted,
  steps,
}: Pick<Total, 'reportsExpected' | 'reportsAccepted' | 'steps'>): Completeness {
  const { started, submitted, returned, onTime } = steps;
  const share = (part: number): string | null => divide(BigInt(part), BigInt(expected), 1, { percent: true });
  return {
    ...steps,
    ...{ expected, accepted },
    notStarted: expected - started,
    waiting: submitted - returned - accepted,
    rate: share(submitted),
    onTimeRate: share(onTime),
  };
}
