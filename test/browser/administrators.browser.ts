import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { addOperator } from '@huiji/migrations/tenant';
import type { Page } from 'playwright-core';
import { axeViolations, personPage, strangerPage } from './harness/browser.js';
import { foundBureau } from './harness/bureau.js';
import { inEveryLook } from './harness/looks.js';

const pagesIn = async (page: Page): Promise<string[]> => {
  await page.locator('.side .menu a').first().waitFor();
  return page.locator('.side .menu a').allTextContents();
};

test.each([
  ['tianbao', '/filing'],
  ['shenhe.dongcheng', '/console/review'],
  ['tongji', '/console/overview'],
  ['lingdao', '/console/overview'],
  ['xitong', '/console/health'],
  ['anquan', '/console/people'],
  ['shenji', '/console/audit'],
])('%s begins at %s', async (login, path) => {
  const page = await personPage({ login });
  await page.goto('/');
  await page.waitForURL(`**${path}**`);
  await page.getByRole('heading', { level: 1 }).waitFor();
});

test('none of the three administrators has a page of figures, nor is shown one at its address', async () => {
  const expected = {
    xitong: ['运行状况', '参数与日历', '我的账号'],
    anquan: ['人员', '运行状况', '我的账号'],
    shenji: ['审计', '我的账号'],
  };
  for (const [login, pages] of Object.entries(expected)) {
    const page = await personPage({ login });
    await page.goto('/console');
    const offered = await pagesIn(page);
    for (const name of pages) expect(offered).toContain(name);
    for (const name of ['数据总览', '汇总表', '待审核', '审核总表', '汇总上报'])
      expect(offered).not.toContain(name);
    await page.goto('/console/overview');
    await page.getByText('您没有查看这个页面的权限').waitFor();
  }
});

test('who is invited chooses a password by the code, and begins at the page of the role', async () => {
  const bureau = await foundBureau('临江轻工局工会', 1);
  const login = `lingdao.${randomUUID().slice(0, 8)}`;
  const page = await personPage({ login: 'guanli' });
  await page.goto('/console/people');
  await page.locator('summary', { hasText: '邀请人员' }).click();
  const form = page
    .locator('details', { has: page.locator('summary', { hasText: '邀请人员' }) })
    .locator('form');
  await form.getByLabel('账号').fill(login);
  await form.getByLabel('姓名').fill('秦岭');
  await form.getByRole('combobox', { name: '单位' }).fill(bureau.code);
  await page.getByTitle(`${bureau.name} ${bureau.code}`).click();
  await form.getByLabel('角色').selectOption('LEADER');
  await form.getByRole('button', { name: '邀请人员' }).click();
  const code = await form.locator('.once code').textContent();
  expect(await axeViolations(page)).toEqual([]);

  const door = await strangerPage();
  await door.goto('/');
  await door.getByText('用自己的账号登录').click();
  await door.getByText('我有一次性代码').click();
  await door.getByLabel('单位代码').fill('linjiang');
  await door.getByLabel('一次性代码').fill(code ?? '');
  await door.getByLabel('新密码').fill('qinling-walks-2026');
  await door.getByRole('button', { name: '设置密码' }).click();
  await door.getByText(`请用账号 ${login} 登录`).waitFor();
  await door.goto('/');
  await door.getByText('用自己的账号登录').click();
  await door.getByLabel('单位代码').fill('linjiang');
  await door.getByLabel('账号').fill(login);
  await door.getByLabel('密码').fill('qinling-walks-2026');
  await door.getByRole('button', { name: '登录', exact: true }).click();
  await door.waitForURL('**/console/overview**');
  await door.getByRole('heading', { level: 1, name: `${bureau.name} 数据总览` }).waitFor();

  // The appointment ends, and with it the page.
  await page.goto(`/console/people?search=${login}`);
  await page.locator('summary', { hasText: '管理 秦岭' }).click();
  await page.getByRole('button', { name: '终止任命' }).click();
  await page.locator('.person-posts', { hasText: '不含' }).waitFor();
  await door.goto('/console/overview');
  await door.getByText('您没有查看这个页面的权限').waitFor();
});

test('a change is found in the audit, with who did it and all that it holds', async () => {
  const bureau = await foundBureau('临江建材局工会', 1);
  const page = await personPage({ login: 'shenji' });
  await page.goto(`/console/audit?union=${bureau.id}`);
  const row = page.locator('details', { hasText: bureau.name }).filter({ hasText: 'APPOINT' }).first();
  await row.locator('summary').click();
  expect(await row.textContent()).toContain('高洁');
  expect(await row.locator('pre').first().textContent()).toContain('REVIEWER');
  await row.getByRole('button', { name: '只看高洁' }).click();
  await page.waitForURL(/person=/);
});

test.each([
  ['anquan', 'people'],
  ['shenji', 'audit'],
  ['xitong', 'health'],
  ['tongji', 'health'],
  ['tianbao', 'account'],
])(
  'of %s, %s is whole in both languages and on a phone',
  (login, name) => inEveryLook({ login }, `/console/${name}`, { ready: 'main h1', name: `${name}-${login}` }),
  120_000,
);

test('an operator opens a federation for its three administrators, suspends and resumes it', async () => {
  const login = `pingtai.${randomUUID().slice(0, 8)}`;
  await addOperator(process.env['TEST_DATABASE_URL'] ?? '', {
    login,
    name: '平台甲',
    password: 'huiji-demo-2026',
  });
  const page = await personPage({ login, tenant: 'platform' });
  await page.goto('/');
  await page.waitForURL('**/console/tenants');
  const code = `shi-${randomUUID().slice(0, 8)}`;
  await page.locator('summary', { hasText: '开通租户' }).click();
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await page.getByLabel(/^单位代码/).fill(code);
  await field('名称').fill('清河市总工会');
  await field('总工会的工会统计编码').fill('QH');
  await field('成立日期').fill('1950-05-01');
  for (const [role, name] of [
    ['系统管理员', 'xitong'],
    ['安全管理员', 'anquan'],
    ['审计管理员', 'shenji'],
  ] as const) {
    await field(`${role}的账号`).fill(name);
    await field(`${role}的姓名`).fill(name);
  }
  await page.getByRole('button', { name: '开通租户' }).click();
  await page.locator('.once').nth(2).waitFor();
  expect(new Set(await page.locator('.once code').allTextContents()).size).toBe(3);
  const row = page.locator('.rows li', { hasText: code });
  await row.getByText('使用中').waitFor();
  await row.getByRole('button', { name: '停用' }).click();
  await row.getByRole('button', { name: '确定停用' }).click();
  await row.getByText('已停用').waitFor();
  await row.getByRole('button', { name: '恢复' }).click();
  await row.getByRole('button', { name: '确定恢复' }).click();
  await row.getByText('使用中').waitFor();
  expect(await page.locator('.side .menu a').allTextContents()).not.toContain('汇总表');
  await inEveryLook({ login, tenant: 'platform' }, '/console/tenants', {
    ready: '.rows li',
    name: 'tenants',
  });
}, 120_000);

test('the quota is read, a rebuild is rehearsed, and a token is made once and ended', async () => {
  const system = await personPage({ login: 'xitong' });
  await system.goto('/console/health');
  await system.getByText(/上限 [\d,.]+ MB/).waitFor();
  for (const kind of ['计入汇总', '生成导出文件', '发送催报'])
    await system.locator('[data-job]', { hasText: kind }).waitFor();
  expect(await system.getByText('重建汇总').count()).toBe(0);

  const page = await personPage({ login: 'tongji' });
  await page.goto('/console/health');
  await page.locator('summary', { hasText: '重建汇总' }).click();
  await page.getByLabel('报表代码').fill('work-q');
  await page.getByLabel('报告期').fill('2026Q3');
  await page.getByRole('button', { name: '重建汇总' }).click();
  await page.getByText('共 0 处差异').waitFor();

  await page.goto('/console/account');
  const name = `报送 ${randomUUID().slice(0, 8)}`;
  await page.locator('summary', { hasText: '新建令牌' }).click();
  await page.getByLabel('名称').fill(name);
  await page.getByRole('button', { name: '新建令牌' }).click();
  await page.locator('.once code').waitFor();
  const row = page.locator('.rows li', { hasText: name });
  await row.getByRole('button', { name: '停用' }).click();
  await row.getByRole('button', { name: '确定停用' }).click();
  await row.waitFor({ state: 'detached' });
});
