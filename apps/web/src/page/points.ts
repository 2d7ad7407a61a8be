import { readFigure } from '@huiji/domain/figure';

/** Points as they are typed and read: 18.50 is 18.5, and 20.00 is 20. */
export const short = (points: string): string => points.replace(/\.0*$|(\.\d*[1-9])0+$/, '$1');

/** Points in hundredths; null where they are blank or no points. */
export function readPoints(points: string): bigint | null {
  const figure = readFigure(points, { cell: '', decimals: 2, unit: '' }, {});
  return typeof figure === 'bigint' ? figure : null;
}
