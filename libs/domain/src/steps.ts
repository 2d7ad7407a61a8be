/** How many items of a list are worked on at a step: some milliseconds. */
const stride = 500;

/** Works through a list in steps: between two, whoever takes them may let others have a turn. */
export function* eachInSteps<T>(
  list: readonly T[],
  work: (item: T, n: number) => void,
): Generator<void, void> {
  for (const [n, item] of list.entries()) {
    work(item, n);
    if (n % stride === stride - 1) yield;
  }
}
