import { parseSpreadsheet } from '@huiji/workbook/parse';
import { readSpreadsheet } from '@huiji/workbook/read';
import { readLimits, type Sheet } from '@huiji/workbook/workbook';
import { writeWorkbook } from '@huiji/workbook/write';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Packed, unzipped, zipped } from './harness/zip.js';

const sheet = (rows: number, columns: number): Sheet => ({
  ...{ name: '审核总表', widths: [20], frozen: { rows: 1, columns: 1 }, locked: false, landscape: true },
  rows: Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (__, c) =>
      c === 0 ? { style: 'label', text: `工会 ${r}` } : { style: 'figure', figure: String(r * c) },
    ),
  ),
});

let sound: Uint8Array;
let parts: Packed[];
let wide: Uint8Array;
beforeAll(async () => {
  wide = await writeWorkbook([sheet(3_000, 61)]);
  sound = await writeWorkbook([sheet(5, 4)]);
  parts = unzipped(sound);
});

const withPart = (name: string, content: Buffer, more: Partial<Packed> = {}): Buffer =>
  zipped([...parts.filter((part) => part.name !== name), { name, content, ...more }]);
const sheetPart = 'xl/worksheets/sheet1.xml';

describe('a file is read in a process of its own', () => {
  test('3,000 unions × 60 cells, all of them, within the limits on time and memory', async () => {
    const begun = Date.now();
    const read = await readSpreadsheet(wide);
    console.log(`read ${wide.length} bytes in ${Date.now() - begun} ms`);
    expect(Array.isArray(read) && read[0]?.rows.length).toBe(3_000);
    expect(Array.isArray(read) && read[0]?.rows[2_999]?.[60]).toEqual({ text: '179940', kind: 'NUMBER' });
  });

  test('what is packed is held against its limit, whatever the directory says', async () => {
    const bomb = withPart(sheetPart, Buffer.alloc(readLimits.inflatedBytes + 10, '<c/>'), { claims: 100 });
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await readSpreadsheet(bomb)).toMatchObject({
      code: 'WORKBOOK_TOO_LARGE',
      details: { what: 'MB' },
    });
  });

  test('one that takes too much memory, or too long, ends its own process only', async () => {
    const over = (limit: number, what: string) => ({ code: 'WORKBOOK_TOO_LARGE', details: { limit, what } });
    expect(await readSpreadsheet(wide, { ...readLimits, heapMb: 16 })).toMatchObject(
      over(16, 'MB 内存 of memory'),
    );
    expect(await readSpreadsheet(wide, { ...readLimits, milliseconds: 50 })).toMatchObject(
      over(0.05, '秒 s'),
    );
    expect(await readSpreadsheet(sound)).toMatchObject([{ name: '审核总表' }]);
  });

  test('a larger one is not looked at', async () => {
    expect(await readSpreadsheet(sound, { ...readLimits, bytes: 100 })).toMatchObject({
      code: 'WORKBOOK_TOO_LARGE',
    });
  });
});

describe('hostile files', () => {
  const unreadable = { code: 'WORKBOOK_UNREADABLE' };

  test('a document type names no file, and multiplies nothing', async () => {
    const dtd = Buffer.from(
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>',
    );
    expect(await parseSpreadsheet(withPart(sheetPart, dtd), readLimits)).toMatchObject(unreadable);
  });

  test('two cells at the ends of a sheet are no rectangle of 17 billion', async () => {
    const corners = Buffer.from(
      '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>',
    );
    const read = await readSpreadsheet(withPart(sheetPart, corners));
    expect(read).not.toBeInstanceOf(Array);
  });
});
