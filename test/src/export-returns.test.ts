/** 导出 of lists of returns: what waits, who was reminded, where statements differ, and a body's totals over its periods. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { exporting, rowsBelow, tableRows, type ToExport } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { remind, reminderLog } from './harness/reminders.js';
import { before, file, officeOf, queue } from './harness/review.js';
import { act, addPerson, buildTown, eventually, operations, told, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  const [one, two] = town.grassroots;
  await town.fileAndAccept(one, { mem_new_member_cnt: '12', mem_member_cnt: '100' });
  await town.submit(await town.save(two, { mem_new_member_cnt: '30' }));
}, 60_000);
afterAll(() => huiji.stop());

const rowsOf = (client: Client, input: ToExport): Promise<string[][]> =>
  tableRows(client, huiji.apiUrl, input);
const refused = async (client: Client, input: ToExport): Promise<string[]> =>
  (await told(client, 'exportTable', exporting({ unionCode: 'B1', ...input }))).map(({ code }) => code);

test('待审核: what waits for who asks, the riskiest first, with why it deserves a look', async () => {
  await town.statistician.get(operations.open, { period: '2026Q4' });
  const office = await officeOf(huiji, town, 'office', ['W1', 'W2', 'W3'], '2026Q3');
  const { W1 = '', W2 = '', W3 = '' } = office.unionOf;
  await file(office.clerk, { unionId: W1, period: '2026Q4' }, before);
  await file(office.clerk, { unionId: W2, period: '2026Q4' }, { ...before, mem_member_cnt: '80' });
  await file(office.clerk, { unionId: W3, period: '2026Q4' }, { mem_member_cnt: '150' });
  const asked = { table: 'REVIEW_QUEUE', unionCode: undefined, unionId: office.bureau, period: '2026Q4' };
  const lines = rowsBelow(await rowsOf(office.reviewer, asked), '序号');
  const { nodes } = await queue(office.reviewer, '2026Q4');
  expect(lines.map((row) => row['编码'])).toEqual(nodes.map(({ submission }) => submission.union.code));
  expect(lines.map((row) => [row['上次'], row['本次'], row['变动(%)'], row['与哪期比']])).toEqual(
    nodes.map(({ risk }) => [
      ...[risk?.largestChange?.then ?? '', risk?.largestChange?.now ?? ''],
      String(Number(risk?.largestChange?.changePercent ?? 0) || ''),
      risk?.comparedWith ?? '',
    ]),
  );
  const [clean] = lines.filter((row) => row['编码'] === 'W1');
  expect([clean?.['值得注意'], clean?.['第几次上报'], clean?.['代报'], clean?.['逾期']]).toEqual([
    '',
    '1',
    '',
    '',
  ]);
  const [fewer] = lines.filter((row) => row['编码'] === 'W2');
  expect(fewer?.['值得注意']).toContain('“会员人数”比 2026Q3 变动较大');
  // Who filed is shown nothing of their own, and who does not review there is refused.
  expect(await refused(town.reviewer, asked)).toEqual(['NOT_FOUND']);
  expect(await refused(town.statistician, asked)).toEqual(['FORBIDDEN']);
  expect(await refused(office.reviewer, { ...asked, period: '2026' })).toEqual(['FORM_NOT_FOR_PERIOD']);
});

test('未报名单: until when it was due and for how many days it is owed', async () => {
  const { notFiled } = await town.reviewer.get<{
    notFiled: { nodes: Array<{ union: { code: string }; dueOn: string; daysLate: number }> };
  }>(
    `{ notFiled(unionCode: "B1", form: "work-q", period: "2026Q3") { nodes { union { code } dueOn daysLate } } }`,
  );
  const lines = rowsBelow(await rowsOf(town.reviewer, { table: 'NOT_FILED' }), '序号');
  expect(lines.map((row) => [row['编码'], row['截止日期'], row['逾期(天)']])).toEqual(
    notFiled.nodes.map(({ union, dueOn, daysLate }) => [union.code, dueOn ?? '', String(daysLate || '')]),
  );
  expect(lines.map((row) => [row['编码'], row['状态']])).toEqual([
    ['B1', '未开始'],
    ['G3', '未开始'],
  ]);
});

test('催报记录: by whom, about how many unions, and what became of it; for who may remind', async () => {
  const sent = await remind(town.reviewer, { unionId: town.bureau, message: '=请尽快上报' });
  const [logged] = await reminderLog(town.reviewer, town.bureau);
  expect(logged?.id).toBe(sent.id);
  const [line, ...rest] = rowsBelow(await rowsOf(town.reviewer, { table: 'REMINDERS' }), '催报时间');
  expect(rest).toEqual([]);
  expect(line).toMatchObject({ 催报人: 'reviewer', '单位(家)': String(sent.unions), 留言: '=请尽快上报' });
  const { sent: delivered, skipped, failed, pending } = logged!.deliveries;
  expect(['已送达(条)', '未发送(条)', '失败(条)', '待发送(条)'].map((column) => line?.[column])).toEqual(
    [delivered, skipped, failed, pending].map(String),
  );
  await addPerson(town.admin, 'leader', [{ unionId: town.root, role: 'LEADER' }]);
  const leader = await huiji.client('alpha', 'leader');
  expect(await refused(leader, { table: 'REMINDERS' })).toEqual(['FORBIDDEN']);
});

test('汇总表差异: each cell of a statement that differs from the sum below it, with the reason and who has to take note', async () => {
  await addPerson(town.admin, 'stating', [{ unionId: town.bureau, role: 'FILER' }]);
  const stating = await huiji.client('alpha', 'stating');
  await eventually(async () => {
    const { rollup } = await town.reviewer.get<{ rollup: { pending: number } }>(
      `{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3") { pending } }`,
    );
    expect(rollup.pending).toBe(0);
  });
  const draft = await act(stating, 'save', {
    ...{ unionId: town.bureau, form: 'statement-q', period: '2026Q3' },
    cells: [{ cell: 'mem_member_cnt', value: '140' }],
  });
  const explained = { submissionId: draft.id, expectedVersion: draft.version, explanation: '含直管会员' };
  await act(stating, 'submit', explained);
  const asked = { table: 'BREACHES', form: 'statement-q', unionCode: 'alpha-root' };
  const lines = rowsBelow(await rowsOf(town.chief, asked), '编码');
  expect(lines).toEqual([
    {
      ...{ 编码: 'B1', 单位: '建设局工会', 指标: '会员人数', 指标单位: '人' },
      ...{ 上报数: '140', 下级合计: '100', 差额: '40', 说明: '含直管会员' },
      待签收: expect.stringMatching(/总工会|alpha/),
    },
  ]);
  expect(await refused(town.chief, { ...asked, form: 'work-q' })).toEqual(['FORM_STATES_NOTHING']);
});

test('历期趋势: the totals of each period that was opened, the oldest first, as rollupTrend answers them', async () => {
  const rows = await rowsOf(town.clerk, { table: 'TREND', unionCode: 'G1', period: '2026Q4' });
  expect(rows[0]?.[0]).toBe('第1工会 历期趋势');
  const at = rows.findIndex((row) => row[0] === '指标');
  expect(rows.slice(at, at + 2).map((row) => row.slice(3))).toEqual([
    ['2026年第三季度', '2026年第四季度'],
    ['2026Q3', '2026Q4'],
  ]);
  const { rollupTrend } = await town.clerk.get<{
    rollupTrend: Array<{ reportsAccepted: number; cells: Array<{ value: string | null }> }>;
  }>(`{ rollupTrend(unionCode: "G1", form: "work-q", periods: ["2026Q3", "2026Q4"]) {
        reportsAccepted cells(codes: ["mem_member_cnt"]) { value } } }`);
  const of = (code: string) => {
    const row = rows.find((one) => one[2] === code) ?? [];
    return rollupTrend.map((_, at) => row[3 + at] ?? '');
  };
  expect(of('mem_member_cnt')).toEqual(rollupTrend.map(({ cells }) => cells[0]?.value ?? ''));
  expect(of('reports_accepted')).toEqual(rollupTrend.map((one) => String(one.reportsAccepted)));
  expect(of('mem_member_cnt')).toEqual(['100', '']);
});
