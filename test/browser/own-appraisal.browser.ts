/** 目标管理考核 as the appraised union sees it: scheme, 自评, the published result, 申诉; for a clerk, and for a union's own people in the console. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { act } from './harness/act.js';
import { appraising, inYear, issueTargets } from './harness/appraising.js';
import { ask, axeViolations, complaintsOf, type Person, personPage, shot } from './harness/browser.js';
import { accept, type Bureau, file, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

/** A body whose unions still write their claims, and one that has published. */
let open: Bureau;
let published: Bureau;
/** 审核员 and 领导 of the first union of each. */
const [reviewer, leader] = [`shenhe.${randomUUID().slice(0, 8)}`, `lingdao.${randomUUID().slice(0, 8)}`];

const items = [
  { code: 'organisation', text: '组织建设', kind: 'SCORED', points: '20' },
  { code: 'service', text: '服务职工', kind: 'SCORED', points: '30' },
  { code: 'honours', text: '表彰奖励', kind: 'BONUS', points: '5' },
  { code: 'lateness', text: '报送不及时', kind: 'DEDUCTION', points: '3' },
] as const;
const grades = [
  { zh: '优秀', en: 'Excellent', from: '90' },
  { zh: '良好', en: 'Good', from: '75' },
  { zh: '合格', en: 'Qualified', from: '60' },
];

const unionAt = ({ unions }: Bureau, nth: number): string => unions[nth - 1]?.id ?? '';
const pathOf = ({ code }: Bureau, nth: number): string =>
  `/filing/appraisal/${code}-${nth}?form=work-q&period=2026`;

/** Points by item, in their order; null: not scored. */
const scoresOf = (points: ReadonlyArray<string | null>, note: string) =>
  points.map((given, nth) => ({
    item: items[nth]?.code,
    points: given,
    note: given && `${note} ${nth + 1}`,
  }));

const setScheme = ({ reviewer: login, id: bodyId }: Bureau) =>
  appraising(login, 'setAppraisalScheme', {
    ...{ bodyId, expectedRevision: 0, documentNo: '考工发〔2026〕1号', items, grades },
    ...{ nothingBelow: '60', mostCounted: '120', appealDays: 7 },
  });

const claim = (bureau: Bureau, nth: number, points: ReadonlyArray<string | null>, expectedRevision = 0) =>
  appraising(bureau.filer, 'claimAppraisal', {
    ...{ unionId: unionAt(bureau, nth), expectedRevision, note: '全年情况见总结。' },
    scores: scoresOf(points, '总结第'),
  });

const appraise = (nth: number, points: ReadonlyArray<string | null>, expectedRevision = 0) =>
  appraising(published.reviewer, 'appraise', {
    bodyId: published.id,
    lines: [
      {
        ...{ unionId: unionAt(published, nth), expectedRevision, note: '台账齐全。' },
        scores: scoresOf(points, '查看台账'),
      },
    ],
  });

/** Issues targets with their weights to a union below a body. */
const issue = (login: string, issuerId: string, unionId: string, targets: Record<string, [string, string]>) =>
  issueTargets(
    login,
    issuerId,
    Object.entries(targets).map(([cell, [value, weight]]) => ({ unionId, cell, value, weight })),
  );

const join = (login: string, role: string, unionIds: readonly string[]) =>
  act('guanli', 'createPerson', {
    ...{ login, name: role === 'LEADER' ? '高远' : '苏敏', password: 'huiji-demo-2026' },
    appointments: unionIds.map((unionId) => ({ unionId, role })),
  });

beforeAll(async () => {
  open = await foundBureau('自评局工会', 6);
  published = await foundBureau('公示局工会', 6);
  await join(reviewer, 'REVIEWER', [unionAt(open, 5)]);
  await join(leader, 'LEADER', [unionAt(open, 5)]);
  await setScheme(open);
  await setScheme(published);

  const { tradeUnion } = await ask<{ tradeUnion: { id: string } }>(
    'tongji',
    '{ tradeUnion(code: "LJ") { id } }',
  );
  const whole = { mem_new_member_cnt: ['8', '30'], mem_member_cnt: ['20', '20'] } as Record<
    string,
    [string, string]
  >;
  const parts: typeof whole = { mem_new_member_cnt: ['4', '30'], mem_member_cnt: ['10', '20'] };
  for (const [bureau, nth] of [
    [published, 1],
    [open, 6],
  ] as const) {
    await issue('tongji', tradeUnion.id, bureau.id, whole);
    await issue(bureau.reviewer, bureau.id, unionAt(bureau, nth), parts);
    await accept(bureau, await file(bureau, unionAt(bureau, nth), { workers: 12, members: 10 }));
  }
  await issue(published.reviewer, published.id, unionAt(published, 3), { mem_member_cnt: ['5', '20'] });
  await claim(published, 1, ['20', '28', '3', '0']);
  await claim(published, 4, ['15', null, null, null]);
  await appraise(1, ['18', '27', '2', '1']);
  await appraise(2, ['20', '30', null, null]);
  await appraise(3, ['20', null, null, null]);
  for (const nth of [5, 6]) await appraise(nth, ['10', '20', null, null]);
  await appraising(published.reviewer, 'publishAppraisal', { bodyId: published.id });
}, 120_000);

interface Claimed {
  note: string | null;
  scores: { item: string; points: string | null; note: string | null }[];
}

/** 自评 as the server holds it, with what is scored of it. */
async function claimed(nth: number): Promise<Claimed | null> {
  const { ownAppraisal } = await ask<{ ownAppraisal: { own: { claim: Claimed | null } } }>(
    open.filer,
    'query ($id: ID, $form: String!, $period: String!) { ownAppraisal(unionId: $id, form: $form, period: $period) { own { claim { note scores { item points note } } } } }',
    { id: unionAt(open, nth), ...inYear },
  );
  const { claim: held } = ownAppraisal.own;
  return (
    held && { ...held, scores: held.scores.filter(({ points, note }) => points !== null || note !== null) }
  );
}

async function openPage(path: string, person: Person): Promise<Page> {
  const page = await personPage(person);
  await page.goto(path);
  await page.locator('.appraisal').waitFor();
  return page;
}

const item = (page: Page, text: string): Locator => page.getByRole('group', { name: text });
const points = (page: Page, text: string): Locator => item(page, text).getByLabel(/^自评.分$/);
const yearChoice = (page: Page): Locator => page.getByRole('combobox', { name: '年度' });
const save = (page: Page) => page.getByRole('button', { name: '保存自评' }).click();
const told = (page: Page, sentence: string) => page.getByRole('status').getByText(sentence).waitFor();
const row = (page: Page, text: string): Locator => page.locator('.appraisal-rows > li', { hasText: text });

test('a clerk comes from the tasks, reads the scheme, and another union keeps the year', async () => {
  const page = await personPage({ login: open.filer });
  await page.goto('/filing');
  await page.locator('.ways').getByRole('link', { name: '目标管理考核' }).click();
  await yearChoice(page).selectOption('S2026');
  await page.getByText(`“${open.name}”还没有制定这一年的考核办法`).waitFor();
  await page.locator('.find select').selectOption(`${open.code}-2`);
  await page.getByRole('heading', { level: 1, name: open.unions[1]?.name ?? '' }).waitFor();
  expect(await yearChoice(page).inputValue()).toBe('S2026');
  await yearChoice(page).selectOption('2026');
  const scheme = page.locator('.appraisal-fold');
  await scheme.getByText('完成率低于 60% 的,不得分。 完成率高于 120% 的,按 120% 计。').waitFor();
  expect(await scheme.getByRole('listitem').allInnerTexts()).toEqual([
    ...['组织建设 评分 满分 20 分', '服务职工 评分 满分 30 分'],
    ...['表彰奖励 加分 最多加 5 分', '报送不及时 扣分 最多扣 3 分'],
    ...['优秀:得分率 90% 及以上', '良好:得分率 75% 及以上', '合格:得分率 60% 及以上'],
  ]);
  await scheme.getByText('公示后 7 天内可以申诉').waitFor();
  await page.getByText('考核结果公示以后,在这里查看。').waitFor();
});

test('a claim is saved before it is complete; what is refused, unsent or reloaded stays typed', async () => {
  const page = await openPage(pathOf(open, 1), { login: open.filer, phone: true });
  await points(page, '组织建设').fill('20.5');
  expect(await points(page, '组织建设').getAttribute('aria-invalid')).toBe('true');
  await item(page, '组织建设').getByLabel(/^依据/).fill('换届批复 12 号');
  await points(page, '报送不及时').fill('0');
  await save(page);
  await page.getByRole('alert').getByText('20.5').waitFor();
  expect(await claimed(1)).toBeNull();
  await page.reload();
  await points(page, '组织建设').waitFor();
  expect(await points(page, '组织建设').inputValue()).toBe('20.5');
  expect(await axeViolations(page)).toEqual([]);

  await points(page, '组织建设').fill('18.5');
  await points(page, '表彰奖励').fill('2');
  await points(page, '报送不及时').fill('1');
  await page.getByText('自评合计 19.5 分(评分满分 50 分)').waitFor();
  await page.getByText('还有 1 项没有评分:服务职工').waitFor();
  await page.route('**/graphql', (route) => route.abort());
  await save(page);
  await page.getByRole('alert').getByText('连不上服务器').waitFor();
  await page.unroute('**/graphql');
  complaintsOf(page); // Chromium says of the requests that they failed
  await save(page);
  await told(page, '自评已保存;还有评分项目没有填写。');
  expect(await claimed(1)).toEqual({
    note: null,
    scores: [
      { item: 'organisation', points: '18.50', note: '换届批复 12 号' },
      { item: 'honours', points: '2.00', note: null },
      { item: 'lateness', points: '1.00', note: null },
    ],
  });
  await points(page, '服务职工').fill('25');
  await page.getByLabel('说明', { exact: true }).fill('见年度总结');
  await save(page);
  await told(page, '自评已保存,各评分项目都已填写。');
  expect(await claimed(1)).toMatchObject({ note: '见年度总结', scores: { length: 4 } });
});

test('until the publication targets are read above the claim, with what they would give as things stand', async () => {
  const page = await openPage(pathOf(open, 6), { login: open.filer });
  const targets = page.getByRole('region', { name: '目标任务' });
  await targets.getByText('得分按现在的数据计算,公示前会变。').waitFor();
  const members = await targets.getByRole('listitem').filter({ hasText: '本期新发展会员' }).innerText();
  for (const said of ['30', '4 人', '3 人', '75.0%', '22.5 分']) expect(members).toContain(said);
  const headings = await page.locator('.appraisal').getByRole('heading', { level: 2 }).allInnerTexts();
  expect(headings).toEqual(['目标任务', '自评']);
});

test('two people at one claim: neither loses what was typed', async () => {
  await claim(open, 2, ['10', '20', null, null]);
  const page = await openPage(pathOf(open, 2), { login: open.filer });
  await points(page, '服务职工').fill('11');
  await claim(open, 2, ['10', '21', null, null], 1);
  await save(page);
  await item(page, '服务职工').getByText('已保存的是:21 分').waitFor();
  await page.getByRole('alert').getByText('另存了一次').waitFor();
  expect(await points(page, '服务职工').inputValue()).toBe('11');
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'own-appraisal-moved');
  await page.getByRole('button', { name: '用我填的覆盖' }).click();
  await save(page);
  await told(page, '自评已保存');
  expect((await claimed(2))?.scores.find(({ item: code }) => code === 'service')?.points).toBe('11.00');
});

test('a published result: points, grade and rank, each target and item, beside what was claimed', async () => {
  const page = await openPage(pathOf(published, 1), { login: published.filer });
  const result = page.getByRole('region', { name: '考核结果' });
  await result.getByText('88.5 分', { exact: true }).waitFor();
  await result.getByText('88.5 分 满分 100 分').waitFor();
  await result.getByText('88.5%', { exact: true }).waitFor();
  await result.getByText('良好', { exact: true }).waitFor();
  await result.getByText('第 2 名,共 4 家').waitFor();
  await result.getByText('考核意见:台账齐全。').waitFor();
  expect(await page.getByText('公示前会变').count()).toBe(0);
  expect(await row(page, '本期新发展会员').count()).toBe(1);
  const members = await row(page, '本期新发展会员').innerText();
  for (const said of ['30', '4 人', '3 人', '75.0%', '22.5 分']) expect(members).toContain(said);
  const service = await row(page, '服务职工').innerText();
  for (const said of ['考核 27 分', '查看台账 2', '自评 28 分', '总结第 2']) expect(service).toContain(said);
  const late = await row(page, '报送不及时').innerText();
  for (const said of ['考核扣 1 分', '自评扣 0 分']) expect(late).toContain(said);
  expect(await page.getByRole('button', { name: '保存自评' }).count()).toBe(0);

  // As the api answers where reports were missing.
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('query OwnAppraisal')) return route.fallback();
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('"mark":"EXACT"', '"mark":"AT_LEAST"');
    return route.fulfill({ response, body });
  });
  await page.reload();
  await row(page, '本期新发展会员').getByText('至少 3 人', { exact: true }).waitFor();
});

test('a result that is not complete says what is missing; a union without one sees its claim', async () => {
  const page = await openPage(pathOf(published, 3), { login: published.filer });
  const missing = page.locator('.appraisal-missing');
  await missing.getByText('没有评分的项目:服务职工').waitFor();
  await missing.getByText('没有数据、未计分的目标:会员人数').waitFor();
  await page.getByText('暂不确定', { exact: true }).waitFor();
  await page.getByText('不排名次', { exact: true }).waitFor();
  await page.goto(pathOf(published, 4));
  await page.getByText(`“${published.name}”没有给出本单位的考核结果。`).waitFor();
  await row(page, '组织建设').getByText('自评 15 分').waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

test('an appeal is made once, stays typed until it is, and its answer is read here', async () => {
  const page = await openPage(pathOf(published, 5), { login: published.filer, phone: true });
  await page.getByLabel('申诉理由').fill('服务职工应为 28 分。');
  await page.reload();
  await page.getByLabel('申诉理由').waitFor();
  expect(await page.getByLabel('申诉理由').inputValue()).toBe('服务职工应为 28 分。');
  await page.getByRole('button', { name: '提交申诉' }).click();
  await told(page, `申诉已提交,请等待“${published.name}”答复。`);
  await row(page, '服务职工应为 28 分。').getByText('等待答复').waitFor();
  expect(await page.getByRole('button', { name: '提交申诉' }).count()).toBe(0);
  await shot(page, 'own-appraisal-appealed');
  expect(await axeViolations(page)).toEqual([]);

  const { appraisal } = await ask<{
    appraisal: { children: { nodes: { union: { id: string }; appeals: { id: string }[] }[] } };
  }>(
    published.reviewer,
    'query ($id: ID, $form: String!, $period: String!) { appraisal(unionId: $id, form: $form, period: $period) { children { nodes { union { id } appeals { id } } } } }',
    { id: published.id, ...inYear },
  );
  const found = appraisal.children.nodes.find(({ union }) => union.id === unionAt(published, 5));
  await act(published.reviewer, 'answerAppeal', {
    ...{ appealId: found?.appeals[0]?.id, outcome: 'UPHELD', answer: '补交的材料属实。' },
    idempotencyKey: randomUUID(),
  });
  await page.reload();
  await page.getByText('申诉成立,正在等待重新考核。').waitFor();
  await row(page, '服务职工应为 28 分。').getByText('补交的材料属实。').waitFor();
  await appraise(5, ['10', '28', null, null], 1);
  await page.reload();
  await page.getByRole('region', { name: '考核结果' }).getByText('38 分', { exact: true }).waitFor();
  await page.getByLabel('申诉理由').waitFor();
  expect(await page.getByLabel('申诉理由').inputValue()).toBe('');
});

test('a reviewer of the union claims in the console; a leader reads', async () => {
  const path = '/console/appraisal/own?form=work-q&period=2026';
  const page = await openPage(path, { login: reviewer });
  await page.getByRole('heading', { level: 1, name: `${open.unions[4]?.name} 目标管理考核` }).waitFor();
  await points(page, '服务职工').fill('29');
  await save(page);
  await told(page, '自评已保存');
  expect(await axeViolations(page)).toEqual([]);

  const reading = await openPage(path, { login: leader });
  await reading.getByText('您可以查看,不能填写。').waitFor();
  await row(reading, '服务职工').getByText('自评 29 分').waitFor();
  expect(await reading.getByRole('textbox').count()).toBe(0);
  await shot(reading, 'own-appraisal-leader');

  const above = await personPage({ login: 'tongji' });
  await above.goto('/console/appraisal/own?union=LJ&period=2026');
  await above.getByText('没有上级工会,不被考核。').waitFor();
});

test('the page is whole in both languages, at a desk and on a phone', async () => {
  await claim(open, 6, ['18', null, '2', '1']);
  const looks = (login: string, path: string, name: string) =>
    inEveryLook({ login }, path, { ready: '.appraisal', name });
  await looks(open.filer, pathOf(open, 6), 'own-appraisal-claim');
  await looks(published.filer, pathOf(published, 1), 'own-appraisal-result');
  await looks(published.filer, pathOf(published, 3), 'own-appraisal-incomplete');
  await looks(reviewer, '/console/appraisal/own?period=2026', 'own-appraisal-console');
}, 240_000);
