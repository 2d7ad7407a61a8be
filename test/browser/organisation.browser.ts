/** Changes of the organisation, an extension and the approval of an election, each rehearsed or told what it means before it is done. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { ask, axeViolations, personPage } from './harness/browser.js';
import { asked, type Bureau, foundBureau } from './harness/bureau.js';

let bureau: Bureau;
beforeAll(async () => {
  bureau = await foundBureau('临江物流局工会', 4);
}, 60_000);

interface Union {
  id: string;
  name: string;
  state: string;
  parent: { code: string } | null;
  successor: { code: string } | null;
}
const codeOf = (nth: number): string => `${bureau.code}-${nth}`;
const unionOf = async (code: string): Promise<Union | null> =>
  (
    await ask<{ tradeUnion: Union | null }>(
      'guanli',
      `{ tradeUnion(code: "${code}") { id name state parent { code } successor { code } } }`,
    )
  ).tradeUnion;

/** Opens an act on a union; answers the page and its dialog. */
async function begin(code: string, act: string): Promise<{ page: Page; dialog: Locator }> {
  const page = await personPage({ login: 'guanli' });
  await page.goto(`/console/organisation?union=${(await unionOf(code))?.id}`);
  await page.getByRole('button', { name: act, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  // While it grows, a button may be elsewhere when it is let go, and the click is lost.
  await page.locator('.ant-zoom-appear, .ant-zoom-enter').waitFor({ state: 'detached' });
  return { page, dialog };
}

/** Chooses in a list of the dialog. */
async function choose(page: Page, list: Locator, option: string): Promise<void> {
  await list.click();
  await page.locator('.ant-select-item-option', { hasText: option }).last().click();
}

/** Says when and by what document, sees what comes of it, and only then does it. */
async function carryOut(dialog: Locator, on: string, effect: RegExp): Promise<void> {
  await dialog.getByLabel('生效日期').fill(on);
  await dialog.getByLabel('生效日期').press('Enter');
  await dialog.getByLabel('文号').fill('临工组〔2026〕41号');
  await dialog.getByLabel('原因').fill('机构调整');
  expect(await dialog.getByRole('button', { name: '确认办理' }).count()).toBe(0);
  await dialog.getByRole('button', { name: '先看影响' }).click();
  await dialog.getByText('只是预演').waitFor();
  await dialog.getByRole('row', { name: effect }).first().waitFor();
}
const done = async (dialog: Locator): Promise<void> => {
  await dialog.getByRole('button', { name: '确认办理' }).click();
  await dialog.waitFor({ state: 'hidden' });
};

test('a union is founded', async () => {
  const code = `${bureau.code}-N`;
  const { page, dialog } = await begin(bureau.code, '建会');
  await dialog.getByLabel('工会统计编码').fill(code);
  await dialog.getByLabel('名称').fill('临江冷链公司工会');
  await choose(page, dialog.getByLabel('类型'), '单独基层工会');
  await carryOut(dialog, '2026-09-10', /临江物流局工会 2026Q3 本期新建基层工会数/);
  expect(await axeViolations(page)).toEqual([]);
  expect(await unionOf(code)).toBeNull();
  await done(dialog);
  expect(await unionOf(code)).toMatchObject({ state: 'ESTABLISHED', parent: { code: bureau.code } });
}, 60_000);

test('a union is split into two, and does not go on', async () => {
  const { page, dialog } = await begin(codeOf(3), '分立');
  const names = ['临江仓储公司工会', '临江配送公司工会'];
  await dialog.getByRole('button', { name: '再加一家' }).click();
  for (const [at, name] of names.entries()) {
    const part = dialog.getByRole('group', { name: `第 ${at + 1} 家` });
    await part.getByLabel('工会统计编码').fill(`${codeOf(3)}-${at + 1}`);
    await part.getByLabel('名称').fill(name);
    await choose(page, part.getByLabel('类型'), '单独基层工会');
    await part.getByLabel('移交会员人数').fill('20');
  }
  await dialog.getByLabel('原工会不再保留').check();
  await carryOut(dialog, '2026-09-11', /临江物流局工会 2026Q3 基层工会组织数/);
  expect(await axeViolations(page)).toEqual([]);
  await done(dialog);
  expect(await unionOf(codeOf(3))).toMatchObject({ state: 'DISSOLVED' });
  for (const [at, name] of names.entries())
    expect(await unionOf(`${codeOf(3)}-${at + 1}`)).toMatchObject({ name, state: 'ESTABLISHED' });
}, 60_000);

test('a union is merged into another', async () => {
  const { page, dialog } = await begin(codeOf(1), '合并');
  await dialog.getByRole('combobox', { name: '并入' }).fill(codeOf(2));
  await page.getByTitle(new RegExp(`${codeOf(2)}$`)).click();
  await carryOut(dialog, '2026-09-12', /临江物流局工会 2026Q3 本期撤销\/合并基层工会数/);
  await done(dialog);
  expect(await unionOf(codeOf(1))).toMatchObject({ state: 'DISSOLVED', successor: { code: codeOf(2) } });
}, 60_000);

test('a union is dissolved, and who may not is told why', async () => {
  const { dialog } = await begin(codeOf(4), '撤销');
  await dialog.getByLabel('生效日期').fill('2014-01-01'); // before it was founded
  await dialog.getByLabel('生效日期').press('Enter');
  await dialog.getByLabel('文号').fill('临工组〔2026〕41号');
  await dialog.getByLabel('原因').fill('机构调整');
  await dialog.getByRole('button', { name: '先看影响' }).click();
  await dialog.getByRole('alert').filter({ hasText: '在 2014-01-01 尚未成立' }).waitFor();
  await carryOut(dialog, '2026-09-13', /临江物流局工会 2026Q3 本期撤销\/合并基层工会数/);
  await done(dialog);
  expect(await unionOf(codeOf(4))).toMatchObject({ state: 'DISSOLVED' });
}, 60_000);

test('one union is given longer', async () => {
  const page = await personPage({ login: 'tongji' });
  const union = await unionOf(codeOf(2));
  await page.goto(`/console/periods?period=${asked.period}&form=${asked.form}&union=${union?.id}`);
  await page.getByRole('button', { name: '延期' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('在新的截止日之前上报,都算及时。').waitFor();
  await dialog.getByLabel('截止日').fill('2027-01-31');
  await dialog.getByLabel('截止日').press('Enter');
  await dialog.getByLabel('原因').fill('正在合并账册');
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: '确认' }).click();
  await page.getByText('已延期:正在合并账册').waitFor();
  const { filing } = await ask<{ filing: { dueOn: string; extension: { reason: string } } }>(
    'tongji',
    `{ filing(unionId: "${union?.id}", form: "${asked.form}", period: "${asked.period}") { dueOn extension { reason } } }`,
  );
  expect(filing).toEqual({ dueOn: '2027-01-31', extension: { reason: '正在合并账册' } });
}, 60_000);

test('an election is approved from above, after its effects were seen', async () => {
  const union = await unionOf(codeOf(2));
  const { recordElection } = await ask<{ recordElection: { election: { id: string } } }>(
    'guanli',
    'mutation ($input: RecordElectionInput!) { recordElection(input: $input) { election { id } userErrors { code message } } }',
    {
      input: {
        ...{ unionId: union?.id, termNo: 2, heldOn: '2026-08-20', due: 60, present: 55, termYears: 3 },
        bodies: [{ body: 'COMMITTEE', members: 7, head: '韩冬' }],
      },
    },
  );
  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/signature');
  await page.getByRole('button', { name: `批复:${union?.name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('批复文号').fill(`批〔${randomUUID().slice(0, 4)}〕2号`);
  await dialog.getByLabel('批复日期').fill('2026-09-01');
  await dialog.getByRole('button', { name: '看影响' }).click();
  await dialog.getByText(/个单位的未定稿汇总会变/).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: '批复', exact: true }).click();
  await page.getByText('没有等待批复的选举').waitFor();
  const { terms } = await ask<{ terms: { nodes: { id: string; approvedOn: string }[] } }>(
    'guanli',
    `{ terms(unionId: "${union?.id}", status: DONE, year: 2026) { nodes { id approvedOn } } }`,
  );
  expect(terms.nodes).toEqual([{ id: recordElection.election.id, approvedOn: '2026-09-01' }]);
}, 60_000);
