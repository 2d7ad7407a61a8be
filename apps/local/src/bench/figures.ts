/** Named figures, as they are printed and written. */
export type Figures = Record<string, string | number>;
