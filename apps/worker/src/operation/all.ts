import { problem, Refusal } from '@huiji/domain/problem';

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

/** How many rows one file may have. */
export const mostRows = 50_000;

/** EXPORT_TOO_LARGE for more rows than a file may have. */
export function requireRoom(rows: number): void {
  if (rows > mostRows) throw new Refusal([problem('EXPORT_TOO_LARGE', { limit: mostRows, what: '行 rows' })]);
}

/** A list by pages, and what is made of a page. */
export type RowsMade<T, Row> = [
  pages: AsyncIterable<T[]> | Iterable<T[]>,
  make: (some: T[]) => Promise<Row[]> | Row[],
];

/** What is made of a list page by page, so that no more than a page of what is read is held. EXPORT_TOO_LARGE. `progress`: how far it has come, in percent. */
export async function rowsOf<T, Row>(
  ...[pages, make, progress]: [...RowsMade<T, Row>, progress: (percent: number) => Promise<void>]
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const some of pages) {
    rows.push(...(await make(some)));
    requireRoom(rows.length);
    await progress(5 + Math.floor((75 * rows.length) / mostRows));
  }
  return rows;
}
