/** After how many milliseconds attachments are read again while they are shown: their addresses hold five minutes. */
export const addressesEvery = 4 * 60_000;
