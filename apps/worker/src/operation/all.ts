/** How many rows of a list are read at a time. */
export const page = 200;

/** The rows of a list that is read by pages, a page at a time. */
export async function* pagesOf<T, Key>(
  read: (after: Key | null) => Promise<T[]>,
  keyOf: (row: T) => Key,
): AsyncGenerator<T[]> {
  for (let after: Key | null = null; ;) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < page) return;
    after = keyOf(last);
  }
}

/** Rows at hand, as many at a time as a page has. */
export function* inPages<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += page) yield rows.slice(at, at + page);
}

/** All rows of a list that is read by pages. */
export async function all<T, Key>(...list: Parameters<typeof pagesOf<T, Key>>): Promise<T[]> {
  const rows: T[] = [];
  for await (const some of pagesOf(...list)) rows.push(...some);
  return rows;
}
