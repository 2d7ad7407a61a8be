import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { missing } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import { indicators } from '@huiji/domain/indicator';
import { overPeriods } from '@huiji/domain/rollup';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readXlsx } from 'hucre/xlsx';
import { parseSpreadsheet } from './parse.js';
import { catalogueSheets } from './tables/catalogue.js';
import { gridSheet } from './tables/grid.js';
import { manySheets } from './tables/many.js';
import { officialSheets } from './tables/official.js';
import { templateSheets } from './tables/template.js';
import { totalsSheet } from './tables/totals.js';
import { readLimits, type ReadSheet, type Sheet } from './workbook.js';
import { writeWorkbook } from './write.js';

const run = promisify(execFile);
/** LibreOffice, where this machine has it: Debian's libreoffice-calc. */
const soffice = await run('soffice', ['--version']).then(
  () => 'soffice',
  () => null,
);

const form = shippedForm('work-q');
const period = '2026Q3';
const union = { code: 'G1', name: '=第1工会', level: 'GRASSROOTS' } as const;
const entries = new Map([
  ['mem_member_cnt', { figure: 1_234_567n, mark: 'EXACT' } as const],
  ['comp_event_cnt', { figure: 30n, mark: 'AT_LEAST' } as const],
  ['org_staff_cnt', missing],
]);
const rows = { trn_class: [{ name: '-安全', type: '岗位', person_time: '12' }] };
const none = { period: '2026Q2', entries: new Map() };
const total = overPeriods(form, [
  Object.fromEntries(
    layoutOf(form).parts.map(({ part, positions }) => [
      part,
      {
        totals: positions.map((_, i) => String(i * 1_234_567 - 5)),
        filled: positions.map((_, i) => i % 9),
        notApplicable: [],
        atLeast: positions.map((_, i) => Number(i % 7 === 0)),
        about: [],
      },
    ]),
  ),
]);
const about = { title: '建设局工会 汇总表', notes: ['截至'] };
const awkward = [
  '=1+1',
  '+1',
  '-1',
  '@a',
  "'=1",
  '＝1',
  '00123',
  '1,234',
  '１２３',
  '2026-03-01',
  'TRUE',
  '1e5',
  '_x0041_',
  ' 首尾 ',
  '二\n行',
  '"引号"',
  '12345678901234567.89',
];
const texts: Sheet = {
  ...{ name: '文字', widths: [30, 20, 20], frozen: { rows: 1, columns: 0 }, locked: true, landscape: false },
  rows: [
    [{ style: 'title', text: '文字', span: 3 }],
    ...awkward.map((text): Sheet['rows'][number] => [
      { style: 'label', text },
      { style: 'input', figure: '1234567.89' },
      { style: 'heading', text: '止' },
    ]),
  ],
};

/** What leaves as a file, and some text that spreadsheets trip over. */
const workbooks: Readonly<Record<string, readonly Sheet[]>> = {
  texts: [texts],
  template: templateSheets({ form, period, union, entries, rows, previous: none, lastYear: none }),
  many: manySheets({ form, period, unions: [{ ...union, entries }] }),
  totals: [totalsSheet(form, about, [{ ...union, total, sum: true }])],
  grid: [gridSheet(form, about, total, [{ ...union, own: total }])],
  official: officialSheets({ ...{ form, period, union, total, notes: [], signing: null, changes: [] } }),
  catalogue: catalogueSheets({
    ...{ name: '江城市总工会', day: '2026-07-01', version: 2, forms: [form] },
    held: indicators.map((entry) => ({ entry, version: 1, shipped: true, validFrom: null, validTo: null })),
  }),
};
const names = Object.keys(workbooks);

async function sheetsIn(bytes: Uint8Array): Promise<ReadSheet[]> {
  const read = await parseSpreadsheet(bytes, readLimits);
  if (!Array.isArray(read)) throw new Error(read.code);
  return read;
}

/**
 * How a workbook looks, as far as it says something: what is bold, locked, how numbers are shown, what is printed and how. What stays in
 * sight is of a view, and there is none without a screen.
 */
async function looksIn(bytes: Uint8Array) {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return sheets.map(({ name, cells, merges, protection, pageSetup }) => ({
    ...{ name, merges, locked: protection?.sheet ?? false },
    page: [pageSetup?.paperSize, pageSetup?.orientation, pageSetup?.fitToWidth, pageSetup?.printTitlesRow],
    cells: Object.fromEntries(
      [...(cells ?? [])].map(([at, { value, style }]) => [
        at,
        // What is blank is shown as nothing.
        [
          style?.font?.bold ?? false,
          style?.protection?.locked ?? true,
          value === null ? null : style?.numFmt,
        ],
      ]),
    ),
  }));
}

const what = soffice ? '' : ' (skipped: this machine has no soffice)';
(soffice ? describe : describe.skip)(`LibreOffice saves what is exported${what}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'huiji-libreoffice-'));
    await mkdir(join(folder, 'written'));
    for (const [name, sheets] of Object.entries(workbooks))
      await writeFile(join(folder, 'written', `${name}.xlsx`), await writeWorkbook(sheets));
    await convert('xlsx', 'xlsx');
    // Comma, quotes, UTF-8, from the first line; figures as they are kept, each sheet a file.
    await convert('csv', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1');
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const convert = (into: string, as: string) =>
    run(
      soffice!,
      [
        ...['--headless', `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`],
        ...['--convert-to', as, '--outdir', join(folder, into)],
        ...names.map((name) => join(folder, 'written', `${name}.xlsx`)),
      ],
      { timeout: 150_000 },
    );
  const bytesOf = (...path: string[]): Promise<Uint8Array> => readFile(join(folder, ...path));

  test.each(names)('%s as .xlsx, with every text and figure', async (name) => {
    const written = await sheetsIn(await bytesOf('written', `${name}.xlsx`));
    expect(await sheetsIn(await bytesOf('xlsx', `${name}.xlsx`))).toEqual(written);
  });

  test.each(names)('%s as .xlsx, with its looks', async (name) => {
    const written = await looksIn(await bytesOf('written', `${name}.xlsx`));
    // A merged cell is written once, and saved as often as it is wide.
    expect(await looksIn(await bytesOf('xlsx', `${name}.xlsx`))).toMatchObject(written);
  });

  test('a locked sheet as one, on A4, with its first row on each page and only what is typed open', async () => {
    const [saved] = await looksIn(await bytesOf('xlsx', 'texts.xlsx'));
    expect(saved).toMatchObject({ locked: true, page: ['a4', 'portrait', 1, '$1:$1'] });
    expect([saved?.cells['1,0'], saved?.cells['1,1'], saved?.cells['1,2']]).toEqual([
      [false, true, '@'],
      [false, false, '#,##0.00'],
      [true, true, '@'],
    ]);
  });

  test.each(names)('%s as CSV, with every text and figure', async (name) => {
    const written = await sheetsIn(await bytesOf('written', `${name}.xlsx`));
    const files = await readdir(join(folder, 'csv'));
    for (const sheet of written) {
      expect(files).toContain(`${name}-${sheet.name}.csv`);
      const [read] = await sheetsIn(await bytesOf('csv', `${name}-${sheet.name}.csv`));
      const textsOf = ({ rows: all }: ReadSheet) => all.map((row) => row.map((cell) => cell?.text ?? null));
      expect(textsOf(read!)).toEqual(textsOf(sheet));
    }
  });
});
