import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, axeViolations, personPage } from './harness/browser.js';
import { accept, file, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

interface Seen {
  submission: {
    state: string;
    returnReason: string | null;
    reviewedBy: string | null;
    comments: { nodes: Array<{ cell: string | null; text: string; revision: number }> };
  };
}
const submissionOf = async (login: string, id: string): Promise<Seen['submission']> =>
  (
    await ask<Seen>(
      login,
      'query ($id: ID!) { submission(id: $id) { state returnReason reviewedBy comments { nodes { cell text revision } } } }',
      { id },
    )
  ).submission;

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name });

test('a return is given back with a comment at its figure, corrected, and accepted by keys', async () => {
  const bureau = await foundBureau('临江机械局工会', 2);
  const [doubtful, plain] = bureau.unions as [{ id: string; name: string }, { id: string; name: string }];
  const first = await file(bureau, doubtful.id, { workers: 143, members: 1310, explanation: '含流动人员' });
  const other = await file(bureau, plain.id, { workers: 600, members: 580 });
  await inEveryLook({ login: bureau.reviewer }, '/console/review', { ready: '.review-item', name: 'review' });

  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/review');
  await heading(page, doubtful.name).waitFor(); // the riskier one comes first
  expect(await page.locator('.review-item strong').allTextContents()).toEqual([doubtful.name, plain.name]);
  await page.getByText('含流动人员').waitFor();

  // What is doubted is accepted only after a question; keys that are typed into a field do nothing.
  await page.keyboard.press('a');
  await page.getByRole('dialog').getByText('仍要审核通过吗?').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog', { name: `退回 ${doubtful.name}` });
  await dialog.getByLabel('退回原因').waitFor();
  await page.keyboard.type('ajkr 会员多于职工');
  await dialog.getByRole('combobox', { name: '指标' }).selectOption('mem_member_cnt');
  await dialog.getByRole('textbox', { name: '批注' }).fill('疑似多填一个 0');
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: '退回', exact: true }).click();
  await page.getByText(`已退回:${doubtful.name}`).waitFor();
  await heading(page, plain.name).waitFor(); // the queue has moved on
  expect(await submissionOf(bureau.reviewer, first.id)).toMatchObject({
    state: 'RETURNED',
    returnReason: 'ajkr 会员多于职工',
    comments: { nodes: [{ cell: 'mem_member_cnt', text: '疑似多填一个 0', revision: 1 }] },
  });
  expect((await submissionOf(bureau.reviewer, other.id)).state).toBe('SUBMITTED');

  // It comes again without a reload, with what was said of it beside the figure.
  await file(bureau, doubtful.id, { workers: 143, members: 131 });
  await page.locator('.review-item', { hasText: doubtful.name }).waitFor({ timeout: 45_000 });
  await page.locator('.review-item', { hasText: doubtful.name }).click();
  await heading(page, doubtful.name).waitFor();
  await page.locator('tr', { hasText: '会员人数' }).getByText('疑似多填一个 0').waitFor();
  await page.keyboard.press('a');
  await page.getByText(`已审核通过:${doubtful.name}`).waitFor();
  await heading(page, plain.name).waitFor();
  await page.keyboard.press('a');
  await page.getByText('没有等待您审核的报表。').waitFor();
  for (const { id } of [first, other])
    expect((await submissionOf(bureau.reviewer, id)).state).toBe('ACCEPTED');
}, 180_000);

test('keys move along the queue and can be turned off; who was slower is told so in place', async () => {
  const bureau = await foundBureau('临江纺织局工会', 2);
  const filed = [];
  for (const { id } of bureau.unions) filed.push(await file(bureau, id, { workers: 600, members: 580 }));
  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/review');
  const names = async (): Promise<string> => (await page.locator('.review-opened h2').textContent()) ?? '';
  await page.locator('.review-item').first().waitFor();
  const [above, below] = await page.locator('.review-item strong').allTextContents();
  await heading(page, above!).waitFor();
  await page.keyboard.press('j');
  await heading(page, below!).waitFor();
  await page.keyboard.press('k');
  await heading(page, above!).waitFor();
  await page.getByRole('checkbox', { name: '快捷键' }).uncheck();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await page.waitForTimeout(300);
  expect(await names()).toBe(above);

  // Somebody else accepts it while this page still shows it: nothing is read again meanwhile.
  await page.route('**/graphql', (route) =>
    /query (ReviewQueue|OpenedReturn)/.test(route.request().postData() ?? '') ? undefined : route.continue(),
  );
  const shown = bureau.unions.findIndex(({ name }) => name === above);
  await accept(bureau, filed[shown]!);
  await page.getByRole('button', { name: '审核通过 (A)' }).click();
  await page.locator('.review-opened .problem').waitFor();
  expect(await names()).toBe(above);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
}, 120_000);

test('a comment is pinned to a figure from its line', async () => {
  const bureau = await foundBureau('临江化工局工会', 1);
  const filed = await file(bureau, bureau.unions[0]!.id, { workers: 600, members: 580 });
  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/review');
  await page.getByRole('button', { name: '批注:会员人数', exact: true }).click();
  await page.keyboard.type('请附名册');
  await page.getByRole('button', { name: '保存批注' }).first().click();
  await page.locator('tr', { hasText: '会员人数' }).getByText('请附名册').waitFor();
  const { comments } = await submissionOf(bureau.reviewer, filed.id);
  expect(comments.nodes).toEqual([{ cell: 'mem_member_cnt', text: '请附名册', revision: 1 }]);
}, 60_000);
