export { Chance } from '@huiji/local/chance';

/** The seed of this run: SEED, or a new one. Print it. */
export const seedOf = (): number => Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** How much a random run does: a little in `npm test`, all of it in `npm run test:long`, or as the setting of this name says. */
export const lengthOf = (setting: string, { short, long }: { short: number; long: number }): number =>
  Number(process.env[setting] ?? (process.env['LONG'] === '1' ? long : short));

/** The time-out of a test whose length is given, in milliseconds: long enough for `npm run test:long` on a slow machine. */
export const longest = 7_200_000;
