/** 导出: what the console shows leaves as a file, each figure as the api says it. */
import { expect, test } from '@jest/globals';
import { paragraphsIn } from '../src/harness/exports.js';
import { personPage } from './harness/browser.js';
import { exported, rowsOf } from './harness/exported.js';
import { inEveryLook } from './harness/looks.js';
import { apiTotals, member, totals } from './harness/totals.js';

test('totals leave as a workbook, and wait for whoever asked in the account', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto(`${totals}&period=2026Q2`);
  const rows = await rowsOf(await exported(page, '导出汇总表', /^下载 汇总表 临江市总工会 2026Q2\.xlsx$/));
  const line = rows.find((row) => row.some((cell) => cell === member));
  const heads = rows.find((row) => row.some((cell) => cell === '东城区总工会'));
  for (const [name, value] of Object.entries(await apiTotals('tree: AS_FILED')))
    expect([name, line?.[heads?.indexOf(name) ?? -1]]).toEqual([name, value]);
  await page.goto('/console/account');
  await page.getByRole('link', { name: '汇总表 临江市总工会 2026Q2.xlsx' }).first().waitFor();
});

test('the official report leaves as a workbook, of a period that is itself filed', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto(`${totals}&period=2026Q2`);
  const report = await rowsOf(
    await exported(page, '导出正式报表', /^下载 正式报表 临江市总工会 2026Q2\.xlsx$/),
  );
  expect(report).toContainEqual(['汇总签报', '未签署']);
  const value = (await apiTotals('tree: AS_FILED'))['临江市总工会'];
  expect(report.find((row) => row[2] === member)?.[3]).toBe(value);
  await page.goto(`${totals}&period=2026H1`);
  await page.getByRole('button', { name: '导出汇总表' }).waitFor();
  expect(await page.getByRole('button', { name: '导出正式报表' }).count()).toBe(0);
});

test('the catalogue leaves as a workbook', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/indicators');
  const rows = await rowsOf(await exported(page, '导出指标库', /^下载 指标库 临江市总工会 .+\.xlsx$/));
  expect(rows.find((row) => row[1] === member)?.[18]).toBe('在用');
});

test('a total leaves as a work report in Word', async () => {
  const { 临江市总工会: members } = await apiTotals('tree: AS_FILED');
  const page = await personPage({ login: 'tongji' });
  await page.goto(`${totals}&period=2026Q2`);
  const file = /^下载 工作总结 临江市总工会 2026Q2\.docx$/;
  const text = paragraphsIn(await exported(page, '导出工作总结(Word)', file));
  expect(text[0]).toBe('临江市总工会2026年第二季度工作总结');
  expect(text.join('')).toContain(`会员人数${members}人`);
  await page.getByRole('button', { name: '预览' }).click();
  const preview = page.getByRole('article');
  await preview.getByRole('heading', { name: text[0]!, level: 1 }).waitFor();
  expect(await preview.innerText()).toContain(`会员人数${members}人`);
  const { pathname, search } = new URL(page.url());
  await inEveryLook({ login: 'tongji' }, pathname + search, {
    ready: '.work-report h1',
    name: 'work-report',
  });
  await page.emulateMedia({ media: 'print' });
  const shown = async (name: string) => page.getByRole('button', { name }).isVisible();
  expect([await preview.isVisible(), await shown('打印或存为 PDF')]).toEqual([true, false]);
  expect(await page.getByRole('button', { name: '导出汇总表', includeHidden: true }).isVisible()).toBe(false);
  const cut = await page.evaluate<number>(
    `[...document.querySelectorAll('.work-report table')].filter((table) => table.scrollWidth > table.closest('article').clientWidth + 1).length`,
  );
  expect(cut).toBe(0);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: '关闭' }).click();
  await preview.waitFor({ state: 'detached' });
});
