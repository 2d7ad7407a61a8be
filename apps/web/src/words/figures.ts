/**
 * A figure of the api as people read it: `1234567.50` is 1,234,567.50. It stays text: a number of JavaScript would not hold it
 * exactly. A blank is a blank, never 0.
 */
export const grouped = (figure: string | null): string =>
  figure === null ? '' : figure.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

/** A Decimal of the api as an integer scaled by its cell's decimals, as `formatFigure` of the domain writes it back. */
export const scaledOf = (figure: string, decimals: number): bigint => {
  const [whole = '', fraction = ''] = figure.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
};
