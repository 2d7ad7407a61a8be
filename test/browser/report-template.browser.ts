/** 工作总结模板: whoever defines forms begins from the starter, is told what is wrong with a template, uses one, and takes it away. */
import { afterAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, origin, personPage } from './harness/browser.js';
import { inEveryLook } from './harness/looks.js';

const path = '/console/forms?form=work-q&tab=template';

const now = async (): Promise<{ fileName: string } | null> =>
  (
    await ask<{ reportTemplate: { fileName: string } | null }>(
      'tongji',
      '{ reportTemplate(form: "work-q") { fileName } }',
    )
  ).reportTemplate;

const drop = () =>
  ask(
    'tongji',
    'mutation { dropReportTemplate(input: { form: "work-q" }) { dropped userErrors { messageEn } } }',
  );
afterAll(drop);

const choose = (page: Page, buffer: Buffer): Promise<void> =>
  page.getByLabel('上传模板(.docx)').setInputFiles({
    ...{ name: '市总模板.docx', buffer },
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  });

test('the statistician begins from the starter, is told what is wrong, uses a template, and takes it away', async () => {
  await drop();
  const page = await personPage({ login: 'tongji' });
  await page.goto(path);
  await page.getByText('现在用的是自带的模板。').waitFor();
  await page.getByRole('cell', { name: '{{figure:mem_member_cnt}}', exact: true }).waitFor();

  await choose(page, Buffer.from('不是文档'));
  await page.locator('.problem', { hasText: '不是能打开的 Word 文档' }).waitFor();
  expect(await now()).toBeNull();

  const href = await page.getByRole('link', { name: '下载自带的模板' }).getAttribute('href');
  const starter = await (await page.request.get(`${origin}${href}`)).body();
  await choose(page, starter);
  await page.getByText('已换用新模板。').waitFor();
  expect(await now()).toEqual({ fileName: '市总模板.docx' });

  const own = await page.getByRole('link', { name: '市总模板.docx' }).getAttribute('href');
  const kept = await page.request.get(`${origin}${own}`);
  expect((await kept.body()).equals(starter)).toBe(true);

  await page.getByRole('button', { name: '停用,改回自带的模板' }).click();
  await page.getByRole('button', { name: '确定停用,改回自带的模板' }).click();
  await page.getByText('现在用的是自带的模板。').waitFor();
  expect(await now()).toBeNull();
});

test(
  'the page of the template in every look',
  () => inEveryLook({ login: 'tongji' }, path, { ready: '#panel .wide', name: 'report-template' }),
  180_000,
);

test('whoever does not define forms is shown none of it', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto(path);
  await page.locator('#tab-tables').waitFor();
  expect(await page.locator('#tab-template').count()).toBe(0);
});
