/** 职工之家 in the console: what a leader reads, and what a reviewer and the federation's statistician do. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { act } from './harness/act.js';
import { ask, axeViolations, complaintsOf, personPage, shot } from './harness/browser.js';
import { type Bureau, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';
import { paste } from './harness/paste.js';

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
const year = Number(today.slice(0, 4));
const advanced = 2;
const criteria = ['organisation', 'rights', 'democracy', 'service', 'building'] as const;

/** One that is only read, and one in which something is done. */
let read: Bureau;
let acted: Bureau;
const [planned, assessed, contested] = [0, 1, 2];
const home = (): Bureau['unions'][number] => read.unions[0]!;

/** 自评 or 考核 of all criteria with these points each. */
const scored = (unionId: string, points: string) => ({
  ...{ unionId, year, track: 'LOCAL', grade: advanced },
  scores: criteria.map((criterion) => ({ criterion, points, evidence: '文工发〔2026〕3号' })),
  ...{ expectedRevision: 0, idempotencyKey: randomUUID() },
});

beforeAll(async () => {
  read = await foundBureau('临江印染局工会', 2);
  acted = await foundBureau('临江针织局工会', 3);
  for (const nth of [assessed, contested])
    await act(acted.filer, 'assessHome', scored(acted.unions[nth]!.id, '18'));
  const unionId = home().id;
  await act(read.filer, 'assessHome', scored(unionId, '18'));
  await act(read.filer, 'evaluateHome', {
    ...{ unionId, heldOn: today, members: 100, issued: 100, returned: 90 },
    ...{ satisfied: 60, basically: 20, unsatisfied: 5, expectedRevision: 0, idempotencyKey: randomUUID() },
  });
  await act(read.reviewer, 'inspectHome', scored(unionId, '16.5'), 'AssessHomeInput');
  await act(read.reviewer, 'awardHome', {
    ...{ unionId, grade: advanced, awardingLevel: '市', awardedBy: '临江市总工会' },
    ...{ documentNo: '临工发〔2026〕40号', awardedOn: today },
  });
  const lines = [{ unionId, year: year + 1, grade: advanced + 1 }];
  await act(read.reviewer, 'planHomes', { lines, idempotencyKey: randomUUID() });
}, 60_000);

/** The row of a table by its first cell. */
const rowOf = (page: Page, table: string, name: string | RegExp) =>
  page
    .getByRole('region', { name: table })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) });

test('a leader goes from the overview down to the unions of a grade, and to the file of one', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto('/console/overview?period=2026Q3');
  await page.getByRole('link', { name: '规划、考核、命名和复查' }).click();
  await page.getByRole('heading', { level: 1, name: '临江市总工会 职工之家' }).waitFor();
  const { homes } = await ask<{ homes: { unions: number; share: string; grades: { unions: number }[] } }>(
    'lingdao',
    '{ homes(unionCode: "LJ", track: LOCAL) { unions share grades { unions } } }',
  );
  const whole = rowOf(page, '下级单位', /^临江市总工会$/);
  await whole.getByText(`${homes.share} %`).waitFor();
  expect(await whole.getByRole('cell').first().innerText()).toBe(String(homes.unions));
  expect(homes.grades.reduce((sum, { unions }) => sum + unions, 0)).toBe(homes.unions);
  await rowOf(page, '下级单位', read.name).getByRole('link', { name: read.name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: `${read.name} 职工之家` }).waitFor();
  const distribution = page.getByRole('region', { name: '等级分布' });
  await distribution.getByRole('link', { name: `${read.name}:先进职工之家 1 家` }).click();
  await page.getByText('临工发〔2026〕40号').waitFor();
  const names = await page.getByRole('region', { name: '名单' }).getByRole('rowheader').allInnerTexts();
  expect(names).toEqual([home().name]);
  expect(await rowOf(page, '名单', home().name).innerText()).toMatch(/90\.00\s+82\.50\s+94\.12 %/);
  await page.getByRole('link', { name: home().name }).click();
  await page.getByRole('heading', { level: 1, name: `${home().name} 职工之家` }).waitFor();
  await page.getByText(`${year + 1} 年 模范职工之家`).waitFor();
  expect(await page.getByText('文工发〔2026〕3号').count()).toBe(2 * criteria.length);
  // Read only.
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await page.locator('summary').count()).toBe(0);
  await page.getByRole('link', { name: '返回名单' }).click();
  await page.getByRole('region', { name: '名单' }).waitFor();
});

test('homes are counted on the day that is asked for, and on the track', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto(`/console/homes?union=${read.code}`);
  const none = (count: number) =>
    page
      .getByRole('region', { name: '等级分布' })
      .getByRole('link', { name: `${read.name}:未达标 ${count} 家` });
  await none(1).waitFor();
  // The unions of this file are counted from today on.
  await page.getByLabel('截至日期').fill(`${year - 1}-12-31`);
  await none(0).waitFor();
  await page.getByLabel('截至日期').fill(today);
  await none(1).waitFor();
  await page.getByLabel('渠道').selectOption('系统');
  await none(2).waitFor();
  await page.getByLabel('渠道').selectOption('地方和系统');
  await none(1).waitFor();
});

test('a reviewer plans by choosing and pasting; what is changed is marked, and stays where it cannot be sent', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto('/console/homes?tab=plan');
  const cell = (nth: number, of: number) => page.getByLabel(`${acted.unions[nth]!.name} ${of} 年规划等级`);
  await page.getByText('没有改动。').waitFor();
  await cell(planned, year).selectOption('合格职工之家');
  await page.getByText('改动 1 处').waitFor();
  await page.getByText('原为 不安排').waitFor();
  await cell(planned, year).focus();
  await paste(page, `${acted.code}-1\t\t先进职工之家\t3\r\n不存在的工会\t1\r\n${acted.code}-3\t1\t9\r\n`);
  await page.getByText('已粘贴 2 家单位。 有 1 行没有对应的单位,未填入。 有 1 格不是等级').waitFor();
  await page.getByText('改动 4 处').waitFor();
  await shot(page, 'homes-planning');
  await page.route('**/graphql', (route) => route.abort());
  await page.getByRole('button', { name: '保存规划' }).click();
  await page.getByRole('alert').getByRole('heading').waitFor();
  await page.unroute('**/graphql');
  expect(complaintsOf(page).length).toBeGreaterThan(0);
  expect(await cell(planned, year + 2).inputValue()).toBe('3');
  await page.getByRole('button', { name: '保存规划' }).click();
  await page.getByText('已保存。').waitFor();
  const { homeFile } = await ask<{ homeFile: { plans: { year: number; grade: number }[] } }>(
    acted.reviewer,
    `{ homeFile(unionId: "${acted.unions[planned]!.id}") { plans { year grade } } }`,
  );
  expect(homeFile.plans).toEqual([1, 2, 3].map((grade, more) => ({ year: year + more, grade })));
});

test('a reviewer finds who waits, inspects with points of its own, awards, and lowers the award again', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto('/console/homes?tab=list');
  await page.getByLabel('待办').selectOption('待考核');
  await page.waitForURL(/due=INSPECTION/);
  const { name } = acted.unions[assessed]!;
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name: `${name} 职工之家` }).waitFor();
  const points = page.getByRole('textbox', { name: /考核分$/ });
  for (const nth of criteria.keys()) {
    expect(await points.nth(nth).inputValue()).toBe('');
    await points.nth(nth).fill(nth === 0 ? '20.5' : '１７');
  }
  await page.getByText('已评 5/5 项,合计 88.50').waitFor();
  await page.getByLabel('考核意见').fill('台账齐全。');
  await page.getByRole('button', { name: '提交考核' }).click();
  await page.getByRole('alert').getByText('填了 20.5 分,满分 20.00 分').waitFor();
  expect(await points.nth(1).inputValue()).toBe('１７');
  await points.first().fill('16');
  await page.getByRole('button', { name: '提交考核' }).click();
  const total = page.locator('tfoot');
  await total.getByText('84.00').waitFor();
  expect(await total.getByText('达到分数线').count()).toBe(2);
  expect(await axeViolations(page)).toEqual([]);

  await page.locator('summary', { hasText: /^命名$/ }).click();
  const form = page.locator('details', { has: page.getByText('按该年度自评等级命名时会提示') });
  expect(await form.getByRole('listitem').allInnerTexts()).toEqual([
    '越级:未曾有过下一等级',
    '本年会员未评家',
  ]);
  await form.getByLabel('文件号').fill('临工发〔2026〕41号');
  await form.getByLabel('有效期至').fill(`${year + 3}-12-31`);
  await form.getByRole('button', { name: '命名' }).click();
  await form.getByText('已命名。提示:越级').waitFor();
  await shot(page, 'homes-awarded');

  const awards = page.getByRole('list', { name: '命名与复查' });
  await awards.locator('summary', { hasText: '复查 先进职工之家' }).click();
  await awards.getByLabel('复查结果').selectOption('降级');
  await awards.getByLabel('降为').selectOption('合格职工之家');
  await awards.getByLabel('文件号').fill('临工发〔2026〕42号');
  await awards.getByLabel('原因').fill('职代会未按期召开');
  await awards.getByRole('button', { name: '复查' }).click();
  const item = (text: string) => awards.getByRole('listitem').filter({ hasText: text });
  await item('由降级而来').getByText('合格职工之家', { exact: true }).waitFor();
  expect(await item('临工发〔2026〕41号').first().innerText()).toContain('起失效');
  await page.getByText(/复查:降级\(临工发〔2026〕42号\)职代会未按期召开/).waitFor();
});

test('two who inspect at once: the second is told, keeps what was typed, and sees what the first gave', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto(`/console/homes?home=${acted.code}-${contested + 1}`);
  const points = page.getByRole('textbox', { name: /考核分$/ });
  await points.first().fill('11');
  await act(acted.reviewer, 'inspectHome', scored(acted.unions[contested]!.id, '15'), 'AssessHomeInput');
  await page.getByRole('button', { name: '提交考核' }).click();
  await page.getByRole('alert').locator('.problem').waitFor();
  await page.locator('tfoot').getByText('75.00').waitFor();
  expect(await points.first().inputValue()).toBe('11');
  expect(await points.nth(1).inputValue()).toBe('15.00');
  await page.getByRole('button', { name: '提交考核' }).click();
  await page.locator('tfoot').getByText('71.00').waitFor();
  await page.locator('tfoot').getByText('未达到分数线').waitFor();
});

test('the statistician sets a standard for a year to come: what is wrong is told, and nothing written is lost', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/homes?tab=standard');
  await page.getByRole('heading', { level: 1, name: `${year} 年适用的建家标准` }).waitFor();
  await page.getByText('制定新标准').click();
  await page.getByLabel('执行年度').fill(String(year + 5));
  await page.getByLabel('文件号').fill('临工发〔2026〕50号');
  await page.getByRole('button', { name: '增加一级' }).click();
  await page.getByLabel('第 4 级 中文名称').fill('示范职工之家');
  await page.getByLabel('第 4 级 英文名称').fill('Exemplary home');
  await page.getByLabel('第 4 级 分数线').fill('200');
  await page.getByLabel('第 4 级 满意率要求').fill('95');
  await page.getByRole('button', { name: '增加评分项' }).click();
  await page.getByLabel('第 6 项 内容').fill('智慧工会建设');
  await page.getByLabel('第 6 项 示范职工之家满分').fill('10');
  await page.getByLabel('越级:未曾有过下一等级 的处理').selectOption('不得命名');
  await page.getByRole('button', { name: '发布标准' }).click();
  await page.getByRole('alert').getByText('等级“示范职工之家”的达标分').waitFor();
  expect(await page.getByLabel('第 6 项 内容').inputValue()).toBe('智慧工会建设');
  await page.getByLabel('第 4 级 分数线').fill('98');
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'homes-standard-form');
  await page.getByRole('button', { name: '发布标准' }).click();
  await page.getByText('已发布。').waitFor();
  await page
    .getByRole('button', { name: `自 ${year + 5} 年起` })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: `${year + 5} 年适用的建家标准` }).waitFor();
  expect(await rowOf(page, '评分项', '智慧工会建设').first().innerText()).toMatch(/不评\s+不评\s+不评\s+10/);
  expect(await rowOf(page, '提示与限制', '越级').first().innerText()).toContain('不得命名');
  const leader = await personPage({ login: 'lingdao' });
  await leader.goto('/console/homes?tab=standard');
  await leader.getByRole('heading', { level: 1, name: `${year} 年适用的建家标准` }).waitFor();
  expect(await leader.getByText('制定新标准').count()).toBe(0);
});

test.each([
  ['homes', '', '.homes-facts'],
  ['homes-list', '?tab=list', '[role=tabpanel] tbody tr'],
  ['homes-plan', '?tab=plan', 'td select'],
  ['homes-standard', '?tab=standard', 'tbody tr'],
])(
  '%s is whole in both languages and on a phone',
  (name, path, ready) => inEveryLook({ login: read.reviewer }, `/console/homes${path}`, { ready, name }),
  120_000,
);

test('the file of a union is whole in both languages and on a phone', async () => {
  await inEveryLook({ login: read.reviewer }, `/console/homes?home=${read.code}-1`, {
    ready: '#awards',
    name: 'homes-file',
  });
}, 120_000);
