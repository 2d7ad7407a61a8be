/** 会籍接转 in the console: what a body sees of the orders below it, and what they add up to. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { act } from './harness/act.js';
import { ask, axeViolations, personPage, shot } from './harness/browser.js';
import { asked, type Bureau, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

/** Some days ago where the federations are. */
const ago = (days: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(Date.now() - days * 86_400_000);
const inWords = (day: string): string =>
  new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
/** Days of the period asked. */
const [sent, accepted] = ['2026-09-10', '2026-09-20'];
const waited = 8;

interface Sent {
  id: string;
  number: string;
  version: number;
}

let bureau: Bureau;
/** Leads the bureau, and files for its second union. */
const both = `lianggang.${randomUUID().slice(0, 6)}`;
let internal: Sent;
let waiting: Sent;
let declined: Sent;

/** An order from one union of the bureau to another, as its clerk sends it. */
async function send(from: number, to: number, members: number, on: string): Promise<Sent> {
  const { sendTransfer } = await ask<{ sendTransfer: { transfer: Sent } }>(
    bureau.filer,
    'mutation ($input: SendTransferInput!) { sendTransfer(input: $input) { transfer { id number version } userErrors { message } } }',
    {
      input: {
        ...{ unionId: bureau.unions[from]!.id, toUnionCode: `${bureau.code}-${to + 1}` },
        ...{ members, on, idempotencyKey: randomUUID() },
      },
    },
  );
  return sendTransfer.transfer;
}

const answering = ({ id, version }: Sent) => ({
  ...{ transferId: id, expectedVersion: version, idempotencyKey: randomUUID() },
});

beforeAll(async () => {
  bureau = await foundBureau('临江仪表局工会', 2);
  const [first, second] = bureau.unions;
  internal = await send(0, 1, 5, sent);
  await act(bureau.filer, 'acceptTransfer', { ...answering(internal), on: accepted });
  declined = await send(1, 0, 2, sent);
  await act(
    bureau.filer,
    'declineTransfer',
    { ...answering(declined), reason: '名单与实际不符' },
    'EndTransferInput',
  );
  waiting = await send(0, 1, 7, ago(waited));
  await act(bureau.filer, 'receiveTransfer', {
    ...{ unionId: first!.id, outside: '省城机床厂工会', members: 12, on: accepted },
    idempotencyKey: randomUUID(),
  });
  await act(bureau.filer, 'sendTransfer', {
    ...{ unionId: second!.id, outside: '滨海造船厂工会', members: 3, on: accepted },
    idempotencyKey: randomUUID(),
  });
  await act('guanli', 'createPerson', {
    ...{ login: both, name: '罗岚', password: 'huiji-demo-2026' },
    appointments: [
      { unionId: bureau.id, role: 'LEADER' },
      { unionId: second!.id, role: 'FILER' },
    ],
  });
}, 60_000);

const row = (page: Page, number: string) =>
  page.getByRole('region', { name: '接转单' }).getByRole('row', { name: number });
const numbers = (page: Page) => page.getByRole('region', { name: '接转单' }).getByRole('rowheader');

test('a reviewer sees what waits and since when, and finds orders by state and direction', async () => {
  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/transfers');
  await page.getByRole('heading', { level: 1, name: `${bureau.name} 会籍接转` }).waitFor();
  await page
    .getByText(`待接收 1 单,共 7 人;最早的一单是 ${inWords(ago(waited))} 的,已等 ${waited} 天。`)
    .waitFor();
  await row(page, internal.number).waitFor();
  expect(await numbers(page).count()).toBe(5);
  // The newest first.
  expect(await numbers(page).nth(2).innerText()).toBe(waiting.number);
  expect(await numbers(page).last().innerText()).toBe(internal.number);
  await row(page, declined.number).getByText('已退回').waitFor();
  expect(await row(page, declined.number).innerText()).toMatch(/白兰 于 .+ 退回\s+原因:名单与实际不符/);
  expect(await row(page, internal.number).innerText()).toContain(inWords(accepted));
  await page.getByRole('row', { name: '省城机床厂工会' }).getByText('市外').waitFor();
  // Nobody who only reads takes a step.
  expect(await page.getByText('可办理').count()).toBe(0);

  await page.getByLabel('状态').selectOption('待接收');
  await row(page, internal.number).waitFor({ state: 'detached' });
  await row(page, waiting.number).waitFor();
  expect(await numbers(page).allInnerTexts()).toEqual([waiting.number]);
  await page.getByLabel('状态').selectOption('全部');
  await page.getByLabel('方向').selectOption('转入');
  await row(page, internal.number).waitFor({ state: 'detached' });
  await page.getByRole('row', { name: '省城机床厂工会' }).waitFor();
  expect(await numbers(page).count()).toBe(1);
  await page.getByLabel('方向').selectOption('转出');
  await page.getByRole('row', { name: '滨海造船厂工会' }).waitFor();
  expect(await numbers(page).count()).toBe(1);
  await page.getByLabel('方向').selectOption('内部接转');
  await row(page, internal.number).waitFor();
  expect(await numbers(page).count()).toBe(3);
});

test('with a period, what counts in it is listed, and the sums are those of the totals: internal orders are netted out', async () => {
  const page = await personPage({ login: bureau.reviewer });
  await page.goto('/console/transfers?state=SENT');
  await row(page, waiting.number).waitFor();
  await page.getByLabel('计入报告期').selectOption(asked.period);
  const sums = page.getByRole('region', { name: `${asked.period} 汇总` });
  await sums.getByText('+9 人').waitFor();
  expect(await sums.locator('dd').allInnerTexts()).toEqual(['12 人', '3 人', '+9 人']);
  await sums.getByText('内部接转已抵减').waitFor();
  await row(page, internal.number).waitFor();
  expect(await numbers(page).count()).toBe(3);
  expect(await page.getByLabel('状态').count()).toBe(0);
  await page.getByLabel('计入报告期').selectOption('2026');
  await page.getByRole('region', { name: '2026 汇总' }).getByText('+9 人').waitFor();
  await shot(page, 'transfers-sums');
});

test('a negative part of a total says that it nets out, and leads to the orders', async () => {
  const page = await personPage({ login: bureau.reviewer });
  await page.goto(
    `/console/totals?union=${bureau.id}&form=${asked.form}&period=${asked.period}&table=T2&cells=mem_transfer_in_cnt,mem_transfer_out_cnt`,
  );
  await page.getByRole('row', { name: '本级' }).getByText('内部接转抵减').nth(1).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'transfers-own');
  await page.getByRole('button', { name: `${bureau.name} 会籍转入 12:看构成` }).click();
  const own = page.getByRole('region', { name: '构成' }).getByRole('row', { name: bureau.name });
  await own.getByText('-5').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'transfers-netted');
  await own.getByRole('link', { name: '内部接转抵减' }).click();
  await row(page, internal.number).waitFor();
  expect(await numbers(page).allInnerTexts()).toEqual([internal.number]);

  await page.goto(`/console/grid?period=${asked.period}&table=T2`);
  await page.getByRole('row', { name: '本级' }).getByText('-5 内部接转抵减').nth(1).waitFor();
  await shot(page, 'transfers-grid');
});

test('a leader is told on the overview that orders wait, and goes to them', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto(`/console/overview?union=${bureau.code}&period=${asked.period}`);
  const waits = page.getByRole('link', { name: `会籍接转待接收 1 单,最早 ${inWords(ago(waited))}` });
  await waits.waitFor();
  await shot(page, 'transfers-overview');
  await waits.click();
  await page.getByRole('heading', { level: 1, name: `${bureau.name} 会籍接转` }).waitFor();
  await row(page, waiting.number).waitFor();
  expect(await numbers(page).count()).toBe(1);
});

test.each([
  ['transfers', '', '.transfers-list, .transfers-cards'],
  ['transfers-period', `?period=${asked.period}`, '[aria-labelledby=sums] dd'],
])(
  '%s is whole in both languages and on a phone',
  (name, path, ready) =>
    inEveryLook({ login: bureau.reviewer }, `/console/transfers${path}`, { ready, name }),
  120_000,
);

test('who files for a union takes the steps of its orders here too', async () => {
  const order = await send(0, 1, 4, ago(1));
  const page = await personPage({ login: both });
  await page.goto('/console/transfers');
  await row(page, order.number).getByText('可办理').waitFor();
  await page.getByRole('button', { name: `接转单 ${order.number}:展开或收起` }).click();
  await page.getByRole('button', { name: `接收 ${order.number}` }).click();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'transfers-taking');
  await page.getByRole('button', { name: '确认接收' }).click();
  await page.getByRole('status').getByText(`已接收 ${order.number}`).waitFor();
  await row(page, order.number).first().getByText('已接收').waitFor();
});
