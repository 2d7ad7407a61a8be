/** 附件: scans and photos attached to a return and to a record of the book, seen by whom they are for, and taken away again. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { files } from '../src/harness/attachments.js';
import { act } from './harness/act.js';
import {
  ask,
  axeViolations,
  complaintsOf,
  origin,
  type Person,
  personPage,
  shot,
} from './harness/browser.js';
import { asked, type Bureau, file, foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

let bureau: Bureau;
beforeAll(async () => {
  bureau = await foundBureau('附件局工会', 4);
}, 60_000);

const codeOf = (nth: number): string => `${bureau.code}-${nth}`;
const sheetOf = (nth: number): string => `/filing/${codeOf(nth)}/${asked.form}/${asked.period}`;

interface Chosen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A picture of one point. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const photo = (name = '现场照片.png'): Chosen => ({ name, mimeType: 'image/png', buffer: png });
const scan = (name: string): Chosen => ({ name, mimeType: 'application/pdf', buffer: files.pdf() });
const program: Chosen = { name: '安装.exe', mimeType: 'application/octet-stream', buffer: files.program() };
/** Its name says a photo; its bytes do not. */
const disguised: Chosen = { name: '合影.jpg', mimeType: 'image/jpeg', buffer: files.html() };

const choose = (page: Page, ...chosen: Chosen[]): Promise<void> =>
  page.getByLabel('上传附件').or(page.getByLabel('Attach files')).setInputFiles(chosen);
const line = (page: Page, name: string) =>
  page.getByRole('list', { name: '正在上传的文件' }).getByRole('listitem').filter({ hasText: name });
const stage = (page: Page, name: string, said: string) =>
  line(page, name).getByText(said, { exact: true }).waitFor();
const link = (page: Page, name: string | RegExp) => page.locator('.attachments').getByRole('link', { name });

/** The names of what is attached to a union's return, the oldest first. */
async function attachedTo(nth: number): Promise<string[]> {
  const { entrySheet } = await ask<{ entrySheet: { submissionId: string } }>(
    bureau.filer,
    'query ($unionCode: String, $form: String!, $period: String!) { entrySheet(unionCode: $unionCode, form: $form, period: $period) { submissionId } }',
    { unionCode: codeOf(nth), ...asked },
  );
  const { submission } = await ask<{ submission: { attachments: { nodes: { fileName: string }[] } } }>(
    bureau.filer,
    'query ($id: ID!) { submission(id: $id) { attachments { nodes { fileName } } } }',
    { id: entrySheet.submissionId },
  );
  return submission.attachments.nodes.map(({ fileName }) => fileName);
}

/** Attaches to a figure of a return, as a client of the api other than these pages does. */
async function attachToCell(submissionId: string, cell: string, { name, buffer }: Chosen): Promise<void> {
  const { requestUpload } = await ask<{ requestUpload: { upload: { attachmentId: string; url: string } } }>(
    bureau.filer,
    'mutation ($input: RequestUploadInput!) { requestUpload(input: $input) { upload { attachmentId url } } }',
    {
      input: {
        ...{ submissionId, cell, fileName: name, size: buffer.length, idempotencyKey: randomUUID() },
      },
    },
  );
  const { attachmentId, url } = requestUpload.upload;
  await fetch(new URL(url, origin), { method: 'PUT', body: Uint8Array.from(buffer) });
  await act(bureau.filer, 'completeUpload', { attachmentId });
}

/** Opens the sheet of a union; `begun`: a figure is filled in, so that there is a return. */
async function openSheet(
  nth: number,
  { begun = true, ...look }: Omit<Person, 'login'> & { begun?: boolean } = {},
): Promise<Page> {
  const page = await personPage({ login: bureau.filer, ...look });
  await page.goto(sheetOf(nth));
  await page.getByRole('heading', { level: 2, name: '附件' }).waitFor();
  if (!begun) return page;
  await page.locator('[data-cell="mem_worker_cnt"]').fill(String(100 + nth));
  await page.getByLabel('上传附件').waitFor({ state: 'attached' });
  return page;
}

test('a clerk attaches to a return once it is begun; what cannot be attached is told, and keeps nothing back', async () => {
  const page = await openSheet(1, { begun: false, phone: true });
  await page.getByText('请先填写一项').waitFor();
  expect(await page.getByLabel('上传附件').count()).toBe(0);
  await page.locator('[data-cell="mem_worker_cnt"]').fill('120');
  await page.getByText('没有附件。').waitFor();
  await choose(page, photo(), program, disguised, scan('会议纪要.pdf'));
  await stage(page, '安装.exe', '不能上传');
  await line(page, '安装.exe').getByText('识别为 .exe').waitFor();
  await stage(page, '会议纪要.pdf', '已上传');
  await stage(page, '现场照片.png', '已上传');
  await stage(page, '合影.jpg', '没有上传');
  await line(page, '合影.jpg').getByText('不能上传这种文件').waitFor();
  expect(await attachedTo(1)).toEqual(['现场照片.png', '会议纪要.pdf']);
  await link(page, '会议纪要.pdf').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, 'attachments-told-zh-phone');

  // What may not be attached may be tried again, or given up; the rest of the list goes with the next choice.
  await page.getByRole('button', { name: '重试 合影.jpg' }).click();
  await line(page, '合影.jpg').getByText('不能上传这种文件').waitFor();
  await page.getByRole('button', { name: '放弃 合影.jpg' }).click();
  await line(page, '合影.jpg').waitFor({ state: 'detached' });
  await choose(page, scan('签到表.pdf'));
  await stage(page, '签到表.pdf', '已上传');
  expect(await line(page, '安装.exe').count()).toBe(0);

  const opened = await link(page, '现场照片.png').getAttribute('href');
  const answer = await page.request.get(opened ?? '');
  expect(Buffer.compare(await answer.body(), png)).toBe(0);
  expect(await link(page, '现场照片.png').getAttribute('target')).toBe('_blank');
});

test('a clerk removes her own after a question', async () => {
  const page = await openSheet(2);
  await choose(page, photo(), scan('旧版.pdf'));
  await link(page, '旧版.pdf').waitFor();
  await page.getByRole('button', { name: '删除 旧版.pdf' }).click();
  await page.getByText('要删除“旧版.pdf”吗').waitFor();
  await page.locator('.attachment-asked').scrollIntoViewIfNeeded();
  expect(await axeViolations(page)).toEqual([]);
  expect(await attachedTo(2)).toEqual(['现场照片.png', '旧版.pdf']);
  await page.getByRole('button', { name: '确认删除' }).click();
  await page.getByRole('status').getByText('已删除:旧版.pdf').waitFor();
  await link(page, '旧版.pdf').waitFor({ state: 'detached' });
  expect(await attachedTo(2)).toEqual(['现场照片.png']);
});

test('a file that the network lost is sent again without being chosen again, and is there once', async () => {
  const page = await openSheet(3);
  let cut = true;
  // The first that is sent is lost; the second is not kept back by it.
  await page.route('**/attachments/**', (route) => {
    const lost = cut && route.request().method() === 'PUT';
    cut = false;
    return lost ? route.abort() : route.continue();
  });
  await choose(page, photo('甲.png'), scan('乙.pdf'));
  await stage(page, '甲.png', '没有传完');
  await line(page, '甲.png').getByText('连不上服务器').waitFor();
  await stage(page, '乙.pdf', '已上传');
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: '重试 甲.png' }).click();
  await stage(page, '甲.png', '已上传');
  expect((await attachedTo(3)).toSorted()).toEqual(['乙.pdf', '甲.png']);

  // The answer to the last step is lost: what has been done is not done again.
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('CompleteUpload')) return route.continue();
    await route.fetch();
    await page.unroute('**/graphql');
    return route.abort();
  });
  await choose(page, scan('丙.pdf'));
  await stage(page, '丙.pdf', '没有传完');
  await page.getByRole('button', { name: '重试 丙.pdf' }).click();
  await stage(page, '丙.pdf', '已上传');
  expect((await attachedTo(3)).toSorted()).toEqual(['丙.pdf', '乙.pdf', '甲.png']);
  complaintsOf(page); // Chromium says of the requests that they failed
});

test('its reviewer has what was handed in, and the clerk removes that no more', async () => {
  const page = await openSheet(4);
  await choose(page, scan('名册.pdf'), photo());
  await link(page, '名册.pdf').waitFor();
  await link(page, '现场照片.png').waitFor();
  await page.locator('[data-safety="SAVED"]').waitFor();
  const { id, version } = await file(bureau, bureau.unions[3]!.id, { workers: 600, members: 580 });
  const review = await personPage({ login: bureau.reviewer });
  await review.goto('/console/review');
  await review.getByRole('link', { name: '名册.pdf' }).waitFor();

  await page.reload();
  await link(page, '名册.pdf').waitFor();
  expect(await page.getByLabel('上传附件').count()).toBe(0);
  expect(await page.getByRole('button', { name: '删除 名册.pdf' }).count()).toBe(0);
  await act(bureau.reviewer, 'returnSubmission', {
    ...{ submissionId: id, expectedVersion: version, reason: '名册不全', idempotencyKey: randomUUID() },
  });
  await attachToCell(id, 'mem_member_cnt', scan('会员名册.pdf'));
  await page.reload();
  await page.getByRole('listitem').filter({ hasText: '会员名册.pdf' }).getByText('会员人数 · 5 KB').waitFor();
  await page.getByRole('button', { name: '删除 名册.pdf' }).click();
  await page.getByRole('button', { name: '确认删除' }).click();
  await page.getByRole('alert').getByText('已随报表上报过').waitFor();
  await page.getByLabel('上传附件').waitFor({ state: 'attached' });
  await inEveryLook({ login: bureau.filer }, sheetOf(4), {
    ready: '.attachments a',
    name: 'attachments-return',
  });
}, 120_000);

const card = (page: Page, name: string) => page.getByRole('article', { name });

/** Opens the book of a union with all years in sight, whatever year it is. */
async function openBook(nth: number, look: Omit<Person, 'login'> = {}): Promise<Page> {
  const page = await personPage({ login: bureau.filer, ...look });
  await page.goto(`/filing/records/${codeOf(nth)}`);
  await page.locator('.filter select').last().selectOption('');
  return page;
}

test('a record that was just written is attached to, up to ten times', async () => {
  const page = await openBook(1);
  await page.getByLabel('种类').first().selectOption('contest');
  await page.getByLabel('日期').fill('2026-08-20');
  await page.getByLabel('名称').fill('焊工技能大赛');
  await page.getByLabel('参赛人次').fill('30');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  const opener = (count: number) =>
    card(page, '焊工技能大赛').getByRole('button', { name: `附件 (${count}) 焊工技能大赛` });
  await opener(0).click();
  await choose(page, photo());
  await stage(page, '现场照片.png', '已上传');
  await opener(1).waitFor();

  await page.reload();
  await page.locator('.filter select').last().selectOption('');
  await opener(1).click();
  await link(page, '现场照片.png').waitFor();
  await choose(page, ...Array.from({ length: 10 }, (_, at) => scan(`签到表${at}.pdf`)));
  await stage(page, '签到表9.pdf', '没有上传');
  await page.getByText('已有 10 个附件,不能再传。').waitFor();
  expect(await link(page, /签到表/).count()).toBe(9);
  await shot(page, 'attachments-record-full-zh');
  await page.getByRole('button', { name: '删除 签到表0.pdf' }).click();
  await page.getByRole('button', { name: '确认删除' }).click();
  await opener(9).waitFor();
  await page.getByRole('button', { name: '重试 签到表9.pdf' }).click();
  await stage(page, '签到表9.pdf', '已上传');
  await opener(10).waitFor();
}, 120_000);

test('the attachments of a record are whole in both languages, at a desk and on a phone', async () => {
  await act(bureau.filer, 'recordWork', {
    ...{ unionId: bureau.unions[1]?.id, idempotencyKey: randomUUID() },
    records: [{ kind: 'contest', day: '2026-08-20', name: '电工大赛', values: { participants: '25' } }],
  });
  for (const language of ['zh', 'en'] as const)
    for (const phone of [false, true]) {
      const page = await openBook(2, { language, phone });
      const opener = card(page, '电工大赛').getByRole('button', { expanded: false }).first();
      await opener.click();
      await choose(page, photo(`${language}${phone ? '-phone' : ''}.png`));
      await link(page, 'zh.png').waitFor();
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      expect(await axeViolations(page)).toEqual([]);
      await shot(page, `attachments-record-${language}${phone ? '-phone' : ''}`);
      await page.context().close();
    }
}, 120_000);
