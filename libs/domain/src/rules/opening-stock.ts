/**
 * What a stock was when the span began, from its end, what was added in the span and what left it: 68 unions of which
 * 49 are new were 19. Negative when the figures cannot belong together. Give increments of the same span as the closing
 * stock: of the period, or of the year to date.
 */
export function openingStock(closing: bigint, added: bigint, left = 0n): bigint {
  return closing - added + left;
}
