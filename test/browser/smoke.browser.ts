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

test('Chinese is drawn by a Chinese font', async () => {
  const page = await strangerPage();
  await page.setContent('<html lang="zh"><p><span id="a">汇</span><span id="b">集</span></p></html>');
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'p' });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  expect(fonts.map((font) => font.glyphCount)).toEqual([2]);
  // What no font has is drawn as the same box each time.
  const [first, second] = await Promise.all(['#a', '#b'].map((id) => page.locator(id).screenshot()));
  expect(first?.equals(second ?? first)).toBe(false);
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
