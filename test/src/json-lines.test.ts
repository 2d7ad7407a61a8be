import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { ended, exported, fetched } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { checked, outcomes, pastChecked, type Step, step } from './harness/imports.js';
import { drained } from './harness/recompute.js';
import { buildTown, key, operations, told, type Town } from './harness/town.js';

/** JSON Lines, for integrators: the imports and exports of the pages, a return a line. */
let huiji: Huiji;
let town: Town;
let owner: pg.Client;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  await town.statistician.get(operations.open, { period: '2026Q2' });
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const file = (...lines: unknown[]) => ({
  bytes: Buffer.from(
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  ),
  fileName: '填报.jsonl',
});
const check = (...lines: unknown[]) => checked(town.clerk, huiji.apiUrl, file(...lines));

/** The lines of the file that an operation resulted in. */
async function linesOf({
  fileName,
  url,
}: Pick<Step, 'fileName' | 'url'>): Promise<Record<string, unknown>[]> {
  expect(fileName).toMatch(/\.jsonl$/);
  const { headers, bytes } = await fetched(huiji.apiUrl, url ?? '');
  expect(headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What a union's return says. */
async function filed(unionId: string) {
  const { entrySheet } = await town.clerk.get<{
    entrySheet: {
      rows: { table: string; rows: unknown[] }[];
      cover: { phone: string | null };
      tables: { cells: { cell: string; value: string | null; mark: string }[] }[];
    };
  }>(
    `query ($unionId: ID!) { entrySheet(unionId: $unionId, form: "work-q", period: "2026Q3") {
       rows { table rows } cover { phone } tables { cells { cell value mark } } } }`,
    { unionId },
  );
  const cells = entrySheet.tables.flatMap((table) => table.cells);
  const of = (code: string) => cells.find(({ cell }) => cell === code);
  return { ...entrySheet, of };
}

describe('returns of many unions', () => {
  test('with marks, rows and a cover are checked, taken over and taken back, and each step is answered line by line', async () => {
    const [first, second] = town.grassroots;
    const found = await check(
      {
        ...{
          form: 'work-q',
          period: '2026Q3',
          union: 'G1',
          cells: { mem_worker_cnt: '120', mem_member_cnt: 100 },
        },
        rows: {
          wc_session: [{ session_no: 1, held_on: '2026-08-01', due: 30, present: '28', proxy: 1, absent: 1 }],
        },
        cover: { phone: '13800138000' },
      },
      '',
      { union: 'G2', cells: { mem_worker_cnt: { value: '60', mark: 'AT_LEAST' }, mem_member_cnt: null } },
    );
    expect(found.problems.filter(({ problem }) => problem.severity === 'ERROR')).toEqual([]);
    expect(found).toMatchObject({ state: 'CHECKED', counts: { taken: 11, blank: 1, wrong: 0, returns: 2 } });
    expect(await linesOf(found.step)).toMatchObject([
      { line: 1, union: 'G1', taken: 10, wrong: 0 },
      { line: 3, union: 'G2', taken: 1, blank: 1, wrong: 0 },
    ]);
    const taken = await step(town.clerk, 'applyImport', { importId: found.id });
    expect(await linesOf(taken)).toMatchObject([
      { union: 'G1', period: '2026Q3', outcome: 'SAVED', submission_id: expect.any(String), kept: null },
      { union: 'G2', outcome: 'SAVED' },
    ]);
    const one = await filed(first);
    expect(one.of('mem_worker_cnt')).toMatchObject({ value: '120', mark: 'EXACT' });
    expect(one.cover.phone).toBe('13800138000');
    expect(one.rows).toMatchObject([
      { table: 'wc_session', rows: [{ session_no: '1', held_on: '2026-08-01', present: '28' }] },
    ]);
    expect((await filed(second)).of('mem_worker_cnt')).toMatchObject({ value: '60', mark: 'AT_LEAST' });
    const back = await step(town.clerk, 'undoImport', { importId: found.id });
    expect(await linesOf(back)).toMatchObject([
      { union: 'G1', kept: [] },
      { union: 'G2', kept: [] },
    ]);
    expect((await filed(first)).of('mem_worker_cnt')).toMatchObject({ value: null });
    expect((await filed(first)).rows).toEqual([]);
  });

  test('are all left where a line is wrong: not JSON, another’s union, another period, a wrong row or cover; each is told', async () => {
    const found = await check(
      ...['{"union":', { union: 'NOBODY', cells: { mem_member_cnt: 1 } }],
      { union: 'G3', period: '2026Q2', cells: { mem_member_cnt: 1 } },
      { union: 'G3', cells: { mem_member_cnt: '12人左右吧' } },
      { union: 'G2', rows: { wc_session: [{ held_on: '八月', due: 3 }] } },
      { union: 'G1', cells: { mem_member_cnt: 7 }, cover: { phone: 'x' } },
    );
    const wrong = found.problems
      .filter(({ problem }) => problem.severity === 'ERROR')
      .map(({ sheet, row, union, code, problem }) => [sheet, row, union, code, problem.code]);
    expect(wrong).toEqual([
      ['JSONL', 1, null, '', 'LINE_UNREADABLE'],
      ['JSONL', 2, null, 'union_code', 'WORKBOOK_UNION_UNKNOWN'],
      ['JSONL', 3, null, 'period', 'IMPORT_OTHER_FORM'],
      ['JSONL', 4, 'G3', 'mem_member_cnt', 'NOT_A_NUMBER'],
      ['JSONL', 5, 'G2', 'wc_session#1.held_on', 'DATE_INVALID'],
      ['JSONL', 6, 'G1', 'phone', 'PHONE_INVALID'],
    ]);
    const told6 = (await linesOf(found.step)).map(({ line, wrong: count }) => [line, count]);
    expect(told6).toEqual([1, 2, 3, 4, 5, 6].map((line) => [line, 1]));
    expect(
      await told(town.clerk, 'applyImport', { importId: found.id, idempotencyKey: key() }),
    ).toMatchObject([{ code: 'IMPORT_WRONG' }]);
    expect((await filed(town.grassroots[0])).of('mem_member_cnt')).toMatchObject({ value: null });
  });
});

test('history with rows of repeating tables comes in, leaves as the same lines, and those come in again', async () => {
  const past = (...lines: unknown[]) => pastChecked(town.statistician, huiji.apiUrl, file(...lines));
  const found = await past(
    {
      ...{
        union: 'G1',
        period: '2026Q2',
        cells: { mem_worker_cnt: 120, mem_member_cnt: { value: 90, mark: 'AT_LEAST' } },
      },
      rows: { trn_class: [{ name: '工会干部培训班', classes: 2, person_times: 40 }] },
    },
    {
      union: 'G2',
      period: '2026Q2',
      cells: { mem_worker_cnt: 0, mem_member_cnt: { mark: 'NOT_APPLICABLE' } },
    },
  );
  expect(found.problems.filter(({ problem }) => problem.severity === 'ERROR')).toEqual([]);
  await step(town.statistician, 'applyImport', { importId: found.id, explanation: '原表如此' });
  expect(await outcomes(town.statistician, found.id)).toMatchObject({ G1: { outcome: 'ACCEPTED' } });
  await drained(owner);
  const asked = { table: 'RETURN_LINES', unionId: town.root, period: '2026Q2' };
  const left = async () =>
    linesOf(await ended(town.statistician, (await exported(town.statistician, asked)).id));
  const lines = await left();
  const [one, two] = lines.filter(({ accepted }) => accepted);
  expect(one).toMatchObject({ form: 'work-q', period: '2026Q2', union: 'G1', union_level: 'GRASSROOTS' });
  expect(one!['cells']).toMatchObject({
    ...{ mem_worker_cnt: '120', mem_member_cnt: { value: '90', mark: 'AT_LEAST' } },
    trn_person_time_cnt: '40',
  });
  const rows = { trn_class: [{ name: '工会干部培训班', classes: '2', person_times: '40' }] };
  expect([one!['rows'], two!['rows']]).toEqual([rows, undefined]);
  expect(two!['cells']).toMatchObject({
    ...{ mem_worker_cnt: '0', mem_member_cnt: { value: null, mark: 'NOT_APPLICABLE' } },
  });
  await step(town.statistician, 'undoImport', { importId: found.id });
  await drained(owner);
  expect((await left()).filter(({ accepted }) => accepted)).toEqual([]);
  const again = await past(one, two);
  expect(again.counts).toMatchObject({ wrong: 0, returns: 2 });
  await step(town.statistician, 'applyImport', { importId: again.id, explanation: '原表如此' });
  await drained(owner);
  const typed = ({ cells, ...line }: Record<string, unknown>) => {
    const { mem_worker_cnt, mem_member_cnt, trn_person_time_cnt } = cells as Record<string, unknown>;
    return { ...line, mem_worker_cnt, mem_member_cnt, trn_person_time_cnt };
  };
  const second = (await left()).filter(({ accepted }) => accepted);
  expect(second.map(typed)).toEqual([one!, two!].map(typed));
});
