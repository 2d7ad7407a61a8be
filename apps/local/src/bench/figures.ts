/** Named figures, as they are printed and written. */
export type Figures = Record<string, string | number>;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The value that a share of all are not above. */
export const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

/** What a piece of work answers that was not done: it is not counted. */
export const notDone = Symbol('not done');

/** Has a number of clients do something again and again for some seconds; answers how long each time took, in ms. */
export async function repeatedly(
  { clients, seconds }: { clients: number; seconds: number },
  work: () => Promise<unknown>,
): Promise<number[]> {
  const end = performance.now() + seconds * 1_000;
  const times: number[] = [];
  const client = async (): Promise<void> => {
    for (let began = performance.now(); began < end; began = performance.now()) {
      if ((await work()) !== notDone) times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}
