import { setTimeout as pause } from 'node:timers/promises';
import { tidyColumns } from '@huiji/workbook/tables/tidy';
import { writeWorkbook } from '@huiji/workbook/write';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { exported, fetched, operation, sheetIn, textsOf } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { begun, endedStep, historyInput, imported, outcomes, pastChecked, step } from './harness/imports.js';
import { completenessOf } from './harness/periods.js';
import { Chance, seedOf } from './harness/random.js';
import { drained } from './harness/recompute.js';
import {
  act,
  addPerson,
  buildTown,
  eventually,
  found,
  key,
  mutationOf,
  operations,
  told,
  type Town,
} from './harness/town.js';

/** 历史数据: a federation that has no past gets one. 2026Q3 is what is filed now; 2026Q2 and 2025Q3 are over. */
let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let statistician: Client;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  statistician = town.statistician;
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  for (const period of ['2025Q3', '2026Q1', '2026Q2', '2025Q4'])
    await statistician.get(operations.open, { period });
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const csv = (lines: readonly (readonly (string | number)[])[]) => ({
  bytes: Buffer.from(lines.map((line) => line.join(',')).join('\n')),
});
const tidy = (...lines: (string | number)[][]) =>
  csv([['period', 'union_code', 'cell', 'value', 'mark'], ...lines]);
const check = (file: { bytes: Uint8Array; fileName?: string }) =>
  pastChecked(statistician, huiji.apiUrl, file);
const taken = async (file: { bytes: Uint8Array }): Promise<string> => {
  const { id, counts } = await check(file);
  expect(counts).toMatchObject({ wrong: 0 });
  expect(await step(statistician, 'applyImport', { importId: id })).toMatchObject({ state: 'DONE' });
  return id;
};
const codesIn = async (file: { bytes: Uint8Array }): Promise<(string | null)[][]> =>
  (await check(file)).problems.map(({ union, code, problem }) => [union, code, problem.code]);

/** A union of its own for a test, with its clerk. */
let made = 10;
async function union(more: object = {}): Promise<{ id: string; code: string }> {
  made += 1;
  const code = `G${made}`;
  const kind = { level: 'GRASSROOTS', kind: 'SINGLE' };
  const input = { parentId: town.bureau, code, name: `第${made}工会`, ...kind, ...more };
  return { id: await found(town.admin, input), code };
}

interface Past {
  value: string | null;
  mark: string;
}
/** What stands beside a cell of the return that a clerk files now. */
async function beside(unionId: string, code: string): Promise<{ previous: Past; lastYear: Past }> {
  const { entrySheet } = await statistician.get<{
    entrySheet: { tables: { cells: { cell: string; previous: Past; lastYear: Past }[] }[] };
  }>(
    `query ($unionId: ID!) { entrySheet(unionId: $unionId, form: "work-q", period: "2026Q3") {
       tables { cells { cell previous { value mark } lastYear { value mark } } } } }`,
    { unionId },
  );
  return entrySheet.tables.flatMap(({ cells }) => cells).find(({ cell }) => cell === code)!;
}

/** The total of a cell, once all is in it, and what it is made of. */
async function total(period: string, cell: string, unionId = town.root) {
  await drained(owner);
  const { rollup } = await statistician.get<{
    rollup: {
      reportsAccepted: number;
      cells: { value: string | null; mark: string; filled: number }[];
      contributions: {
        nodes: {
          union: { code: string };
          acceptedByName: string;
          submission: { imported: { source: string; sourceDate: string } | null };
        }[];
      };
    };
  }>(
    `query ($unionId: ID!, $period: String!, $cell: String!) { rollup(unionId: $unionId, form: "work-q", period: $period) {
       reportsAccepted cells(codes: [$cell]) { value mark filled }
       contributions(cell: $cell) { nodes { union { code } acceptedByName submission { imported { source sourceDate } } } } } }`,
    { unionId, period, cell },
  );
  return rollup;
}

const source = { source: '2026年上半年手工汇总表', sourceDate: '2026-07-20' };

describe('a federation without a past', () => {
  let id: string;

  test('gets two past periods by one file; last period and last year stand beside the cells', async () => {
    const [first, second, third] = town.grassroots;
    id = await taken(
      tidy(
        ...[
          ['2026Q2', 'G1', 'mem_worker_cnt', 120, 'EXACT'],
          ['2026Q2', 'G1', 'mem_member_cnt', 100, 'EXACT'],
          ['2025Q3', 'G1', 'mem_member_cnt', 90, ''],
        ],
        ...[
          ['2026Q2', 'G2', 'mem_member_cnt', 42, 'AT_LEAST'],
          ['2026Q2', 'G2', 'mem_worker_cnt', '60以上', ''],
          ['2025Q3', 'G2', 'mem_member_cnt', '', 'NOT_APPLICABLE'],
          ['2025Q3', 'G2', 'mem_worker_cnt', '', 'MISSING'],
        ],
        ['2026Q2', 'G3', 'mem_member_cnt', 0, ''],
      ),
    );
    expect(await beside(first, 'mem_member_cnt')).toMatchObject({
      previous: { value: '100', mark: 'EXACT' },
      lastYear: { value: '90', mark: 'EXACT' },
    });
    expect(await beside(second, 'mem_member_cnt')).toMatchObject({
      previous: { value: '42', mark: 'AT_LEAST' },
      lastYear: { value: null, mark: 'NOT_APPLICABLE' },
    });
    expect(await beside(second, 'mem_worker_cnt')).toMatchObject({
      previous: { value: '60', mark: 'AT_LEAST' },
      lastYear: { value: null, mark: 'MISSING' },
    });
    // Nothing is not blank.
    expect(await beside(third, 'mem_member_cnt')).toMatchObject({
      previous: { value: '0', mark: 'EXACT' },
      lastYear: { value: null, mark: 'MISSING' },
    });
    expect(await outcomes(statistician, id)).toMatchObject({ G3: { outcome: 'ACCEPTED' } });
  });

  test('adds it up exactly, and says of each figure that it was imported, from what, and by whom', async () => {
    const now = await total('2026Q2', 'mem_member_cnt');
    expect(now.cells).toEqual([{ value: '142', mark: 'AT_LEAST', filled: 3 }]);
    expect(now.reportsAccepted).toBe(3);
    expect(now.contributions.nodes).toEqual(
      ['G1', 'G2', 'G3'].map((code) => ({
        ...{ union: { code }, acceptedByName: 'statistician' },
        submission: { imported: source },
      })),
    );
    expect((await total('2025Q3', 'mem_member_cnt')).cells).toEqual([
      { value: '90', mark: 'EXACT', filled: 1 },
    ]);
    const { filedCellHistory } = await statistician.get<{ filedCellHistory: { nodes: unknown[] } }>(
      `{ filedCellHistory(unionCode: "G1", form: "work-q", period: "2026Q2", cell: "mem_member_cnt") {
         nodes { value filedByName inForceUntil submission { state filedAt reviewedAt imported { source sourceDate } } } } }`,
    );
    expect(filedCellHistory.nodes).toEqual([
      {
        ...{ value: '100', filedByName: null, inForceUntil: null },
        submission: { state: 'ACCEPTED', filedAt: null, reviewedAt: null, imported: source },
      },
    ]);
    const { rows } = await owner.query<{ after: object }>(
      `SELECT e.after FROM audit_event e JOIN trade_union u ON u.id = e.union_id WHERE e.action = 'IMPORT_HISTORY' AND u.code = 'G1'`,
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]!.after).toMatchObject({ ...source, importId: id });
  });

  test('counts it as submitted and accepted, neither in time nor late', async () => {
    expect(await completenessOf(statistician, town.bureau, '2026Q2')).toMatchObject({
      ...{ submitted: 3, accepted: 3, waiting: 0, onTime: 0, late: 0 },
    });
  });

  test('exports it as it may be imported', async () => {
    const asked = { table: 'TIDY', unionId: town.root, period: '2026Q2' };
    const { id: exporting } = await exported(statistician, asked);
    await eventually(async () => expect((await operation(statistician, exporting))?.state).toBe('DONE'));
    const { bytes } = await fetched(huiji.apiUrl, (await operation(statistician, exporting))!.url ?? '');
    expect(textsOf(await sheetIn(bytes))[0]).toEqual(tidyColumns);
    const again = await check({ bytes });
    expect(again.counts).toMatchObject({ taken: 5, returns: 3 });
    expect(new Set(again.problems.map(({ problem }) => problem.code))).toEqual(new Set(['HISTORY_STANDS']));
  });

  test('takes it back but for what was corrected since, and names that; then it may be imported again', async () => {
    const [first, second] = town.grassroots;
    const { submissionHistory } = await statistician.get<{ submissionHistory: { id: string }[] }>(
      `{ submissionHistory(unionId: "${first}", form: "work-q", period: "2026Q2") { id } }`,
    );
    const submissionId = submissionHistory[0]!.id;
    const restated = await act(town.clerk, 'restate', { submissionId, reason: '补录' });
    expect(restated).toMatchObject({ revision: 2, state: 'DRAFT' });
    expect(await step(statistician, 'undoImport', { importId: id })).toMatchObject({ state: 'DONE' });
    const { rows } = await owner.query<{ code: string; period: string; kept: string[] }>(
      `SELECT u.code, r.period, r.kept FROM import_return r JOIN trade_union u ON u.id = r.union_id
       WHERE r.import_id = $1 AND cardinality(r.kept) > 0`,
      [id],
    );
    expect(rows).toEqual([{ code: 'G1', period: '2026Q2', kept: ['mem_worker_cnt', 'mem_member_cnt'] }]);
    expect((await total('2026Q2', 'mem_member_cnt')).cells).toEqual([
      { value: '100', mark: 'EXACT', filled: 1 },
    ]);
    expect((await total('2025Q3', 'mem_member_cnt')).cells).toMatchObject([{ value: null, filled: 0 }]);
    expect(await beside(second, 'mem_member_cnt')).toMatchObject({
      previous: { value: null, mark: 'MISSING' },
      lastYear: { value: null, mark: 'MISSING' },
    });
    expect(await completenessOf(statistician, town.bureau, '2025Q3')).toMatchObject({
      submitted: 0,
      accepted: 0,
    });

    await taken(tidy(['2026Q2', 'G2', 'mem_member_cnt', 43, '']));
    expect((await total('2026Q2', 'mem_member_cnt')).cells).toEqual([
      { value: '143', mark: 'EXACT', filled: 2 },
    ]);
  });
});

describe('history is refused', () => {
  test('from anybody but the statistician of the federation, and without a source or of tomorrow', async () => {
    for (const client of [town.clerk, town.reviewer, town.admin, town.chief])
      expect(await told(client, 'beginHistoryImport', historyInput({ size: 1 }))).toMatchObject([
        { code: 'FORBIDDEN' },
      ]);
    const asked = async (more: object) =>
      (await told(statistician, 'beginHistoryImport', historyInput({ size: 1, ...more }))).map(
        ({ code }) => code,
      );
    expect(await asked({ source: '  ' })).toEqual(['FIELD_REQUIRED']);
    expect(await asked({ sourceDate: '2999-01-01' })).toEqual(['DATE_IN_FUTURE']);
    expect(await asked({ form: 'none' })).toEqual(['FORM_UNKNOWN']);
    const { id } = await check(tidy(['2026Q1', 'G1', 'mem_member_cnt', 1, '']));
    expect(await imported(town.chief, id)).toBeNull();
    for (const name of ['checkImport', 'applyImport', 'undoImport'] as const)
      expect(await told(town.chief, name, { importId: id, idempotencyKey: key() })).toMatchObject([
        { code: 'NOT_FOUND' },
      ]);
  });

  test('from whoever was the statistician when it was checked, and is so no more', async () => {
    const { code } = await union();
    await addPerson(town.admin, 'historian', [
      { unionId: town.root, role: 'REVIEWER' },
      { unionId: town.root, role: 'STATISTICIAN' },
    ]);
    const historian = await huiji.client('alpha', 'historian');
    const { id: importId } = await pastChecked(
      historian,
      huiji.apiUrl,
      tidy(['2026Q1', code, 'mem_member_cnt', 1, '']),
    );
    await owner.query(
      `UPDATE appointment a SET valid_to = valid_from FROM person p
       WHERE p.id = a.person_id AND p.login = 'historian' AND a.role = 'STATISTICIAN'`,
    );
    expect(await step(historian, 'applyImport', { importId })).toMatchObject({
      ...{ state: 'FAILED', problem: { code: 'FORBIDDEN' } },
    });
  });

  test('of a period that is not over, is FINAL, is not open, or is none', async () => {
    const { code } = await union();
    const now = new Date().getFullYear();
    await statistician.get(operations.open, { period: `${now + 1}Q1` });
    await statistician.get(operations.close, { period: '2025Q4' });
    await statistician.get(operations.finalise, { period: '2025Q4' });
    const of = (period: string) => [period, code, 'mem_member_cnt', 1, ''];
    expect(
      await codesIn(tidy(of(`${now + 1}Q1`), of('2025Q4'), of('2019Q4'), of('2026'), of('last year'))),
    ).toEqual([
      [code, '', 'HISTORY_NOT_OVER'],
      [code, '', 'HISTORY_FINAL'],
      [code, '', 'PERIOD_UNKNOWN'],
      [code, '', 'FORM_NOT_FOR_PERIOD'],
      [null, 'period', 'PERIOD_UNKNOWN'],
    ]);
  });

  test('of a union that is unknown or did not stand then, and of cells and marks that are none', async () => {
    const young = await union({ establishedOn: '2026-07-10' });
    expect(
      await codesIn(
        tidy(
          ['2026Q1', 'NOBODY', 'mem_member_cnt', 1, ''],
          ['2026Q1', young.code, 'mem_member_cnt', 1, ''],
          ['2026Q1', 'G3', 'no_such_cell', 1, ''],
          ['2026Q1', 'G3', 'mem_member_cnt', '许多', ''],
          ['2026Q1', 'G3', 'mem_worker_cnt', 1, 'SOMEWHAT'],
          ['2026Q1', 'G2', 'mem_member_cnt', 1, ''],
          ['2026Q1', 'G2', 'mem_member_cnt', 2, ''],
        ),
      ),
    ).toEqual([
      [null, 'union_code', 'WORKBOOK_UNION_UNKNOWN'],
      [young.code, '', 'NOT_EXPECTED'],
      ['G3', 'no_such_cell', 'CELL_UNKNOWN'],
      ['G3', 'mem_member_cnt', 'NOT_A_NUMBER'],
      ['G3', 'mem_worker_cnt', 'WORKBOOK_MARK_UNKNOWN'],
      ['G2', 'mem_member_cnt', 'CELL_TWICE'],
    ]);
    expect(
      await check(
        csv([
          ['a', 'b'],
          [1, 2],
        ]),
      ),
    ).toMatchObject({
      step: { state: 'FAILED', problem: { code: 'HISTORY_LAYOUT' } },
    });
  });

  test('where a return stands, is begun, or comes to stand after the check', async () => {
    const [, , third] = town.grassroots;
    const file = tidy(['2026Q1', 'G3', 'mem_member_cnt', 7, '']);
    const { id } = await check(file);
    const draft = {
      unionId: third,
      form: 'work-q',
      period: '2026Q1',
      cells: [{ cell: 'mem_member_cnt', value: '8' }],
    };
    await act(town.clerk, 'save', draft);
    expect(await step(statistician, 'applyImport', { importId: id })).toMatchObject({
      problem: { code: 'IMPORT_CHANGED' },
    });
    expect(await codesIn(file)).toEqual([['G3', '', 'HISTORY_STANDS']]);
  });

  test('unless it is explained, where it breaks arithmetic rules; what is only doubtful bars nothing', async () => {
    const [odd, more] = [await union(), await union()];
    const { id, counts } = await check(
      tidy(
        ['2026Q1', odd.code, 'mem_migrant_member_cnt', 12, ''],
        ['2026Q1', odd.code, 'mem_member_cnt', 10, ''],
        ['2026Q1', more.code, 'mem_worker_cnt', 12, ''],
        ['2026Q1', more.code, 'mem_member_cnt', 14, ''],
      ),
    );
    expect(counts).toMatchObject({ wrong: 0, unsound: 1, doubtful: 1 });
    expect(await told(statistician, 'applyImport', { importId: id, idempotencyKey: key() })).toMatchObject([
      { code: 'HISTORY_UNSOUND' },
    ]);
    const explanation = '原表如此';
    expect(await step(statistician, 'applyImport', { importId: id, explanation })).toMatchObject({
      state: 'DONE',
    });
    const { submissionHistory } = await statistician.get<{ submissionHistory: object[] }>(
      `{ submissionHistory(unionId: "${odd.id}", form: "work-q", period: "2026Q1") { state explanation } }`,
    );
    expect(submissionHistory).toEqual([{ state: 'ACCEPTED', explanation }]);
  });
});

test('rows of repeating tables come in a sheet of their own, and the cells that follow from them add up', async () => {
  const { id: unionId, code } = await union();
  const labels = (rows: string[][]) =>
    rows.map((row) => row.map((text) => ({ style: 'label' as const, text })));
  const sheet = (name: string, ...rows: string[][]) => ({
    ...{ name, landscape: true, locked: false, widths: [10], frozen: { rows: 1, columns: 0 } },
    rows: labels(rows),
  });
  const before = Number((await total('2026Q1', 'trn_person_time_cnt')).cells[0]!.value ?? 0);
  const bytes = await writeWorkbook([
    sheet('数', ['period', 'union_code', 'mem_worker_cnt'], ['2026Q1', code, '12']),
    sheet(
      'trn_class',
      ['period', 'union_code', 'name', 'classes', 'person_times'],
      ['2026Q1', code, '干部班', '2', '40'],
      ['2026Q1', code, '安全班', '1', '5'],
    ),
  ]);
  const found = await check({ bytes, fileName: '历史.xlsx' });
  expect(found.counts).toMatchObject({ taken: 7, wrong: 0, returns: 1 });
  await step(statistician, 'applyImport', { importId: found.id, explanation: '原表如此' });
  expect(await outcomes(statistician, found.id)).toMatchObject({ [code]: { outcome: 'ACCEPTED' } });
  const { rows } = await owner.query<{ rows: object }>('SELECT rows FROM submission WHERE union_id = $1', [
    unionId,
  ]);
  expect(rows[0]!.rows).toEqual({
    trn_class: [
      { name: '干部班', classes: '2', person_times: '40' },
      { name: '安全班', classes: '1', person_times: '5' },
    ],
  });
  expect((await total('2026Q1', 'trn_person_time_cnt')).cells).toMatchObject([
    { value: String(before + 45) },
  ]);
});

/** How far an import has come: of how many returns it is written that they were taken, and how many were, and count. */
interface Stands {
  state: string;
  told: number;
  accepted: number;
  posted: number;
}

test('a worker that is killed leaves all of it or nothing, and another one finishes', async () => {
  const seed = seedOf();
  console.log(`seed ${seed}: repeat with SEED=${seed} npm test -- history`);
  const chance = new Chance(seed);
  const codes = Array.from({ length: 150 }, (_, n) => `M${n + 100}`);
  const rows = codes.map((code) => `${code},${code}工会,B1,GRASSROOTS,SINGLE,2000-01-01,批1号`);
  const unions = ['code,name,parentCode,level,kind,establishedOn,approvalNo', ...rows].join('\n');
  await town.admin.get(mutationOf('loadOrganisation', 'unionsNew'), { input: { unions, dryRun: false } });
  await drained(owner);
  const before = await total('2026Q1', 'mem_member_cnt');
  const wide = ['2026Q1', '2026Q2'].flatMap((period) => codes.map((code) => [period, code, 2, 3]));
  const { id, counts } = await check(
    csv([['报告期', '单位编码', 'mem_member_cnt', 'mem_worker_cnt'], ...wide]),
  );
  expect(counts).toMatchObject({ taken: 600, wrong: 0, returns: 300 });
  const stands = async (): Promise<Stands> => {
    const { rows: found } = await owner.query<Stands>(
      `SELECT i.state, (SELECT count(outcome)::int FROM import_return WHERE import_id = i.id) AS told,
         (SELECT count(*)::int FROM submission WHERE import_id = i.id) AS accepted,
         (SELECT count(DISTINCT s.id)::int FROM contribution c JOIN submission s ON s.id = c.submission_id
          WHERE s.import_id = i.id AND c.superseded_at IS NULL) AS posted FROM import i WHERE i.id = $1`,
      [id],
    );
    return found[0]!;
  };
  const none = { state: 'CHECKED', told: 0, accepted: 0, posted: 0 };
  const all = { state: 'APPLIED', told: 300, accepted: 300, posted: 300 };
  const { id: operationId } = await begun(statistician, 'applyImport', { importId: id });
  for (let kills = 2; kills > 0; kills -= 1) {
    await pause(chance.below(2_000));
    await huiji.killWorker();
    // A dead worker's attempt is another's after a minute; here at once.
    await owner.query(`UPDATE operation SET claimed_until = now() WHERE id = $1 AND state = 'RUNNING'`, [
      operationId,
    ]);
    const now = await stands();
    expect([seed, now]).toEqual([seed, now.state === 'APPLIED' ? all : none]);
    await huiji.startWorker();
  }
  expect([seed, await endedStep(statistician, operationId)]).toMatchObject([seed, { state: 'DONE' }]);
  expect(await stands()).toEqual(all);
  const value = Number(before.cells[0]!.value ?? 0) + 300;
  expect((await total('2026Q1', 'mem_member_cnt')).cells).toMatchObject([{ value: String(value) }]);
}, 120_000);
