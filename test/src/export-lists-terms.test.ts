/** 导出 of 换届: the workbook says what `terms` answers, to whoever may ask it. */
import type { TermStatus } from '@huiji/domain/election';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { congress, day, elect, establish } from './harness/elections.js';
import { listLines, listRefused, listRows } from './harness/export-lists.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { addPerson, buildTown, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
/** A second bureau. */
let other: string;
let leader: Client;
const thisYear = Number(day().slice(0, 4));

async function term(
  unionId: string,
  more: object,
  approvedOn: string,
  documentNo = '=SUM(1,2)',
): Promise<void> {
  const { id } = await elect(town.admin, 'recordElection', congress(unionId, more));
  await elect(town.admin, 'approveElection', { electionId: id, on: approvedOn, documentNo });
}

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  other = await establish(town.admin, town.root, { level: 'INTERMEDIATE', kind: 'BUREAU' });
  const far = await establish(town.admin, other);
  await addPerson(town.admin, 'leader', [{ unionId: town.root, role: 'LEADER' }]);
  leader = await huiji.client('alpha', 'leader');
  const [one, two, three] = town.grassroots;
  // Overdue, due this year, and renewed on the first day of it.
  await term(one, { termNo: 4, heldOn: `${thisYear - 6}-03-01` }, `${thisYear - 6}-04-01`);
  await term(two, { termNo: 2, heldOn: `${thisYear - 5}-12-31` }, `${thisYear - 5}-12-31`);
  await term(three, { termNo: 6, heldOn: `${thisYear - 6}-01-05` }, `${thisYear - 6}-01-06`);
  const unknown = { due: null, present: null, termYears: 3 };
  await term(three, { heldOn: `${thisYear - 1}-12-20`, ...unknown }, `${thisYear}-01-01`, '批〔7〕号');
  await term(town.bureau, { termNo: 3, heldOn: `${thisYear - 7}-02-01` }, `${thisYear - 7}-03-01`);
  await term(far, { termNo: 2, heldOn: `${thisYear - 8}-02-01` }, `${thisYear - 8}-03-01`);
});
afterAll(() => huiji.stop());

interface Term {
  [field: string]: string | number | null | object;
  union: { code: string; name: string };
}
const shown = (value: Term[string] | undefined): string =>
  typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
/** What the query answers, as the columns of the file are called. */
async function answered(input: {
  unionId: string;
  status: TermStatus;
  year?: number;
  level?: string | null;
}) {
  const query = `query ($unionId: ID, $status: TermStatus!, $year: Int, $level: Level = GRASSROOTS) {
    terms(unionId: $unionId, status: $status, year: $year, level: $level) {
      nodes { union { code name } termNo heldOn due present termYears termEndsOn approvedOn approvalNo } } }`;
  const { terms } = await leader.get<{ terms: { nodes: Term[] } }>(query, input);
  return terms.nodes.map(({ union, ...of }) => ({
    ...{ 编码: union.code, 单位: union.name, 届次: shown(of['termNo']) },
    ...{ 选举日期: shown(of['heldOn']), 应到: shown(of['due']), 实到: shown(of['present']) },
    ...{ '任期(年)': shown(of['termYears']), 任期届满: shown(of['termEndsOn']) },
    ...{ 批复日期: shown(of['approvedOn']), 批复文号: shown(of['approvalNo']) },
  }));
}

test.each<[TermStatus, string[], object]>([
  ['OVERDUE', ['G1'], {}],
  ['OVERDUE', ['B1', 'G1'], { level: null }],
  ['OVERDUE', ['B1'], { level: 'INTERMEDIATE' }],
  ['DUE', ['G2'], {}],
  ['DUE', ['G1', 'G3'], { year: thisYear - 1 }],
  ['DONE', ['G3'], {}],
  ['DONE', [], { year: thisYear - 1 }],
])('%s of %j, narrowed down by %j, is what the query answers', async (status, codes, more) => {
  const of = { unionId: town.bureau, status, ...more };
  const lines = await listLines(leader, huiji.apiUrl, { list: 'TERMS', ...of });
  expect(lines.map((line) => line['编码']).toSorted()).toEqual(codes);
  expect(lines).toEqual((await answered(of)).map((line): unknown => expect.objectContaining(line)));
});

test('it says of which day it is and what it lists; who was elected does not leave', async () => {
  const of = { list: 'TERMS', unionId: town.bureau, status: 'OVERDUE' };
  const text = (await listRows(leader, huiji.apiUrl, of)).flat().join();
  expect(text).toContain(`逾期未换届:截至 ${day()} 任期已届满;只列基层工会;共 1 届`);
  expect(text).toContain(`组织口径:${day()} 的组织关系`);
  expect(text).not.toContain('王主席');
});

test('who may not ask the query does not get the list either', async () => {
  await addPerson(town.admin, 'near', [{ unionId: town.bureau, role: 'FILER' }]);
  const near = await huiji.client('alpha', 'near');
  const of = { list: 'TERMS', status: 'DUE' };
  expect(await listRefused(town.reviewer, { ...of, unionId: other })).toEqual(['NOT_FOUND']);
  expect(await listRefused(near, { ...of, unionId: town.bureau })).toEqual(['FORBIDDEN']);
  expect(await listRefused(leader, { list: 'TERMS', unionId: town.bureau })).toEqual(['FIELD_REQUIRED']);
  expect(await listRefused(leader, { ...of, unionId: town.bureau, year: 3000 })).toEqual([
    'NUMBER_OUT_OF_RANGE',
  ]);
});
