/** 代报: a grid of many unions. It works on a bureau of its own, whose clerk files for three unions. */
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, axeViolations, complaintsOf, personPage, shot } from './harness/browser.js';
import { asked, type Bureau, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';
import { paste } from './harness/paste.js';

let bureau: Bureau;
beforeAll(async () => {
  bureau = await foundBureau('代报局工会', 3);
}, 60_000);

const grid = '/filing/many/work-q/2026Q3';
const codeOf = (nth: number): string => `${bureau.code}-${nth}`;
const cell = (page: Page, nth: number, code: string) =>
  page.locator(`input[data-union="${codeOf(nth)}"][data-cell="${code}"]`);

async function open(): Promise<Page> {
  const page = await personPage({ login: bureau.filer });
  await page.goto(grid);
  await page.locator('[data-row-of]').nth(2).waitFor();
  return page;
}

interface Held {
  state: string | null;
  tables: { cells: { cell: string; value: string | null }[] }[];
}

/** What the server holds of a union's return. */
const heldOf = async (nth: number): Promise<Held> =>
  (
    await ask<{ entrySheet: Held }>(
      bureau.filer,
      'query ($unionCode: String, $form: String!, $period: String!) { entrySheet(unionCode: $unionCode, form: $form, period: $period) { state tables { cells { cell value } } } }',
      { unionCode: codeOf(nth), ...asked },
    )
  ).entrySheet;

/** What it holds in a cell of each union. */
const held = (code: string): Promise<(string | null)[]> =>
  Promise.all(
    [1, 2, 3].map(async (nth) => {
      const { tables } = await heldOf(nth);
      return tables.flatMap(({ cells }) => cells).find((one) => one.cell === code)?.value ?? null;
    }),
  );

/** Until the server has all that was typed into any row. */
const allSaved = (page: Page): Promise<void> =>
  page
    .locator('[data-phase="KEPT"], [data-row-of] [data-safety]:not([data-safety="SAVED"])')
    .first()
    .waitFor({ state: 'hidden' });

test('whoever files for several unions is led to the grid, and the keys lead from union to union', async () => {
  const page = await personPage({ login: 'daibao' });
  await page.goto('/filing');
  await page.getByRole('link', { name: /个单位一起填/ }).click();
  await page.locator('[data-row-of]').first().waitFor();
  await page.goto('about:blank');

  const own = await open();
  await cell(own, 1, 'mem_worker_cnt').focus();
  for (const figure of ['110', '120', '130']) {
    await own.keyboard.type(figure);
    await own.keyboard.press('Enter');
  }
  await allSaved(own);
  expect(await held('mem_worker_cnt')).toEqual(['110', '120', '130']);
  await cell(own, 3, 'mem_worker_cnt').focus();
  await own.keyboard.press('ArrowUp');
  await own.keyboard.press('End');
  await own.keyboard.press('ArrowRight');
  expect(await own.evaluate('document.activeElement.dataset.union')).toBe(codeOf(2));
  expect(await own.evaluate('document.activeElement.dataset.cell')).toBe('mem_worker_cnt[women]');
});

test('a block is pasted over unions and indicators, or by the names of unions, and taken back from all of them', async () => {
  const page = await open();
  for (const nth of [1, 2, 3]) await cell(page, nth, 'mem_worker_cnt').fill(String(100 + 10 * nth));
  await cell(page, 1, 'mem_worker_cnt').focus();
  await paste(page, '210\t21\r\n220\t２２\r\n230\tabc\r\n240\t24\r\n');
  await page.getByText('已粘贴到 3 个单位,5 个数').waitFor();
  await page.getByText('有 1 个读不懂').waitFor();
  await page.getByText('2 个超出了表格').waitFor();
  expect(await cell(page, 3, 'mem_worker_cnt[women]').inputValue()).toBe('abc');
  await cell(page, 2, 'mem_worker_cnt[women]').focus();
  await page.keyboard.press('Control+z');
  expect(await cell(page, 3, 'mem_worker_cnt[women]').inputValue()).toBe('');
  expect(await cell(page, 1, 'mem_worker_cnt').inputValue()).toBe('110');
  await allSaved(page);
  expect(await held('mem_worker_cnt')).toEqual(['110', '120', '130']);

  await cell(page, 1, 'mem_worker_cnt[women]').focus();
  await paste(page, `${bureau.unions[2]?.name}\t33\r\n${codeOf(1)}\t11\r\n没有这个单位\t9\r\n`);
  await allSaved(page);
  expect(await held('mem_worker_cnt[women]')).toEqual(['11', null, '33']);
});

test('without a network nothing typed into the grid is lost, and a union’s own sheet holds it too', async () => {
  const page = await open();
  await page.route('**/graphql', (route) => route.abort());
  await cell(page, 1, 'mem_leave_cnt').fill('0');
  await cell(page, 2, 'mem_leave_cnt').fill('0');
  await page.locator(`[data-row-of="${codeOf(2)}"] [data-safety="UNREACHABLE"]`).waitFor();
  expect(await held('mem_leave_cnt')).toEqual([null, null, null]);
  await page.unroute('**/graphql');
  await page.goto(`/filing/${codeOf(1)}/work-q/2026Q3`);
  await page.locator('[data-safety="SAVED"]').waitFor();
  await page.locator('[data-tick="mem_leave_cnt"][data-phase="SAVED"]').waitFor();
  await page.goto(grid);
  await page.locator('[data-row-of]').nth(2).waitFor();
  expect(await cell(page, 2, 'mem_leave_cnt').inputValue()).toBe('0');
  await allSaved(page);
  expect(await held('mem_leave_cnt')).toEqual(['0', '0', null]);
  complaintsOf(page); // Chromium says of each request that it failed
});

test(
  'the grid is whole in both languages and on a phone',
  () => inEveryLook({ login: bureau.filer }, grid, { ready: '[data-row-of]', name: 'many' }),
  120_000,
);

test('several are submitted at once, each with its own result: an error stops its union alone, a hint asks for its explanation', async () => {
  const page = await open();
  // The first is clean, the second has more members than workers, the third more women than members.
  const figures: Record<string, string>[] = [
    { mem_member_cnt: '100', mem_new_member_cnt: '2', mem_leave_cnt: '0' },
    { mem_member_cnt: '125', mem_new_member_cnt: '2', mem_leave_cnt: '0' },
    { mem_member_cnt: '90', 'mem_member_cnt[women]': '91' },
  ];
  for (const [at, cells] of figures.entries())
    for (const [code, text] of Object.entries(cells)) await cell(page, at + 1, code).fill(text);
  await allSaved(page);
  await page
    .locator(`[data-row-of="${codeOf(3)}"] .many-note .note-ARITHMETIC`)
    .first()
    .waitFor();
  expect(await cell(page, 3, 'mem_member_cnt[women]').getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('选择全部可上报的单位').check();
  await page.getByRole('button', { name: '上报选中的 3 个' }).click();
  const of = (nth: number) => page.locator(`[data-submit="${codeOf(nth)}"]`);
  await of(1).getByText('可以上报').waitFor();
  await of(3).getByText('有错误,不能上报').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'many-submit');
  await of(2).getByRole('textbox').fill('含劳务派遣会员。');
  await page.getByRole('button', { name: '确认上报 2 个' }).click();
  await of(1).getByText('已上报').waitFor();
  await of(2).getByText('已上报').waitFor();
  expect(await Promise.all([1, 2, 3].map(async (nth) => (await heldOf(nth)).state))).toEqual([
    ...['SUBMITTED', 'SUBMITTED', 'DRAFT'],
  ]);
  await page.locator(`[data-row-of="${codeOf(1)}"][data-state="SUBMITTED"]`).waitFor();
  expect(await cell(page, 1, 'mem_member_cnt').count()).toBe(0);
  expect(await cell(page, 3, 'mem_member_cnt').count()).toBe(1);
});

test('rows that only this device holds keep their union from being submitted without them', async () => {
  const sheet = `/filing/${codeOf(3)}/work-q/2026Q3`;
  const page = await open();
  await page.goto(sheet);
  await page.locator('#tab-trn_class').click();
  await page.getByLabel('培训班名称 1').waitFor();
  await page.route('**/graphql', (route) => route.abort());
  await page.getByLabel('培训班名称 1').fill('安全培训');
  await page.locator('[data-safety="UNREACHABLE"]').waitFor();
  await page.unroute('**/graphql');
  await page.goto(grid);
  await page.getByLabel(`选择 ${bureau.unions[2]?.name}`).check();
  await page.getByRole('button', { name: '上报选中的 1 个' }).click();
  await page
    .locator(`[data-submit="${codeOf(3)}"]`)
    .getByText('打开整张报表看看')
    .waitFor();
  expect(await page.getByRole('button', { name: '确认上报 0 个' }).isDisabled()).toBe(true);
  await page.goto(sheet);
  await page.locator('#tab-trn_class').click();
  await page.getByLabel('培训班名称 1').waitFor();
  expect(await page.getByLabel('培训班名称 1').inputValue()).toBe('安全培训');
  await page.locator('[data-safety="SAVED"]').waitFor();
  complaintsOf(page); // Chromium says of each request that it failed
});
