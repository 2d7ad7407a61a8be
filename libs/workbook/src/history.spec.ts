import { formatFigure } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { overPeriods } from '@huiji/domain/rollup';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { expect, test } from '@jest/globals';
import { csvLines, csvMark } from './csv.js';
import { parseSpreadsheet } from './parse.js';
import { filledHistory } from './tables/filled-file.js';
import { allIn, type FilledMany, unionCodesIn } from './tables/filled-many.js';
import { manySheets } from './tables/many.js';
import { tidyColumns, tidyRows } from './tables/tidy.js';
import { readLimits, type Sheet } from './workbook.js';
import { writeWorkbook } from './write.js';

const form = shippedForm('work-q');
const levels: Readonly<Record<string, Level>> = { G1: 'GRASSROOTS', G2: 'GRASSROOTS', B1: 'INTERMEDIATE' };
const formIn = () => form;

async function read(bytes: Uint8Array): Promise<FilledMany | null> {
  const sheets = await parseSpreadsheet(bytes, readLimits);
  if (!Array.isArray(sheets)) throw new Error(sheets.code);
  // As in the worker, no union is known but those whose codes were found in the file before.
  const known = new Set(unionCodesIn(sheets));
  return filledHistory(sheets, {
    form,
    levelOf: (code) => (known.has(code) ? levels[code] : undefined),
    formIn,
  });
}
const csv = (...rows: Array<Array<string | null>>) =>
  read(new TextEncoder().encode(csvMark + csvLines(rows)));
const returnsOf = (filled: FilledMany | null) =>
  filled &&
  allIn(filled).map(({ period, unionCode, cells }) => [
    ...[period, unionCode],
    ...cells.map(({ cell, value, mark }) => [cell, value, mark]),
  ]);
const wrongIn = (filled: FilledMany | null) =>
  [...(filled?.verdicts ?? []), ...(filled ? allIn(filled) : []).flatMap(({ verdicts }) => verdicts)]
    .filter(({ verdict }) => verdict === 'WRONG')
    .map(({ row, column, union, code, problem }) => [row, column, union ?? '', code, problem?.code]);

test('a row a figure is read with its mark, beside it or in it; blank is not zero', async () => {
  const filled = await csv(
    ['period', 'union_code', 'union_name', 'cell', 'value', 'mark', 'accepted'],
    ['2026Q2', 'G1', 'x', 'mem_member_cnt', '0', 'EXACT', '1'],
    ['2026Q2', 'G1', 'x', 'mem_worker_cnt', '42', 'AT_LEAST', '1'],
    ['2025Q3', 'G1', 'x', 'mem_member_cnt', '42以上', '', '1'],
    ['2026Q2', 'G2', 'x', 'mem_member_cnt', null, 'NOT_APPLICABLE', '1'],
    ['2026Q2', 'G2', 'x', 'mem_worker_cnt', null, 'MISSING', '1'],
  );
  expect(returnsOf(filled)).toEqual([
    ['2026Q2', 'G1', ['mem_member_cnt', '0', 'EXACT'], ['mem_worker_cnt', '42', 'AT_LEAST']],
    ['2025Q3', 'G1', ['mem_member_cnt', '42', 'AT_LEAST']],
    ['2026Q2', 'G2', ['mem_member_cnt', null, 'NOT_APPLICABLE']],
  ]);
  expect(wrongIn(filled)).toEqual([]);
});

test('what TIDY exports of a union is read from it', async () => {
  const typed = layoutOf(form).filed.filter(
    ({ source, filedBy }) => source === 'TYPED' && filedBy.includes('GRASSROOTS'),
  );
  const total = overPeriods(form, []);
  const own = {
    ...total,
    cell: (code: string) => {
      const at = typed.findIndex((cell) => cell.code === code);
      return at === -1
        ? total.cell(code)
        : { total: BigInt(at), filled: 1, notApplicable: 0, atLeast: at % 2, about: 0 };
    },
  };
  const rows = tidyRows(form, '2026Q2', { code: 'G1', name: 'x', level: 'GRASSROOTS', own });
  const filled = await csv(tidyColumns, ...rows);
  expect(wrongIn(filled)).toEqual([]);
  const expected = typed.map(({ code, decimals }, at) => [
    ...[code, formatFigure(BigInt(at), decimals), at % 2 ? 'AT_LEAST' : 'EXACT'],
  ]);
  const [one] = filled ? allIn(filled) : [];
  const found = one?.cells.map(({ cell, value, mark }) => [cell, value, mark]) ?? [];
  const byCode = (list: unknown[][]) => list.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  expect(byCode(found)).toEqual(byCode(expected));
});

test('a row a union says its period in a column', async () => {
  const filled = await csv(
    ['报告期', '单位编码', '单位名称', 'mem_member_cnt', 'no_such_cell'],
    ['2026Q2', 'G1', 'x', '5', '1'],
    ['2025Q3', 'G1', 'x', '约4', null],
    ['上半年', 'G2', 'x', '3', null],
    ['2026Q2', 'NOBODY', 'x', '3', null],
    ['2026Q2', 'G2', 'x', null, null],
  );
  expect(returnsOf(filled)).toEqual([
    ['2026Q2', 'G1', ['mem_member_cnt', '5', 'EXACT']],
    ['2025Q3', 'G1', ['mem_member_cnt', '4', 'ABOUT']],
    ['2026Q2', 'G2'],
  ]);
  expect(wrongIn(filled)).toEqual([
    [1, 5, '', 'no_such_cell', 'CELL_UNKNOWN'],
    [4, 1, '', 'period', 'PERIOD_UNKNOWN'],
    [5, 2, '', 'union_code', 'WORKBOOK_UNION_UNKNOWN'],
  ]);
});

test('a workbook has a sheet a period, by its name or by what stands above the table', async () => {
  const plain = (name: string, figure: string): Sheet => ({
    ...{ name, landscape: true, locked: false, widths: [10, 10], frozen: { rows: 1, columns: 0 } },
    rows: [
      ['union_code', 'mem_member_cnt'].map((text) => ({ style: 'label', text })),
      ['G1', figure].map((text) => ({ style: 'label', text })),
    ],
  });
  const named = await read(
    await writeWorkbook([plain('2026Q1', '1'), plain('2026Q2', '2'), plain('别的', '3')]),
  );
  expect(returnsOf(named)).toEqual([
    ['2026Q1', 'G1', ['mem_member_cnt', '1', 'EXACT']],
    ['2026Q2', 'G1', ['mem_member_cnt', '2', 'EXACT']],
  ]);
  expect(wrongIn(named)).toEqual([[2, 1, '', 'union_code', 'PERIOD_UNKNOWN']]);

  // As templates leave: a form's tables in several sheets, each with its period above the table.
  const entries = new Map([['mem_member_cnt', { figure: 6n, mark: 'EXACT' as const }]]);
  const unions = [{ code: 'G1', name: 'x', level: 'GRASSROOTS' as const, entries }];
  const above = await read(await writeWorkbook(manySheets({ form, period: '2025Q3', unions })));
  expect(returnsOf(above)).toEqual([['2025Q3', 'G1', ['mem_member_cnt', '6', 'EXACT']]]);
});

const sheetOf = (name: string, ...rows: string[][]): Sheet => ({
  ...{ name, landscape: true, locked: false, widths: [10, 10], frozen: { rows: 1, columns: 0 } },
  rows: rows.map((row) => row.map((text) => ({ style: 'label', text }))),
});
const classes = ['name', 'type', 'held_on', 'classes', 'person_times', 'person_days'];

test('rows of repeating tables stand in sheets of their own beside the cells, each with its union and period', async () => {
  const filled = await read(
    await writeWorkbook([
      sheetOf('数', ['period', 'union_code', 'mem_member_cnt'], ['2026Q2', 'G1', '5']),
      sheetOf(
        '培训',
        ['2026年以前的培训班'],
        ['报告期', '单位编码', '单位', ...classes],
        ['2026Q2', 'G1', '甲', '干部班', '', '2026/4/1', '2', '40以上', ''],
        ['2026Q1', 'G1', '甲', '安全班', '', '', '1', '9', '18'],
        ['2026Q2', 'G2', '乙', '', '', '', '', '', ''],
        ['2026Q2', 'G1', '甲', '新会员班', '', '', '', '7', ''],
      ),
      // A sheet that names its table need not have all columns, and may be of one period.
      sheetOf(
        'wc_session',
        ['附表代码 wc_session', '2026Q1', 'period'],
        ['union_code', 'held_on', 'due'],
        ['G2', '2026-02-01', '30'],
      ),
    ]),
  );
  expect(wrongIn(filled)).toEqual([]);
  expect(
    filled &&
      allIn(filled).map(({ period, unionCode, cells, tables }) => [period, unionCode, cells.length, tables]),
  ).toEqual([
    [
      ...['2026Q2', 'G1', 1],
      [
        {
          table: 'trn_class',
          rows: [
            {
              name: '干部班',
              held_on: '2026-04-01',
              classes: '2',
              person_times: { value: '40', mark: 'AT_LEAST' },
            },
            { name: '新会员班', person_times: '7' },
          ],
        },
      ],
    ],
    [
      '2026Q1',
      'G1',
      0,
      [
        {
          table: 'trn_class',
          rows: [{ name: '安全班', classes: '1', person_times: '9', person_days: '18' }],
        },
      ],
    ],
    ['2026Q2', 'G2', 0, []],
    ['2026Q1', 'G2', 0, [{ table: 'wc_session', rows: [{ held_on: '2026-02-01', due: '30' }] }]],
  ]);
  expect(
    filled &&
      allIn(filled)[0]!.verdicts.map(({ row, column, code, verdict }) => [row, column, code, verdict]),
  ).toEqual([
    [2, 3, 'mem_member_cnt', 'TAKEN'],
    ...[4, 6, 7, 8].map((column, n) => [
      3,
      column,
      `trn_class#1.${['name', 'held_on', 'classes', 'person_times'][n]}`,
      'TAKEN',
    ]),
    [6, 4, 'trn_class#2.name', 'TAKEN'],
    [6, 8, 'trn_class#2.person_times', 'TAKEN'],
  ]);
});

test('what is wrong in rows is told at its place: the value, what lacks, the column, the union, the period', async () => {
  const filled = await read(
    await writeWorkbook([
      sheetOf(
        'trn_class',
        ['period', 'union_code', 'name', 'classes', 'held_on', 'no_such_column'],
        ['2026Q2', 'G1', '甲班', '两三期', '四月', ''],
        ['2026Q2', 'G1', '', '2', '', ''],
        ['2026Q2', 'NOBODY', '乙班', '', '', ''],
        ['去年', 'G1', '丙班', '', '', ''],
        ['', '', '', '', '', '合计'],
      ),
    ]),
  );
  expect(wrongIn(filled)).toEqual([
    [1, 6, '', 'no_such_column', 'ROW_COLUMN_UNKNOWN'],
    [4, 2, '', 'union_code', 'WORKBOOK_UNION_UNKNOWN'],
    [5, 1, '', 'period', 'PERIOD_UNKNOWN'],
    [2, 4, 'G1', 'trn_class#1.classes', 'NOT_A_NUMBER'],
    [2, 5, 'G1', 'trn_class#1.held_on', 'DATE_INVALID'],
    [3, 4, 'G1', 'trn_class#2.name', 'FIELD_REQUIRED'],
  ]);
});

test('a file without a table of past figures is none', async () => {
  expect(await csv(['a', 'b'], ['1', '2'])).toBeNull();
});
