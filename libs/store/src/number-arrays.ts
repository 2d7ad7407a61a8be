import pg from 'pg';

type Parse = (text: string) => unknown;

const plain = /^\{[-\d,]+\}$/;
const inside = (text: string): string => text.slice(1, -1);
const numbers: Parse = (text) => JSON.parse(`[${inside(text)}]`);
const texts: Parse = (text) => inside(text).split(',');

/** PostgreSQL's smallint[], integer[] and bigint[]. */
const parsers: ReadonlyArray<readonly [number, Parse]> = [
  [1005, numbers],
  [1007, numbers],
  [1016, texts],
];

/**
 * How a connection reads what PostgreSQL sends: as `pg` does, but arrays of whole numbers at once instead of character by character, since a
 * page of totals holds tens of thousands of them. As ever those of bigint are texts.
 */
export const types = new pg.TypeOverrides();

for (const [oid, parse] of parsers) {
  // Its declaration takes the text for a number.
  const otherwise = new pg.TypeOverrides().getTypeParser(oid, 'text') as unknown as Parse;
  // What is empty, holds NULL or does not count from 1 is rare, and left to `pg`.
  types.setTypeParser(oid, 'text', (text: string) => (plain.test(text) ? parse(text) : otherwise(text)));
}
