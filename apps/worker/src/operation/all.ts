/** How many rows of a list are read at a time. */
export const page = 200;

/** All rows of a list that is read by pages. */
export async function all<T, Key>(
  read: (after: Key | null) => Promise<T[]>,
  keyOf: (row: T) => Key,
): Promise<T[]> {
  const rows: T[] = [];
  for (let after: Key | null = null; ;) {
    const more = await read(after);
    rows.push(...more);
    const last = more.at(-1);
    if (!last || more.length < page) return rows;
    after = keyOf(last);
  }
}
