import type { CellInput } from '@huiji/domain/draft';
import type { ProblemCode } from '@huiji/domain/problem';
import type { Chance } from './random.js';
import { type Packed, zipped } from './zip.js';

/** What a place of a file has to become: a figure as it is saved, blank, or what is wrong with it. */
export type Becomes = Pick<CellInput, 'value' | 'mark'> | 'BLANK' | ProblemCode;

/** Something that stands in a cell: as XML of a worksheet after the cell's address, and as a field of CSV where it can stand there. */
interface Specimen {
  xml: string;
  csv?: string;
  count: Becomes;
  amount: Becomes;
}

const exact = (value: string): Becomes => ({ value, mark: 'EXACT' });
const notApplicable: Becomes = { value: null, mark: 'NOT_APPLICABLE' };

/** A text, which is the same in CSV. */
const text = (said: string, count: Becomes, amount = count): Specimen => ({
  xml: ` t="inlineStr"><is><t xml:space="preserve">${said.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is>`,
  ...{ csv: `"${said.replaceAll('"', '""')}"`, count, amount },
});
const other = (xml: string, count: Becomes, amount = count): Specimen => ({ xml, count, amount });

/** What people, spreadsheets and attackers put where a figure belongs, of a count in 人 and of an amount in 元 with two decimals. */
const specimens: readonly Specimen[] = [
  ...[text('１２３', exact('123'), exact('123.00')), text('1,234', exact('1234'), exact('1234.00'))],
  ...[text('1,23', 'NOT_A_NUMBER'), text('1，234，567', exact('1234567'), exact('1234567.00'))],
  text('1.2万', 'MULTIPLIER_NOT_ALLOWED', exact('12000.00')),
  ...[text('-', 'NOT_A_NUMBER'), text('－', 'NOT_A_NUMBER'), text('—', 'NOT_A_NUMBER')],
  ...[text('', 'BLANK'), text(' ', 'BLANK'), text('　', 'BLANK'), other('>', 'BLANK')],
  ...[text('/', notApplicable), text('不适用', notApplicable)],
  text('300以上', { value: '300', mark: 'AT_LEAST' }, { value: '300.00', mark: 'AT_LEAST' }),
  text('约300', { value: '300', mark: 'ABOUT' }, { value: '300.00', mark: 'ABOUT' }),
  ...[text('12人', exact('12'), 'NOT_A_NUMBER'), text('12元', 'NOT_A_NUMBER', exact('12.00'))],
  ...[text('12.5', 'FRACTION', exact('12.50')), text('1.005', 'FRACTION'), text('-3', 'NEGATIVE')],
  ...[text('99999999999999', 'TOO_MANY_DIGITS'), text('1e5', 'NOT_A_NUMBER'), text('0x10', 'NOT_A_NUMBER')],
  ...[text('12 34', 'NOT_A_NUMBER'), text('2026-03-01', 'NOT_A_NUMBER'), text('O12', 'NOT_A_NUMBER')],
  // Formulas as texts.
  ...[text('=1+1', 'NOT_A_NUMBER'), text('@SUM(A1:A9)', 'NOT_A_NUMBER'), text('＝1', 'NOT_A_NUMBER')],
  text(`=HYPERLINK("http://example.org","12")`, 'NOT_A_NUMBER'),
  text(`=cmd|' /C calc'!A0`, 'NOT_A_NUMBER'),
  text('<script>12</script>', 'NOT_A_NUMBER'),
  // Numbers as spreadsheets keep them.
  ...[other('><v>12</v>', exact('12'), exact('12.00')), other('><v>0</v>', exact('0'), exact('0.00'))],
  other('><v>0.30000000000000004</v>', 'FRACTION', exact('0.30')),
  ...[other('><v>1E20</v>', 'NOT_A_NUMBER'), other('><v>-7</v>', 'NEGATIVE')],
  other('><v>123456789012345678</v>', 'NOT_A_NUMBER'),
  // A number that is shown as a day, a truth, an error, text where a number is promised.
  ...[other(' s="1"><v>46000</v>', 'NOT_A_NUMBER'), other(' t="b"><v>1</v>', 'NOT_A_NUMBER')],
  ...[other(' t="e"><v>#DIV/0!</v>', 'NOT_A_NUMBER'), other('><v>twelve</v>', 'NOT_A_NUMBER')],
  // Formulas: with their result, and without it.
  other('><f>6*2</f><v>12</v>', exact('12'), exact('12.00')),
  ...[other('><f>6*2</f>', 'WORKBOOK_FORMULA'), other(' t="str"><f>A1</f><v></v>', 'WORKBOOK_FORMULA')],
];

/** What a file says of one union, by the code of the cell. */
export type Said = Record<'mem_member_cnt' | 'aid_amount', Becomes>;

/** A file as somebody may send it. */
export interface Sent {
  bytes: Uint8Array;
  /** What it says, by the code of the union; null where that is unknown, since what is packed inside was damaged. */
  said: Record<string, Said> | null;
  /** Whether it has to be refused as a whole, may be, or must not be. */
  refused: 'ALWAYS' | 'PERHAPS' | 'NEVER';
}

const column = (at: number): string => String.fromCharCode(65 + at);
const inline = (said: string): string => ` t="inlineStr"><is><t>${said}</t></is>`;
const rowOf = (row: number, cells: readonly string[]): string =>
  `<row r="${row}">${cells.map((xml, at) => `<c r="${column(at)}${row}"${xml}</c>`).join('')}</row>`;

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const xml = (name: string, content: string): Packed => ({
  name,
  content: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${content}`),
});

/** A workbook of sheets given as XML; those after the first are hidden. */
const workbook = (sheets: readonly string[]): Packed[] => [
  xml(
    '[Content_Types].xml',
    `<Types xmlns="${packages}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
  ),
  xml(
    '_rels/.rels',
    `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ),
  xml(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets
      .map(
        (_, at) =>
          `<sheet name="表${at + 1}" sheetId="${at + 1}" r:id="rId${at + 1}"${at > 0 ? ' state="hidden"' : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
  ),
  xml(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${packages}/relationships">${sheets
      .map(
        (_, at) =>
          `<Relationship Id="rId${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join('')}<Relationship Id="rIdS" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  ),
  // The second style shows a number as a day.
  xml(
    'xl/styles.xml',
    `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  ),
  ...sheets.map((sheet, at) => xml(`xl/worksheets/sheet${at + 1}.xml`, sheet)),
];

/** Rows of unions and what stands in their two cells, by chance; what they say is known. */
function rowsOf(chance: Chance, sheet: number, from: readonly Specimen[]) {
  return Array.from({ length: 1 + chance.below(4) }, (_, at) => ({
    code: `G${sheet}-${at}`,
    count: chance.pick(from),
    amount: chance.pick(from),
  }));
}
const saidIn = (rows: ReturnType<typeof rowsOf>): Record<string, Said> =>
  Object.fromEntries(
    rows.map(({ code, count, amount }) => [code, { mem_member_cnt: count.count, aid_amount: amount.amount }]),
  );

const header = ['union_code', '单位', 'mem_member_cnt', 'aid_amount'];

/** A workbook of one sheet or more, each with a table under a merged heading. */
function filled(chance: Chance): { parts: Packed[]; said: Record<string, Said> } {
  const tables = Array.from({ length: 1 + chance.below(2) }, (_, sheet) => rowsOf(chance, sheet, specimens));
  const sheets = tables.map((rows) => {
    const below = rows.map(({ code, count, amount }, at) =>
      rowOf(at + 3, [inline(code), inline('工会'), count.xml, amount.xml]),
    );
    const lines = [rowOf(1, [inline('会员与帮扶')]), rowOf(2, header.map(inline)), ...below].join('');
    const merged = '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>';
    return `<worksheet xmlns="${main}"><sheetData>${lines}</sheetData>${merged}</worksheet>`;
  });
  return { parts: workbook(sheets), said: saidIn(tables.flat()) };
}

/** Some bytes changed, and sometimes the end cut off. */
function slipped(chance: Chance, content: Buffer): Buffer {
  const bytes = Buffer.from(content);
  for (let slips = 1 + chance.below(8); slips > 0; slips -= 1)
    bytes[chance.below(bytes.length)] = chance.below(256);
  return chance.below(4) === 0 ? bytes.subarray(0, chance.below(bytes.length)) : bytes;
}

/** A workbook one part of which is another, or several in its place. */
function withPart(chance: Chance, change: (part: Packed) => Packed[]): Pick<Sent, 'bytes' | 'said'> {
  const { parts, said } = filled(chance);
  const hit = chance.below(parts.length);
  return { bytes: zipped(parts.flatMap((part, at) => (at === hit ? change(part) : [part]))), said };
}

/** The most that may be packed in one of these files. */
export const inflatedBytes = 1024 * 1024;

const entities = [
  '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
  '<!DOCTYPE x SYSTEM "http://localhost/x.dtd">',
];

/** How files come to be malformed, each as likely as another; the first two are only filled in by people. */
const makers: Readonly<Record<string, (chance: Chance) => Sent>> = {
  'filled in': (chance) => {
    const { parts, said } = filled(chance);
    return { bytes: zipped(parts), said, refused: 'NEVER' };
  },
  CSV: (chance) => {
    const rows = rowsOf(
      chance,
      0,
      specimens.filter(({ csv }) => csv !== undefined),
    );
    const lines = rows.map(({ code, count, amount }) => [code, '工会', count.csv, amount.csv].join());
    const mark = chance.pick(['', '\uFEFF']);
    return {
      bytes: Buffer.from(mark + [header.join(), ...lines].join(chance.pick(['\n', '\r\n']))),
      ...{ said: saidIn(rows), refused: 'NEVER' },
    };
  },
  'a bomb': (chance) => ({
    ...withPart(chance, (part) => [
      {
        ...part,
        content: Buffer.alloc(inflatedBytes + 1 + chance.below(100), '<c/>'),
        claims: chance.below(2) * 99,
      },
    ]),
    refused: 'ALWAYS',
  }),
  'a document type': (chance) => ({
    ...withPart(chance, (part) => [
      { ...part, content: Buffer.concat([Buffer.from(chance.pick(entities)), part.content]) },
    ]),
    refused: 'ALWAYS',
  }),
  'a part twice': (chance) => ({
    ...withPart(chance, (part) => [
      part,
      { ...part, content: Buffer.from(part.content.toString().replace('12', '13')) },
    ]),
    refused: 'ALWAYS',
  }),
  'cut off': (chance) => {
    const bytes = zipped(filled(chance).parts);
    return { bytes: bytes.subarray(0, 4 + chance.below(bytes.length - 4)), said: null, refused: 'ALWAYS' };
  },
  'something else': (chance) => ({
    bytes: Buffer.concat([
      Buffer.from(chance.pick(['504b0304', '504b0506', 'd0cf11e0a1b11ae1', '25504446', '00']), 'hex'),
      Buffer.alloc(100, 0),
      Buffer.from(Array.from({ length: chance.below(2_000) }, () => chance.below(256))),
    ]),
    ...{ said: null, refused: 'ALWAYS' },
  }),
  'damaged on its way': (chance) => {
    const { parts, said } = filled(chance);
    return { bytes: slipped(chance, zipped(parts)), said, refused: 'PERHAPS' };
  },
  'damaged inside': (chance) => ({
    ...withPart(chance, (part) => [{ ...part, content: slipped(chance, part.content) }]),
    ...{ said: null, refused: 'PERHAPS' },
  }),
  'without a part': (chance) => ({ ...withPart(chance, () => []), said: null, refused: 'PERHAPS' }),
};

/** A malformed file, and how it came to be so. */
export function malformed(chance: Chance): Sent & { kind: string } {
  const kind = chance.pick(Object.keys(makers));
  return { kind, ...makers[kind]!(chance) };
}
