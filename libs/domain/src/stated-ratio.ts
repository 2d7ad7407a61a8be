import { halfWidth, parseFigure } from './figure.js';

/**
 * Whether a ratio as a report states it agrees with its counts: EXACT, ROUNDED (half up) or TRUNCATED at the decimals in
 * which it is stated, or NO. 2022 ÷ 1236 against a stated “1.63” is TRUNCATED, against “1.64” ROUNDED. With `percent` the
 * statement is in percent, without its sign. Throws a Refusal when the statement is no number.
 */
export function statedRatioAgrees(
  stated: string,
  numerator: bigint,
  denominator: bigint,
  { percent = false } = {},
): 'EXACT' | 'ROUNDED' | 'TRUNCATED' | 'NO' {
  if (denominator <= 0n) return 'NO';
  const decimals = /[.\u3002](\d+)/.exec(halfWidth(stated))?.[1]?.length ?? 0;
  const claim = parseFigure(stated, { cell: 'ratio', decimals, unit: percent ? '%' : '' });
  const scaled = numerator * 10n ** BigInt(decimals) * (percent ? 100n : 1n);
  if (claim * denominator === scaled) return 'EXACT';
  if (claim === (2n * scaled + denominator) / (2n * denominator)) return 'ROUNDED';
  return claim === scaled / denominator ? 'TRUNCATED' : 'NO';
}
