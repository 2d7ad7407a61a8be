import { takesStep } from '@huiji/domain/transfer';
import type { TransferShownFragment } from './generated/transfer.js';

/** An order of 会籍接转. */
export type Transfer = TransferShownFragment;
export type TransferStep = Transfer['steps'][number];

/** An order as one of its two sides sees it: 转入 or 转出. */
export const directionOf = ({ to }: Pick<Transfer, 'to'>, unionCode: string): 'IN' | 'OUT' =>
  to.code === unionCode ? 'IN' : 'OUT';

/** The steps that one side takes itself: whoever files for both takes those of the other at the other. All, looked at from above. */
export const stepsAt = (
  { from, to, steps }: Transfer,
  unionCode: string | undefined,
): readonly TransferStep[] =>
  unionCode === undefined
    ? steps
    : steps.filter((step) => takesStep(step, { fromUnionId: from.code, toUnionId: to.code }) === unionCode);

/** The quarter of a day, by its code; null where nothing is typed that is a day. */
export function quarterOf(day: string): string | null {
  const [, year, month] = /^(\d{4})-(\d\d)-\d\d$/.exec(day) ?? [];
  return year && month ? `${year}Q${Math.ceil(Number(month) / 3)}` : null;
}

/** Whether an order stood elsewhere by the time somebody took a step with it. */
export const isOvertaken = (problems: ReadonlyArray<{ code: string }>): boolean =>
  problems.some(({ code }) => code === 'STALE_REVISION' || code === 'TRANSFER_SETTLED');
