/** The cells that orders of 会籍接转 are counted in. */
export const transferCells = { IN: 'mem_transfer_in_cnt', OUT: 'mem_transfer_out_cnt' } as const;

/** Whether a body's own figure takes off what went between two unions below it (内部接转抵减): nothing else of these cells is negative. */
export const isNetting = (cell: string, value: string | null): boolean =>
  Object.values<string>(transferCells).includes(cell) && value !== null && value.startsWith('-');
