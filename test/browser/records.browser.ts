/** 台账: work recorded, corrected, removed and pasted; what it adds up to offered on a return, taken, and looked into. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, axeViolations, complaintsOf, type Person, personPage, shot } from './harness/browser.js';
import { asked, type Bureau, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';
import type { Recorded } from '../src/harness/work-records.js';

let bureau: Bureau;
beforeAll(async () => {
  bureau = await foundBureau('台账局工会', 4);
}, 60_000);

const codeOf = (nth: number): string => `${bureau.code}-${nth}`;
const bookOf = (nth: number): string => `/filing/records/${codeOf(nth)}`;
const sheetOf = (nth: number): string => `/filing/${codeOf(nth)}/${asked.form}/${asked.period}`;

type Shown = Omit<Recorded, 'id' | 'version'>;

/** What stands in the book of a union, the newest first. */
async function recordsOf(nth: number): Promise<Shown[]> {
  const { workRecords } = await ask<{ workRecords: { nodes: Shown[] } }>(
    bureau.filer,
    'query ($unionCode: String) { workRecords(unionCode: $unionCode) { nodes { kind day name heldBy values counted } } }',
    { unionCode: codeOf(nth) },
  );
  return workRecords.nodes;
}

/** Writes records into the book of a union by the api. */
async function write(nth: number, ...records: object[]): Promise<void> {
  const { recordWork } = await ask<{ recordWork: { userErrors: { message: string }[] } }>(
    bureau.filer,
    'mutation ($input: RecordWorkInput!) { recordWork(input: $input) { userErrors { message } } }',
    { input: { unionId: bureau.unions[nth - 1]?.id, records, idempotencyKey: randomUUID() } },
  );
  expect(recordWork.userErrors).toEqual([]);
}

const contest = (name: string, participants: string) => ({
  ...{ kind: 'contest', day: '2026-08-20', name, values: { participants } },
});

/** What the server holds in a cell of a union's return. */
async function held(
  nth: number,
  code: string,
): Promise<{ value: string | null; origin: string } | undefined> {
  const { entrySheet } = await ask<{
    entrySheet: { tables: { cells: { cell: string; value: string | null; origin: string }[] }[] };
  }>(
    bureau.filer,
    'query ($unionCode: String, $form: String!, $period: String!) { entrySheet(unionCode: $unionCode, form: $form, period: $period) { tables { cells { cell value origin } } } }',
    { unionCode: codeOf(nth), ...asked },
  );
  return entrySheet.tables
    .flatMap(({ cells }) => cells)
    .flatMap(({ cell, value, origin }) => (cell === code ? [{ value, origin }] : []))[0];
}

const card = (page: Page, name: string) => page.getByRole('article', { name });
const told = (page: Page, sentence: string) => page.getByRole('status').getByText(sentence).waitFor();

/** Opens the book of a union with all years in sight, whatever year it is. */
async function openBook(nth: number, look: Omit<Person, 'login'> = {}): Promise<Page> {
  const page = await personPage({ login: bureau.filer, ...look });
  await page.goto(bookOf(nth));
  await page.getByLabel('年份').selectOption({ label: '全部' });
  await page
    .getByText(/^没有.*记录。$/)
    .or(page.getByRole('article'))
    .first()
    .waitFor();
  return page;
}

test('a clerk records on a phone, one after the other; a refusal keeps what was typed', async () => {
  const page = await openBook(1, { phone: true });
  await page.getByLabel('种类').first().selectOption('contest');
  await page.getByLabel('日期').fill('2026-08-20');
  await page.getByLabel('名称').fill('焊工技能大赛');
  await page.getByLabel('参赛人次').fill('三百');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('alert').getByText('三百').waitFor();
  expect(await page.getByLabel('名称').inputValue()).toBe('焊工技能大赛');
  expect(await page.getByLabel('参赛人次').getAttribute('aria-invalid')).toBe('true');
  expect(await recordsOf(1)).toEqual([]);
  expect(await axeViolations(page)).toEqual([]);

  await page.getByLabel('参赛人次').fill('300以上');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await told(page, '已登记:焊工技能大赛');
  await card(page, '焊工技能大赛').getByText('300以上 人次').waitFor();
  expect(await page.getByLabel('种类').first().inputValue()).toBe('contest');
  expect(await page.getByLabel('日期').inputValue()).toBe('2026-08-20');
  await page.getByLabel('名称').fill('区职工运动会');
  await page.getByLabel('参赛人次').fill('40');
  await page.getByLabel('主办单位').fill('东城区总工会');
  await page.getByText('记入台账,不计入报表').waitFor();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await card(page, '区职工运动会').getByText('不计入').waitFor();
  await card(page, '区职工运动会').getByText('主办:东城区总工会').waitFor();
  expect(await recordsOf(1)).toEqual([
    expect.objectContaining({ name: '区职工运动会', heldBy: '东城区总工会', counted: false }),
    {
      ...{ kind: 'contest', day: '2026-08-20', name: '焊工技能大赛', heldBy: null, counted: true },
      values: { participants: { value: '300', mark: 'AT_LEAST' } },
    },
  ]);
});

test('what cannot be sent stays typed, and is recorded once', async () => {
  const page = await openBook(1);
  await page.getByLabel('种类').first().selectOption('aid');
  await page.getByLabel('日期').fill('2026-09-10');
  await page.getByLabel('名称').fill('中秋慰问');
  await page.locator('.work-fields').getByLabel('类别').selectOption('生活');
  await page.getByLabel('户次').fill('12');
  await page.getByLabel('金额').fill('1.2万');
  await page.route('**/graphql', (route) => route.abort());
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('alert').getByText('连不上服务器').waitFor();
  expect(await page.getByLabel('金额').inputValue()).toBe('1.2万');
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await told(page, '已登记:中秋慰问');
  await card(page, '中秋慰问').getByText('12,000.00 元').waitFor();
  const aid = (await recordsOf(1)).filter(({ kind }) => kind === 'aid');
  expect(aid.map(({ values }) => values)).toEqual([{ type: '生活', families: '12', amount: '12000.00' }]);
  complaintsOf(page); // Chromium says of the request that it failed
});

test('a record is corrected, and removed with a reason', async () => {
  await write(2, contest('叉车比武', '20'), contest('拔河赛', '15'));
  const page = await openBook(2);
  await page.getByRole('button', { name: '更正 叉车比武' }).click();
  await card(page, '叉车比武').getByLabel('参赛人次').fill('21');
  await card(page, '叉车比武').getByRole('button', { name: '保存更正' }).click();
  await told(page, '已更正:叉车比武');
  await card(page, '叉车比武').getByText('21 人次').waitFor();
  await page.getByRole('button', { name: '删除 拔河赛' }).click();
  await card(page, '拔河赛').getByLabel('删除原因').fill('并非本单位的活动');
  await card(page, '拔河赛').getByRole('button', { name: '确认删除' }).click();
  await told(page, '已删除:拔河赛');
  await card(page, '拔河赛').waitFor({ state: 'detached' });
  expect((await recordsOf(2)).map(({ name, values }) => [name, values])).toEqual([
    ['叉车比武', { participants: '21' }],
  ]);
  await page.getByLabel('种类').last().selectOption('aid');
  await page.getByText('没有符合的记录').waitFor();
  await page.locator('.find select').selectOption(codeOf(3));
  await page.getByRole('heading', { level: 1, name: bureau.unions[2]?.name ?? '' }).waitFor();
});

test('rows of Excel are looked at, refused as a whole by their rows, and recorded together', async () => {
  const page = await openBook(3);
  await page.locator('summary', { hasText: '从 Excel 粘贴' }).click();
  const form = page.locator('.fold', { hasText: '从 Excel 粘贴' });
  await form.getByLabel('种类').selectOption('aid');
  const columns = form.getByRole('columnheader');
  expect(await columns.allInnerTexts()).toEqual(['行', '日期', '名称', '类别', '户次', '金额']);
  const rows = (second: string): string =>
    ['日期\t名称\t类别\t户次\t金额', '2026/7/3\t走访困难职工\t生活\t3户\t1.5万', second].join('\n');
  await form.getByLabel('粘贴到这里').fill(rows('2026年8月1日\t金秋助学\t助学\t两户\t6000'));
  await form.getByRole('row', { name: /15,000\.00/ }).waitFor();
  expect(await form.locator('.work-unread').allInnerTexts()).toEqual(['3户 读不懂', '两户 读不懂']);
  await form.getByRole('button', { name: '登记这 2 条' }).click();
  await form.locator('.work-wrongs li').nth(1).waitFor();
  expect(await form.locator('.work-wrongs li').allInnerTexts()).toEqual([
    expect.stringContaining('3户'),
    expect.stringContaining('两户'),
  ]);
  expect(await recordsOf(3)).toEqual([]);
  expect(await axeViolations(page)).toEqual([]);
  const right = rows('2026年8月1日\t金秋助学\t助学\t2\t6000').replace('3户', '3');
  await form.getByLabel('粘贴到这里').fill(right);
  expect(await form.locator('.work-wrongs li').count()).toBe(0);
  await form.getByRole('button', { name: '登记这 2 条' }).click();
  await told(page, '已登记 2 条。');
  await card(page, '金秋助学').waitFor();
  expect((await recordsOf(3)).map(({ day, name, values }) => [day, name, values])).toEqual([
    ['2026-08-01', '金秋助学', { type: '助学', families: '2', amount: '6000.00' }],
    ['2026-07-03', '走访困难职工', { type: '生活', families: '3', amount: '15000.00' }],
  ]);
});

const cell = (page: Page, code: string) => page.locator(`input[data-cell="${code}"]`);
const row = (page: Page, code: string) => page.locator('tr', { has: page.locator(`[data-cell="${code}"]`) });
const allSaved = (page: Page) => page.locator('[data-safety="SAVED"]').waitFor();

/** Opens the sheet of a union at 竞赛. */
async function openSheet(nth: number, look: Omit<Person, 'login'> = {}): Promise<Page> {
  const page = await personPage({ login: bureau.filer, ...look });
  await page.goto(sheetOf(nth));
  await page.locator('#tab-T4').click();
  await cell(page, 'comp_participant_cnt').waitFor();
  return page;
}

/** A figure that the book has moved since, with what it was made of, in every look. */
async function lookAtMoved(nth: number): Promise<void> {
  for (const language of ['zh', 'en'] as const)
    for (const phone of [false, true]) {
      const page = await openSheet(nth, { language, phone });
      const line = row(page, 'comp_participant_cnt');
      await line.locator('summary').click();
      await line.getByRole('listitem').nth(1).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await shot(page, `records-moved-${language}${phone ? '-phone' : ''}`);
      await page.context().close();
    }
}

test('what the book adds up to is taken on the sheet, told where it has moved, and taken again', async () => {
  await write(4, contest('焊工大赛', '30'), contest('电工大赛', '25'));
  const page = await openSheet(4);
  const line = row(page, 'comp_participant_cnt');
  expect(await cell(page, 'comp_participant_cnt').getAttribute('placeholder')).toBe('55');
  await line.locator('summary', { hasText: '看台账' }).click();
  const records = line.getByRole('list', { name: '由这些记录得出' }).getByRole('listitem');
  await records.nth(1).waitFor();
  expect((await records.allInnerTexts()).map((text) => /\S+大赛/.exec(text)?.[0]).sort()).toEqual(
    ['焊工大赛', '电工大赛'].sort(),
  );
  await line.getByRole('button', { name: '取台账数 55' }).click();
  await allSaved(page);
  expect(await held(4, 'comp_participant_cnt')).toEqual({ value: '55', origin: 'RECORDS' });
  await line.getByText('台账', { exact: true }).waitFor();
  expect(await line.getByText('沿用').count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);

  await write(4, contest('钳工大赛', '10'));
  await page.reload();
  await page.locator('#tab-T4').click();
  await line.getByText('台账现为 65').waitFor();
  await lookAtMoved(4);
  await line.locator('summary', { hasText: '看台账' }).click();
  await records.nth(1).waitFor();
  expect(await records.count()).toBe(2); // as the book was when it was taken
  await line.getByRole('button', { name: '取台账数 65' }).click();
  await line.getByText('台账现为 65').waitFor({ state: 'detached' });
  await allSaved(page);
  expect(await held(4, 'comp_participant_cnt')).toEqual({ value: '65', origin: 'RECORDS' });
  await page.reload();
  await page.locator('#tab-T4').click();
  await line.locator('summary', { hasText: '看台账' }).click();
  await records.nth(2).waitFor();
});

test('all that is offered is taken at once, and 撤销 puts back what was taken before', async () => {
  await write(4, contest('车工大赛', '5'));
  const page = await openSheet(4);
  const line = row(page, 'comp_participant_cnt');
  await line.getByText('台账现为 70').waitFor();
  await page.getByRole('button', { name: /^全部采用/ }).click();
  await allSaved(page);
  expect(await held(4, 'comp_participant_cnt')).toEqual({ value: '70', origin: 'RECORDS' });
  expect(await held(4, 'comp_event_cnt')).toEqual({ value: '4', origin: 'RECORDS' });
  await page.getByRole('button', { name: '撤销' }).click();
  await allSaved(page);
  // What the book no longer says is the clerk's own word.
  expect(await held(4, 'comp_participant_cnt')).toEqual({ value: '65', origin: 'TYPED' });
  expect(await held(4, 'comp_event_cnt')).toEqual({ value: null, origin: 'TYPED' });
});

test('an annex takes the rows of the book that it does not have yet', async () => {
  const training = (day: string, name: string, times: unknown) => ({
    ...{ kind: 'training', day, name },
    values: { type: '岗位', classes: '1', person_times: times },
  });
  await write(
    4,
    training('2026-07-08', '安全培训', '32'),
    training('2026-07-09', '急救培训', { value: '20', mark: 'ABOUT' }),
  );
  const page = await openSheet(4);
  await page.locator('#tab-trn_class').click();
  await page.getByLabel('培训班名称 1').fill('自己填的');
  await page.getByRole('button', { name: '从台账带入 2 行' }).click();
  expect(await page.getByLabel('培训班名称 1').inputValue()).toBe('自己填的');
  const names = await Promise.all(
    ['培训班名称 2', '培训班名称 3', '参训人次 3'].map((label) => page.getByLabel(label).inputValue()),
  );
  expect(names).toEqual(['安全培训', '急救培训', '约20']);
  expect(await page.getByRole('button', { name: /从台账带入/ }).count()).toBe(0);
  await allSaved(page);
  expect(await held(4, 'trn_person_time_cnt')).toMatchObject({ value: '52' });
});

test('a book is whole in both languages, at a desk and on a phone', async () => {
  await write(3, contest('消防比武', '18'));
  await inEveryLook({ login: bureau.filer }, bookOf(3), { ready: '.works .work', name: 'records-book' });
}, 120_000);
