/** 目标任务: a body's own targets, what it hands on, and where a leader meets them. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, personPage } from './harness/browser.js';
import { inEveryLook } from './harness/looks.js';
import { paste } from './harness/paste.js';

const street = '东城商业街联合工会';
const members = '本期新发展会员';

const valueOf = (page: Page, name: string) => page.getByLabel(`${name} 的目标`);
const balance = (page: Page) => page.locator('tfoot').getByRole('status');

test('a bureau hands its target on: the sum is shown while it is typed, and nothing passes what it holds', async () => {
  const page = await personPage({ login: 'shenhe.dongcheng' });
  await page.goto('/console/targets?year=2026&cell=mem_new_member_cnt');
  await page.getByRole('heading', { level: 1, name: '东城区总工会 目标任务' }).waitFor();
  expect(await balance(page).innerText()).toBe('本级 180 = 下级 150 + 预留 30');
  await page.getByText('没有改动').waitFor();
  await valueOf(page, street).fill('９９');
  expect(await balance(page).innerText()).toBe('本级 180 = 下级 209 + 预留 −29 分解合计超出本级目标 29');
  await page.getByLabel('文号').fill('东工发〔2026〕9号');
  await page.getByRole('button', { name: '下达' }).click();
  await page.getByRole('alert').getByText('超出 29人').waitFor();
  // What was typed stays.
  expect(await valueOf(page, street).inputValue()).toBe('９９');
  await valueOf(page, street).fill('1.5');
  expect(await balance(page).innerText()).toContain('有 1 处填写不正确');
  await page.getByRole('button', { name: '下达' }).click();
  await page.getByRole('alert').getByText(street).waitFor();
  await valueOf(page, street).fill('60');
  await page.getByRole('button', { name: '下达' }).click();
  await page.getByText('已下达。').waitFor();
  await page.getByText('本级 180 = 下级 170 + 预留 10').waitFor();
  await page.getByRole('button', { name: `${street} 的沿革` }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('40 → 60').waitFor();
  expect(await drawer.innerText()).toContain('东工发〔2026〕9号');
  expect(await drawer.innerText()).toContain('无 → 40');
});

test('targets are pasted from a spreadsheet, Enter goes down, and another line keeps what was typed', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/targets?year=2028&cell=mem_new_member_cnt');
  await page.getByLabel('临江市总工会 的全年目标').fill('1000');
  await valueOf(page, '东城区总工会').focus();
  await paste(page, '市交通局工会\t400\t20\r\nLJ-DC\t500\t30\r\n不存在的工会\t1\r\n');
  await page.getByText('已粘贴 2 家单位。 有 1 行没有对应的下级单位,未填入。').waitFor();
  expect(await balance(page).innerText()).toBe('本级 1,000 = 下级 900 + 预留 100');
  // Other files found bureaus of their own, which may stand between these two.
  const labels = await page.evaluate<string[]>(
    "[...document.querySelectorAll('input[data-column=value]')].map((input) => input.ariaLabel)",
  );
  const rowsDown = labels.indexOf('市交通局工会 的目标') - labels.indexOf('东城区总工会 的目标');
  await paste(page, `510${'\n'.repeat(rowsDown)}420\n`);
  expect(await valueOf(page, '市交通局工会').inputValue()).toBe('420');
  for (let down = 0; down < rowsDown; down += 1) await page.keyboard.press('Enter');
  const focused = await page.evaluate<string>('document.activeElement.ariaLabel');
  expect(focused).toBe('市交通局工会 的目标');
  await page.getByLabel('分解哪一项指标').selectOption('mem_member_cnt');
  expect(await valueOf(page, '市交通局工会').inputValue()).toBe('');
  await page.getByLabel('分解哪一项指标').selectOption('mem_new_member_cnt');
  expect(await valueOf(page, '市交通局工会').inputValue()).toBe('420');
  await page.getByLabel('文号').fill('临工发〔2027〕30号');
  await page.getByRole('button', { name: '下达' }).click();
  await page.getByText('已下达。').waitFor();
  expect(await balance(page).innerText()).toBe('本级 1,000 = 下级 930 + 预留 70');
});

test('a statistician sets the target of the whole and goes down to a bureau, where only that bureau issues', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/targets?year=2027&cell=mem_new_member_cnt');
  await page.getByText('还没有开启该年度的报告期').waitFor();
  await page.getByLabel('临江市总工会 的全年目标').fill('500');
  await valueOf(page, '东城区总工会').fill('300');
  await page.getByLabel('东城区总工会 的权重').fill('30');
  expect(await balance(page).innerText()).toBe('本级 500 = 下级 300 + 预留 200');
  await page.getByLabel('文号').fill('临工发〔2026〕20号');
  await page.getByRole('button', { name: '下达' }).click();
  await page.getByText('已下达。').waitFor();
  const row = page.getByRole('region', { name: '本级目标' }).getByRole('row', { name: members });
  await row.getByText('500').waitFor();
  await page.getByRole('button', { name: '东城区总工会', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: '东城区总工会 目标任务' }).waitFor();
  await page.getByText('您可以查看,不能下达').waitFor();
  expect(await page.getByRole('button', { name: '下达' }).count()).toBe(0);
  await page.getByRole('button', { name: '上级:临江市总工会' }).click();
  await page.getByRole('heading', { level: 1, name: '临江市总工会 目标任务' }).waitFor();
});

test('a leader sees how far the year’s targets have come, and goes from there to the book', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto('/console/overview?period=2026Q3');
  const goals = page.locator('.overview-panel', { hasText: '2026 年目标任务' });
  const { targetBook } = await ask<{
    targetBook: { targets: Array<{ measure: { cell: string }; completion: string }> };
  }>(
    'lingdao',
    '{ targetBook(unionCode: "LJ", form: "work-q", period: "2026") { targets { measure { cell } completion } } }',
  );
  const found = targetBook.targets.find(({ measure }) => measure.cell === 'mem_new_member_cnt')!;
  expect(found.completion).toMatch(/^\d+\.\d$/);
  await goals.getByRole('row', { name: members }).getByText(`${found.completion} %`).waitFor();
  const card = page.locator('.overview-card', {
    has: page.getByRole('heading', { name: members, exact: true }),
  });
  expect(await card.textContent()).toContain(`完成率 ${found.completion} %`);
  await card.getByRole('link', { name: '全年目标 300' }).click();
  await page.getByRole('heading', { level: 1, name: '临江市总工会 目标任务' }).waitFor();
  expect(await page.getByLabel('分解哪一项指标').inputValue()).toBe('mem_new_member_cnt');
});

test('a clerk finds the targets of the union above its sheet', async () => {
  const page = await personPage({ login: 'tianbao' });
  await page.goto('/filing/LJ-DC-01/work-q/2026Q3');
  await page.getByText('2026 年目标任务 1 项').click();
  await page.getByText(`${members} 20 人 · 已审核 4,完成率 20.0 % 落后于时间进度`).waitFor();
  await page.goto('/filing/LJ-JT-02/work-q/2026Q3');
  await page.getByRole('heading', { name: '长途汽车站工会' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(await page.getByText('年目标任务').count()).toBe(0);
});

test('in both languages, at a desk and on a phone', async () => {
  await inEveryLook({ login: 'tongji' }, '/console/targets?year=2026', { ready: 'tfoot', name: 'targets' });
  await inEveryLook({ login: 'lingdao' }, '/console/overview?period=2026Q3', {
    ready: '#goals',
    name: 'overview-goals',
  });
});
