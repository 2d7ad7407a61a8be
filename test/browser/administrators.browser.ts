import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations, personPage, shot } from './harness/browser.js';

const pagesIn = async (page: Page): Promise<string[]> => {
  await page.locator('.side .menu a').first().waitFor();
  return page.locator('.side .menu a').allTextContents();
};

test.each([
  ['tianbao', '/filing'],
  ['shenhe.dongcheng', '/console/review'],
  ['tongji', '/console/overview'],
  ['lingdao', '/console/overview'],
  ['xitong', '/console/health'],
  ['anquan', '/console/people'],
  ['shenji', '/console/audit'],
])('%s begins at %s', async (login, path) => {
  const page = await personPage({ login });
  await page.goto('/');
  await page.waitForURL(`**${path}**`);
  await page.getByRole('heading', { level: 1 }).waitFor();
});

test('none of the three administrators has a page of figures, nor is shown one at its address', async () => {
  const expected = {
    xitong: ['运行状况', '我的账号'],
    anquan: ['人员', '运行状况', '我的账号'],
    shenji: ['审计', '我的账号'],
  };
  for (const [login, pages] of Object.entries(expected)) {
    const page = await personPage({ login });
    await page.goto('/console');
    const offered = await pagesIn(page);
    for (const name of pages) expect(offered).toContain(name);
    for (const name of ['数据总览', '汇总表', '待审核', '审核总表', '汇总上报'])
      expect(offered).not.toContain(name);
    await page.goto('/console/overview');
    await page.getByText('您没有查看这个页面的权限').waitFor();
  }
});

test('every administrator’s page is without a fault in both languages and on a phone', async () => {
  const shown = [
    ['anquan', 'people'],
    ['shenji', 'audit'],
    ['xitong', 'health'],
    ['tongji', 'health'],
    ['tianbao', 'account'],
  ] as const;
  for (const [login, name] of shown)
    for (const [language, phone] of [
      ['zh', false],
      ['en', true],
    ] as const) {
      const page = await personPage({ login, language, phone });
      await page.goto(`/console/${name}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await shot(page, `${name}-${login}-${language}${phone ? '-phone' : ''}`);
      await page.context().close();
    }
}, 180_000);

test('the quota is read, a rebuild is rehearsed, and a token is made once and ended', async () => {
  const system = await personPage({ login: 'xitong' });
  await system.goto('/console/health');
  await system.getByText(/上限 [\d,.]+ MB/).waitFor();
  expect(await system.getByText('重建汇总').count()).toBe(0);

  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/health');
  await page.locator('summary', { hasText: '重建汇总' }).click();
  await page.getByLabel('报表代码').fill('work-q');
  await page.getByLabel('报告期').fill('2026Q3');
  await page.getByRole('button', { name: '重建汇总' }).click();
  await page.getByText('共 0 处差异').waitFor();

  await page.goto('/console/account');
  const name = `报送 ${randomUUID().slice(0, 8)}`;
  await page.locator('summary', { hasText: '新建令牌' }).click();
  await page.getByLabel('名称').fill(name);
  await page.getByRole('button', { name: '新建令牌' }).click();
  await page.locator('.once code').waitFor();
  const row = page.locator('.rows li', { hasText: name });
  await row.getByRole('button', { name: '停用' }).click();
  await row.getByRole('button', { name: '确定停用' }).click();
  await row.waitFor({ state: 'detached' });
});
