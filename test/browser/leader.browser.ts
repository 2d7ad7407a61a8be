import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations, personPage, shot } from './harness/browser.js';
import { accept, file, foundBureau } from './harness/bureau.js';

const card = (page: Page, name: string) =>
  page.locator('.overview-card', { has: page.getByRole('heading', { name, exact: true }) });

test('a leader’s first page is the whole of the federation, in both languages and on a phone', async () => {
  for (const language of ['zh', 'en'] as const)
    for (const phone of [false, true]) {
      const page = await personPage({ login: 'lingdao', tenant: 'jiangcheng', language, phone });
      await page.goto('/');
      await page.waitForURL('**/console/overview**');
      const members = card(page, { zh: '会员人数', en: 'Members' }[language]);
      await members.getByText('7,510').waitFor();
      // 可比口径: over the unions accepted in both quarters, and how many these are.
      expect(await members.textContent()).toContain('+228 (+3.3 %)');
      expect(await members.textContent()).toContain('56');
      expect(await page.locator('.overview-card').count()).toBeLessThanOrEqual(6);
      await page.locator('.overview-chart svg').nth(1).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await shot(page, `overview-${language}${phone ? '-phone' : ''}`);
    }
});

test('every mark leads to its rows: a figure, a body, and a chart’s table', async () => {
  const page = await personPage({ login: 'lingdao', tenant: 'jiangcheng' });
  await page.goto('/console/overview?period=2007Q3');
  const figure = card(page, '会员人数').getByRole('link');
  const address = new URL((await figure.getAttribute('href')) ?? '', page.url());
  expect(address.pathname).toBe('/console/totals');
  const { union, of, ...rest } = Object.fromEntries(address.searchParams);
  expect(rest).toMatchObject({ form: 'work-q', cell: 'mem_member_cnt' });
  expect(address.searchParams.get('period')).toBe('2007Q3');
  expect(union).toBe(of);
  await page.locator('.overview-panel', { hasText: '职工之家' }).getByText('以表格显示').click();
  await page.getByRole('row', { name: '未达标工会数' }).getByText('50').waitFor();
  await page.getByRole('link', { name: '开发区工会' }).click();
  await page.getByRole('heading', { level: 1, name: '开发区工会 数据总览' }).waitFor();
  await page.getByRole('link', { name: '返回江城市总工会' }).click();
  await page.getByRole('heading', { level: 1, name: '江城市总工会 数据总览' }).waitFor();
});

test('an acceptance moves a leader’s figures without a reload', async () => {
  const bureau = await foundBureau('临江纺织局工会', 1);
  const filed = await file(bureau, bureau.unions[0]!.id, { workers: 300, members: 290 });
  const page = await personPage({ login: 'lingdao' });
  await page.goto(`/console/overview?union=${bureau.code}&period=2026Q3`);
  const members = card(page, '会员人数');
  await members.getByText('尚无数据').waitFor();
  await page.getByText('本期还没有审核通过的报表').waitFor();
  await page.evaluate('window.reloaded = false');
  await accept(bureau, filed);
  await members.getByText('290').waitFor();
  await page.getByRole('link', { name: /^已审核 1 / }).waitFor();
  expect(await page.evaluate('window.reloaded')).toBe(false);
});

test('who is late is warned of, and leads to the progress of that union', async () => {
  const bureau = await foundBureau('临江化工局工会', 1);
  const page = await personPage({ login: 'lingdao' });
  await page.goto(`/console/overview?union=${bureau.code}&period=2026Q3`);
  const late = page.locator('.overview-alerts li', { hasText: bureau.unions[0]!.name });
  expect(await late.textContent()).toMatch(/逾期 \d+ 天/);
  const address = new URL((await late.getByRole('link').getAttribute('href')) ?? '', page.url());
  expect(address.pathname).toBe('/console/progress');
  expect(address.searchParams.get('period')).toBe('2026Q3');
});

test('nothing moves for whoever has told the device to keep things still', async () => {
  const movedWith = async (reducedMotion: 'reduce' | 'no-preference'): Promise<boolean> => {
    const page = await personPage({ login: 'lingdao' });
    await page.emulateMedia({ reducedMotion });
    await page.addInitScript(`addEventListener('transitionrun', ({ target }) => {
      window.moved ||= Boolean(target.closest('.ant-drawer'));
    })`);
    await page.goto('/console/indicators');
    await page.locator('main .line-look').first().click();
    await page.locator('.ant-drawer h3').first().waitFor();
    return page.evaluate<boolean>('Boolean(window.moved)');
  };
  expect(await movedWith('no-preference')).toBe(true);
  expect(await movedWith('reduce')).toBe(false);
});
