import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvLines, csvMark } from './csv.js';
import { neutral, restored } from './neutral.js';
import { decimalText, parseSpreadsheet } from './parse.js';
import { readLimits } from './workbook.js';
import type { Cell, ReadSheet, Sheet } from './workbook.js';
import { writeWorkbook } from './write.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['LONG'] ? 2_000 : 150;

const sheetOf = (rows: Sheet['rows'], name = '表一'): Sheet => ({
  ...{ name, rows, widths: [20, 10], frozen: { rows: 1, columns: 1 }, locked: true, landscape: false },
});

async function readBack(bytes: Uint8Array): Promise<ReadSheet[]> {
  const read = await parseSpreadsheet(bytes, readLimits);
  if (!Array.isArray(read)) throw new Error(read.code);
  return read;
}

const texts = async (rows: Sheet['rows']) =>
  (await readBack(await writeWorkbook([sheetOf(rows)])))[0]?.rows.map((row) => row.map((cell) => cell?.text));

/** What people write, and what spreadsheets trip over: formulas, escapes, signs of a Chinese keyboard, breaks, spaces. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc
      .array(
        fc.constantFrom(
          ...[
            "'",
            '=',
            '+',
            '-',
            '@',
            '\t',
            '＝',
            '－',
            '_x0041_',
            '_x005F_',
            '&amp;',
            '<a>',
            '#N/A',
            '\n',
            ' ',
          ],
          ...['１２３', '1,234', '1.2万', '"', ';', '会', 'TRUE', '2026-03-01', '1e5', '0012'],
        ),
        { minLength: 1, maxLength: 5 },
      )
      .map((parts) => parts.join('')),
  )
  .filter((one) => !/\0/.test(one));

const figure = fc
  .tuple(fc.bigInt({ min: 0n, max: 9_999_999_999_999n }), fc.constantFrom(0, 2))
  .map(([scaled, decimals]) =>
    decimals === 0 ? String(scaled) : `${scaled / 100n}.${String(scaled % 100n).padStart(2, '0')}`,
  );

/** A number is read without the zeros behind its point: the same figure. */
const plain = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

const cell: fc.Arbitrary<Cell> = fc.oneof(
  text.map((written): Cell => ({ style: 'label', text: written })),
  figure.map((written): Cell => ({ style: 'figure', figure: written })),
  fc.constant<Cell>({ style: 'input' }),
);

const holds = ({ text: written, figure: number }: Cell): string | null =>
  written ?? (number === undefined ? null : plain(number));

test(`what a workbook is written with is read from it (seed ${seed})`, async () => {
  const property = fc.asyncProperty(
    fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
    async (rows) => {
      const marked = rows.map((row) => [...row, { style: 'label', text: '止' } as const]);
      const read = await texts(marked);
      expect(read?.map((row) => row.map((one) => one ?? null))).toEqual(marked.map((row) => row.map(holds)));
    },
  );
  await fc.assert(property, { seed, numRuns });
});

test(`what a CSV is written with is read from it (seed ${seed})`, async () => {
  const property = fc.asyncProperty(
    fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
    async (rows) => {
      const marked = [['首', '尾'], ...rows.map((row) => [...row, '止'])];
      const [sheet] = await readBack(new TextEncoder().encode(csvMark + csvLines(marked)));
      expect(sheet?.rows.map((row) => row.map((one) => one?.text ?? null))).toEqual(marked);
    },
  );
  await fc.assert(property, { seed, numRuns });
});

test(`no text is left that a spreadsheet computes, and each comes back (seed ${seed})`, () => {
  const property = fc.property(text, (one) => {
    expect(neutral(one)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
    expect(restored(neutral(one))).toBe(one);
  });
  fc.assert(property, { seed, numRuns: 2_000 });
});

describe('numbers', () => {
  test.each([
    [7510, '7510'],
    [0.1 + 0.2, '0.3'],
    [1234567.89, '1234567.89'],
    [-0, '0'],
    [999_999_999_999_999, '999999999999999'],
  ])('%d is read as it is shown', (value, shown) => expect(decimalText(value)).toBe(shown));

  test.each([1e15, 2 ** 64, 1e21, 1e-7])('%d has digits that are lost: no figure', (value) =>
    expect(decimalText(value)).toMatch(/e/),
  );

  test('a figure with more digits than a spreadsheet keeps is written as text', async () => {
    expect(await texts([[{ style: 'figure', figure: '12345678901234567.89' }]])).toEqual([
      ['12345678901234567.89'],
    ]);
  });
});

test('sheets get names that spreadsheets take, and keep their order', async () => {
  const long = '一'.repeat(40);
  const read = await readBack(
    await writeWorkbook([`a/b?`, 'A b', long, long].map((name) => sheetOf([], name))),
  );
  expect(read.map(({ name }) => name)).toEqual(['a b', 'A b 2', '一'.repeat(31), `${'一'.repeat(27)} 2`]);
});
