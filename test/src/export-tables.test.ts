/** 导出 of tables that a body's page shows side by side: each workbook says what GraphQL answers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { exporting, rowsBelow, tableRows, type ToExport } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { bookOf, issueInput, issueTargets } from './harness/targets.js';
import { buildTown, eventually, told, type Town } from './harness/town.js';

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
/** A figure as a sheet holds it: without the noughts behind its point. */
const asFigure = (text: string | null): string => (text === null ? '' : String(Number(text)));

test('目标任务: each target with how far it has come, what is handed on, and the document that set it', async () => {
  const [one, two] = town.grassroots;
  expect(
    await issueTargets(town.statistician, town.root, [
      { unionId: town.root, value: '1000' },
      { unionId: town.bureau, value: '600', weight: '12.5' },
      { unionId: town.bureau, cell: 'cov_unionised_rate', value: '95.5' },
    ]),
  ).toEqual([]);
  const handed = [
    { unionId: one, value: '200' },
    { unionId: two, value: '150' },
  ];
  const by = { documentNo: '建工〔2026〕8号' };
  const issue = await issueInput(town.reviewer, town.bureau, handed);
  expect(await told(town.reviewer, 'issueTargets', { ...issue, ...by })).toEqual([]);
  await eventually(async () =>
    expect((await bookOf(town.reviewer, town.bureau)).targets[0]?.actual).toBe('12'),
  );
  const rows = await rowsOf(town.reviewer, { table: 'TARGETS', period: '2026' });
  expect(rows[0]?.[0]).toBe('建设局工会 目标任务');
  expect(rows.flat().join()).toMatch(/时间进度 [\d.]+ %.*空白表示没有数,不等于 0/);
  const book = await bookOf(town.reviewer, town.bureau);
  const own = { union: { code: 'B1' }, targets: book.targets };
  const all = [own, ...book.children.nodes].flatMap(({ union, targets }) =>
    targets.map((target) => [
      ...[union.code, target.measure.cell],
      ...[target.value, target.handedOn, target.reserve, target.actual, target.completion].map(asFigure),
    ]),
  );
  const lines = rowsBelow(rows, '编码');
  const columns = ['目标', '已分解', '预留', '完成', '完成率(%)'];
  expect(lines.map((row) => [row['编码'], row['指标编码'], ...columns.map((column) => row[column])])).toEqual(
    all,
  );
  expect(lines.map((row) => row['编码'])).toEqual(['B1', 'B1', 'G1', 'G2']);
  expect(lines.map((row) => [row['权重(分)'], row['下达文号']])).toEqual([
    ['12.5', '工发〔2026〕3号'],
    ['', '工发〔2026〕3号'],
    ['', '建工〔2026〕8号'],
    ['', '建工〔2026〕8号'],
  ]);
});

test('targets are of a year, and leave for who reads those of all unions below', async () => {
  const begin = async (client: Client, more: object) =>
    (
      await told(
        client,
        'exportTable',
        exporting({ table: 'TARGETS', unionCode: 'B1', period: '2026', ...more }),
      )
    ).map(({ code }) => code);
  expect(await begin(town.reviewer, { period: '2026Q3' })).toEqual(['TARGET_NEEDS_YEAR']);
  expect(await begin(town.reviewer, { unionCode: 'alpha-root' })).toEqual(['NOT_FOUND']);
  expect(await begin(town.clerk, {})).toEqual(['NOT_FOUND']);
});

test('填报进度: how far the reports of a body and of those below it have come', async () => {
  interface Progress {
    rollup: {
      completeness: Counts;
      children: { nodes: Array<{ union: { code: string }; completeness: Counts }> };
    };
  }
  type Counts = Record<string, number | string | null>;
  const fields = 'completeness { expected notStarted submitted waiting accepted late rate onTimeRate }';
  const { rollup } = await town.reviewer.get<Progress>(
    `{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3") { ${fields} children { nodes { union { code } ${fields} } } } }`,
  );
  const rows = await rowsOf(town.reviewer, { table: 'PROGRESS' });
  expect(rows[0]?.[0]).toBe('建设局工会 填报进度');
  const columns = {
    ...{ expected: '应报(份)', notStarted: '未开始(份)', submitted: '已上报(份)', waiting: '待审核(份)' },
    ...{ accepted: '已审核(份)', late: '逾期上报(份)', rate: '上报率(%)', onTimeRate: '及时率(%)' },
  };
  const own = { union: { code: 'B1' }, completeness: rollup.completeness };
  const answered = [own, ...rollup.children.nodes].map(({ union, completeness }) => [
    union.code,
    ...Object.keys(columns).map((one) =>
      asFigure(completeness[one] === null ? null : String(completeness[one])),
    ),
  ]);
  const lines = rowsBelow(rows, '编码').map((row) => [
    row['编码'],
    ...Object.values(columns).map((one) => row[one]),
  ]);
  expect(lines).toEqual(answered);
  expect(lines[0]?.slice(0, 6)).toEqual(['B1', '4', '2', '2', '1', '1']);
});
