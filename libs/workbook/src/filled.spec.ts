import type { Entries, Mark } from '@huiji/domain/figure';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { describe, expect, test } from '@jest/globals';
import { parseSpreadsheet } from './parse.js';
import { type FilledReturn, filledReturn } from './tables/filled.js';
import { templateSheets } from './tables/template.js';
import { type Cell, readLimits, type Sheet } from './workbook.js';
import { writeWorkbook } from './write.js';

const form = shippedForm('work-q');
const entries = (values: Record<string, readonly [bigint | null, Mark]>): Entries =>
  new Map(Object.entries(values).map(([code, [figure, mark]]) => [code, { figure, mark }]));

const sheets = templateSheets({
  ...{ form, period: '2026Q3', union: { code: 'LJ-01', name: '一厂工会', level: 'GRASSROOTS' } },
  entries: entries({
    mem_member_cnt: [1_200n, 'EXACT'],
    'mem_member_cnt[women]': [300n, 'AT_LEAST'],
    aid_amount: [1_234_56n, 'EXACT'],
    mem_leave_cnt: [0n, 'EXACT'],
    wom_committee_cnt: [null, 'NOT_APPLICABLE'],
    org_grassroots_union_cnt: [1n, 'EXACT'],
  }),
  rows: {
    wc_session: [{ session_no: '1', held_on: '2026-08-01', due: '40', present: '40' }],
    trn_class: [{ name: '技能', type: '岗位', person_times: { value: '32', mark: 'ABOUT' } }],
  },
  previous: { period: '2026Q2', entries: entries({ mem_member_cnt: [1_100n, 'EXACT'] }) },
  lastYear: { period: '2025Q3', entries: new Map() },
});

/** What is read from the workbook after a person has changed some of its cells. */
async function read(
  change: (cell: Cell | null, code: string, column: number) => Cell | null = (cell) => cell,
) {
  const changed = sheets.map((sheet): Sheet => ({
    ...sheet,
    rows: sheet.rows.map((row) => row.map((cell, at) => change(cell, row[1]?.text ?? '', at))),
  }));
  const parsed = await parseSpreadsheet(await writeWorkbook(changed), readLimits);
  if (!Array.isArray(parsed)) throw new Error(parsed.code);
  return filledReturn(parsed, { form, level: 'GRASSROOTS' });
}

const wrongIn = ({ verdicts }: FilledReturn) =>
  verdicts
    .filter(({ verdict }) => verdict === 'WRONG')
    .map(({ code, text, problem }) => [code, text, problem?.code]);

describe('a template that was filled in', () => {
  test('says what it was made of, and whose it is', async () => {
    const found = await read();
    expect(found.named).toEqual({ form: 'work-q', period: '2026Q3', union_code: 'LJ-01' });
    expect(wrongIn(found)).toEqual([]);
    expect(found.cells).toEqual(
      expect.arrayContaining([
        { cell: 'mem_member_cnt', value: '1200', mark: 'EXACT' },
        { cell: 'mem_member_cnt[women]', value: '300', mark: 'AT_LEAST' },
        { cell: 'aid_amount', value: '1234.56', mark: 'EXACT' },
        { cell: 'mem_leave_cnt', value: '0', mark: 'EXACT' },
      ]),
    );
    expect(found.tables).toEqual([
      { table: 'wc_session', rows: [{ session_no: '1', held_on: '2026-08-01', due: '40', present: '40' }] },
      {
        table: 'trn_class',
        rows: [{ name: '技能', type: '岗位', person_times: { value: '32', mark: 'ABOUT' } }],
      },
    ]);
    const registry = found.verdicts.find(({ code }) => code === 'org_grassroots_union_cnt');
    expect(registry).toMatchObject({ verdict: 'PASSED', text: '1' });
    expect(found.verdicts.filter(({ verdict }) => verdict === 'BLANK').length).toBeGreaterThan(20);
  });

  test.each([
    ['１２３', '123', 'EXACT'],
    ['1,234', '1234', 'EXACT'],
    ['约50', '50', 'ABOUT'],
    ['/', null, 'NOT_APPLICABLE'],
  ])('understands %s as it is understood when typed', async (text, value, mark) => {
    const found = await read((cell, code, at) =>
      code === 'mem_retained_cnt' && at === 3 ? { style: 'input', text } : cell,
    );
    expect(found.cells.find(({ cell }) => cell === 'mem_retained_cnt')).toEqual({
      ...{ cell: 'mem_retained_cnt', value, mark },
    });
  });

  test.each([
    ['1.2万', 'MULTIPLIER_NOT_ALLOWED'],
    ['-', 'NOT_A_NUMBER'],
    ['-3', 'NEGATIVE'],
    ['1.5', 'FRACTION'],
    ['=1+1', 'NOT_A_NUMBER'],
  ])('refuses %s where it stands, and takes nothing else for it', async (text, problem) => {
    const found = await read((cell, code, at) =>
      code === 'mem_retained_cnt' && at === 3 ? { style: 'input', text } : cell,
    );
    expect(wrongIn(found)).toEqual([['mem_retained_cnt', text, problem]]);
    expect(found.cells.some(({ cell }) => cell === 'mem_retained_cnt')).toBe(false);
  });
});
