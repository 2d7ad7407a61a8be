/** The cells of a block as Excel and WPS put it on the clipboard: tabs between columns, quotes around what holds line breaks. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [[]];
  const token = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [whole, quoted, plain = '', end] = found;
    rows[rows.length - 1]?.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end === '' || whole === '') break;
    if (end !== '\t') {
      if (token.lastIndex === text.length) break; // Excel ends the last row too
      rows.push([]);
    }
  }
  return rows;
}

/** A name as it is compared: without blanks, its brackets half-width. */
export const squeezed = (name: string): string =>
  name.replace(/\s+/g, '').replaceAll('（', '(').replaceAll('）', ')');
