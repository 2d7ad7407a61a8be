/** 目标管理考核 in the console: a body sets its scheme, appraises the unions below it, publishes, answers appeals; others read. */
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { act } from './harness/act.js';
import { appraising, inYear, issueTargets } from './harness/appraising.js';
import { axeViolations, complaintsOf, personPage, shot } from './harness/browser.js';
import { accept, type Bureau, file, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

// A ratio stands for itself: a bureau sets targets of it out of nothing that the federation holds.
const cell = 'mem_join_rate';
const density = '职工入会率(建会单位口径)';

/** One in which something is done, and one that is published already. */
let acted: Bureau;
let shown: Bureau;
const [best, second, least, silent] = [0, 1, 2, 3];
const members = [90, 72, 45];

const scheme = {
  ...{ documentNo: '临织工发〔2026〕5号', nothingBelow: '60', mostCounted: '100', appealDays: 5 },
  items: [
    { code: 'work', text: '日常工作', kind: 'SCORED', points: '20' },
    { code: 'new', text: '创新工作', kind: 'BONUS', points: '5' },
    { code: 'late', text: '报表迟报', kind: 'DEDUCTION', points: '5' },
  ],
  grades: [
    { zh: '优秀', en: 'Excellent', from: '90' },
    { zh: '合格', en: 'Qualified', from: '60' },
  ],
};

/** Gives unions of a bureau this target and weight. */
const issue = ({ id, reviewer, unions }: Bureau, nths: readonly number[], weight: string) =>
  issueTargets(
    reviewer,
    id,
    nths.map((nth) => ({ unionId: unions[nth]!.id, cell, value: '90', weight })),
  );

const setScheme = ({ id: bodyId, reviewer }: Pick<Bureau, 'id' | 'reviewer'>, more: object = {}) =>
  appraising(reviewer, 'setAppraisalScheme', { bodyId, expectedRevision: 0, ...scheme, ...more });

/** Has unions report so many members of 100 workers each. */
async function report(bureau: Bureau, members: readonly number[]): Promise<void> {
  for (const [nth, count] of members.entries())
    await accept(bureau, await file(bureau, bureau.unions[nth]!.id, { workers: 100, members: count }));
}

/** 自评 of a union, by its filer. */
const claim = ({ filer, unions }: Bureau, nth: number, item = 'work') =>
  appraising(filer, 'claimAppraisal', {
    ...{ unionId: unions[nth]!.id, note: '全年工作按计划完成。', expectedRevision: 0 },
    scores: [{ item, points: '19', note: '台账第 3 册' }],
  });

const appeal = ({ filer, unions }: Bureau, nth: number, reason: string) =>
  appraising(filer, 'appealAppraisal', { unionId: unions[nth]!.id, reason });

beforeAll(async () => {
  acted = await foundBureau('临江毛纺局工会', 4);
  shown = await foundBureau('临江丝绸局工会', 3);
  await report(acted, members);
  await issue(acted, [best, second, least, silent], '80');
  await report(shown, members.slice(0, 2));
  await issue(shown, [best, second], '80');
  await setScheme(shown);
  await claim(shown, best);
  await appraising(shown.reviewer, 'appraise', {
    bodyId: shown.id,
    lines: [best, second].map((nth) => ({
      ...{ unionId: shown.unions[nth]!.id, note: '总体较好。', expectedRevision: 0 },
      scores: [
        { item: 'work', points: nth === best ? '18' : '15', note: '档案齐全' },
        { item: 'late', points: '1', note: '二季度迟报' },
      ],
    })),
  });
  await appraising(shown.reviewer, 'publishAppraisal', { bodyId: shown.id });
  await appeal(shown, second, '一季度已补报,请予核对。');
}, 120_000);

const address = ({ code }: Bureau, more = ''): string =>
  `/console/appraisal?union=${code}&form=${inYear.form}&period=${inYear.period}${more}`;
const unionOf = (bureau: Bureau, nth: number): string => bureau.unions[nth]!.name;
const openOne = (bureau: Bureau, nth: number): string => address(bureau, `&of=${bureau.code}-${nth + 1}`);

const ranking = (page: Page) => page.getByRole('region', { name: '下级单位考核结果' });
const rowOf = (page: Page, name: string) =>
  ranking(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) });
const thenOrNow = { then: '目标任务(考核时)', now: '目标任务(按现在的数据)' } as const;
const targetRow = (page: Page, as: keyof typeof thenOrNow) =>
  page.getByRole('region', { name: thenOrNow[as], exact: true }).getByRole('row', { name: density });
const fact = (page: Page, name: string) =>
  page
    .locator('dl.facts > div')
    .filter({ has: page.locator('dt', { hasText: name }) })
    .locator('dd')
    .first();

test('a reviewer sets the scheme: what is wrong is told, nothing written is lost, and the next year begins with it', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto(`/console/targets?union=${acted.code}&form=${inYear.form}&year=${inYear.period}`);
  await page.locator('#content').getByRole('link', { name: '目标管理考核' }).click();
  await page.getByRole('heading', { level: 1, name: `${acted.name} 目标管理考核` }).waitFor();
  await page.getByRole('button', { name: '去制定考核办法' }).click();
  await page.getByText('以下是一份起始的办法').waitFor();
  await page.getByLabel('文号').fill('临毛工发〔2026〕5号');
  await page.getByLabel('第 1 项 内容').fill('组织建设');
  await page.getByRole('button', { name: '增加项目' }).click();
  await page.getByLabel('第 4 项 内容').fill('信息报送');
  await page.getByLabel('第 4 项 最多(分)').fill('5');
  await page.getByRole('button', { name: '去掉第 4 项' }).click();
  await page.getByLabel('第 2 等 得分率下限').fill('95');
  await page.getByRole('button', { name: '保存考核办法' }).click();
  await page.getByRole('alert').getByText('等次“良好”').waitFor();
  expect(await page.getByLabel('第 1 项 内容').inputValue()).toBe('组织建设');
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'appraisal-scheme-told');
  await page.getByLabel('第 2 等 得分率下限').fill('８０');
  await page.getByRole('button', { name: '保存考核办法' }).click();
  await page.getByText('已保存。').waitFor();
  await page.getByText('临毛工发〔2026〕5号,').waitFor();
  // Saved once more, it is the next revision of its own.
  await page.getByLabel('公示后几天内可以申诉').fill('7');
  await page.getByRole('button', { name: '保存考核办法' }).click();
  await page.waitForLoadState('networkidle');
  await page.reload();
  await page.getByRole('button', { name: '保存考核办法' }).waitFor();
  expect(await page.getByLabel('公示后几天内可以申诉').inputValue()).toBe('7');
  await page.getByRole('combobox', { name: '年度' }).selectOption('2027');
  await page.getByText('以下取自上一年的考核办法').waitFor();
  expect(await page.getByLabel('第 1 项 内容').inputValue()).toBe('组织建设');
  expect(await page.getByLabel('文号').inputValue()).toBe('');
});

test('two who write a scheme at once: the second is told, keeps what was written, and can take the newest', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto(address(acted, '&tab=scheme').replace('2026', '2027'));
  await page.getByLabel('文号').fill('临毛工发〔2027〕9号');
  await setScheme(acted, { period: '2027' });
  await page.getByRole('button', { name: '保存考核办法' }).click();
  await page.getByRole('button', { name: '载入最新的办法' }).waitFor();
  expect(await page.getByLabel('文号').inputValue()).toBe('临毛工发〔2027〕9号');
  await page.getByRole('button', { name: '载入最新的办法' }).click();
  expect(await page.getByLabel('文号').inputValue()).toBe(scheme.documentNo);
  await page.getByRole('button', { name: '保存考核办法' }).click();
  await page.getByText('已保存。').waitFor();
});

test('unions are appraised together by their targets; whose figures are not there is not complete', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto(address(acted));
  await rowOf(page, unionOf(acted, best)).getByText('未考核').waitFor();
  const appraise = page.getByRole('button', { name: '按目标考核所选单位' });
  expect(await appraise.isDisabled()).toBe(true);
  await page.getByRole('button', { name: '选中未考核和有变动的' }).click();
  await page.getByText('已选 4 家').waitFor();
  await page.getByLabel(`选中 ${unionOf(acted, least)}`).uncheck();
  await page.route('**/graphql', (route) => route.abort());
  await appraise.click();
  await page.getByRole('alert').getByRole('heading').waitFor();
  await page.unroute('**/graphql');
  expect(complaintsOf(page).length).toBeGreaterThan(0);
  await page.getByText('已选 3 家').waitFor();
  await appraise.click();
  await page.getByText('已考核 3 家。').waitFor();
  expect(await rowOf(page, unionOf(acted, best)).innerText()).toMatch(/80\.00\s+—\s+80\.00 \/ 100\.00/);
  expect(await rowOf(page, unionOf(acted, second)).innerText()).toMatch(/64\.00\s+—\s+64\.00 \/ 100\.00/);
  await rowOf(page, unionOf(acted, silent)).getByText('结果不完整').waitFor();
  await rowOf(page, unionOf(acted, least)).getByText('未考核').waitFor();
  expect(await fact(page, '已考核').innerText()).toBe('3 家');
  // Set by nobody any more.
  await page.getByRole('tab', { name: '考核办法' }).click();
  await page.getByText('办法不能再改').waitFor();
  expect(await page.getByRole('button', { name: '保存考核办法' }).count()).toBe(0);
});

test('before its first result a union’s targets are seen as they stand now; a union elsewhere is not found', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto(openOne(acted, least));
  await page.getByText('还没有考核。').waitFor();
  expect(await targetRow(page, 'now').innerText()).toMatch(/90\.0 %\s+45\.0 %\s+50\.0 %\s+80\.00\s+0\.00$/);
  expect(await targetRow(page, 'then').count()).toBe(0);
  await page.goto(address(acted, `&of=${shown.code}-1`));
  await page.getByText('下级单位中没有这一家').waitFor();
});

test('one union is given points beside what it claims, is marked once its targets change, and taken anew', async () => {
  // Of the scheme that the first test set.
  await claim(acted, best, 'item_1');
  const page = await personPage({ login: acted.reviewer });
  await page.goto(address(acted));
  await rowOf(page, unionOf(acted, best)).getByText('已自评').waitFor();
  await page.getByRole('link', { name: unionOf(acted, best) }).click();
  await page.getByRole('heading', { level: 1, name: `${unionOf(acted, best)} 考核` }).waitFor();
  await page.getByText('台账第 3 册').waitFor();
  expect(await targetRow(page, 'then').innerText()).toMatch(/90\.0 %\s+90\.0 %\s+100\.0 %\s+80\.00\s+80\.00/);
  expect(await targetRow(page, 'now').count()).toBe(0);
  const points = page.getByRole('textbox', { name: /考核分$/ });
  expect(await points.first().inputValue()).toBe('');
  await points.nth(0).fill('20.5');
  await points.nth(1).fill('３');
  await points.nth(2).fill('1.25');
  await page.getByText('已评 3/3 项,合计 22.25').waitFor();
  await page.getByLabel('组织建设 考核理由').fill('制度健全');
  await page.getByRole('button', { name: '保存考核' }).click();
  await page.getByRole('alert').getByText('“组织建设”填了 20.5 分').waitFor();
  expect(await points.nth(1).inputValue()).toBe('３');
  await points.nth(0).fill('18');
  await page.getByRole('button', { name: '保存考核' }).click();
  await page.getByText('已保存。').waitFor();
  expect(await fact(page, '得分/满分').innerText()).toBe('99.75 / 100.00');
  expect(await fact(page, '等次').innerText()).toBe('优秀');
  expect(await fact(page, '名次').innerText()).toBe('1');
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'appraisal-scored');

  await issue(acted, [best], '70');
  await page.reload();
  await page.getByText('考核后有变动').waitFor();
  expect(await targetRow(page, 'then').innerText()).toMatch(/80\.00\s+80\.00$/);
  expect(await targetRow(page, 'now').innerText()).toMatch(/70\.00\s+70\.00$/);
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'appraisal-differs');
  await page.getByRole('button', { name: '重新取数' }).click();
  await page.getByText('已按现在的目标和数据重新计算。').waitFor();
  expect(await targetRow(page, 'then').innerText()).toMatch(/70\.00\s+70\.00$/);
  expect(await targetRow(page, 'now').count()).toBe(0);
  expect(await fact(page, '得分/满分').innerText()).toBe('89.75 / 90.00');
  expect(await page.getByLabel('组织建设 考核理由').inputValue()).toBe('制度健全');
  expect(await page.getByText('考核后有变动').count()).toBe(0);
  await page.getByRole('link', { name: '返回考核结果' }).click();
  expect(await rowOf(page, unionOf(acted, best)).innerText()).toMatch(/^1\s/);
});

test('two who appraise at once: the second is told, keeps what was typed, and sees what the first gave', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto(openOne(acted, second));
  const points = page.getByRole('textbox', { name: /考核分$/ });
  await points.first().fill('11');
  const line = { unionId: acted.unions[second]!.id, expectedRevision: 1 };
  await appraising(acted.reviewer, 'appraise', {
    bodyId: acted.id,
    lines: [{ ...line, scores: [{ item: 'item_2', points: '4' }] }],
  });
  await page.getByRole('button', { name: '保存考核' }).click();
  await page.getByRole('alert').locator('.problem').waitFor();
  await page.getByText('已评 2/3 项,合计 15.00').waitFor();
  expect(await points.first().inputValue()).toBe('11');
  await page.getByRole('button', { name: '保存考核' }).click();
  await page.getByText('已保存。').waitFor();
  expect(await fact(page, '得分/满分').innerText()).toBe('79.00 / 100.00');
});

test('the results are published with a look at what is left out; an upheld appeal opens its union again', async () => {
  const page = await personPage({ login: acted.reviewer });
  await page.goto(address(acted));
  await page.getByText('还有 1 家没有考核。').waitFor();
  await page.getByText('有 1 家结果不完整').waitFor();
  await page.getByRole('button', { name: '公示', exact: true }).click();
  await shot(page, 'appraisal-publish');
  await page.getByRole('button', { name: '确定公示' }).click();
  await page.getByText('公示中').waitFor();
  expect(await page.getByRole('button', { name: '按目标考核所选单位' }).count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);

  await appeal(acted, best, '加分少算了。');
  await appeal(acted, second, '组织建设有新的材料。');
  await page.reload();
  await rowOf(page, unionOf(acted, second)).getByText('有申诉待答复').waitFor();
  expect(await fact(page, '待处理申诉').innerText()).toBe('2 件');
  await page.getByRole('link', { name: unionOf(acted, best) }).click();
  const list = page.getByRole('list', { name: '申诉' });
  await list.getByLabel('处理结果').selectOption('申诉不成立');
  await list.getByRole('textbox', { name: '答复' }).fill('加分已按办法计算。');
  await list.getByRole('button', { name: '答复申诉' }).click();
  await list.getByText(/苏敏 .* 答复/).waitFor();
  expect(await page.getByRole('button', { name: '保存考核' }).count()).toBe(0);

  await page.goto(openOne(acted, second));
  await list.getByLabel('处理结果').selectOption('申诉成立');
  await list.getByRole('textbox', { name: '答复' }).fill('请补充材料后重新考核。');
  await list.getByRole('button', { name: '答复申诉' }).click();
  await page.getByText('申诉成立,请重新考核。').waitFor();
  await page.getByRole('textbox', { name: '组织建设 考核分' }).fill('16');
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'appraisal-upheld');
  await page.getByRole('button', { name: '保存考核' }).click();
  await page.getByText('只有申诉成立的单位才能重新考核').waitFor();
  expect(await fact(page, '得分/满分').innerText()).toBe('84.00 / 100.00');
  expect(await page.getByRole('button', { name: '保存考核' }).count()).toBe(0);
  await page.getByRole('link', { name: '返回考核结果' }).click();
  expect(await fact(page, '待处理申诉').innerText()).toBe('0 件');
  await page.getByRole('button', { name: '办结', exact: true }).click();
  await page.getByRole('button', { name: '确定办结' }).click();
  await page.getByRole('alert').getByText('之后才能办结').waitFor();
});

test('whoever wrote the claim of a union is told that somebody else appraises it', async () => {
  const other = await foundBureau('临江针纺局工会', 1);
  const [union] = other.unions;
  const login = `liangzhi.${other.code.toLowerCase()}`;
  await act('guanli', 'createPerson', {
    ...{ login, name: '两职', password: 'huiji-demo-2026' },
    appointments: [
      { unionId: other.id, role: 'REVIEWER' },
      { unionId: union!.id, role: 'FILER' },
    ],
  });
  await setScheme({ id: other.id, reviewer: login });
  await claim({ ...other, filer: login }, 0);
  const page = await personPage({ login });
  await page.goto(address(other));
  await page.getByRole('button', { name: '选中未考核和有变动的' }).click();
  await page.getByRole('button', { name: '按目标考核所选单位' }).click();
  await page.getByRole('alert').getByText('请由另一位人员考核').waitFor();
  await page.goto(openOne(other, 0));
  await page.getByRole('textbox', { name: '日常工作 考核分' }).fill('20');
  await page.getByRole('button', { name: '保存考核' }).click();
  await page.getByRole('alert').getByText('请由另一位人员考核').waitFor();
  expect(await page.getByRole('textbox', { name: '日常工作 考核分' }).inputValue()).toBe('20');
});

test('a leader goes from the overview down to a bureau’s appraisal, and sees all of it without a button', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto('/console/overview?period=2026Q3');
  await page.locator('#content').getByRole('link', { name: '目标管理考核' }).click();
  await page.getByRole('heading', { level: 1, name: '临江市总工会 目标管理考核' }).waitFor();
  await page.getByText('您可以查看,不能考核').waitFor();
  await page.getByRole('link', { name: shown.name }).click();
  await page.getByRole('link', { name: '该单位对下级的考核' }).click();
  await page.getByRole('heading', { level: 1, name: `${shown.name} 目标管理考核` }).waitFor();
  const row = rowOf(page, unionOf(shown, best));
  expect(await row.innerText()).toMatch(/^1\s+.*\s+80\.00\s+17\.00\s+97\.00 \/ 100\.00\s+97\.00 %\s+优秀/);
  const distribution = page.getByRole('region', { name: '等次分布' });
  expect(await distribution.innerText()).toMatch(/优秀\s+1 家\s+合格\s+1 家\s+无等次\s+0 家/);
  await page.getByRole('tab', { name: '考核办法' }).click();
  await page.getByText('临织工发〔2026〕5号').waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  await page.goto(openOne(shown, second));
  await page.getByText('一季度已补报').waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await page.getByRole('button', { name: /答复|保存|取数|公示|办结/ }).count()).toBe(0);
  await page.getByRole('link', { name: '返回考核结果' }).click();
  await page.locator('#content').getByRole('link', { name: '目标任务' }).click();
  await page.getByRole('heading', { level: 1, name: `${shown.name} 目标任务` }).waitFor();
});

test.each([
  ['appraisal', () => address(shown), 'tbody tr'],
  ['appraisal-scheme', () => address(shown, '&tab=scheme'), '[role=tabpanel] tbody tr'],
  ['appraisal-one', () => openOne(shown, second), '#items'],
])(
  '%s is whole in both languages and on a phone',
  (name, path, ready) => inEveryLook({ login: shown.reviewer }, path(), { ready, name }),
  120_000,
);

test('what is typed into is whole in both languages and on a phone', async () => {
  const open = await foundBureau('临江绢纺局工会', 2);
  const look = { login: open.reviewer };
  await inEveryLook(look, address(open, '&tab=scheme'), { ready: 'form', name: 'appraisal-scheme-form' });
  await setScheme(open);
  await claim(open, 0);
  await inEveryLook(look, address(open), { ready: '.appraisal-batch', name: 'appraisal-open' });
  await inEveryLook(look, openOne(open, 0), { ready: 'form', name: 'appraisal-scoring' });
}, 240_000);
