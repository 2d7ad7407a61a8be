import { language } from './i18n.js';

/**
 * A figure of the api as people read it: `1234567.50` is 1,234,567.50. It stays text: a number of JavaScript would not hold it
 * exactly. A blank is a blank, never 0.
 */
export function grouped(figure: string | null): string {
  if (figure === null) return '';
  const [whole = '', ...fraction] = figure.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}

/** How much a figure has changed, with its sign; nothing has none. */
export const signed = (change: string): string =>
  /^[^-]*[1-9]/.test(change) ? `+${grouped(change)}` : grouped(change).replace('-', '−');

/** A Decimal of the api as an integer scaled by its cell's decimals, as `formatFigure` of the domain writes it back. */
export const scaledOf = (figure: string, decimals: number): bigint => {
  const [whole = '', fraction = ''] = figure.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
};

/** A unit of the catalogue behind a figure, with a blank before it. The catalogue's units are Chinese; in English only % is shown. */
export const unitBehind = (unit: string): string =>
  unit !== '' && (language() === 'zh' || unit === '%') ? ` ${unit}` : '';
