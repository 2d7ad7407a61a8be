/** A bureau's work beside its queue: the grid, the progress with reminders, and signing the total. */
import { beforeAll, expect, test } from '@jest/globals';
import { ask, axeViolations, personPage, shot } from './harness/browser.js';
import { accept, asked, type Bureau, file, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

let bureau: Bureau;
const [filed, waiting, owing] = [0, 1, 2];
const unionAt = (nth: number) => bureau.unions[nth]!;
beforeAll(async () => {
  bureau = await foundBureau('临江纺织局工会', 3);
  await accept(bureau, await file(bureau, unionAt(filed).id, { workers: 1_250, members: 1_200 }));
  await file(bureau, unionAt(waiting).id, { workers: 340, members: 330 });
}, 60_000);

test.each([
  ['grid', '.grid-box tbody tr'],
  ['progress', '[data-count="expected"]'],
  ['signature', '.signing'],
])(
  '%s is whole in both languages and on a phone',
  (name, ready) => inEveryLook({ login: bureau.reviewer }, `/console/${name}`, { ready, name }),
  120_000,
);

test('the grid lays the unions beside the cells, sums what is accepted, and shows what waits apart', async () => {
  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/grid?table=T2');
  const sum = page.locator('tfoot [data-cell="mem_member_cnt"]').last();
  await sum.filter({ hasText: /^1,200$/ }).waitFor();
  await page.getByText('等于本单位的汇总').waitFor();
  await page.getByRole('checkbox', { name: '显示待审核的数' }).check();
  const row = page.getByRole('row').filter({ hasText: unionAt(waiting).name });
  await row.locator('em', { hasText: /^330$/ }).waitFor();
  expect(await sum.innerText()).toBe('1,200');
  const sort = page.getByTitle('按“会员人数”排序', { exact: true });
  const first = page.locator('tbody tr').first();
  await sort.click();
  await first.filter({ hasText: unionAt(filed).name }).waitFor();
  await sort.click();
  await first.filter({ hasText: unionAt(waiting).name }).waitFor();
});

test('who owes is chosen, the reminder is seen before it is sent, and stands in the log', async () => {
  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/progress');
  await page.locator('[data-count="accepted"]', { hasText: /^1$/ }).waitFor();
  await page.getByRole('checkbox', { name: unionAt(owing).name }).check();
  expect(await page.getByRole('checkbox', { name: unionAt(filed).name }).count()).toBe(0);
  await page.getByRole('button', { name: '催报所选 1 个' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('将提醒 1 个单位').waitFor();
  await dialog.getByLabel('附言').fill('请在周五前上报。');
  await dialog.getByLabel('附言').blur();
  await dialog.locator('pre', { hasText: '请在周五前上报。' }).first().waitFor();
  expect(await dialog.locator('pre').first().innerText()).toContain(unionAt(owing).name);
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'progress-remind');
  const { reminders: none } = await remindersOf();
  expect(none.nodes).toEqual([]);
  await dialog.getByRole('button', { name: '发送催报' }).click();
  await dialog.getByText('已催报 1 个单位').waitFor();
  expect((await remindersOf()).reminders.nodes).toEqual([{ unions: 1, message: '请在周五前上报。' }]);
  await page.keyboard.press('Escape');
  await page.locator('.log li', { hasText: '请在周五前上报。' }).waitFor();
});

const remindersOf = () =>
  ask<{ reminders: { nodes: { unions: number; message: string | null }[] } }>(
    bureau.reviewer,
    `{ reminders(unionCode: "${bureau.code}", form: "${asked.form}", period: "${asked.period}") { nodes { unions message } } }`,
  );

test('a leader sees the progress, and is not offered what a leader may not do', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto(`/console/progress?union=${bureau.code}`);
  await page.getByRole('heading', { name: '未报名单' }).waitFor();
  await page.getByText(unionAt(owing).name).first().waitFor();
  expect(await page.getByRole('button', { name: /催报/ }).count()).toBe(0);
  expect(await page.getByText('催报记录').count()).toBe(0);
});

test('a total is signed as it is seen, with why reports are missing; what changes after that is told', async () => {
  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/signature');
  await page.getByText('已审核 1/').first().waitFor();
  await page.getByText('这一期还没有签报过').waitFor();
  const sign = page.getByRole('button', { name: /签报第 \d+ 版汇总/ });
  await sign.click();
  await page.getByRole('alert').filter({ hasText: '说明' }).waitFor(); // why are reports missing?
  await page.getByLabel('上报说明').fill('一家正在搬迁,下旬补报。');
  await sign.click();
  await page.getByText('已签报。').waitFor();
  await page.getByText(/第 1 次签报,.*等待上级审核/).waitFor();
  await page.getByText('签报之后没有变动').waitFor();
  const { submissions } = await ask<{
    submissions: { nodes: { id: string; version: number; state: string }[] };
  }>(
    bureau.reviewer,
    `{ submissions(unionCode: "${bureau.code}", form: "${asked.form}", period: "${asked.period}", state: SUBMITTED) {
         nodes { id version state } } }`,
  );
  await accept(bureau, submissions.nodes[0]!);
  await page.getByText(/签报之后有 \d+ 项变动/).waitFor();
  const changed = page.getByRole('row').filter({ hasText: '会员人数' }).filter({ hasText: '1,530' });
  expect(await changed.first().innerText()).toMatch(/1,200\s+1,530\s+\+?330/);
});
