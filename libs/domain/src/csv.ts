import Papa from 'papaparse';

/** One row of a CSV text. */
export interface CsvRow {
  /** The line it begins on, from 1: not its number, since a quoted field may span lines. */
  line: number;
  fields: readonly string[];
}

/** How much of a text is read at a step; a longer row is broken. */
const piece = 131_072;

/**
 * Reads CSV (RFC 4180, with or without byte order mark; rows of blanks are none) in steps, so that the caller may do
 * other things between them. Answers the line of a row whose quotes do not close, where reading ended; null for none.
 */
export function* csvRows(text: string): Generator<CsvRow[], number | null> {
  const parser = new Papa.Parser({ delimiter: ',', newline: '\n' });
  let line = 1;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length;) {
    const next = text.slice(at, at + piece);
    const last = at + piece >= text.length;
    const read = parser.parse(next, 0, !last) as Papa.ParseResult<string[]>;
    const sound = Math.min(read.data.length, ...read.errors.map((error) => error.row ?? 0));
    const rows: CsvRow[] = [];
    for (const fields of read.data.slice(0, sound)) {
      if (fields.some((field) => field.trim() !== '')) rows.push({ line, fields });
      line += 1 + breaksIn(fields);
    }
    yield rows;
    if (sound < read.data.length || read.meta.cursor === 0) return line;
    at += read.meta.cursor;
  }
  return null;
}

const breaksIn = (fields: readonly string[]): number =>
  fields.reduce((count, field) => count + (field.includes('\n') ? field.split('\n').length - 1 : 0), 0);
