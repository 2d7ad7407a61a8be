/** The fields (域) that a template may have: what they show is in the document itself, or of the clock. All else may fetch, run or ask something. */
const allowed: ReadonlySet<string> = new Set([
  ...[
    'PAGE',
    'NUMPAGES',
    'SECTION',
    'SECTIONPAGES',
    'PAGEREF',
    'REF',
    'NOTEREF',
    'STYLEREF',
    'SEQ',
    'LISTNUM',
  ],
  ...['TOC', 'TC', 'INDEX', 'XE', 'TOA', 'TA', 'AUTONUM', 'AUTONUMLGL', 'AUTONUMOUT', 'HYPERLINK'],
  ...['DATE', 'TIME', 'CREATEDATE', 'SAVEDATE', 'PRINTDATE', 'EDITTIME', 'REVNUM', 'NUMWORDS', 'NUMCHARS'],
  ...[
    'TITLE',
    'SUBJECT',
    'AUTHOR',
    'LASTSAVEDBY',
    'KEYWORDS',
    'COMMENTS',
    'DOCPROPERTY',
    'FILENAME',
    'FILESIZE',
  ],
  ...['IF', 'COMPARE', 'QUOTE', 'SYMBOL', 'EQ', 'ADVANCE', '='],
]);

/** A field that is begun, as Word writes it in pieces: the words of its instruction so far. */
interface Open {
  said: string;
  /** Whether its instruction is over, and what stands now is its result. */
  shows: boolean;
  /** Whether another field makes the first of its words, which so is not known. */
  made: boolean;
}

const attributes = `((?:[^>"']|"[^"]*"|'[^']*')*)`;
const sign = new RegExp(
  `<(?:[\\w.-]+:)?(?:(fldChar|fldSimple)(?=[\\s/>])${attributes}>|(?:instrText|delInstrText)(?=[\\s/>])${attributes}>([^<]*))`,
  'g',
);
const attribute = (name: string, from: string): string | undefined =>
  new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    .exec(from)
    ?.slice(1)
    .find((one) => one !== undefined);

/**
 * The first field of a part of a document that a template may not have, by its name: whether it is written as one element or in pieces, over
 * as many runs as Word made of it, inside of another, or never ended. Null where there is none.
 */
export function forbiddenField(xml: string): string | null {
  const open: Open[] = [];
  const closed: Open[] = [];
  const begin = (said = ''): Open => {
    const around = open.at(-1);
    if (around && !around.shows && around.said.trim() === '') around.made = true;
    return { said, shows: false, made: false };
  };
  for (const [, element, of = '', piece = '', text = ''] of plain(xml).matchAll(sign)) {
    if (element === 'fldSimple') closed.push(begin(unescaped(attribute('instr', of) ?? '')));
    else if (element === undefined) {
      // Outside of any field it would be one whose beginning is hidden.
      if (open.length === 0) open.push(begin());
      const now = open.at(-1);
      if (now && !piece.endsWith('/')) now.said += unescaped(text);
    } else {
      const type = attribute('fldCharType', of);
      const now = open.at(-1);
      if (type === 'begin') open.push(begin());
      else if (type === 'separate' && now) now.shows = true;
      else if (type === 'end' && now) closed.push(...open.splice(-1));
      else return element;
    }
  }
  const found = [...closed, ...open].find((field) => !isAllowed(field));
  return found ? (nameOf(found) || '{ }').slice(0, 40) : null;
}

const nameOf = ({ said }: Open): string => /^\s*(=|[^\s"\\=]*)/.exec(said)?.[1]?.toUpperCase() ?? '';

function isAllowed(field: Open): boolean {
  const name = nameOf(field);
  if (field.made || !allowed.has(name)) return false;
  if (name !== 'HYPERLINK') return true;
  // To a place in the document, or to what a browser or a mail program opens by a click.
  const [target = '\\'] = field.said.trim().split(/\s+/).slice(1);
  return /^(?:\\[lo]|"?(?:https?:|mailto:|#))/i.test(target);
}

/** Without what an XML reader does not see. */
const plain = (xml: string): string =>
  xml
    .replace(/<!--.*?-->|<\?.*?\?>/gs, '')
    .replace(/<!\[CDATA\[(.*?)\]\]>/gs, (_, text: string) => escaped(text));

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
    },
  );
