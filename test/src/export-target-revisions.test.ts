/** 导出 of a target's 沿革: the workbook says what `targetRevisions` answers, to whoever may ask it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { exported, exporting, rowsBelow, rowsMade } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { issueTargets, type Line } from './harness/targets.js';
import { addPerson, buildTown, foundSecond, told, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
/** A second bureau. */
let other: string;

const cell = 'mem_new_member_cnt';
const year = { table: 'TARGET_REVISIONS', period: '2026', cell };
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  other = await foundSecond(town.admin, town.root);
  const issue = async (line: Omit<Line, 'unionId'>) =>
    expect(
      await issueTargets(town.statistician, town.root, [
        { unionId: town.root, value: '900', cell: line.cell ?? cell },
        { unionId: town.bureau, ...line },
      ]),
    ).toEqual([]);
  await issue({ value: '600', weight: '12.5' });
  await issue({ value: '650' });
  await issue({ value: null });
  await issue({ value: '7', cell: 'mem_leave_cnt' });
});
afterAll(() => huiji.stop());

interface Revision {
  [field: string]: string | null;
}
async function answered(client: Client, unionId: string): Promise<object[]> {
  const { targetRevisions } = await client.get<{ targetRevisions: { nodes: Revision[] } }>(
    `query ($unionId: ID, $cell: String!) { targetRevisions(unionId: $unionId, form: "work-q", period: "2026", cell: $cell) {
       nodes { issuerName documentNo reason before value weight issuedByName } } }`,
    { unionId, cell },
  );
  return targetRevisions.nodes.map((of) => ({
    ...{ 下达文号: of['documentNo'], 下达单位: of['issuerName'], '原目标(人)': of['before'] ?? '' },
    ...{ '目标(人)': of['value'] ?? '', 原因: of['reason'] ?? '', 下达人: of['issuedByName'] },
  }));
}

test('沿革 says what the query answers, the newest first; a target that is none is blank and not 0', async () => {
  const made = await exported(town.reviewer, { ...year, unionId: town.bureau });
  const rows = await rowsMade(town.reviewer, huiji.apiUrl, made);
  const lines = rowsBelow(rows, '下达文号');
  expect(lines.map((line) => [line['原目标(人)'], line['目标(人)'], line['权重(分)']])).toEqual([
    ['650', '', ''],
    ['600', '650', '12.5'],
    ['', '600', '12.5'],
  ]);
  expect(lines).toEqual(
    (await answered(town.reviewer, town.bureau)).map((line): unknown => expect.objectContaining(line)),
  );
  expect(rows[0]?.[0]).toBe('建设局工会 本期新发展会员 沿革');
});

test('who may not ask the query does not get it either', async () => {
  await addPerson(town.admin, 'near', [{ unionId: town.bureau, role: 'FILER' }]);
  const near = await huiji.client('alpha', 'near');
  const refused = async (client: Client, more: object) =>
    (await told(client, 'exportTable', exporting({ ...year, unionId: town.bureau, ...more }))).map(
      ({ code }) => code,
    );
  // Who files reads the target of their own body, and no table of what stands below it.
  const made = await exported(near, { ...year, unionId: town.bureau });
  expect(rowsBelow(await rowsMade(near, huiji.apiUrl, made), '下达文号')).toHaveLength(3);
  expect(await refused(near, { table: 'TARGETS' })).toEqual(['FORBIDDEN']);
  expect(await refused(town.reviewer, { unionId: other })).toEqual(['NOT_FOUND']);
  expect(await refused(town.reviewer, { period: '2026Q3' })).toEqual(['TARGET_NEEDS_YEAR']);
  for (const wrong of ['nothing', null])
    expect(await refused(town.reviewer, { cell: wrong })).toEqual(['TARGET_NOT_FOR_CELL']);
});
