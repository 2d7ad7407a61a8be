/** 历史数据: the statistician brings a past period in, looks at what was found, takes it over and back. On a bureau of its own. */
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, axeViolations, complaintsOf, personPage, shot } from './harness/browser.js';
import { type Bureau, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

const login = 'tongji';
/** Over, and nothing was filed in it for unions that were just founded. */
const period = '2026Q3';
let bureau: Bureau;
beforeAll(async () => {
  bureau = await foundBureau('历史局工会', 2);
}, 60_000);

const codeOf = (nth: number): string => `${bureau.code}-${nth}`;
const choose = (page: Page, name: string, text: string): Promise<void> =>
  page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** What the server holds of the bureau's members in the period. */
async function members(): Promise<string | null> {
  const { rollup } = await ask<{ rollup: { cells: { value: string | null }[] } }>(
    login,
    'query ($unionId: ID, $period: String!) { rollup(unionId: $unionId, form: "work-q", period: $period) { cells(codes: ["mem_member_cnt"]) { value } } }',
    { unionId: bureau.id, period },
  );
  return rollup.cells[0]?.value ?? null;
}
async function total(value: string | null): Promise<void> {
  for (let tries = 50; (await members()) !== value && tries > 0; tries -= 1)
    await new Promise((done) => setTimeout(done, 100));
  expect(await members()).toBe(value);
}

test('a past period is checked, corrected, taken over with its source, and taken back', async () => {
  const page = await personPage({ login });
  await page.goto('/console/');
  await page.getByRole('navigation', { name: '菜单' }).getByText('历史数据').click();
  await page.getByRole('heading', { name: '历史数据' }).waitFor();
  // Nothing is taken without a source.
  expect(await page.locator('input[type=file]').isDisabled()).toBe(true);
  await page.getByLabel('报表', { exact: true }).selectOption('work-q');
  await page.getByLabel('来源', { exact: true }).fill('2024年度手工汇总表');
  await page.getByLabel('来源日期').fill('2025-01-20');

  await choose(
    page,
    '历史.csv',
    `period,union_code,mem_member_cnt\n${period},${codeOf(1)},很多\n${period},${codeOf(2)},5\n`,
  );
  await page.getByRole('heading', { name: '核对结果:历史.csv' }).waitFor();
  await page.getByRole('row', { name: new RegExp(`C2.*${codeOf(1)}.*很多`) }).waitFor();
  expect(await page.getByRole('button', { name: '按历史数据导入' }).count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'history-wrong');

  // More migrant members than members: so it was published, and that is said.
  const header = 'period,union_code,mem_member_cnt,mem_migrant_member_cnt';
  await choose(page, '改正.csv', `${header}\n${period},${codeOf(1)},10,12\n${period},${codeOf(2)},5,\n`);
  await page.getByRole('heading', { name: '核对结果:改正.csv' }).waitFor();
  const apply = page.getByRole('button', { name: '按历史数据导入' });
  expect(await apply.isDisabled()).toBe(true);
  await page.getByLabel(/^说明/).fill('原表如此');
  await apply.click();
  await page.getByText(/已于 .* 导入。/).waitFor();
  await page.getByText('来源:2024年度手工汇总表').waitFor();
  await page.getByRole('row', { name: new RegExp(`${period}.*${codeOf(2)}.*已按历史数据导入`) }).waitFor();
  await total('15');
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'history-taken');

  await page.goto('/console/history');
  await page.getByText('以前的导入').click();
  await page.getByRole('button', { name: '改正.csv' }).click();
  await page.getByRole('button', { name: '撤销导入' }).click();
  await page.getByText(/已于 .* 撤销导入。/).waitFor();
  await total(null);
  expect(complaintsOf(page)).toEqual([]);
}, 120_000);

test('it looks right in both languages, at a desk and on a phone', async () => {
  await inEveryLook({ login }, '/console/history', { ready: 'input[type=file]', name: 'history' });
}, 120_000);
