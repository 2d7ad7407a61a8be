import { expect, test } from '@jest/globals';
import { axeViolations, personPage, shot, strangerPage } from './harness/browser.js';

test('the address asks as whom to look around, in both languages and on a phone, and lets in', async () => {
  for (const language of ['zh', 'en'] as const)
    for (const phone of [false, true]) {
      const page = await strangerPage({ language, phone });
      await page.goto('/');
      const title = { zh: '以谁的身份看看？', en: 'As whom would you like to look around?' }[language];
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      expect(await page.locator('.demo li').count()).toBe(3);
      expect(await axeViolations(page)).toEqual([]);
      await shot(page, `door-${language}${phone ? '-phone' : ''}`);
    }
  const page = await strangerPage();
  await page.goto('/');
  await page.getByRole('button', { name: '以谢军的身份进入' }).click();
  await page.waitForURL('**/console/**');
});

test('a wrong password is told in words, and the right one opens', async () => {
  const page = await strangerPage();
  await page.goto('/');
  await page.getByText('用自己的账号登录').click();
  await page.getByLabel('单位代码').fill('linjiang');
  await page.getByLabel('账号').fill('xitong');
  await page.getByLabel('密码').fill('not-the-password');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.locator('.problem').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByLabel('密码').fill('huiji-demo-2026');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL('**/console/**');
});

test('the language chosen is kept, and signing out leads back to the door', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto('/');
  await page.waitForURL('**/console/**');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'As whom would you like to look around?' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('a code that the identity provider’s way back ends with is told as a sentence', async () => {
  const page = await strangerPage();
  await page.goto('/?problem=SIGN_IN_EXPIRED');
  await page.getByText('这次登录已过期').waitFor();
});
