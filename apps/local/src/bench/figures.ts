/** Named figures, as they are printed and written. */
export type Figures = Record<string, string | number>;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
