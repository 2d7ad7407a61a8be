import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { ask, axeViolations, complaintsOf, personPage, shot, strangerPage } from './harness/browser.js';

test('Chromium meets Huiji, as whoever has signed in', async () => {
  const page = await personPage({ login: 'tianbao' });
  const healthy = await page.goto('/healthz');
  expect(await healthy?.json()).toEqual({ ok: true });
  const answer = await page.request.post('/graphql', { data: { query: '{ me { name } }' } });
  expect(await answer.json()).toEqual({ data: { me: { name: '唐莉' } } });
  expect(await ask('tianbao', '{ me { name } }')).toEqual({ me: { name: '唐莉' } });
});

test('Chinese is drawn by a font that has it', async () => {
  const page = await strangerPage();
  const drawn = async (text: string): Promise<string> => {
    await page.setContent(`<html lang="zh"><p>${text}</p></html>`);
    return (await page.screenshot()).toString('base64');
  };
  // What no font has is the same box each time, in the same place.
  const pictures = [await drawn('汇'), await drawn('集'), await drawn('报')];
  expect(new Set(pictures).size).toBe(3);
  expect(await drawn('汇')).toBe(pictures[0]);
});

test.each([
  ['zh', false, 'zh-CN 1280'],
  ['en', true, 'en-GB 390'],
] as const)('a page is as the person looks at it: %s, phone %s', async (language, phone, seen) => {
  const page = await strangerPage({ language, phone });
  await page.setContent('<html><meta name="viewport" content="width=device-width">');
  expect(await page.evaluate('`${navigator.language} ${innerWidth}`')).toBe(seen);
});

test('what a page complains of is heard, and what axe finds is told', async () => {
  const page = await strangerPage();
  await page.setContent(
    '<html lang="zh"><title>汇集</title><main><h1>汇集</h1><input id="figure"></main></html>',
  );
  await page.evaluate('console.error("one"); setTimeout(() => { throw new Error("two") })');
  await page.waitForEvent('pageerror');
  expect(complaintsOf(page)).toEqual(['one', 'two']);
  expect(await axeViolations(page)).toEqual([
    expect.stringContaining('label: Form elements must have labels: #figure'),
  ]);
  const png = await readFile(await shot(page, 'smoke'));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1280, 800]);
});
