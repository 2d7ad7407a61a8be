/** 导入: a clerk's workbook is sent, checked, corrected, taken over and taken back. It works on a bureau of its own. */
import { shippedForm } from '@huiji/domain/shipped-forms';
import { manySheets } from '@huiji/workbook/tables/many';
import { writeWorkbook } from '@huiji/workbook/write';
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, axeViolations, complaintsOf, personPage, shot } from './harness/browser.js';
import { asked, type Bureau, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

let bureau: Bureau;
beforeAll(async () => {
  bureau = await foundBureau('导入局工会', 3);
}, 60_000);

const address = '/filing/import/work-q/2026Q3';
const codeOf = (nth: number): string => `${bureau.code}-${nth}`;
const choose = (page: Page, name: string, bytes: Buffer): Promise<void> =>
  page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer: bytes });

/** What the server holds of a union's members. */
async function members(nth: number): Promise<string | null> {
  const { entrySheet } = await ask<{
    entrySheet: { tables: { cells: { cell: string; value: string | null }[] }[] };
  }>(
    bureau.filer,
    'query ($unionCode: String, $form: String!, $period: String!) { entrySheet(unionCode: $unionCode, form: $form, period: $period) { tables { cells { cell value } } } }',
    { unionCode: codeOf(nth), ...asked },
  );
  const cells = entrySheet.tables.flatMap((table) => table.cells);
  return cells.find(({ cell }) => cell === 'mem_member_cnt')?.value ?? null;
}

test('what is wrong in a file is shown at its place, and nothing of it can be taken over', async () => {
  const page = await personPage({ login: bureau.filer });
  await page.goto('/filing/many/work-q/2026Q3');
  await page.getByRole('link', { name: '从 Excel 导入' }).click();
  await choose(page, '空.csv', Buffer.from('union_code,mem_member_cnt\n'));
  await page.getByText('文件里没有可导入的数据。').waitFor();
  const text = `union_code,mem_worker_cnt,mem_member_cnt\n${codeOf(1)},120,很多\n${codeOf(2)},20,10\n`;
  await choose(page, '季报.csv', Buffer.from(text));
  await page.getByRole('heading', { name: '核对结果:季报.csv' }).waitFor();
  // The same file once more is another import.
  const first = new URL(page.url()).searchParams.get('import');
  await choose(page, '季报.csv', Buffer.from(text));
  await page.waitForURL((url) => ![null, first].includes(url.searchParams.get('import')));
  await page.getByRole('heading', { name: '核对结果:季报.csv' }).waitFor();
  const wrong = page.getByRole('row', { name: new RegExp(`C2.*${codeOf(1)}.*很多`) });
  await wrong.waitFor();
  expect(await page.getByRole('button', { name: '导入为草稿' }).count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'import-wrong');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载标出错误的文件' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('核对结果 季报.xlsx');
  expect([await members(1), await members(2)]).toEqual([null, null]);
  expect(complaintsOf(page)).toEqual([]);
}, 60_000);

test('a workbook of many unions is taken over as drafts, and taken back', async () => {
  const form = shippedForm('work-q');
  const figures = (members: number) =>
    new Map([['mem_member_cnt', { figure: BigInt(members), mark: 'EXACT' as const }]]);
  const bytes = await writeWorkbook(
    manySheets({
      ...{ form, period: '2026Q3' },
      unions: [1, 2].map((nth) => ({
        ...{
          code: codeOf(nth),
          name: codeOf(nth),
          level: 'GRASSROOTS' as const,
          entries: figures(100 + nth),
        },
      })),
    }),
  );
  const page = await personPage({ login: bureau.filer });
  await page.goto(address);
  await choose(page, '两家.xlsx', Buffer.from(bytes));
  await page.getByRole('button', { name: '导入为草稿' }).waitFor();
  await page.getByRole('button', { name: '重新核对' }).click();
  await page.getByText('正在核对…').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '导入为草稿' }).click();
  await page.getByText(/已于 .* 导入/).waitFor();
  await page.getByRole('row', { name: new RegExp(`${codeOf(2)}.*已存为草稿`) }).waitFor();
  expect([await members(1), await members(2)]).toEqual(['101', '102']);
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'import-taken');

  // Another day: from the list of earlier ones.
  await page.goto(address);
  await page.getByText('以前的导入').click();
  await page.getByRole('button', { name: '两家.xlsx' }).click();
  await page.getByRole('button', { name: '撤销导入' }).click();
  await page.getByText(/已于 .* 撤销导入/).waitFor();
  expect([await members(1), await members(2)]).toEqual([null, null]);
  expect(complaintsOf(page)).toEqual([]);
}, 60_000);

test('from its sheet a clerk takes the template of one return, fills it in and brings it back', async () => {
  const page = await personPage({ login: bureau.filer });
  await page.goto(`/filing/${codeOf(3)}/work-q/2026Q3`);
  await page.getByRole('link', { name: '从 Excel 导入' }).click();
  await page.getByRole('button', { name: '下载模板' }).click();
  await page.getByRole('link', { name: /^下载 填报表/ }).waitFor();
  await choose(page, '一家.csv', Buffer.from(`union_code,mem_member_cnt\n${codeOf(3)},3０3\n`));
  await page.getByRole('button', { name: '导入为草稿' }).click();
  await page.getByText(/已于 .* 导入/).waitFor();
  await page.getByRole('link', { name: '返回报表' }).click();
  await page.locator('input[data-cell="mem_member_cnt"]').waitFor();
  expect(await page.locator('input[data-cell="mem_member_cnt"]').inputValue()).toMatch(/^303$/);
  // Among the earlier ones it is still that of one union.
  await page.goto(address);
  await page.getByText('以前的导入').click();
  await page.getByRole('button', { name: '一家.csv' }).click();
  await page.getByText(/已于 .* 导入/).waitFor();
  await page.getByRole('link', { name: '返回报表' }).waitFor();
  await inEveryLook({ login: bureau.filer }, address, { ready: 'input[type=file]', name: 'import' });
}, 120_000);
