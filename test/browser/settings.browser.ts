/** 参数与日历: what the system administrator and the statistician set for all unions. Each change is taken back. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, personPage } from './harness/browser.js';
import { inEveryLook } from './harness/looks.js';

interface Schedule {
  version: number;
  againAfterHours: number;
  rules: { days: number; audiences: string[]; channels: string[] }[];
}

const scheduleNow = async (): Promise<Schedule> =>
  (
    await ask<{ reminderSchedule: Schedule }>(
      'xitong',
      '{ reminderSchedule { version againAfterHours rules { days audiences channels } } }',
    )
  ).reminderSchedule;

const monthly = async (): Promise<Record<string, number>> => {
  const { calendar } = await ask<{ calendar: { frequency: string; level: string; dueDays: number }[] }>(
    'xitong',
    '{ calendar { frequency level dueDays } }',
  );
  const own = calendar.filter(({ frequency }) => frequency === 'MONTH');
  return Object.fromEntries(own.map(({ level, dueDays }) => [level, dueDays]));
};

const save = async (page: Page, what: string): Promise<void> => {
  await page.getByRole('button', { name: `保存${what}` }).click();
};

test('the system administrator adds a step to the reminders, is refused two on one day, and takes it back', async () => {
  const before = await scheduleNow();
  const page = await personPage({ login: 'xitong' });
  await page.goto('/console/settings?tab=reminders');
  const step = before.rules.length + 1;
  await page.getByRole('button', { name: '加一次' }).click();
  const days = page.getByLabel(`第 ${step} 次 距截止日(天)`);
  await days.fill(String(before.rules[0]?.days ?? 0));
  await save(page, '催报规则');
  await page.locator('.problem').first().waitFor();
  expect(await scheduleNow()).toEqual(before);
  await days.fill('170');
  await page.getByText('逾期 170 天').waitFor();
  await save(page, '催报规则');
  await page.getByText('已保存。').waitFor();
  expect((await scheduleNow()).rules).toEqual([
    ...before.rules,
    { days: 170, audiences: ['FILER'], channels: ['IN_APP'] },
  ]);
  await page.getByRole('button', { name: `删除第 ${step} 次` }).click();
  await save(page, '催报规则');
  await page.locator('.ant-btn-loading').waitFor({ state: 'hidden' });
  await page.getByText('已保存。').waitFor();
  expect(await scheduleNow()).toEqual({ ...before, version: before.version + 2 });
});

test('the calendar of a frequency is refused out of order, and set for periods still to be opened', async () => {
  const before = await monthly();
  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/settings?tab=calendar');
  const due = (level: string) => page.getByLabel(`月报 ${level} 期末后几天截止`);
  await due('基层工会').fill('300');
  await save(page, '月报');
  await page.locator('.problem').first().waitFor();
  expect(await monthly()).toEqual(before);
  await due('基层工会').fill(String(before['GRASSROOTS']));
  await due('总工会').fill(String((before['FEDERATION'] ?? 0) + 1));
  await save(page, '月报');
  await page.getByText('已保存。').waitFor();
  expect(await monthly()).toEqual({ ...before, FEDERATION: (before['FEDERATION'] ?? 0) + 1 });
  await due('总工会').fill(String(before['FEDERATION']));
  await save(page, '月报');
  await page.getByText('已保存。').waitFor();
  expect(await monthly()).toEqual(before);
});

test('a parameter is set from a day on by the system administrator, who sees no forms', async () => {
  const page = await personPage({ login: 'xitong' });
  await page.goto('/console/settings');
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: '修改' }) });
  await row.first().waitFor();
  expect(await page.getByRole('link', { name: '报表', exact: true }).count()).toBe(0);
  await row.filter({ hasText: '25' }).first().getByRole('button', { name: '修改' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('新值').fill('25');
  await dialog.getByLabel('生效日期').fill('2099-01-01');
  await dialog.getByLabel('生效日期').press('Enter');
  await dialog.getByRole('button', { name: '确认' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('2099').first().waitFor();
});

test.each(['parameters', 'calendar', 'reminders'])(
  '%s are whole in both languages and on a phone',
  (tab) =>
    inEveryLook({ login: 'xitong' }, `/console/settings?tab=${tab}`, {
      ...{ ready: '#panel .wide', name: `settings-${tab}` },
    }),
  180_000,
);

test('a leader is shown no settings', async () => {
  const page = await personPage({ login: 'lingdao' });
  await page.goto('/console/settings');
  await page.getByText('您没有查看这个页面的权限。').waitFor();
});
