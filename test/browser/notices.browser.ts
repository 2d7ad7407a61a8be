/** 下发通知: issued by a body, received and replied to by clerks, watched and reminded of from above, withdrawn. */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, axeViolations, personPage } from './harness/browser.js';
import { inEveryLook } from './harness/looks.js';

const federation = '临江市总工会';
const district = '东城区总工会';
const school = '东城一中工会';
const mill = '东方纺织公司工会';

/** What was issued here, by whom: withdrawn in the end, so that it stands on no clerk's page of another file. */
const issued: Array<{ id: string; by: string }> = [];
const titled = (about: string): string => `关于${about}的通知 ${randomUUID().slice(0, 6)}`;

/** A notice of the federation to all unions below it, to which a reply is wanted, as its statistician issues it by the api. */
async function issue(about: string): Promise<{ id: string; title: string }> {
  const title = titled(about);
  const { tradeUnion } = await ask<{ tradeUnion: { id: string } }>(
    'tongji',
    '{ tradeUnion(code: "LJ") { id } }',
  );
  const { issueNotice } = await ask<{ issueNotice: { notice: { id: string } } }>(
    'tongji',
    'mutation ($input: IssueNoticeInput!) { issueNotice(input: $input) { notice { id } userErrors { code message } } }',
    {
      input: {
        ...{ issuerId: tradeUnion.id, documentNo: '临工发〔2026〕31号', title, audience: 'ALL_BELOW' },
        ...{ body: '各级工会:\n<b>请于月底前</b>报送方案。', dueOn: '2099-12-31', wantsReply: true },
        idempotencyKey: randomUUID(),
      },
    },
  );
  const { id } = issueNotice.notice;
  issued.push({ id, by: 'tongji' });
  return { id, title };
}

interface Standing {
  state: string;
  reply: string | null;
  reminders: number;
}

/** Where a notice stands at the recipients at and below a union. */
async function standingAt(unionCode: string, noticeId: string): Promise<Standing[]> {
  const { noticeReceipts } = await ask<{ noticeReceipts: { nodes: Standing[] } }>(
    'tongji',
    'query ($noticeId: ID!, $unionCode: String) { noticeReceipts(noticeId: $noticeId, unionCode: $unionCode, first: 200) { nodes { state reply reminders } } }',
    { noticeId, unionCode },
  );
  return noticeReceipts.nodes;
}

/** How many unions a notice was issued to. */
async function recipientsOf(noticeId: string): Promise<number> {
  const { notice } = await ask<{ notice: { progress: { recipients: number } } }>(
    'tongji',
    'query ($noticeId: ID!) { notice(id: $noticeId, unionCode: "LJ") { progress { recipients } } }',
    { noticeId },
  );
  return notice.progress.recipients;
}

const noticeOf = (page: Page): string => new URL(page.url()).searchParams.get('notice')!;
const card = (page: Page, title: string) => page.locator('details.notice', { hasText: title });

/** Opens the form, and writes all but to whom it goes. */
async function write(page: Page, title: string): Promise<void> {
  await page.locator('summary', { hasText: '下发通知' }).click();
  await page.getByLabel('文号').fill('东工发〔2026〕12号');
  await page.getByLabel('标题').fill(title);
  await page.getByLabel('正文').fill('各基层工会:\n请报送冬送温暖名单。');
}

afterAll(async () => {
  for (const { id, by } of issued) {
    const { notice } = await ask<{ notice: { notice: { withdrawnAt: string | null } } }>(
      'tongji',
      'query ($id: ID!) { notice(id: $id, unionCode: "LJ") { notice { withdrawnAt } } }',
      { id },
    );
    if (notice.notice.withdrawnAt !== null) continue;
    await ask(
      by,
      'mutation ($input: WithdrawNoticeInput!) { withdrawNotice(input: $input) { userErrors { code message } } }',
      { input: { noticeId: id, reason: '试用完毕', idempotencyKey: randomUUID() } },
    );
  }
});

test('a statistician issues a notice to all below; a refusal keeps what was typed', async () => {
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/notices');
  await page.getByRole('heading', { level: 1, name: `${federation} 通知` }).waitFor();
  const title = titled('冬送温暖');
  await write(page, title);
  await page.getByLabel('截止日期').fill('2020-01-01');
  await page.getByLabel('需要回复').check();
  await page.getByLabel('发送范围').selectOption('ALL_BELOW');
  await page.getByRole('button', { name: '下发', exact: true }).click();
  await page.getByRole('alert').getByText('截止日期 2020-01-01 已经过去').waitFor();
  expect(await page.getByLabel('标题').inputValue()).toBe(title);
  expect(await page.getByLabel('正文').inputValue()).toContain('请报送冬送温暖名单。');
  expect(await page.getByLabel('需要回复').isChecked()).toBe(true);
  expect(await page.getByLabel('发送范围').inputValue()).toBe('ALL_BELOW');
  await page.getByLabel('截止日期').fill('2099-12-31');
  await page.getByRole('button', { name: '下发', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  const id = noticeOf(page);
  issued.push({ id, by: 'tongji' });
  const text = page.getByRole('region', { name: '正文' });
  expect(await text.locator('p').allInnerTexts()).toEqual(['各基层工会:', '请报送冬送温暖名单。']);
  const of = await recipientsOf(id);
  expect(of).toBeGreaterThan(8);
  const row = page.getByRole('region', { name: '签收进度' }).getByRole('row', { name: federation });
  expect(await row.innerText()).toMatch(new RegExp(`${of}\\s+0/${of} 0\\.0 %\\s+0/${of} 0\\.0 %`));
});

test('a reviewer issues to the unions named, and takes one of them away again', async () => {
  const page = await personPage({ login: 'shenhe.dongcheng' });
  await page.goto('/console/notices');
  await page.getByRole('heading', { level: 1, name: `${district} 通知` }).waitFor();
  const title = titled('名单');
  await write(page, title);
  await page.getByLabel('发送范围').selectOption('NAMED');
  await page.getByRole('button', { name: '下发', exact: true }).click();
  await page.getByRole('alert').getByText('指定单位').waitFor();
  for (const [name, code] of [
    [school, 'LJ-DC-01'],
    [mill, 'LJ-DC-04'],
  ] as const) {
    await page.getByRole('combobox', { name: '添加单位' }).fill(code);
    await page.getByTitle(`${name} ${code}`).click();
    await page.getByRole('button', { name: `移除 ${name}` }).waitFor();
  }
  await page.getByRole('button', { name: `移除 ${school}` }).click();
  await page.getByRole('button', { name: '下发', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  issued.push({ id: noticeOf(page), by: 'shenhe.dongcheng' });
  const recipients = page.getByRole('list', { name: '签收与回复' }).getByRole('listitem');
  await recipients.first().waitFor();
  expect(await recipients.allInnerTexts()).toEqual([expect.stringContaining(mill)]);
});

test('a clerk receives for all unions at once, replies, and replaces the reply of one', async () => {
  const { id, title } = await issue('安全生产月');
  const { myNotices } = await ask<{ myNotices: { nodes: Array<{ notice: { id: string } }> } }>(
    'tianbao',
    '{ myNotices(open: true, first: 200) { nodes { notice { id } } } }',
  );
  const count = myNotices.nodes.filter(({ notice }) => notice.id === id).length;
  expect(count).toBeGreaterThan(1);
  const page = await personPage({ login: 'tianbao', phone: true });
  await page.goto('/filing');
  const open = card(page, title);
  await open.getByText(`${count} 个单位待签收或回复`).waitFor();
  await open.locator('summary').click();
  await open.getByText('<b>请于月底前</b>报送方案。').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await open.getByRole('button', { name: `签收(${count} 个单位)` }).click();
  await page.getByRole('status').getByText(`已签收 ${count} 个单位。`).waitFor();
  expect(await open.getByRole('button', { name: /^签收/ }).count()).toBe(0);
  await open.getByLabel('回复内容').fill('已部署。');
  await open.getByRole('button', { name: '回复', exact: true }).click();
  await page.getByRole('status').getByText(`已回复 ${count} 个单位。`).waitFor();
  expect(await open.count()).toBe(0);

  await page.getByRole('link', { name: '收到的通知' }).click();
  const received = card(page, title);
  await received.locator('summary').click();
  await received.getByRole('checkbox', { name: school }).check();
  expect(await received.getByLabel('回复内容').inputValue()).toBe('已部署。');
  await received.getByLabel('回复内容').fill('已部署,方案另报。');
  await received.getByRole('button', { name: '回复', exact: true }).click();
  await page.getByRole('status').getByText('已回复 1 个单位。').waitFor();
  expect((await standingAt('LJ-DC-01', id)).map(({ reply }) => reply)).toEqual(['已部署,方案另报。']);
  expect((await standingAt('LJ-DC-04', id)).map(({ reply }) => reply)).toEqual(['已部署。']);
});

test('a district’s reviewer sees how far its unions have come, reminds them, and replies for the district', async () => {
  const { id, title } = await issue('职工书屋');
  const page = await personPage({ login: 'shenhe.dongcheng' });
  await page.goto('/console/notices');
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  const all = await standingAt('LJ-DC', id);
  const progress = page.getByRole('region', { name: '签收进度' });
  await progress.getByRole('row', { name: district }).getByText(`0/${all.length} 0.0 %`).first().waitFor();
  await page.getByRole('button', { name: '催办未签收、未回复的单位' }).click();
  await page.getByRole('status').getByText(`已催办 ${all.length} 个单位。`).waitFor();
  const recipients = page.getByRole('list', { name: '签收与回复' }).getByRole('listitem');
  await recipients.filter({ hasText: mill }).getByText('已催办 1 次').waitFor();
  // Once more, at once: nobody is told twice within the hour.
  await page.getByRole('button', { name: '催办未签收、未回复的单位' }).click();
  await page.getByRole('status').getByText('已催办 0 个单位。').waitFor();
  expect((await standingAt('LJ-DC', id)).every(({ reminders }) => reminders === 1)).toBe(true);

  await page.getByRole('link', { name: '返回通知列表' }).click();
  await page.getByRole('tab', { name: '收到的通知' }).click();
  const own = card(page, title);
  await own.locator('summary').click();
  await own.getByRole('button', { name: '签收', exact: true }).click();
  await page.getByRole('status').getByText('已签收 1 个单位。').waitFor();
  await page.getByRole('tab', { name: '下发的通知' }).click();
  await page.getByRole('link', { name: title }).click();
  await recipients.filter({ hasText: mill }).waitFor();
  await page.getByLabel('显示').selectOption('noReply');
  await recipients.filter({ hasText: mill }).waitFor({ state: 'detached' });
  await recipients.filter({ hasText: district }).waitFor();
  expect(await recipients.allInnerTexts()).toEqual([expect.stringContaining(district)]);

  await page.getByRole('link', { name: '返回通知列表' }).click();
  await page.getByRole('tab', { name: '收到的通知' }).click();
  await own.locator('summary').click();
  await own.getByLabel('回复内容').fill('书屋名单附后。');
  await own.getByRole('button', { name: '回复', exact: true }).click();
  await page.getByRole('status').getByText('已回复 1 个单位。').waitFor();
  await page.getByRole('tab', { name: '下发的通知' }).click();
  await page.getByRole('link', { name: title }).click();
  await page.getByLabel('显示').selectOption('REPLIED');
  await recipients.filter({ hasText: mill }).waitFor({ state: 'detached' });
  await page.getByText('书屋名单附后。').waitFor();
  expect(await recipients.allInnerTexts()).toEqual([expect.stringContaining(district)]);
});

test('a leader reads, and goes down to a district and back', async () => {
  const { id, title } = await issue('劳模推荐');
  const page = await personPage({ login: 'lingdao' });
  await page.goto('/console/notices');
  await page.getByRole('link', { name: title }).waitFor();
  expect(await page.getByText('下发通知', { exact: true }).count()).toBe(0);
  await page.goto(`/console/notices?notice=${id}`);
  const progress = page.getByRole('region', { name: '签收进度' });
  await progress.getByRole('link', { name: district }).click();
  await progress.getByRole('row', { name: school }).waitFor();
  await page.getByRole('link', { name: `上级:${federation}` }).click();
  await progress.getByRole('link', { name: district }).waitFor();
  expect(await page.getByRole('button', { name: /催办/ }).count()).toBe(0);
  expect(await page.getByText('撤回', { exact: true }).count()).toBe(0);
});

test('a notice withdrawn leaves the clerks’ tasks, and is answered no more', async () => {
  const { id, title } = await issue('知识竞赛');
  const clerk = await personPage({ login: 'tianbao' });
  await clerk.goto('/filing');
  await card(clerk, title).waitFor();
  const page = await personPage({ login: 'tongji' });
  await page.goto(`/console/notices?notice=${id}`);
  await page.locator('summary', { hasText: '撤回' }).click();
  await page.getByLabel('撤回原因').fill('文件有误');
  await page.getByRole('button', { name: '撤回', exact: true }).click();
  await page.getByText(/^已于 .* 撤回:文件有误$/).waitFor();
  expect(await page.getByRole('button', { name: /催办/ }).count()).toBe(0);
  await page.getByRole('link', { name: '返回通知列表' }).click();
  await page.getByRole('row', { name: title }).getByText('已撤回').waitFor();

  await clerk.reload();
  await clerk.getByRole('link', { name: '收到的通知' }).waitFor();
  await clerk.waitForLoadState('networkidle');
  expect(await card(clerk, title).count()).toBe(0);
  await clerk.getByRole('link', { name: '收到的通知' }).click();
  await card(clerk, title).locator('summary').click();
  await card(clerk, title)
    .getByText(/撤回:文件有误$/)
    .waitFor();
  expect(await card(clerk, title).getByRole('button').count()).toBe(0);
});

test.each([
  ['notices', 'tongji', '/console/notices', '.figures'],
  ['notice', 'tongji', '/console/notices?notice=', '.notice-standings'],
  ['notices-inbox', 'shenhe.dongcheng', '/console/notices?tab=inbox', '.notice'],
  ['notices-tasks', 'tianbao', '/filing', '.notice'],
  ['notices-received', 'tianbao', '/filing/notices', '.notice'],
])('%s is whole in both languages, at a desk and on a phone', async (name, login, path, ready) => {
  const { id } = await issue('版式');
  await inEveryLook({ login }, path.replace(/notice=$/, `notice=${id}`), { ready, name });
});
