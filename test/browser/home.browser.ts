/** 职工之家 on the clerk's page: what is held and due, 自评 with what the inspection gave, 会员评家, awards with their re-checks. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { act } from './harness/act.js';
import { ask, axeViolations, complaintsOf, type Person, personPage, shot } from './harness/browser.js';
import { type Bureau, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

let bureau: Bureau;
/** The criteria of the standard that is shipped, by code. */
let textOf: Map<string, string>;
beforeAll(async () => {
  bureau = await foundBureau('建家局工会', 7);
  const { homeStandard } = await ask<{ homeStandard: { criteria: { code: string; text: string }[] } }>(
    bureau.filer,
    '{ homeStandard { criteria { code text } } }',
  );
  textOf = new Map(homeStandard.criteria.map(({ code, text }) => [code, text]));
}, 60_000);

/** The year that it is where the federations are. */
const year = Number(new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format());
const pathOf = (nth: number): string => `/filing/home/${bureau.code}-${nth}`;
const idOf = (nth: number): string => bureau.unions[nth - 1]?.id ?? '';

const plan = (nth: number, ...grades: readonly number[]) =>
  act(bureau.reviewer, 'planHomes', {
    lines: grades.map((grade, ahead) => ({ unionId: idOf(nth), year: year + ahead, grade })),
    idempotencyKey: randomUUID(),
  });

/** 自评 or 考核 of all criteria with the same points each, of the second grade. */
const score = (name: 'assessHome' | 'inspectHome', nth: number, points: string, expectedRevision = 0) =>
  act(
    name === 'assessHome' ? bureau.filer : bureau.reviewer,
    name,
    {
      ...{ unionId: idOf(nth), year, grade: 2, expectedRevision, idempotencyKey: randomUUID() },
      scores: [...textOf.keys()].map((criterion) => ({ criterion, points, evidence: `${points} 分的依据` })),
    },
    'AssessHomeInput',
  );

/** Last year's award of the lowest grade, and its re-check. */
async function award(nth: number): Promise<void> {
  const { awardHome } = await ask<{ awardHome: { awardId: string } }>(
    bureau.reviewer,
    'mutation ($input: AwardHomeInput!) { awardHome(input: $input) { awardId userErrors { message } } }',
    {
      input: {
        ...{ unionId: idOf(nth), grade: 1, awardingLevel: '单位', awardedBy: '建家局工会' },
        ...{ documentNo: `建工〔${year - 1}〕${nth}号`, awardedOn: `${year - 1}-03-01` },
        validUntil: `${year + 2}-02-28`,
      },
    },
  );
  await act(bureau.reviewer, 'recheckHome', {
    ...{
      awardId: awardHome.awardId,
      checkedOn: `${year - 1}-11-20`,
      outcome: 'KEPT',
      documentNo: '建工复〔1〕号',
    },
    idempotencyKey: randomUUID(),
  });
}

interface Assessed {
  grade: number;
  complete: boolean;
  total: string | null;
  scores: { criterion: string; points: string | null; evidence: string | null }[];
}

/** 自评 as the server holds it, with what is scored of it. */
async function assessed(nth: number): Promise<Assessed | null> {
  const { homeFile } = await ask<{ homeFile: { assessment: Assessed | null } }>(
    bureau.filer,
    'query ($id: ID, $year: Int) { homeFile(unionId: $id, year: $year) { assessment { grade complete total scores { criterion points evidence } } } }',
    { id: idOf(nth), year },
  );
  const { assessment } = homeFile;
  return (
    assessment && {
      ...assessment,
      scores: assessment.scores.filter(({ points, evidence }) => points !== null || evidence !== null),
    }
  );
}

async function open(nth: number, look: Omit<Person, 'login'> = {}): Promise<Page> {
  const page = await personPage({ login: bureau.filer, ...look });
  await page.goto(pathOf(nth));
  await page.locator('.written-score').first().waitFor();
  return page;
}

const criterion = (page: Page, code: string): Locator =>
  page.getByRole('group', { name: textOf.get(code) ?? code });
const points = (page: Page, code: string): Locator => criterion(page, code).getByLabel('得分');
const fold = (page: Page, name: string): Locator =>
  page.locator('.fold', { has: page.locator('summary', { hasText: name }) });
const save = (page: Page) => page.getByRole('button', { name: '保存自评' }).click();
const told = (page: Page, sentence: string) => page.getByRole('status').getByText(sentence).waitFor();

test('a clerk reads what the union holds, what waits, and what is planned, year by year', async () => {
  await plan(1, 2, 3);
  await award(1);
  const page = await open(1);
  const held = page.getByRole('region', { name: '现有等级' });
  await held.getByText('合格职工之家').waitFor();
  await held.getByText(`建工〔${year - 1}〕1号`).waitFor();
  await held.getByText(`${year + 2}年2月28日`).waitFor();
  const plans = page.getByRole('region', { name: '今后的规划' }).getByRole('listitem');
  expect(await plans.allInnerTexts()).toEqual([`${year} 年: 先进职工之家`, `${year + 1} 年: 模范职工之家`]);
  const due = page.getByRole('region', { name: `${year} 年待办` });
  await due.getByText(/^自评:/).waitFor();
  await due.getByText(/^会员评家:/).waitFor();
  const awards = page.getByRole('region', { name: '历次命名与复查' });
  await awards.getByText(/^未评家:/).waitFor();
  await awards.getByText(`${year - 1}年11月20日 复查:保留(建工复〔1〕号)`).waitFor();
  // The planned grade stands first, and is chosen.
  const grades = page.getByLabel('申报等级').locator('option');
  expect((await grades.allInnerTexts())[0]).toBe('先进职工之家(规划)');
  expect(await page.getByLabel('申报等级').inputValue()).toBe('2');

  await page.getByLabel('渠道').selectOption('SYSTEM');
  await held.getByText('在这一渠道还没有命名的等级。').waitFor();
  await page.getByText('在这一渠道还没有命名。').waitFor();
  await page.getByLabel('年份').selectOption(String(year + 1));
  await page.getByText(`${year + 1} 年还没有开始`).waitFor();
  expect(await page.getByRole('button', { name: '保存自评' }).count()).toBe(0);
});

test('自评 is saved before it is complete; what is refused, unsent or reloaded stays typed', async () => {
  await plan(2, 2);
  const page = await open(2, { phone: true });
  await points(page, 'organisation').fill('20.5');
  expect(await points(page, 'organisation').getAttribute('aria-invalid')).toBe('true');
  await criterion(page, 'organisation').getByLabel(/^依据/).fill('换届批复 12 号');
  await points(page, 'rights').fill('0');
  await save(page);
  await page.getByRole('alert').getByText('20.5').waitFor();
  expect(await assessed(2)).toBeNull();
  await page.reload();
  await points(page, 'organisation').waitFor();
  expect(await points(page, 'organisation').inputValue()).toBe('20.5');
  expect(await axeViolations(page)).toEqual([]);

  await points(page, 'organisation').fill('18.5');
  await page.getByText('合计 18.5 / 100 分,达标分 75 分').waitFor();
  await page.getByText('还有 3 个评分项没有评分').waitFor();
  await page.route('**/graphql', (route) => route.abort());
  await save(page);
  await page.getByRole('alert').getByText('连不上服务器').waitFor();
  await page.unroute('**/graphql');
  // It is taken, and cannot be read again: what was typed stays in sight.
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('query HomeOf') ? route.abort() : route.fallback(),
  );
  await save(page);
  await told(page, '自评已保存;还有评分项没有评分。');
  expect(await points(page, 'organisation').inputValue()).toBe('18.5');
  await page.unroute('**/graphql');
  complaintsOf(page); // Chromium says of the requests that they failed
  expect(await assessed(2)).toEqual({
    ...{ grade: 2, complete: false, total: '18.50' },
    scores: [
      { criterion: 'organisation', points: '18.50', evidence: '换届批复 12 号' },
      { criterion: 'rights', points: '0.00', evidence: null },
    ],
  });
  for (const code of ['democracy', 'service', 'building']) await points(page, code).fill('20');
  await page.getByText('已达标').waitFor();
  await save(page);
  await told(page, '自评已保存,各评分项都已评分:78.5 / 100 分。');
  expect(await assessed(2)).toMatchObject({ complete: true, total: '78.50' });
  await page.getByText(/^考核:自评已完整/).waitFor();
});

test('a clerk counts the ballots; what cannot be so is refused and stays typed', async () => {
  await plan(3, 1);
  const page = await open(3);
  const form = fold(page, '会员评家');
  await form.getByText('“合格职工之家”要求满意率不低于 70%').waitFor();
  const typed = { 会员人数: '120', 发放票数: '一百', 收回票数: '101', 满意票: '60', 基本满意票: '30' };
  await form.getByLabel('评家日期').fill(`${year}-01-01`);
  for (const [label, count] of Object.entries({ ...typed, 不满意票: '5' }))
    await form.getByLabel(label, { exact: label === '满意票' }).fill(count);
  const evaluate = form.getByRole('button', { name: '保存评家结果' });
  await evaluate.click();
  await form.getByRole('alert').getByText('一百').waitFor();
  expect(await form.getByLabel('发放票数').getAttribute('aria-invalid')).toBe('true');
  await form.getByLabel('发放票数').fill('100');
  await evaluate.click();
  await form.getByRole('alert').getByText('101').waitFor();
  expect(await form.getByLabel('收回票数').inputValue()).toBe('101');
  expect(await axeViolations(page)).toEqual([]);
  await form.getByLabel('收回票数').fill('96 票');
  await evaluate.click();
  await told(page, '会员评家已保存。');
  await form.getByText('96%', { exact: true }).waitFor();
  await form.getByText('94.74%', { exact: true }).waitFor();
  await page.reload();
  await form.getByText('94.74%', { exact: true }).waitFor();
  expect(await form.getByLabel('会员人数').inputValue()).toBe('120');
});

test('what an inspection gave stands beside each criterion; a later self-assessment is to be inspected again', async () => {
  await plan(4, 2);
  await score('assessHome', 4, '18');
  await score('inspectHome', 4, '14');
  const page = await open(4);
  const result = page.getByRole('region', { name: '考核结果' });
  await result.getByText('先进职工之家:70 / 100 分').waitFor();
  await result.getByText('未达标').waitFor();
  await criterion(page, 'service').getByText('考核:14 分').waitFor();
  await criterion(page, 'service').getByText('14 分的依据').waitFor();
  expect(await points(page, 'service').inputValue()).toBe('18');
  await page
    .getByRole('list', { name: /^如果今天/ })
    .getByText(/^考核未达标/)
    .waitFor();
  expect(await result.getByText('需要重新考核').count()).toBe(0);
  await points(page, 'service').fill('19');
  await save(page);
  await result.getByText('考核以后自评又改过,需要重新考核。').waitFor();
});

test('two clerks at one self-assessment: neither loses what was typed', async () => {
  await score('assessHome', 5, '10');
  const page = await open(5);
  await points(page, 'rights').fill('11');
  await score('assessHome', 5, '12', 1);
  await save(page);
  await criterion(page, 'rights').getByText('已保存的是:12 分').waitFor();
  await page.getByRole('alert').getByText('另存了一次').waitFor();
  expect(await points(page, 'rights').inputValue()).toBe('11');
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'home-moved');
  await page.getByRole('button', { name: '用我填的覆盖' }).click();
  await save(page);
  await told(page, '自评已保存');
  expect((await assessed(5))?.scores.find(({ criterion: code }) => code === 'rights')?.points).toBe('11.00');

  await points(page, 'rights').fill('5');
  await score('assessHome', 5, '13', 3);
  await save(page);
  await page.getByRole('button', { name: '改用已保存的' }).click();
  expect(await points(page, 'rights').inputValue()).toBe('13');
  expect(await page.getByText('另存了一次').count()).toBe(0);
});

test('a clerk comes from the tasks, changes the union, and is told that a body above has no such page', async () => {
  const page = await personPage({ login: bureau.filer });
  await page.goto('/filing');
  await page.locator('.ways').getByRole('link', { name: '职工之家' }).click();
  await page.locator('.find select').selectOption(`${bureau.code}-6`);
  await page.getByRole('heading', { level: 1, name: bureau.unions[5]?.name ?? '' }).waitFor();
  await page.getByText('今年及以后没有规划。').waitFor();

  const above = await personPage({ login: 'tianbao.benji' });
  await above.goto('/filing/home/LJ');
  await above.getByText('不是基层工会,没有这一页').waitFor();
  expect(await axeViolations(above)).toEqual([]);
});

test('the page is whole in both languages, at a desk and on a phone', async () => {
  await plan(7, 2, 3, 3);
  await award(7);
  await score('assessHome', 7, '18');
  await score('inspectHome', 7, '16.5');
  await inEveryLook({ login: bureau.filer }, pathOf(7), { ready: '.written-score', name: 'home' });
}, 120_000);
