/** 导出 of terms, notices, homes and coverage: the button beside each table, and what the file holds. */
import { expect, test } from '@jest/globals';
import { ask, personPage } from './harness/browser.js';
import { exported, rowsOf } from './harness/exported.js';
import { inEveryLook } from './harness/looks.js';

/** The lines of a file below its headings, each by what its column is called. */
async function linesOf(bytes: Buffer, first: string): Promise<Array<Record<string, string | undefined>>> {
  const rows = await rowsOf(bytes);
  const at = rows.findIndex((row) => row[0] === first);
  const heads = rows[at] ?? [];
  return rows
    .slice(at + 1)
    .map((row) => Object.fromEntries(heads.map((head, column) => [head ?? '', row[column]])));
}

test('下发通知 leaves from its list, and the progress of one from its page', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/notices?union=LJ');
  const shown = await page.locator('.notices-title a').allInnerTexts();
  const notices = await linesOf(
    await exported(page, '导出通知', /^下载 下发通知 临江市总工会 .+\.xlsx$/),
    '文号',
  );
  expect(notices.map((line) => line['标题'])).toEqual(expect.arrayContaining(shown));
  await page.locator('.notices-title a').first().click();
  await page.getByRole('heading', { level: 1, name: shown[0] }).waitFor();
  const progress = page.getByRole('region', { name: '签收进度' });
  const recipients = await progress.locator('tbody tr').first().locator('td').first().innerText();
  const bodies = await linesOf(
    await exported(page, '导出进度', /^下载 通知进度 临江市总工会 .+\.xlsx$/),
    '编码',
  );
  expect([bodies[0]?.['编码'], bodies[0]?.['应签收']]).toEqual(['LJ', recipients]);
  const of = new URL(page.url());
  await inEveryLook({ login: 'tongji' }, '/console/notices?union=LJ', {
    ...{ ready: '.export', name: 'export-notices' },
  });
  await inEveryLook({ login: 'tongji' }, `${of.pathname}${of.search}`, {
    ...{ ready: '.export', name: 'export-notice-bodies' },
  });
});

test('建家统计, 建家规划 and 命名与复查 leave from the pages of homes', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/homes?union=LJ');
  const below = page.getByRole('region', { name: '下级单位' });
  const unions = await below.locator('tbody tr').first().locator('td').first().innerText();
  const tallies = await linesOf(
    await exported(page, '导出建家统计', /^下载 建家统计 临江市总工会 .+\.xlsx$/),
    '编码',
  );
  expect([tallies[0]?.['编码'], tallies[0]?.['工会数']]).toEqual(['LJ', unions]);

  await page.goto('/console/homes?union=LJ&tab=plan');
  const plan = await linesOf(
    await exported(page, '导出建家规划', /^下载 建家规划 临江市总工会 .+\.xlsx$/),
    '编码',
  );
  expect(plan).toHaveLength(Number(unions));

  const held = plan.find((line) => line['现有等级'] !== '未达标');
  const { name } = (
    await ask<{ tradeUnion: { name: string } }>(
      'tongji',
      'query ($code: String) { tradeUnion(code: $code) { name } }',
      { code: held?.['编码'] },
    )
  ).tradeUnion;
  await page.goto(`/console/homes?home=${held?.['编码']}`);
  const awards = await linesOf(
    await exported(page, '导出命名与复查', new RegExp(`^下载 命名与复查 ${name} .+\\.xlsx$`)),
    '等级',
  );
  expect(awards[0]?.['等级']).toBe(held?.['现有等级']);
  for (const [name, path] of [
    ['export-home-tallies', '?union=LJ'],
    ['export-home-plan', '?union=LJ&tab=plan'],
    ['export-home-awards', `?home=${held?.['编码']}`],
  ] as const)
    await inEveryLook({ login: 'tongji' }, `/console/homes${path}`, { ready: '.export', name });
});

test('覆盖率 leaves as it is shown', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/organisation?tab=employers');
  const told = page.getByText(/在营 \d+ 家,已覆盖 \d+ 家/);
  const [operating, covered] = [...(await told.innerText()).matchAll(/ (\d+) 家/g)].map(([, n]) => n);
  const lines = await linesOf(
    await exported(page, '导出覆盖率', /^下载 覆盖率 临江市总工会 .+\.xlsx$/),
    '范围',
  );
  expect(lines[0]).toMatchObject({ 范围: '合计', '在营(家)': operating, '已覆盖(家)': covered });
});
