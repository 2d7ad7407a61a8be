/** 导出 of lists and of what stands side by side: the button beside each table, and what the file holds. */
import { expect, test } from '@jest/globals';
import { personPage } from './harness/browser.js';
import { exported, rowsOf } from './harness/exported.js';
import { inEveryLook } from './harness/looks.js';

test('the register and the employers of a body leave from 组织机构', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/organisation');
  const unions = await rowsOf(
    await exported(page, '导出组织名册', /^下载 组织名册 临江市总工会 \d{4}-\d\d-\d\d\.xlsx$/),
  );
  expect(unions.find((row) => row[0] === 'LJ-DC')).toMatchObject({ 1: '东城区总工会', 4: 'LJ', 6: '已成立' });
  await page.getByRole('tab', { name: '用人单位与覆盖' }).click();
  const employers = await rowsOf(
    await exported(page, '导出用人单位', /^下载 用人单位 临江市总工会 .+\.xlsx$/),
  );
  expect(employers.find((row) => row[0] === '编码')?.[5]).toBe('职工数(人)');
  await inEveryLook({ login: 'tongji' }, '/console/organisation?tab=employers', {
    ready: '.export',
    name: 'export-organisation',
  });
});

test('进度 leaves as it is shown', async () => {
  const page = await personPage({ login: 'tongji' });
  const progress = '/console/progress?union=LJ&form=work-q&period=2026Q2';
  await page.goto(progress);
  const expected = await page.locator('[data-count="expected"]').innerText();
  const rate = await page.locator('[data-count="rate"]').innerText();
  const rows = await rowsOf(
    await exported(page, '导出填报进度', /^下载 填报进度 临江市总工会 2026Q2\.xlsx$/),
  );
  const own = rows.find((row) => row[0] === 'LJ');
  expect([own?.[2], `${Number(own?.[11])}%`]).toEqual([expected, `${Number(rate.replace('%', ''))}%`]);
  await inEveryLook({ login: 'tongji' }, progress, { ready: '.export', name: 'export-progress' });
});

test('职工之家 leaves from its list, narrowed down as the list is', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/homes?union=LJ&tab=list&grade=0');
  const rows = await rowsOf(await exported(page, '导出职工之家', /^下载 职工之家 临江市总工会 .+\.xlsx$/));
  const at = rows.findIndex((row) => row[0] === '编码');
  expect(new Set(rows.slice(at + 1).map((row) => row[2]))).toEqual(new Set(['未达标']));
  await inEveryLook({ login: 'tongji' }, '/console/homes?union=LJ&tab=list', {
    ready: '.export',
    name: 'export-homes',
  });
});
