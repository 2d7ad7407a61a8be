/** A column's letters: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

const longest = 31;

/** Names that sheets of one workbook may have: without the signs that spreadsheets refuse, short enough, and no two the same. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const sound =
      name
        // eslint-disable-next-line no-control-regex -- no sheet may be called so
        .replace(/[\\/?*[\]:\u0000-\u001f]/g, ' ')
        .replace(/^[' ]+|[' ]+$/g, '')
        .slice(0, longest) || '表';
    let [free, more] = [sound, 2];
    while (taken.has(free.toLowerCase())) {
      free = `${sound.slice(0, longest - 4)} ${more}`;
      more += 1;
    }
    taken.add(free.toLowerCase());
    return free;
  });
}
