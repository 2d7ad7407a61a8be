/** 编制报表: the next version of a form is written and rehearsed, and left as it was; a form of this file's own is published, and renewed. */
import { randomInt, randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, axeViolations, personPage, shot } from './harness/browser.js';

// Of this run's own, so that it can be repeated on one Huiji: a form, what it asks, and a month long past that nobody else files.
const run = randomUUID().slice(0, 6);
const own = {
  ...{ form: `zz-${run}`, indicator: `x_${run}`, indicatorName: `试填人数${run}` },
  ...{ period: `${2021 + randomInt(5)}-${String(1 + randomInt(12)).padStart(2, '0')}`, union: 'LJ-JT-03' },
};
const editing = '/console/forms?form=work-q&edit=next';

interface Version {
  version: number;
  zh: string;
  tables: { cells: { code: string }[] }[];
  rules: { code: string; expression: string }[];
}

const versionsOf = async (code: string): Promise<Version[]> =>
  (
    await ask<{ formVersions: Version[] }>(
      'tongji',
      'query ($code: String!) { formVersions(code: $code) { version zh tables { cells { code } } rules { code expression } } }',
      { code },
    )
  ).formVersions;

/** The version by which a union files this file's own form. */
const filedBy = async (): Promise<number | undefined> =>
  (
    await ask<{ entrySheet: { formVersion: number } | null }>(
      'tianbao',
      `{ entrySheet(unionCode: "${own.union}", form: "${own.form}", period: "${own.period}") { formVersion } }`,
    )
  ).entrySheet?.formVersion;

/** Does something by the api, as the statistician; throws where that is refused. */
const act = (mutation: string, variables: object = {}): Promise<unknown> =>
  ask('tongji', mutation, variables);

async function open(
  path: string,
  tab: string,
  look: { language?: 'en'; phone?: boolean } = {},
): Promise<Page> {
  const page = await personPage({ login: 'tongji', ...look });
  await page.goto(path);
  await page.locator(`#tab-${tab}`).click();
  return page;
}

const fill = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);

/** Adds an indicator to the table that is shown, as it is found in the catalogue. */
async function addCell(page: Page, code: string): Promise<void> {
  await page.getByLabel('加指标').fill(code);
  await page.locator('.ant-select-item-option', { hasText: code }).first().click();
  await page.getByRole('cell', { name: code, exact: true }).waitFor();
}

beforeAll(async () => {
  const indicator = {
    ...{ code: own.indicator, group: 'mem', zh: own.indicatorName, en: `Tried people ${run}` },
    ...{ unit: '人', kind: 'STOCK', decimals: 0, acrossUnions: 'SUM', acrossPeriods: 'LAST' },
    ...{ filedBy: ['GRASSROOTS'], frequencies: ['QUARTER'] },
  };
  await act(
    'mutation ($input: DefineIndicatorInput!) { defineIndicator(input: $input) { userErrors { messageEn } } }',
    { input: { indicator, from: '2000-01-01' } },
  );
});

test('what a rule says wrongly is told beside it while it is written, its trial follows, and a reload keeps it all', async () => {
  const before = await versionsOf('work-q');
  const page = await open(editing, 'rules');
  const code = 'migrants-within-members';
  await page.getByLabel('查找检查').fill(code);
  await page.getByRole('button', { name: `编辑 ${code}`, exact: true }).click();
  const rule = page.getByRole('region', { name: code });
  await fill(page, '表达式:应当成立的关系', 'mem_member_cnt <= no_such_cell');
  await rule.locator('.edit-wrong', { hasText: 'no_such_cell' }).waitFor();
  await page.getByRole('tab', { name: '逻辑检查' }).getByRole('img', { name: '1 处问题' }).waitFor();

  await fill(page, '表达式:应当成立的关系', 'mem_member_cnt + 5 <= mem_worker_cnt');
  await fill(page, '会员人数 本期', '98');
  await fill(page, '已建工会单位职工人数 本期', '100');
  await rule.locator('[data-result="HIT"]').waitFor();
  await fill(page, '已建工会单位职工人数 本期', '103');
  await rule.getByText('成立,不提示').waitFor();
  expect(await page.locator('.edit-wrong').count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'forms-rule');

  await page.locator('#tab-tables').click();
  await addCell(page, own.indicator);
  await page.getByRole('button', { name: `上移 ${own.indicatorName}` }).click();
  await page.reload();
  const rows = page.getByRole('row');
  await rows.filter({ hasText: own.indicator }).waitFor();
  const codes = await rows.locator('td:nth-child(2)').allTextContents();
  expect(codes.indexOf(own.indicator)).toBe(codes.length - 2);

  await page.locator('#tab-publish').click();
  expect(await page.getByRole('button', { name: /^发布第/ }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: '预演:会改变什么' }).click();
  const difference = page.locator('[data-difference]');
  await difference.getByText(`${own.indicatorName} ${own.indicator}`).waitFor();
  expect(await difference.locator('dt').allTextContents()).toEqual(['新增指标', '修改检查']);
  await difference.getByText(code).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'forms-rehearsal');
  expect(await versionsOf('work-q')).toEqual(before);

  await page.getByRole('button', { name: '放弃改动' }).click();
  await page.getByRole('button', { name: '确定放弃改动' }).click();
  await page.getByRole('button', { name: '编制新版' }).click();
  await page.locator('#tab-publish').click();
  await page.getByRole('button', { name: '预演:会改变什么' }).click();
  await page.getByText('没有指标或检查上的差别').waitFor();
}, 120_000);

test('a new form is published after a refusal that loses nothing, and its next version is taken over by an open period', async () => {
  const page = await open('/console/forms?edit=new', 'basics');
  await fill(page, '编码', 'Not A Code');
  await fill(page, '中文名称', '试填月报');
  await fill(page, '英文名称', 'A tried monthly form');
  await page.getByLabel('填报频率').click();
  await page.locator('.ant-select-item-option', { hasText: '月报' }).first().click();
  await fill(page, '只由这些单位填报(工会统计编码)', own.union);
  await page.keyboard.press('Enter');
  await fill(page, '表号', '试统1表');
  await fill(page, '制定机关', '临江市总工会');
  await page.locator('#tab-tables').click();
  await addCell(page, own.indicator);
  await page.locator('#tab-publish').click();
  await page.getByRole('button', { name: '预演:会改变什么' }).click();
  await page.locator('.problem', { hasText: 'Not A Code' }).first().waitFor();
  expect(await page.getByRole('button', { name: '发布第 1 版' }).isDisabled()).toBe(true);
  await page.reload();
  await page.locator('#tab-basics').click();
  expect(await page.getByLabel('中文名称', { exact: true }).inputValue()).toBe('试填月报');
  await fill(page, '编码', own.form);
  await page.locator('#tab-publish').click();
  await page.getByRole('button', { name: '预演:会改变什么' }).click();
  await page.getByText('将是第 1 版').waitFor();
  await page.getByRole('button', { name: '发布第 1 版' }).click();
  await page.getByText('第 1 版已发布').waitFor();
  expect(await versionsOf(own.form)).toMatchObject([
    { version: 1, zh: '试填月报', tables: [{ cells: [{ code: own.indicator }] }] },
  ]);

  await act(`mutation { openPeriod(period: "${own.period}") { userErrors { messageEn } } }`);
  try {
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByRole('button', { name: '编制新版' }).click();
    await page.locator('#tab-rules').click();
    await page.getByRole('button', { name: '加一条检查' }).click();
    await fill(page, '表达式:应当成立的关系', `${own.indicator} <= 1000`);
    await fill(page, '依据', '试填');
    await fill(page, `${own.indicatorName} 本期`, '1001');
    await page.locator('[data-result="HIT"]').waitFor();
    await page.locator('#tab-publish').click();
    await page.getByRole('button', { name: '预演:会改变什么' }).click();
    await page.getByText('新增检查').waitFor();
    await page.getByRole('button', { name: '发布第 2 版' }).click();
    await page.getByRole('button', { name: `${own.period} 改用新版` }).click();
    expect(await filedBy()).toBe(1);
    await page.getByRole('dialog').getByRole('button', { name: '确认' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await filedBy()).toBe(2);
  } finally {
    await act(`mutation { closeFiling(period: "${own.period}") { userErrors { messageEn } } }`);
    await act(`mutation { finalisePeriod(period: "${own.period}") { userErrors { messageEn } } }`);
  }
}, 120_000);

test('a draft begun before somebody else’s version says so, and what it holds is kept either way', async () => {
  const page = await open(`/console/forms?form=${own.form}&edit=next`, 'basics');
  await fill(page, '中文名称', '我的月报');
  const [newest] = await versionsOf(own.form);
  const { form } = await ask<{ form: object }>(
    'tongji',
    `{ form(code: "${own.form}") { code zh en frequency rollsUp assignment { unions } cover { formNo issuedBy }
         tables { code zh en cells { code } } } }`,
  );
  await act(
    'mutation ($input: PublishFormInput!) { publishForm(input: $input) { userErrors { messageEn } } }',
    {
      input: { definition: { ...form, zh: '别人的月报' }, expectedVersion: newest?.version },
    },
  );
  await page.locator('#tab-publish').click();
  await page.getByRole('button', { name: '预演:会改变什么' }).click();
  await page.getByText('别人已发布第 3 版').waitFor();
  await page.getByRole('button', { name: '保留我的,接着发布下一版' }).click();
  await page.getByRole('button', { name: '预演:会改变什么' }).click();
  await page.getByText('将是第 4 版').waitFor();
  await page.locator('#tab-basics').click();
  expect(await page.getByLabel('中文名称', { exact: true }).inputValue()).toBe('我的月报');
}, 60_000);

test('the editor is accessible in both languages and on a phone', async () => {
  for (const language of ['zh', 'en'] as const)
    for (const phone of [false, true]) {
      const page = await open(editing, 'basics', { ...(language === 'en' ? { language } : {}), phone });
      for (const tab of ['basics', 'tables', 'annexes', 'rules', 'publish']) {
        await page.locator(`#tab-${tab}`).click();
        if (tab === 'annexes') await page.locator('#panel summary').first().click();
        const name = `${tab}-${language}${phone ? '-phone' : ''}`;
        // The two looks that differ in both; each look at all takes a quarter of a minute.
        if ((language === 'en') === phone)
          expect({ name, violations: await axeViolations(page) }).toEqual({ name, violations: [] });
        const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect({ name, wider: Math.max(0, wider) }).toEqual({ name, wider: 0 });
        await shot(page, `forms-${name}`);
      }
    }
}, 180_000);
