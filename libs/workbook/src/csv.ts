import Papa from 'papaparse';
import { neutral, restored } from './neutral.js';
import type { ReadCell } from './workbook.js';

/** Lines of CSV (RFC 4180); null is blank. */
export const csvLines = (rows: ReadonlyArray<ReadonlyArray<string | null>>): string =>
  `${Papa.unparse(
    rows.map((row) => row.map((field) => (field === null ? '' : neutral(field)))),
    { newline: '\r\n' },
  )}\r\n`;

/** What a CSV file begins with, so that Excel and WPS take it for UTF-8. */
export const csvMark = '\uFEFF';

/** The text of a CSV file: UTF-8, or GB18030 as Excel and WPS save it in China, or UTF-16 with its mark; null where it is none. */
export function csvText(bytes: Uint8Array): string | null {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  for (const encoding of wide ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\0') ? null : text;
    } catch (error) {
      // Not in this encoding.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    }
  }
  return null;
}

/** The rows of a CSV text; null where its quotes do not close. `most`: how many rows are read at most. */
export function csvRows(text: string, most: number): ReadCell[][] | null {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text), preview: most });
  if (errors.some(({ type }) => type === 'Quotes')) return null;
  return data.map((row) =>
    row.map((field) => (field === '' ? null : { text: restored(field), kind: 'TEXT' as const })),
  );
}

/** What stands between the fields of the first line: a comma, or else what spreadsheets of other countries put there. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1);
  return [',', '\t', ';'].find((one) => first.includes(one)) ?? ',';
}
