/** The clerk's pages: tasks, the sheet with its keys, paste and draft, submission, print. Each test works on a union of its own. */
import { readFile } from 'node:fs/promises';
import { readSpreadsheet } from '@huiji/workbook/read';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, axeViolations, complaintsOf, personPage } from './harness/browser.js';
import { inEveryLook } from './harness/looks.js';
import { paste } from './harness/paste.js';

const clerk = { login: 'tianbao' } as const;
const sheet = (union: string): string => `/filing/${union}/work-q/2026Q3`;
const cell = (page: Page, code: string) => page.locator(`input[data-cell="${code}"]`);
const tick = (page: Page, code: string) => page.locator(`[data-tick="${code}"]`);

async function open(union: string): Promise<Page> {
  const page = await personPage(clerk);
  await page.goto(sheet(union));
  await cell(page, 'mem_worker_cnt').waitFor();
  return page;
}

/** What the server holds in a cell: its value and mark, or null where it is blank. */
async function held(union: string, code: string): Promise<{ value: string | null; mark: string } | null> {
  const { entrySheet } = await ask<{
    entrySheet: { tables: { cells: { cell: string; value: string | null; mark: string }[] }[] };
  }>(
    clerk.login,
    `{ entrySheet(unionCode: "${union}", form: "work-q", period: "2026Q3") { tables { cells { cell value mark } } } }`,
  );
  const found = entrySheet.tables.flatMap(({ cells }) => cells).find((one) => one.cell === code);
  return found && found.mark !== 'MISSING' ? { value: found.value, mark: found.mark } : null;
}

const allSaved = (page: Page) => page.locator('[data-safety="SAVED"]').waitFor();

test.each([
  ['tasks', '/filing'],
  ['sheet', sheet('LJ-JT-02')],
  ['history', '/filing/LJ-JT-02/work-q'],
  ['past', '/filing/LJ-JT-02/work-q/2026Q2'],
  ['print', `${sheet('LJ-JT-02')}/print`],
])(
  '%s is whole in both languages and on a phone',
  (name, path) => inEveryLook(clerk, path, { ready: 'h1', name: `filing-${name}` }),
  120_000,
);

test('a clerk lands in a half-filled return with one error and one hint, and a click leads to its cell', async () => {
  const page = await open('LJ-JT-02');
  expect(await page.locator('.hit-ARITHMETIC').count()).toBe(1);
  expect(await page.locator('.hit').count()).toBe(2);
  await page.locator('#tab-T3').click();
  await page.locator('.hit-ARITHMETIC').click();
  await page.waitForFunction("document.activeElement.dataset.cell === 'mem_new_migrant_member_cnt'");
  await page.getByRole('button', { name: '上报', exact: true }).click();
  await page.getByText('还有错误没有改正').waitFor();
  expect(await page.getByRole('button', { name: '确认上报' }).isDisabled()).toBe(true);
});

test('what is typed is saved cell by cell, with its mark; what cannot be read is told and kept as typed', async () => {
  const union = 'LJ-DC-04';
  const page = await open(union);
  await cell(page, 'mem_worker_cnt').fill('１,２３４');
  await cell(page, 'mem_member_cnt').fill('约1200');
  await cell(page, 'mem_leave_cnt').fill('1.2万');
  await page.locator('[data-tick="mem_worker_cnt"][data-phase="SAVED"]').waitFor();
  await page.locator('[data-tick="mem_member_cnt"][data-phase="SAVED"]').waitFor();
  expect(await cell(page, 'mem_worker_cnt').inputValue()).toBe('１,２３４');
  // What the registers know stands beside it as before.
  expect(await page.locator('output[data-cell="mem_transfer_out_cnt"]').innerText()).toBe('5');
  expect(await held(union, 'mem_worker_cnt')).toEqual({ value: '1234', mark: 'EXACT' });
  expect(await held(union, 'mem_member_cnt')).toEqual({ value: '1200', mark: 'ABOUT' });
  await page.getByText('用了“万”或“亿”').waitFor();
  expect(await tick(page, 'mem_leave_cnt').getAttribute('data-phase')).toBe('WRONG');
  expect(await held(union, 'mem_leave_cnt')).toBeNull();
  await page.reload();
  await cell(page, 'mem_leave_cnt').waitFor();
  expect(await cell(page, 'mem_leave_cnt').inputValue()).toBe('1.2万');
  await cell(page, 'mem_leave_cnt').fill('12');
  await allSaved(page);
  expect(await held(union, 'mem_leave_cnt')).toEqual({ value: '12', mark: 'EXACT' });
});

test('a cell that somebody else has changed shows both values, and the clerk decides', async () => {
  const union = 'LJ-DC-04';
  const page = await open(union);
  const { tradeUnion } = await ask<{ tradeUnion: { id: string } }>(
    clerk.login,
    `{ tradeUnion(code: "${union}") { id } }`,
  );
  await ask(
    'daibao',
    `mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { userErrors { code } } }`,
    {
      input: {
        ...{ unionId: tradeUnion.id, form: 'work-q', period: '2026Q3' },
        cells: [{ cell: 'mem_retained_cnt', value: '7', seen: { value: null, mark: 'MISSING' } }],
        idempotencyKey: `filing.browser ${Date.now()}`,
      },
    },
  );
  await cell(page, 'mem_retained_cnt').fill('9');
  await page.getByText('别处已改为 7。').waitFor();
  expect(await held(union, 'mem_retained_cnt')).toEqual({ value: '7', mark: 'EXACT' });
  await page.getByRole('button', { name: '用我填的' }).click();
  await allSaved(page);
  expect(await held(union, 'mem_retained_cnt')).toEqual({ value: '9', mark: 'EXACT' });
});

test('a paste from Excel fills a column or finds its lines, says what it could not do, and is taken back whole', async () => {
  const union = 'LJ-DC-04';
  const page = await open(union);
  await cell(page, 'wc_proposal_cnt').or(cell(page, 'mem_worker_cnt')).first().waitFor();
  await cell(page, 'mem_worker_cnt[women]').focus();
  const before = await cell(page, 'mem_member_cnt').inputValue();
  // Sixty lines: figures, full-width ones, one with separators, one that cannot be read, one blank.
  const column = ['12', '３４', '"1,234"', 'abc', '', ...Array.from({ length: 55 }, (_, at) => String(at))];
  const busy = await paste(page, `${column.join('\r\n')}\r\n`);
  console.log(`a paste of 60 cells: ${busy.toFixed(0)} ms`);
  expect(await cell(page, 'mem_worker_cnt[migrant]').inputValue()).toBe('３４');
  expect(await cell(page, 'mem_member_cnt').inputValue()).toBe('1,234');
  expect(await cell(page, 'mem_member_cnt[women]').inputValue()).toBe('abc');
  await page.getByText('自动计算的 12 项已跳过').waitFor();
  await page.getByText('有 1 个读不懂').waitFor();
  await cell(page, 'mem_worker_cnt[women]').focus();
  await page.keyboard.press('Control+z');
  expect(await cell(page, 'mem_member_cnt').inputValue()).toBe(before);
  expect(await cell(page, 'mem_worker_cnt[migrant]').inputValue()).toBe('');
  await allSaved(page);
  expect(await held(union, 'mem_worker_cnt[migrant]')).toBeNull();

  await paste(page, '会员人数\t88\r\nmem_leave_cnt\t3\r\n没有这个指标\t1\r\n');
  expect(await cell(page, 'mem_member_cnt').inputValue()).toBe('88');
  expect(await cell(page, 'mem_leave_cnt').inputValue()).toBe('3');
  await page.getByText('1 行没有对应的指标').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  expect(await cell(page, 'mem_member_cnt').inputValue()).toBe(before);
  await paste(page, '甲\t1\t2\r\n乙\t3\t4\r\n');
  await page.getByText('这样的区域不能粘贴').waitFor();
});

test('without a network nothing typed is lost: it survives a reload, and is sent once the network is back', async () => {
  const union = 'LJ-JT-03';
  const page = await open(union);
  await page.route('**/graphql', (route) => route.abort());
  await cell(page, 'mem_worker_cnt').fill('61');
  await page.keyboard.press('Enter');
  await page.keyboard.type('22');
  await page.locator('[data-safety="UNREACHABLE"]').waitFor();
  expect(await held(union, 'mem_worker_cnt')).toBeNull();
  await page.unroute('**/graphql');
  await page.reload();
  await cell(page, 'mem_worker_cnt').waitFor();
  expect(await cell(page, 'mem_worker_cnt').inputValue()).toBe('61');
  await allSaved(page);
  expect(await held(union, 'mem_worker_cnt')).toEqual({ value: '61', mark: 'EXACT' });
  expect(await held(union, 'mem_worker_cnt[women]')).toEqual({ value: '22', mark: 'EXACT' });
  complaintsOf(page); // Chromium says of each request that it failed
});

test('the rules speak while a figure is typed, without a network too', async () => {
  const page = await open('LJ-JT-03');
  await page.waitForLoadState('networkidle'); // the rules have come
  await page.route('**/graphql', (route) => route.abort());
  await cell(page, 'mem_member_cnt').fill('50');
  await cell(page, 'mem_member_cnt[women]').fill('51');
  const beside = page.locator('tr', { has: cell(page, 'mem_member_cnt[women]') }).locator('.note-ARITHMETIC');
  await beside.filter({ hasText: '“会员人数(女)”51 大于“会员人数”50' }).waitFor();
  await page.locator('.found .hit-ARITHMETIC').filter({ hasText: '会员人数(女)' }).waitFor();
  await cell(page, 'mem_member_cnt[women]').fill('49');
  await beside.waitFor({ state: 'detached' });
  await cell(page, 'mem_member_cnt[women]').fill('51');
  await beside.waitFor();
  await page.unroute('**/graphql');
  await cell(page, 'mem_member_cnt').fill('');
  await cell(page, 'mem_member_cnt[women]').fill('');
  await allSaved(page);
  await beside.waitFor({ state: 'detached' });
  complaintsOf(page); // Chromium says of each request that it failed
});

test('one key takes over last period’s figure, marked 沿用, and the server knows that it was', async () => {
  const union = 'LJ-JT-03';
  const page = await open(union);
  const ghost = await cell(page, 'mem_member_cnt').getAttribute('placeholder');
  expect(ghost).toMatch(/^\d+$/);
  await cell(page, 'mem_member_cnt').focus();
  await page.keyboard.press('=');
  expect(await cell(page, 'mem_member_cnt').inputValue()).toBe(ghost);
  await page
    .locator('tr', { has: cell(page, 'mem_member_cnt') })
    .getByText('沿用')
    .waitFor();
  await allSaved(page);
  await page.reload();
  await page
    .locator('tr', { has: cell(page, 'mem_member_cnt') })
    .getByText('沿用')
    .waitFor();
});

test('sixty figures take at most 300 keys and one click, over the ends of tables', async () => {
  const page = await open('LJ-JT-04');
  let keys = 0;
  const press = async (key: string): Promise<void> => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await cell(page, 'mem_worker_cnt').click();
  for (let filled = 0; filled < 60; filled += 1) {
    for (const key of '120') await press(key);
    await press('Enter');
  }
  await page.locator('.tools .progress', { hasText: '已填 60 /' }).waitFor();
  expect(keys).toBeLessThanOrEqual(300);
  await allSaved(page);
});

test('a return is checked, submitted with its explanation, taken back, and printed', async () => {
  const union = 'LJ-DC-04';
  const page = await open(union);
  const figures = { mem_worker_cnt: '300', mem_member_cnt: '280', mem_leave_cnt: '40', mem_retained_cnt: '' };
  for (const [code, text] of Object.entries(figures)) await cell(page, code).fill(text);
  await page.getByRole('button', { name: '逻辑检查' }).click();
  await page.locator('.hit-PLAUSIBILITY').filter({ hasText: '退会等减少 40 人' }).waitFor();
  await page.getByRole('button', { name: '上报', exact: true }).click();
  await page.getByLabel('上报说明').fill('本季度一个车间整体划出。');
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: '确认上报' }).click();
  await page.getByRole('button', { name: '撤回上报' }).waitFor();
  expect(await cell(page, 'mem_worker_cnt').count()).toBe(0);
  await page.goto(`${sheet(union)}/print`);
  await page.getByText('上报说明: 本季度一个车间整体划出。').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: '打印' }).count()).toBe(0);
  await page.emulateMedia({ media: 'screen' });
  await page.goto(sheet(union));
  await page.getByRole('button', { name: '撤回上报' }).click();
  await cell(page, 'mem_worker_cnt').waitFor();
  expect(await cell(page, 'mem_worker_cnt').inputValue()).toBe('300');
});

test('a return leaves as a workbook with what was typed a moment ago', async () => {
  const page = await open('LJ-DC-04');
  await cell(page, 'mem_retained_cnt').fill('17');
  await page.getByRole('button', { name: '导出 Excel' }).click();
  const link = page.getByRole('link', { name: /^下载 填报表 .* 2026Q3\.xlsx$/ });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const read = await readSpreadsheet(await readFile(await download.path()));
  if ('code' in read) throw new Error(read.code);
  const lines = read.flatMap(({ rows }) => rows.map((row) => row.map((one) => one?.text)));
  expect(lines.find((line) => line.includes('mem_retained_cnt'))).toContain('17');
});

test('an annex grows as it is filled in, and what it adds up to follows', async () => {
  const union = 'LJ-DC-04';
  const page = await open(union);
  await page.locator('#tab-trn_class').click();
  await page.getByLabel('培训班名称 1').fill('纺织技能');
  await page.getByLabel('类别 1').selectOption('岗位');
  await page.getByLabel('参训人次 1').fill('32');
  await page.getByLabel('培训班名称 2').fill('普法讲座');
  await page.getByLabel('参训人次 2').fill('约20');
  await allSaved(page);
  expect(await held(union, 'trn_person_time_cnt')).toEqual({ value: '52', mark: 'ABOUT' });
  await page.locator('#tab-T5').click();
  await page.locator('output[data-cell="trn_person_time_cnt"]', { hasText: '约52' }).waitFor();
});
