import { describe, expect, test } from '@jest/globals';
import { type Cell as HucreCell, readXlsx, type WriteSheet, writeXlsx } from 'hucre';
import { parseSpreadsheet } from './parse.js';
import { type ReadLimits, readLimits } from './workbook.js';
import { writeWorkbook } from './write.js';

const parse = (bytes: Uint8Array, limits: Partial<ReadLimits> = {}) =>
  parseSpreadsheet(bytes, { ...readLimits, ...limits });

const cellsOf = async (sheet: Partial<WriteSheet>) => {
  const read = await parse(await writeXlsx({ sheets: [{ name: '表', rows: [], ...sheet }] }));
  return Array.isArray(read) ? read[0] : read;
};

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('what others have typed', () => {
  test('is read exactly as it stands there', async () => {
    const row = ['１２３', '1,234', '1.2万', '-', ' 300以上 ', null, '0012'];
    expect(await cellsOf({ rows: [row] })).toMatchObject({
      rows: [row.map((text) => (text === null ? null : { text, kind: 'TEXT' }))],
    });
  });

  test('dates, truths, errors and formulas are told from figures', async () => {
    const cells = new Map<string, Partial<HucreCell>>([
      ['0,0', { value: 46_000, type: 'number', style: { numFmt: 'yyyy"年"m"月"d"日"' } }],
      ['0,1', { value: true, type: 'boolean' }],
      ['0,2', { value: '#REF!', type: 'error' }],
      ['0,3', { value: null, type: 'formula', formula: '1+1' }],
      ['0,4', { type: 'formula', formula: '1+1', formulaResult: 2 }],
    ]);
    expect(await cellsOf({ rows: [[null, null, null, null, null]], cells })).toMatchObject({
      rows: [
        [
          { text: '2025-12-09', kind: 'DATE' },
          { text: 'TRUE', kind: 'TRUTH' },
          { text: '#REF!', kind: 'ERROR' },
          { text: '', kind: 'FORMULA' },
          { text: '2', kind: 'NUMBER' },
        ],
      ],
    });
  });

  test('merged cells hold their text once, hidden sheets are told, blank rows at the end are none', async () => {
    const merges = [{ startRow: 0, startCol: 0, endRow: 0, endCol: 2 }];
    expect(await cellsOf({ rows: [['题', null, null], [null], [null, null]], merges })).toMatchObject({
      ...{ hidden: false, rows: [[{ text: '题' }]] },
    });
    const hidden = await parse(
      await writeXlsx({
        sheets: [
          { name: '一', rows: [['a']] },
          { name: '二', rows: [['b']], hidden: true },
        ],
      }),
    );
    expect(hidden).toMatchObject([{ hidden: false }, { hidden: true }]);
  });
});

describe('CSV', () => {
  const gb18030 = Uint8Array.from([0xb9, 0xa4, 0xbb, 0xe1, 0x2c, 0x31, 0x32]);
  test.each([
    ['UTF-8', utf8('工会,12')],
    ['UTF-8 with a byte order mark', utf8('\uFEFF工会,12')],
    ['GB18030', gb18030],
    ['semicolons', utf8('工会;12')],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, ...Buffer.from('工会\t12', 'utf16le')])],
  ])('%s', async (_, bytes) => {
    expect(await parse(bytes)).toMatchObject([{ rows: [[{ text: '工会' }, { text: '12' }]] }]);
  });

  test.each([
    ['quotes that do not close', utf8('a,b\n"c,d')],
    ['no text at all', Uint8Array.from([0, 1, 2, 0xff])],
    ['an old .xls', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])],
  ])('%s', async (_, bytes) => expect(await parse(bytes)).toMatchObject({ code: 'WORKBOOK_UNREADABLE' }));
});

describe('beyond the limits', () => {
  const tooLarge = { code: 'WORKBOOK_TOO_LARGE' };
  const rows = Array.from({ length: 20 }, () => ['a', 'b', 'c']);

  test.each([{ rows: 19 }, { columns: 2 }, { inflatedBytes: 1_000 }])('%j', async (limit) => {
    expect(await parse(await writeXlsx({ sheets: [{ name: '表', rows }] }), limit)).toMatchObject(tooLarge);
  });

  test('rows of a CSV, and sheets', async () => {
    expect(await parse(utf8('a,b\n'.repeat(20)), { rows: 19 })).toMatchObject(tooLarge);
    const two = await writeXlsx({ sheets: ['一', '二'].map((name) => ({ name, rows })) });
    expect(await parse(two, { sheets: 1 })).toMatchObject(tooLarge);
  });
});

test('what is written is locked but for its inputs, offers its choices, and prints on A4', async () => {
  const bytes = await writeWorkbook([
    {
      ...{ name: '表', widths: [30, 12], frozen: { rows: 1, columns: 1 }, locked: true, landscape: true },
      rows: [
        [{ style: 'title', text: '季报', span: 2 }],
        [
          { style: 'label', text: '等次' },
          { style: 'choice', choices: ['甲', '乙'] },
        ],
        [
          { style: 'label', text: '会员' },
          { style: 'input', figure: '12' },
        ],
      ],
    },
  ]);
  const [sheet] = (await readXlsx(bytes, { readStyles: true })).sheets;
  expect(sheet).toMatchObject({
    ...{ protection: { sheet: true }, freezePane: { rows: 1, columns: 1 } },
    merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 1 }],
    dataValidations: [{ type: 'list', range: 'B2' }],
    pageSetup: { paperSize: 'a4', orientation: 'landscape' },
  });
  const lockedAt = (at: string) => sheet?.cells?.get(at)?.style?.protection?.locked;
  expect(['1,0', '1,1', '2,1'].map(lockedAt)).toEqual([undefined, false, false]);
});
