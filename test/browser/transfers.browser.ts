/** 会籍接转 on the clerk's page: orders sent, accepted, declined, withdrawn and cancelled; both returns follow from them. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { act } from './harness/act.js';
import { ask, axeViolations, complaintsOf, type Person, personPage, shot } from './harness/browser.js';
import { asked, type Bureau, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

let bureau: Bureau;
beforeAll(async () => {
  bureau = await foundBureau('接转局工会', 8);
}, 60_000);

const codeOf = (nth: number): string => `${bureau.code}-${nth}`;
const idOf = (nth: number): string => bureau.unions[nth - 1]?.id ?? '';
const nameOf = (nth: number): string => bureau.unions[nth - 1]?.name ?? '';
const pathOf = (nth: number): string => `/filing/transfers/${codeOf(nth)}`;

/** Who files for one union only; answers the login. */
async function clerkOf(nth: number): Promise<string> {
  const login = `jiezhuan.${codeOf(nth).toLowerCase()}`;
  await act('guanli', 'createPerson', {
    ...{ login, name: `接转员${nth}`, password: 'huiji-demo-2026' },
    appointments: [{ unionId: idOf(nth), role: 'FILER' }],
  });
  return login;
}

/** Sends members from one union to another, by the api. */
const send = (from: number, to: number, more: object = {}) =>
  act(bureau.filer, 'sendTransfer', {
    ...{ unionId: idOf(from), toUnionCode: codeOf(to), members: 12, on: '2026-09-10' },
    ...{ idempotencyKey: randomUUID(), ...more },
  });

interface Order {
  id: string;
  number: string;
  version: number;
  state: string;
  members: number;
  reason: string | null;
}

/** The orders of a union, the newest first. */
async function ordersOf(nth: number): Promise<Order[]> {
  const { transfers } = await ask<{ transfers: { nodes: Order[] } }>(
    bureau.filer,
    'query ($unionId: ID) { transfers(unionId: $unionId) { nodes { id number version state members reason } } }',
    { unionId: idOf(nth) },
  );
  return transfers.nodes;
}

async function open(login: string, nth: number, look: Omit<Person, 'login'> = {}): Promise<Page> {
  const page = await personPage({ login, ...look });
  await page.goto(pathOf(nth));
  await page.getByRole('button', { name: '发出接转单' }).waitFor();
  return page;
}

const waiting = (page: Page): Locator => page.getByRole('region', { name: '待接收' });
const list = (page: Page): Locator => page.getByRole('region', { name: '接转单', exact: true });
const card = (within: Locator): Locator => within.getByRole('article').first();
const fold = (page: Page, name: string): Locator =>
  page.locator('.fold', { has: page.locator('summary', { hasText: name }) });
const told = (page: Page, sentence: string | RegExp) =>
  page.getByRole('status').getByText(sentence).first().waitFor();

/** What a union's return shows in a cell. */
async function inReturn(page: Page, nth: number, cell: string): Promise<Locator> {
  await page.goto(`/filing/${codeOf(nth)}/${asked.form}/${asked.period}`);
  const row = page.getByRole('row').filter({ has: page.locator(`[data-cell="${cell}"]`) });
  await row.waitFor();
  return row;
}

test('a clerk sends members on a phone; a wrong number is told, and nothing typed is lost', async () => {
  const page = await open(await clerkOf(1), 1, { phone: true });
  const form = fold(page, '转出');
  await form.getByLabel('人数').fill('12');
  await form.getByRole('button', { name: '发出接转单' }).click();
  await form.getByRole('alert').getByText('请从列表中选择接收工会。').waitFor();
  // By a part of the name, the code or the initials; each with the body above it.
  await form.getByLabel('查找接收工会').fill('没有这个工会');
  await told(page, '没有符合的基层工会。');
  const offered = form.getByRole('list', { name: '可选的工会' }).getByRole('listitem');
  await form.getByLabel('查找接收工会').fill('jzjd');
  await offered.nth(6).waitFor();
  // All below the bureau but this one.
  expect(await offered.count()).toBe(7);
  await form.getByLabel('查找接收工会').fill(codeOf(2));
  const found = form.getByRole('button', { name: `${nameOf(2)} ${codeOf(2)} · 上级:${bureau.name}` });
  await found.waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'transfers-find-phone');
  await found.click();
  await form.getByText(`接收工会: ${nameOf(2)}`).waitFor();
  expect(await page.evaluate('document.activeElement?.textContent')).toBe('换一个');

  await form.getByLabel('人数').fill('十二');
  await form.getByLabel('日期').fill('2026-09-10');
  await form.getByLabel('备注').fill('随二车间划转');
  await form.getByRole('button', { name: '发出接转单' }).click();
  await form.getByRole('alert').getByText('十二').waitFor();
  expect(await form.getByLabel('人数').getAttribute('aria-invalid')).toBe('true');
  await form.getByLabel('人数').fill('0');
  await form.getByRole('button', { name: '发出接转单' }).click();
  await form.getByRole('alert').getByText('“人数”填的 0 不在 1 到 100000 之间').waitFor();
  expect(await form.getByLabel('人数').getAttribute('aria-invalid')).toBe('true');
  await shot(page, 'transfers-wrong-phone');
  await page.reload();
  await form.getByText(`接收工会: ${nameOf(2)}`).waitFor();
  expect(await form.getByLabel('人数').inputValue()).toBe('0');
  expect(await form.getByLabel('日期').inputValue()).toBe('2026-09-10');
  expect(await form.getByLabel('备注').inputValue()).toBe('随二车间划转');
  expect(await ordersOf(1)).toEqual([]);

  await form.getByLabel('人数').fill('12人');
  await page.route('**/graphql', (route) => route.abort());
  await form.getByRole('button', { name: '发出接转单' }).click();
  await form.getByRole('alert').getByText('连不上服务器').waitFor();
  await page.unroute('**/graphql');
  complaintsOf(page); // Chromium says of the request that it failed
  await form.getByRole('button', { name: '发出接转单' }).click();
  const number = `${codeOf(1)}-2026-001`;
  await told(page, `已发出接转单 ${number},待对方接收。`);
  const sent = list(page).getByRole('article', { name: `接转单 ${number}` });
  await sent.getByText('待接收', { exact: true }).waitFor();
  await sent.getByText('随二车间划转').waitFor();
  expect(await sent.getByRole('button').allInnerTexts()).toEqual(['撤回']);
  expect(await form.getByLabel('人数').inputValue()).toBe('');
  await waiting(page).getByText('没有发给本工会的待接收接转单。').waitFor();
});

test('the other side accepts; both lists show it, and both returns have it by themselves', async () => {
  await send(3, 4, { members: 1250, note: '整体调动' });
  const [order] = await ordersOf(4);
  const receiver = await clerkOf(4);
  const tasks = await personPage({ login: receiver });
  await tasks.goto('/filing');
  await tasks.locator('.ways').getByRole('link', { name: '会籍接转 (待接收 1)' }).click();
  await tasks.getByRole('heading', { level: 1, name: nameOf(4) }).waitFor();

  const page = await open(receiver, 4, { phone: true });
  const waits = card(waiting(page));
  await waits.getByText(nameOf(3)).waitFor();
  await waits.getByText('1,250 人').waitFor();
  await waits.getByText('2026年9月10日').waitFor();
  await waits.getByText('整体调动').waitFor();
  expect(await waits.getByRole('button').allInnerTexts()).toEqual(['接收', '退回']);
  await waits.getByRole('button', { name: `接收 ${order?.number}` }).click();
  await waits.getByLabel('接收日期').fill('2026-09-15');
  await waits.getByText('季报为 2026Q3').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'transfers-accept-phone');
  await waits.getByRole('button', { name: '确认接收' }).click();
  await told(page, `已接收 ${order?.number}:1,250 人,从 2026年9月15日 起计入。`);
  await waiting(page).getByText('没有发给本工会的待接收接转单。').waitFor();
  await card(list(page)).getByText('已接收', { exact: true }).waitFor();
  expect(await card(list(page)).getByRole('button').allInnerTexts()).toEqual(['冲销']);

  const sender = await open(bureau.filer, 3);
  await card(list(sender)).getByText('转出', { exact: true }).waitFor();
  await card(list(sender)).getByText('已接收', { exact: true }).waitFor();
  const out = await inReturn(sender, 3, 'mem_transfer_out_cnt');
  await out.getByText('1,250').waitFor();
  await out.getByText('自动计算').waitFor();
  await shot(sender, 'transfers-return');
  await out.getByRole('link', { name: '会籍接转' }).click();
  await sender.getByRole('heading', { level: 1, name: nameOf(3) }).waitFor();
  const into = await inReturn(page, 4, 'mem_transfer_in_cnt');
  await into.getByText('1,250').waitFor();
});

test('an order is declined with a reason, or withdrawn; who comes too late is told so', async () => {
  await send(5, 6, { members: 3 });
  await send(5, 6, { members: 4 });
  const page = await open(await clerkOf(6), 6);
  const first = waiting(page).getByRole('article', { name: `${codeOf(5)}-2026-001` });
  await first.getByRole('button', { name: /^退回/ }).click();
  await first.getByRole('button', { name: '确认退回' }).click();
  expect((await ordersOf(6)).map(({ state }) => state)).toEqual(['SENT', 'SENT']);
  await first.getByLabel('退回原因').fill('查无此人,人数不符');
  await first.getByRole('button', { name: '确认退回' }).click();
  await told(page, `已退回 ${codeOf(5)}-2026-001。`);

  const sender = await open(await clerkOf(5), 5);
  const declined = list(sender).getByRole('article', { name: `${codeOf(5)}-2026-001` });
  await declined.getByText('已退回', { exact: true }).waitFor();
  await declined.getByText('原因:查无此人,人数不符').waitFor();
  expect(await declined.getByRole('button').count()).toBe(0);
  const second = list(sender).getByRole('article', { name: `${codeOf(5)}-2026-002` });
  await second.getByRole('button', { name: /^撤回/ }).click();
  await second.getByRole('button', { name: '确认撤回' }).click();
  await told(sender, `已撤回 ${codeOf(5)}-2026-002。`);
  await second.getByText('已撤回', { exact: true }).waitFor();

  const late = waiting(page).getByRole('article', { name: `${codeOf(5)}-2026-002` });
  await late.getByRole('button', { name: /^接收/ }).click();
  await late.getByRole('button', { name: '确认接收' }).click();
  await told(page, '刚刚已由他人办理,您的操作没有执行');
  await waiting(page).getByText('没有发给本工会的待接收接转单。').waitFor();
  expect((await ordersOf(6)).map(({ state }) => state)).toEqual(['WITHDRAWN', 'DECLINED']);
});

test('members go outside the federation and come from there at once; an order is cancelled, and the list is filtered', async () => {
  const page = await open(bureau.filer, 7);
  const out = fold(page, '转出');
  await out.getByLabel('市外').check();
  await out.getByLabel('市外接收工会名称').fill('省城重型机械厂工会');
  await out.getByLabel('人数').fill('6');
  await out.getByLabel('日期').fill('2026-09-20');
  await out.getByRole('button', { name: '发出接转单' }).click();
  await told(page, `已登记接转单 ${codeOf(7)}-2026-001,从 2026年9月20日 起计入。`);
  const into = fold(page, '从市外转入');
  await into.locator('summary').click();
  await into.getByLabel('市外转出工会名称').fill('邻市纺织厂工会');
  await into.getByLabel('人数').fill('9');
  await into.getByLabel('日期').fill('2026-09-21');
  await into.getByRole('button', { name: '登记转入' }).click();
  await told(page, `已登记接转单 ${codeOf(7)}-2026-002,从 2026年9月21日 起计入。`);
  await send(7, 8);
  await page.reload();

  await list(page).getByText('市外').first().waitFor();
  expect(await list(page).getByRole('article').count()).toBe(3);
  for (const [filter, numbers] of [
    ['待接收', ['003']],
    ['转入', ['002']],
    ['转出', ['003', '001']],
  ] as const) {
    await list(page).getByRole('button', { name: filter, exact: true }).click();
    const count = numbers.length;
    await list(page)
      .locator(`.transfers:not(:has(> :nth-child(${count + 1}))) > :nth-child(${count})`)
      .waitFor();
    expect(await list(page).locator('.transfer-head > strong:first-child').allInnerTexts()).toEqual(
      numbers.map((number) => `${codeOf(7)}-2026-${number}`),
    );
  }
  await list(page).getByRole('button', { name: '转入', exact: true }).click();
  const received = card(list(page));
  await received.getByText('邻市纺织厂工会').waitFor();
  await received.getByRole('button', { name: /^冲销/ }).click();
  await received.getByLabel('冲销原因').fill('重复登记');
  await received.getByRole('button', { name: '确认冲销' }).click();
  await told(page, `已冲销 ${codeOf(7)}-2026-002。`);
  await received.getByText('原因:重复登记').waitFor();
  expect((await ordersOf(7)).map(({ state }) => state)).toEqual(['SENT', 'CANCELLED', 'ACCEPTED']);
  const row = await inReturn(page, 7, 'mem_transfer_out_cnt');
  await row.locator('.col-now').getByText('6', { exact: true }).waitFor();
});

test('the page is reached by the code of a union; a body above has no such page', async () => {
  const page = await personPage({ login: bureau.filer });
  await page.goto('/filing');
  // Each of several unions has a page of its own: no number stands for all of them.
  await page.locator('.ways').getByRole('link', { name: '会籍接转', exact: true }).waitFor();
  await page.goto(`/filing/transfers?union=${codeOf(8)}`);
  await page.getByRole('heading', { level: 1, name: nameOf(8) }).waitFor();
  await page.locator('.find select').selectOption(codeOf(7));
  await page.getByRole('heading', { level: 1, name: nameOf(7) }).waitFor();
  const above = await personPage({ login: 'tianbao.benji' });
  await above.goto('/filing/transfers/LJ');
  await above.getByText('不是基层工会,没有这一页').waitFor();
  expect(await axeViolations(above)).toEqual([]);
});

test('the page is whole in both languages, at a desk and on a phone', async () => {
  await send(8, 7, { members: 40, note: '整建制划转' });
  await send(7, 8, { members: 5, note: '岗位调动,材料见〔2026〕12 号文' });
  const [order] = await ordersOf(8);
  await act(
    bureau.filer,
    'declineTransfer',
    {
      ...{ transferId: order?.id, expectedVersion: order?.version, reason: '人数与名册不符' },
      idempotencyKey: randomUUID(),
    },
    'EndTransferInput',
  );
  await send(7, 8, { members: 15 });
  await inEveryLook({ login: bureau.filer }, pathOf(8), { ready: '.transfer', name: 'transfers' });
}, 120_000);
