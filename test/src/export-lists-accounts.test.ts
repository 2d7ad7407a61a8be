/** 导出 of 人员, 审计 and 工作台账: each workbook says what the query of the same answers, to whoever may ask it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseSpreadsheet } from '@huiji/workbook/parse';
import { readLimits } from '@huiji/workbook/workbook';
import type { Client } from './harness/client.js';
import { listBegun, type Listed, listLines, listRefused, listRows } from './harness/export-lists.js';
import { ended, fetched, rowsBelow, textsOf } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { addPerson, buildTown, key, mutationOf, toldIn, type Town } from './harness/town.js';
import { recordAll } from './harness/work-records.js';

let huiji: Huiji;
let town: Town;
let bureauAdmin: Client;
let auditor: Client;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  await addPerson(town.admin, 'bureau-admin', [{ unionId: town.bureau, role: 'UNION_ADMIN' }]);
  [bureauAdmin, auditor] = [
    await huiji.client('alpha', 'bureau-admin'),
    await huiji.client('alpha', 'auditor'),
  ];
  await town.fileAndAccept(town.grassroots[0], { mem_member_cnt: '100' });
}, 60_000);
afterAll(() => huiji.stop());

const linesOf = (client: Client, input: Listed, first: string): Promise<Array<Record<string, string>>> =>
  listLines(client, huiji.apiUrl, input, first);

test('人员: whom one administers with what they hold, a line for each appointment', async () => {
  interface Persons {
    persons: {
      nodes: Array<{
        login: string;
        invited: boolean;
        appointments: Array<{ role: string; from: string; union: { code: string } }>;
      }>;
    };
  }
  const { persons } = await bureauAdmin.get<Persons>(
    '{ persons(first: 200) { nodes { login invited appointments { role from union { code } } } } }',
  );
  const rows = await listRows(bureauAdmin, huiji.apiUrl, { list: 'PEOPLE' });
  expect(rows[0]?.[0]).toBe('人员账号');
  const lines = rowsBelow(rows, '账号');
  expect(lines.map((row) => [row['账号'], row['单位编码'], row['起始日'], row['账号状态']])).toEqual(
    persons.nodes.flatMap(({ login, invited, appointments }) =>
      appointments.map(({ union, from }) => [login, union.code, from, invited ? '待设密码' : '已启用']),
    ),
  );
  expect(lines.map((row) => [row['账号'], row['角色'], row['单位编码']])).toEqual([
    ['bureau-admin', '单位管理员', 'B1'],
    ...['G1', 'G2', 'G3'].map((code) => ['clerk', '填报员', code]),
    ['reviewer', '审核员', 'B1'],
  ]);
  expect(await linesOf(bureauAdmin, { list: 'PEOPLE', text: 'rev' }, '账号')).toHaveLength(1);
});

test('人员 leaves for who administers anybody, and never by an API token', async () => {
  expect(await listRefused(town.clerk, { list: 'PEOPLE' })).toEqual(['FORBIDDEN']);
  expect(await listRefused(bureauAdmin, { list: 'PEOPLE', unionId: town.root })).toEqual(['NOT_FOUND']);
  const { createApiToken } = await bureauAdmin.get<{ createApiToken: { token: string } }>(
    mutationOf('createApiToken', 'token'),
    {
      input: {
        ...{ name: '统计平台', unionId: town.bureau, role: 'UNION_ADMIN' },
        ...{ access: 'WRITE', days: 30 },
      },
    },
  );
  const answer = await fetch(huiji.apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${createApiToken.token}` },
    body: JSON.stringify({
      query: mutationOf('exportList'),
      variables: { input: { list: 'PEOPLE', idempotencyKey: key() } },
    }),
  });
  expect(toldIn((await answer.json()) as Parameters<typeof toldIn>[0]).map(({ code }) => code)).toEqual([
    'SESSION_REQUIRED',
  ]);
});

test('审计: what happened, the newest first, as the query narrows it down', async () => {
  interface Events {
    auditEvents: {
      nodes: Array<{ action: string; objectId: string; after: unknown; sequence: number | null }>;
    };
  }
  const asked = { unionId: town.bureau, action: 'ACCEPT' };
  const { auditEvents } = await bureauAdmin.get<Events>(
    `query ($unionId: ID, $action: String) { auditEvents(unionId: $unionId, action: $action, first: 200) {
       nodes { action objectId after sequence } } }`,
    asked,
  );
  const lines = await linesOf(bureauAdmin, { list: 'AUDIT', ...asked }, '时间');
  expect(lines.map((row) => [row['操作'], row['对象'], row['变更后']])).toEqual(
    auditEvents.nodes.map(({ action, objectId, after }) => [
      action,
      objectId,
      after ? JSON.stringify(after) : '',
    ]),
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ 人员: 'reviewer', 单位: '第1工会' });
});

test('审计 of everything leaves for the audit administrator alone', async () => {
  const actions = new Set((await linesOf(auditor, { list: 'AUDIT' }, '时间')).map((row) => row['操作']));
  expect([actions.has('OPEN_TENANT'), actions.has('ACCEPT')]).toEqual([true, true]);
  expect(await listRefused(bureauAdmin, { list: 'AUDIT' })).toEqual(['FORBIDDEN']);
  expect(await listRefused(town.clerk, { list: 'AUDIT', unionId: town.grassroots[0] })).toEqual([
    'FORBIDDEN',
  ]);
  expect(await listRefused(auditor, { list: 'AUDIT', personId: 'nobody' })).toEqual(['NOT_FOUND']);
  const later = await linesOf(auditor, { list: 'AUDIT', since: '2999-01-01T00:00:00Z' }, '时间');
  expect(later).toEqual([]);
});

test('工作台账: a sheet for each kind, with the columns that the kind has', async () => {
  const [one] = town.grassroots;
  await recordAll(town.clerk, one, [
    { name: '=焊工比武', heldBy: null },
    { name: '外单位比武', day: '2026-08-21', heldBy: '市总工会' },
    { kind: 'culture', day: '2025-05-06', name: '迎春长跑', values: { type: '体育', participants: '30' } },
  ]);
  const done = await ended(
    town.clerk,
    (await listBegun(town.clerk, { list: 'WORK_RECORDS', unionId: one })).id,
  );
  const { bytes } = await fetched(huiji.apiUrl, done.url ?? '');
  const sheets = (await parseSpreadsheet(bytes, readLimits)) as Array<Parameters<typeof textsOf>[0]>;
  const found = sheets.map((sheet) => rowsBelow(textsOf(sheet), '日期'));
  expect(found.map((lines) => lines.map((row) => [row['日期'], row['名称'], row['计入'] ?? '']))).toEqual([
    [
      ['2026-08-21', '外单位比武', '否'],
      ['2026-08-20', '=焊工比武', '是'],
    ],
    [['2025-05-06', '迎春长跑', '是']],
  ]);
  const narrowed = {
    list: 'WORK_RECORDS',
    unionId: one,
    kinds: ['contest'],
    from: '2026-08-21',
    to: '2026-12-31',
  };
  const some = await linesOf(town.clerk, narrowed, '日期');
  expect(some.map((row) => row['名称'])).toEqual(['外单位比武']);
  expect(await linesOf(town.clerk, { ...narrowed, kinds: ['visit'] }, '日期')).toEqual([]);
  // Nobody above the union reads its book.
  expect(await listRefused(town.chief, { list: 'WORK_RECORDS', unionId: one })).toEqual(['FORBIDDEN']);
  expect(await listRefused(bureauAdmin, { list: 'WORK_RECORDS', unionId: one })).toEqual(['FORBIDDEN']);
});
