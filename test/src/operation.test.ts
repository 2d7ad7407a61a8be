import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSpreadsheet } from '@huiji/workbook/parse';
import { readSpreadsheet } from '@huiji/workbook/read';
import { filledFile, fileNamed, verdictsOn } from '@huiji/workbook/tables/filled-file';
import { allIn } from '@huiji/workbook/tables/filled-many';
import { readLimits } from '@huiji/workbook/workbook';
import { problem } from '@huiji/domain/problem';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { inTenant, openDataSource, type Tx } from '@huiji/store/data-source';
import { claimOperation, fail, finish, report } from '@huiji/store/operation-attempt';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Client } from './harness/client.js';
import {
  ended,
  type Exported,
  exported,
  exportedFields,
  exporting,
  fetched,
  operation,
  rowsMade,
  textsOf,
  type ToExport,
} from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { act, addPerson, buildTown, eventually, key, mutationOf, told, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  const [one, two] = town.grassroots;
  await town.fileAndAccept(one, { comp_event_cnt: '12', mem_member_cnt: '100' });
  const draft = await act(town.clerk, 'save', {
    ...{ unionId: two, form: 'work-q', period: '2026Q3' },
    cells: [
      { cell: 'comp_event_cnt', value: '30', mark: 'AT_LEAST' },
      { cell: 'mem_member_cnt', value: '200' },
    ],
  });
  await town.accept(await town.submit(draft));
  await eventually(async () => expect((await total()).reportsAccepted).toBe(2));
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const total = async (): Promise<{ reportsAccepted: number }> =>
  (
    await town.reviewer.get<{ rollup: { reportsAccepted: number } }>(
      '{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3") { reportsAccepted } }',
    )
  ).rollup;

/** The rows of an export by the reviewer of the bureau. */
async function rowsOf(input: ToExport): Promise<string[][]> {
  const begun = await exported(town.reviewer, { unionCode: 'B1', ...input });
  return rowsMade(town.reviewer, huiji.apiUrl, begun);
}

const rowWith = (rows: string[][], text: string): string[] | undefined =>
  rows.find((row) => row.includes(text));

describe('tables leave as files', () => {
  test('汇总表: a body and those below it, with coverage and marks, missing as missing', async () => {
    const rows = await rowsOf({ table: 'TOTALS' });
    expect(rows[0]?.[0]).toBe('建设局工会 汇总表');
    expect(rows.flat().join()).toMatch(/报告期:2026Q3;组织口径:报告期末的组织关系/);
    expect(rows.flat().join()).toMatch(/应报 4 份,已审核 2 份/);
    expect(rowWith(rows, '指标')).toEqual([
      '指标',
      '单位',
      '代码',
      '建设局工会',
      '第1工会',
      '第2工会',
      '第3工会',
    ]);
    expect(rowWith(rows, 'reports_accepted')?.slice(3)).toEqual(['2', '1', '1', '0']);
    expect(rowWith(rows, 'comp_event_cnt')?.slice(3)).toEqual(['42以上', '12', '30以上']);
  });

  test('审核总表: each union, and their sum', async () => {
    const rows = await rowsOf({ table: 'GRID' });
    const at = rowWith(rows, 'comp_event_cnt')!.indexOf('comp_event_cnt');
    const figures = ['合计', '第1工会', '第2工会', '第3工会'].map((name) => rowWith(rows, name)?.[at] ?? '');
    expect(figures).toEqual(['42以上', '12', '30以上', '']);
    expect(['第1工会', '第3工会'].map((name) => rowWith(rows, name)?.[2])).toEqual(['已审核', '未审核']);
  });

  test('未报名单, and what a cell is made of', async () => {
    expect((await rowsOf({ table: 'NOT_FILED' })).at(-1)?.slice(0, 4)).toEqual([
      '2',
      'G3',
      '第3工会',
      '未开始',
    ]);
    const made = await rowsOf({ table: 'CONTRIBUTIONS', cell: 'comp_event_cnt' });
    expect(rowWith(made, 'G1')).toMatchObject({ 0: 'G1', 1: '第1工会', 2: '12', 3: 'reviewer', 5: '已计入' });
    expect(made.slice(-2).map((row) => row[2])).toEqual(['12', '30以上']);
  });

  test('rows for other programs, with their dictionary', async () => {
    const rows = await rowsOf({ table: 'TIDY' });
    expect(rows[0]).toEqual([
      'period',
      'union_code',
      'union_name',
      'union_level',
      'cell',
      'value',
      'mark',
      'accepted',
    ]);
    const of = (union: string, cell: string) =>
      rows.find((row) => row[1] === union && row[4] === cell)?.slice(5);
    expect(of('G2', 'comp_event_cnt')).toEqual(['30', 'AT_LEAST', '1']);
    expect(of('G3', 'comp_event_cnt')).toEqual(['', 'MISSING', '0']);
    const sum = rows
      .filter((row) => row[4] === 'mem_member_cnt')
      .reduce((all, row) => all + Number(row[5]), 0);
    expect(sum).toBe(300);
    const words = await rowsOf({ table: 'DICTIONARY' });
    expect(rowWith(words, 'mem_member_cnt')).toMatchObject({ 0: 'mem_member_cnt', 3: '人', 5: 'STOCK' });
    expect(
      new Set(
        rows
          .slice(1)
          .map((row) => row[4])
          .filter((cell) => !rowWith(words, cell!)),
      ),
    ).toEqual(new Set());
  });

  test('the catalogue: retired ones marked, checks in sentences, for a clerk too and for nobody who has not signed in', async () => {
    const own = {
      ...{
        code: 'x_room_cnt',
        group: '文体活动',
        zh: '书屋数',
        en: 'Rooms',
        unit: '个',
        kind: 'STOCK',
        decimals: 0,
      },
      ...{ acrossUnions: 'SUM', acrossPeriods: 'LAST', filedBy: ['GRASSROOTS'], frequencies: ['QUARTER'] },
    };
    expect(await told(town.statistician, 'defineIndicator', { indicator: own, from: '2026-01-01' })).toEqual(
      [],
    );
    const retired = { code: own.code, on: '2026-02-01', expectedVersion: 1 };
    expect(await told(town.statistician, 'retireIndicator', retired)).toEqual([]);
    const idempotencyKey = key();
    const asked = mutationOf('exportCatalogue', `operation { ${exportedFields} form period kind }`);
    const begin = async () =>
      (
        await town.clerk.get<{ exportCatalogue: { operation: Exported } }>(asked, {
          input: { idempotencyKey },
        })
      ).exportCatalogue.operation;
    const { id, ...begun } = await begin();
    expect(begun).toMatchObject({ table: null, form: null, period: null, kind: 'EXPORT_CATALOGUE' });
    expect((await begin()).id).toBe(id);
    const { state, url, fileName } = await ended(town.clerk, id);
    expect([state, fileName]).toEqual(['DONE', expect.stringMatching(/^指标库 .+ \d{4}-\d\d-\d\d\.xlsx$/)]);
    const sheets = await parseSpreadsheet((await fetched(huiji.apiUrl, url!)).bytes, readLimits);
    if (!Array.isArray(sheets)) throw new Error(sheets.code);
    const [list, checks] = sheets.map(textsOf);
    expect(rowWith(list!, 'mem_member_cnt')).toMatchObject({ 0: '会员', 18: '在用' });
    expect(rowWith(list!, 'x_room_cnt')).toMatchObject({
      15: '自定义',
      16: '1',
      18: '已停用(2026-02-01 起)',
    });
    expect(rowWith(checks!, 'women-within-workers')?.join()).toContain('请核对这两个数。');
    const { rows } = await owner.query('SELECT union_id, object_id FROM audit_event WHERE action = $1', [
      'EXPORT_CATALOGUE',
    ]);
    expect(rows).toEqual([{ union_id: null, object_id: id }]);
    expect(await operation(town.reviewer, id)).toBeNull();
    const nobody = new Client(huiji.apiUrl);
    expect(await told(nobody, 'exportCatalogue', { idempotencyKey: key() })).toMatchObject([
      { code: 'UNAUTHENTICATED' },
    ]);
  });

  test('as a download, under its name, from an address that nobody alters', async () => {
    const { url, fileName } = await ended(
      town.reviewer,
      (await exported(town.reviewer, { table: 'TOTALS', unionCode: 'B1' })).id,
    );
    expect(fileName).toBe('汇总表 建设局工会 2026Q3.xlsx');
    const { headers } = await fetched(huiji.apiUrl, url!);
    expect(headers.get('content-disposition')).toContain(encodeURIComponent(fileName!));
    expect((await fetched(huiji.apiUrl, url!.replace('size=0', 'size=1'))).status).toBe(403);
  });
});

describe('a form to be filled in', () => {
  beforeAll(async () => {
    const [, , third] = town.grassroots;
    await act(town.clerk, 'save', {
      ...{ unionId: third, form: 'work-q', period: '2026Q3' },
      cells: [{ cell: 'comp_event_cnt', value: '7', mark: 'ABOUT' }],
      tables: [{ table: 'trn_class', rows: [{ name: '安全', type: '岗位' }] }],
    });
  });

  test('the clerk’s own, with what is filled in, locked but for what is typed', async () => {
    const [, , third] = town.grassroots;
    const begun = await exported(town.clerk, { table: 'TEMPLATE', unionId: third });
    const { url, fileName } = await ended(town.clerk, begun.id);
    expect(fileName).toBe('填报表 第3工会 2026Q3.xlsx');
    const sheets = await parseSpreadsheet((await fetched(huiji.apiUrl, url!)).bytes, readLimits);
    if (!Array.isArray(sheets)) throw new Error(sheets.code);
    const rows = sheets.flatMap(textsOf);
    expect(sheets[0]?.name).toBe('封面');
    expect(rowWith(rows, 'union_code')).toEqual(['单位编码', 'G3', 'union_code']);
    expect(rowWith(rows, 'comp_event_cnt')?.slice(1, 4)).toEqual(['comp_event_cnt', '次', '约7']);
    expect(rowWith(rows, 'org_grassroots_union_cnt')).toMatchObject({ 3: '1', 6: '由登记信息自动生成,不填' });
    expect(rowWith(rows, '安全')?.slice(0, 2)).toEqual(['安全', '岗位']);
    const elsewhere = exporting({ table: 'TEMPLATE', unionId: town.bureau });
    expect(await told(town.clerk, 'exportTable', elsewhere)).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('that of many unions: what each has filled in, drafts too, read back by its codes', async () => {
    const begun = await exported(town.clerk, { table: 'TEMPLATE_MANY' });
    const { url, fileName } = await ended(town.clerk, begun.id);
    expect(fileName).toBe('填报表(多单位) work-q 2026Q3.xlsx');
    const sheets = await readSpreadsheet((await fetched(huiji.apiUrl, url!)).bytes);
    if (!Array.isArray(sheets)) throw new Error(sheets.code);
    expect(fileNamed(sheets)).toEqual({ form: 'work-q', period: '2026Q3', union_code: null });
    const filled = filledFile(sheets, shippedForm('work-q'), () => 'GRASSROOTS');
    if (filled.of !== 'MANY') throw new Error('of one');
    expect(verdictsOn(filled).filter(({ verdict }) => verdict === 'WRONG')).toEqual([]);
    expect(filled.unions.map(({ unionCode }) => unionCode)).toEqual(['G1', 'G2', 'G3']);
    const saidBy = (code: string) => allIn(filled).find(({ unionCode }) => unionCode === code)?.cells;
    expect(saidBy('G2')).toEqual([
      { cell: 'mem_member_cnt', value: '200', mark: 'EXACT' },
      { cell: 'comp_event_cnt', value: '30', mark: 'AT_LEAST' },
    ]);
    expect(saidBy('G3')).toEqual([{ cell: 'comp_event_cnt', value: '7', mark: 'ABOUT' }]);
    const registry = filled.unions[0]
      ?.read()
      .verdicts.find(({ code }) => code === 'org_grassroots_union_cnt');
    expect(registry).toMatchObject({ verdict: 'PASSED', text: '1' });
    const asked = exporting({ table: 'TEMPLATE_MANY' });
    expect(await told(town.reviewer, 'exportTable', asked)).toMatchObject([{ code: 'FORBIDDEN' }]);
    const year = exporting({ table: 'TEMPLATE_MANY', period: '2026' });
    expect(await told(town.clerk, 'exportTable', year)).toMatchObject([{ code: 'FORM_NOT_FOR_PERIOD' }]);
  });
});

describe('正式报表', () => {
  let beta: Town;
  beforeAll(async () => {
    await openTestTenant(huiji, 'beta');
    beta = await buildTown(huiji, 'beta');
  });
  const bureauTotal = async () =>
    (
      await beta.reviewer.get<{ rollup: { version: string; cells: Array<{ value: string | null }> } }>(
        `{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3") { version cells(codes: ["mem_member_cnt"]) { value } } }`,
      )
    ).rollup;
  const drained = async (value: string): Promise<string> => {
    await eventually(async () => expect((await bureauTotal()).cells).toEqual([{ value }]));
    return (await bureauTotal()).version;
  };
  /** The cover, the row of the members, and what has changed since. */
  async function printed(more: Partial<ToExport> = {}) {
    const begun = await exported(beta.reviewer, { table: 'OFFICIAL', unionCode: 'B1', ...more });
    const { url, fileName } = await ended(beta.reviewer, begun.id);
    const sheets = await parseSpreadsheet((await fetched(huiji.apiUrl, url!)).bytes, readLimits);
    if (!Array.isArray(sheets)) throw new Error(sheets.code);
    const changes = sheets.find(({ name }) => name === '签署后的变动');
    return {
      ...{ fileName, cover: textsOf(sheets[0]!).flat().filter(Boolean).join('\n') },
      members: rowWith(sheets.flatMap(textsOf), 'mem_member_cnt')?.[3],
      changed: changes && rowWith(textsOf(changes), 'mem_member_cnt')?.slice(3),
    };
  }

  test('as it is while nobody has signed it; then as it was signed, by whom, with what has changed since', async () => {
    const [one] = beta.grassroots;
    const accepted = await beta.fileAndAccept(one, { mem_member_cnt: '100' });
    const version = await drained('100');
    const unsigned = await printed();
    expect(unsigned).toMatchObject({
      ...{ fileName: '正式报表 建设局工会 2026Q3.xlsx', members: '100', changed: undefined },
      cover: expect.stringMatching(/应报 4 份,已审核 1 份,缺 3 份\n汇总签报\n未签署\n单位负责人/),
    });
    const scope = { unionId: beta.bureau, form: 'work-q', period: '2026Q3' };
    const input = { ...scope, expectedVersion: version, explanation: '三家未报', idempotencyKey: key() };
    expect(await told(beta.reviewer, 'signTotal', input)).toEqual([]);
    const signed = await printed();
    expect(signed).toMatchObject({ members: '100', changed: undefined });
    expect(signed.cover).toMatch(
      new RegExp(
        `reviewer 于 .+ 签署\n第 1 次签报,所签为汇总第 ${version} 版,编号 .+\n待上级审核\n签署后数据没有变动\n上报说明\n三家未报`,
      ),
    );

    const draft = await act(beta.clerk, 'restate', { submissionId: accepted.id, reason: '漏报' });
    await beta.accept(await beta.submit(await beta.save(one, { mem_member_cnt: '130' }, draft.version)));
    await drained('130');
    const moved = await printed();
    expect(moved).toMatchObject({ members: '100', changed: ['100', '130', '30'] });
    expect(moved.cover).toMatch(/签署后有 \d+ 项变动/);
    const recast = await printed({ tree: 'CURRENT' });
    expect(recast).toMatchObject({ members: '130', changed: undefined });
    expect(recast.cover).toContain('汇总签报\n未签署');
  });

  test('for who may read the subtree, and of a filed period', async () => {
    const asked = exporting({ table: 'OFFICIAL', unionCode: 'B1' });
    expect(await told(beta.clerk, 'exportTable', asked)).toMatchObject([{ code: 'NOT_FOUND' }]);
    const year = exporting({ table: 'OFFICIAL', unionCode: 'B1', period: '2026' });
    expect(await told(beta.reviewer, 'exportTable', year)).toMatchObject([{ code: 'FORM_NOT_FOR_PERIOD' }]);
  });
});

describe('whose they are', () => {
  test('nobody else sees an operation, or cancels it; its address is made for who may still read', async () => {
    await addPerson(town.admin, 'leader', [{ unionId: town.bureau, role: 'LEADER' }]);
    const leader = await huiji.client('alpha', 'leader');
    const { id } = await ended(leader, (await exported(leader, { table: 'TOTALS', unionCode: 'B1' })).id);
    expect((await operation(leader, id))?.url).toMatch(/^\/attachments\//);
    expect(await operation(town.reviewer, id)).toBeNull();
    expect(await told(town.reviewer, 'cancelOperation', { operationId: id })).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    await owner.query(
      `UPDATE appointment SET union_id = $1 WHERE person_id = (SELECT id FROM person WHERE login = 'leader')`,
      [town.grassroots[0]],
    );
    expect(await operation(leader, id)).toMatchObject({ state: 'DONE', url: null });
  });

  test('only what one may read is exported', async () => {
    const asked = exporting({ table: 'TOTALS', unionCode: 'B1' });
    expect(await told(town.clerk, 'exportTable', asked)).toMatchObject([{ code: 'NOT_FOUND' }]);
    const derived = exporting({ table: 'GRID', unionCode: 'B1', period: '2026' });
    expect(await told(town.reviewer, 'exportTable', derived)).toMatchObject([
      { code: 'FORM_NOT_FOR_PERIOD' },
    ]);
    const of = exporting({ table: 'CONTRIBUTIONS', unionCode: 'B1', cell: 'nothing' });
    expect(await told(town.reviewer, 'exportTable', of)).toMatchObject([{ code: 'CELL_UNKNOWN' }]);
  });
});

describe('how they go', () => {
  const begin = (more: Partial<ToExport> = {}) =>
    exported(town.reviewer, { table: 'TOTALS', unionCode: 'B1', ...more });
  const set = (id: string, sql: string) => owner.query(`UPDATE operation SET ${sql} WHERE id = $1`, [id]);

  test('a key begins one; what has not ended is cancelled, once; five is the most; a dead worker’s is taken over', async () => {
    await huiji.killWorker();
    const idempotencyKey = key();
    const first = await begin({ idempotencyKey });
    expect(first).toMatchObject({ state: 'WAITING', percent: 0, url: null });
    expect((await begin({ idempotencyKey })).id).toBe(first.id);
    const [left, thrice, living] = [await begin(), await begin(), await begin()];
    await begin();
    const sixth = exporting({ table: 'TOTALS', unionCode: 'B1' });
    expect(await told(town.reviewer, 'exportTable', sixth)).toMatchObject([{ code: 'OPERATIONS_TOO_MANY' }]);

    const { cancelOperation } = await town.reviewer.get<{ cancelOperation: { operation: Exported } }>(
      mutationOf('cancelOperation', 'operation { state percent url }'),
      { input: { operationId: first.id } },
    );
    expect(cancelOperation.operation).toMatchObject({ state: 'CANCELLED', url: null });
    expect(await told(town.reviewer, 'cancelOperation', { operationId: first.id })).toMatchObject([
      { code: 'OPERATION_ENDED', field: 'operationId' },
    ]);

    const running = (attempts: number, until: string) =>
      `state = 'RUNNING', attempts = ${attempts}, claimed_until = now() + interval '${until}'`;
    await set(left.id, running(1, '-1 s'));
    await set(thrice.id, running(3, '-1 s'));
    await set(living.id, running(1, '1 h'));
    await huiji.startWorker();
    const done = await ended(town.reviewer, left.id);
    expect((await fetched(huiji.apiUrl, done.url!)).status).toBe(200);
    expect(await filesOf(left.id)).toEqual(['2']);
    expect(await ended(town.reviewer, thrice.id)).toMatchObject({
      ...{ state: 'FAILED', url: null },
      problem: { code: 'OPERATION_FAILED' },
    });
    await eventually(async () => {
      const { operations } = await town.reviewer.get<{ operations: { nodes: Exported[] } }>(
        '{ operations(first: 5) { nodes { id state } } }',
      );
      const states = operations.nodes.map(({ state }) => state);
      expect(states).toEqual(['DONE', 'RUNNING', 'FAILED', 'DONE', 'CANCELLED']);
    });
    expect(await told(town.reviewer, 'cancelOperation', { operationId: living.id })).toEqual([]);
  });

  test('of eight that one person asks for at once, five are begun', async () => {
    await huiji.killWorker();
    await owner.query(`UPDATE operation SET state = 'CANCELLED', ended_at = now() WHERE ended_at IS NULL`);
    const asked = Array.from({ length: 8 }, () =>
      told(town.reviewer, 'exportTable', exporting({ table: 'TOTALS', unionCode: 'B1' })),
    );
    const codes = (await Promise.all(asked)).map(([problem]) => problem?.code ?? 'begun');
    expect(codes.toSorted()).toEqual([
      ...['OPERATIONS_TOO_MANY', 'OPERATIONS_TOO_MANY', 'OPERATIONS_TOO_MANY'],
      ...['begun', 'begun', 'begun', 'begun', 'begun'],
    ]);
    await owner.query(`UPDATE operation SET state = 'CANCELLED', ended_at = now() WHERE ended_at IS NULL`);
    await huiji.startWorker();
  });

  test('an attempt that another has taken over reports and finishes nothing, and leaves the result alone', async () => {
    await huiji.killWorker();
    const { id } = await begin();
    const { rows } = await owner.query<{ tenant_id: string }>(
      'SELECT tenant_id FROM operation WHERE id = $1',
      [id],
    );
    const tenantId = rows[0]!.tenant_id;
    const app = await openDataSource(huiji.database.appUrl, 2);
    const here = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTenant(app, tenantId, work);
    try {
      const slow = (await here((tx) => claimOperation(tx, tenantId)))!;
      expect([slow.id, slow.attempt]).toEqual([id, 1]);
      expect(await here((tx) => claimOperation(tx, tenantId))).toBeNull();
      await set(id, `claimed_until = now() - interval '1 s'`);
      const second = (await here((tx) => claimOperation(tx, tenantId)))!;
      expect(second.attempt).toBe(2);
      const file = { fileName: 'f.xlsx', mediaType: 'text/plain', size: 1 };
      expect(await here((tx) => report(tx, slow, 50))).toBe(false);
      expect(await here((tx) => finish(tx, slow, { ...file, fileName: 'old.xlsx' }))).toBe(false);
      await here((tx) => fail(tx, slow, problem('OPERATION_FAILED')));
      expect(await operation(town.reviewer, id)).toMatchObject({ state: 'RUNNING', percent: 0 });
      expect(await here((tx) => report(tx, second, 50))).toBe(true);
      expect(await here((tx) => finish(tx, second, file))).toBe(true);
      expect(await here((tx) => finish(tx, second, file))).toBe(false);
      expect(await operation(town.reviewer, id)).toMatchObject({ state: 'DONE', fileName: 'f.xlsx' });
    } finally {
      await app.destroy();
      await huiji.startWorker();
    }
  });

  test('a result goes when its time has come', async () => {
    const { id, url } = await ended(town.reviewer, (await begin()).id);
    await owner.query('UPDATE attachment_removal SET due_at = now() WHERE attachment_id = $1', [id]);
    await set(id, `expires_at = now()`);
    expect((await fetched(huiji.apiUrl, url!)).status).toBe(404);
    expect((await operation(town.reviewer, id))?.url).toBeNull();
    await eventually(async () => expect(await filesOf(id)).toEqual([]));
  });

  async function filesOf(id: string): Promise<string[]> {
    const { rows } = await owner.query<{ tenant_id: string }>(
      'SELECT tenant_id FROM operation WHERE id = $1',
      [id],
    );
    return readdir(join(huiji.attachments, rows[0]!.tenant_id, id)).catch(() => []);
  }
});
