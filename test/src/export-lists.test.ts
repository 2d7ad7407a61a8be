/** 导出 of lists of what stands at and below a union: each workbook says what the query of the same answers, to whoever may ask it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { listBegun, type Listed, listRefused, listRows } from './harness/export-lists.js';
import { ended, fetched, operation, rowsBelow, rowsMade } from './harness/exports.js';
import { awardHome, standingAt } from './harness/homes.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { answer, issueNotice, receipts } from './harness/notices.js';
import { change } from './harness/organisation.js';
import { unzipped } from './harness/zip.js';
import { addPerson, buildTown, found, foundSecond, mutationOf, told, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
/** A second bureau with a union whose name would be a formula. */
let [other, far]: string[] = [];
let leader: Client;
let near: Client;
const formula = '=HYPERLINK("http://evil.example","公交工会")';
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  other = await foundSecond(town.admin, town.root);
  far = await found(town.admin, {
    ...{ parentId: other, code: 'H1', name: formula, level: 'GRASSROOTS', kind: 'SINGLE' },
  });
  await addPerson(town.admin, 'leader', [{ unionId: town.root, role: 'LEADER' }]);
  await addPerson(town.admin, 'near', [{ unionId: town.bureau, role: 'FILER' }]);
  [leader, near] = [await huiji.client('alpha', 'leader'), await huiji.client('alpha', 'near')];
});
afterAll(() => huiji.stop());

const rowsOf = (client: Client, input: Listed): Promise<string[][]> => listRows(client, huiji.apiUrl, input);

describe('each list says what its query answers', () => {
  test('组织名册: every union with its superior, by code; a name that begins as a formula does is text', async () => {
    const made = await listBegun(leader, { list: 'UNIONS', unionId: town.root });
    const rows = await rowsMade(leader, huiji.apiUrl, made);
    expect(rows.flat().join()).toMatch(/共 7 家.*组织口径:\d{4}-\d\d-\d\d 的组织关系;导出时间:/);
    const lines = rowsBelow(rows, '编码');
    expect(lines.map((line) => [line['编码'], line['上级编码'], line['类型'], line['状态']])).toEqual([
      ['B1', 'alpha-root', '局工会', '已成立'],
      ['B2', 'alpha-root', '局工会', '已成立'],
      ...['G1', 'G2', 'G3'].map((code) => [code, 'B1', '单独基层工会', '已成立']),
      ['H1', 'B2', '单独基层工会', '已成立'],
      ['alpha-root', '', '总工会', '已成立'],
    ]);
    expect(lines[5]).toMatchObject({
      单位: formula,
      成立日期: '2000-01-01',
      批复文号: '批〔2000〕1号',
    });
    const { bytes } = await fetched(huiji.apiUrl, (await ended(leader, made.id)).url ?? '');
    const written = unzipped(bytes)
      .map(({ content }) => content.toString('utf8'))
      .join();
    expect(written).toContain("'=HYPERLINK");
    expect(written).not.toMatch(/<f[ >]|[^']=HYPERLINK/);
  });

  test('组织名册 of a day before a union was founded leaves it out', async () => {
    await found(town.admin, {
      ...{ parentId: other, code: 'H2', name: '地铁工会', level: 'GRASSROOTS', kind: 'SINGLE' },
      establishedOn: '2026-02-01',
    });
    const codes = async (on?: string) =>
      rowsBelow(await rowsOf(leader, { list: 'UNIONS', unionId: other!, on }), '编码').map(
        (line) => line['编码'],
      );
    expect([await codes(), await codes('2026-01-31')]).toEqual([
      ['B2', 'H1', 'H2'],
      ['B2', 'H1'],
    ]);
  });

  test('用人单位: where each counts and who covers it, narrowed down as the query is', async () => {
    for (const [code, covered] of [
      ['E1', true],
      ['E2', false],
    ] as const)
      await town.admin.get(mutationOf('registerEmployer', 'employerId'), {
        input: {
          ...{
            code,
            name: `企业${code}`,
            aboveScale: covered,
            ownership: '私营',
            unitType: '企业',
            headcount: 40,
          },
          ...{ operatingFrom: '2020-01-01', source: '年报', sourceDate: '2026-01-01' },
          ...{
            accountableUnionId: town.grassroots[0],
            coveredBy: covered ? [{ unionId: town.grassroots[0], from: '2020-01-01' }] : [],
          },
        },
      });
    const lines = async (more: object) =>
      rowsBelow(await rowsOf(leader, { list: 'EMPLOYERS', unionId: town.bureau, ...more }), '编码').map(
        (line) => [
          ...[line['编码'], line['职工数(人)'], line['统计归口编码'], line['是否覆盖'], line['覆盖工会']],
        ],
      );
    const [one, two] = [
      ['E1', '40', 'G1', '是', '第1工会'],
      ['E2', '40', 'G1', '否', ''],
    ];
    expect(await lines({})).toEqual([one, two]);
    expect(await lines({ covered: false })).toEqual([two]);
    expect(await lines({ text: 'e1' })).toEqual([one]);
  });

  test('组织变动: what was changed, and what was taken back', async () => {
    const moved = await change(town.admin, 'moveUnion', {
      ...{ unionId: far, parentId: town.bureau, on: '2026-07-01' },
    });
    await change(town.admin, 'undoChange', { changeId: moved.change!.id });
    const [last] = rowsBelow(await rowsOf(leader, { list: 'CHANGES', unionId: town.root }), '变动');
    expect(last).toMatchObject({ 变动: '划转', 原上级: '交通局工会', 新上级: '建设局工会' });
    expect([last!['生效日期'], last!['撤回时间']]).toEqual([
      '2026-07-01',
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
    ]);
  });

  test('职工之家: the award that each union holds, and what waits, as of a day', async () => {
    const [one] = town.grassroots;
    const more = { awardedBy: '江城市总工会', validUntil: '2029-07-31' };
    await awardHome(town.reviewer, one, { ...more, documentNo: '临工〔2026〕9号' });
    const on = '2026-09-30';
    const lines = async (filter: object) =>
      rowsBelow(await rowsOf(leader, { list: 'HOMES', unionId: town.bureau, on, ...filter }), '编码');
    const all = await lines({});
    expect(all.map((line) => line['编码'])).toEqual(await standingAt(leader, town.bureau, on));
    expect(all[0]).toMatchObject({
      ...{ 现有等级: '合格职工之家', 命名文号: '临工〔2026〕9号', 命名单位: '江城市总工会', 命名级别: '市' },
      ...{ 命名日期: '2026-08-01', 有效期至: '2029-07-31', 自评分: '', 考核分: '' },
    });
    expect(all[1]).toMatchObject({ 现有等级: '未达标', 命名日期: '' });
    const waits = { grade: 0 };
    expect((await lines(waits)).map((line) => line['编码'])).toEqual(
      await standingAt(leader, town.bureau, on, waits),
    );
  });

  test('通知签收: who has received a notice and replied, narrowed down as the query is', async () => {
    const [one, two] = town.grassroots;
    const noticeId = await issueNotice(town.statistician, town.root);
    await answer(town.clerk, noticeId, [one, two]);
    await answer(town.clerk, noticeId, [one], '=已按要求上报');
    const input = { list: 'NOTICE_RECEIPTS', unionId: town.bureau, noticeId };
    const rows = await rowsOf(leader, input);
    expect(rows.flat().join()).toMatch(/应签收 4,已签收 2\(50.0 %\),已回复 1\(25.0 %\),超期 0;所列 4 家/);
    const words = { UNREAD: '未签收', RECEIVED: '已签收', REPLIED: '已回复' };
    const lines = rowsBelow(rows, '编码').map((line) => [
      line['编码'],
      line['状态'],
      line['签收人'],
      line['回复内容'],
    ]);
    expect(lines).toEqual(
      (await receipts(leader, noticeId, town.bureau)).map((receipt) => [
        ...[receipt.union.code, words[receipt.state], receipt.receivedByName ?? ''],
        receipt.reply ?? '',
      ]),
    );
    const unread = await rowsOf(leader, { ...input, states: ['UNREAD'] });
    expect(rowsBelow(unread, '编码').map((line) => line['编码'])).toEqual(['B1', 'G3']);
  });
});

describe('who may not ask the query does not get the list either', () => {
  test('a union elsewhere is not there; who only files reads nothing below, but the names of the unions', async () => {
    for (const list of ['UNIONS', 'EMPLOYERS', 'CHANGES', 'HOMES'])
      expect([list, await listRefused(town.reviewer, { list, unionId: other! })]).toEqual([
        list,
        ['NOT_FOUND'],
      ]);
    for (const list of ['EMPLOYERS', 'HOMES'])
      expect([list, await listRefused(near, { list, unionId: town.bureau })]).toEqual([list, ['FORBIDDEN']]);
    expect(rowsBelow(await rowsOf(near, { list: 'UNIONS', unionId: town.bureau }), '编码')).toHaveLength(4);
  });

  test('receipts are of a notice that reaches the union', async () => {
    const noticeId = await issueNotice(town.statistician, town.root, {
      audience: 'NAMED',
      unionIds: [other],
    });
    const input = { list: 'NOTICE_RECEIPTS', unionId: town.bureau };
    expect(await listRefused(town.reviewer, input)).toEqual(['FIELD_REQUIRED']);
    expect(await listRefused(town.reviewer, { ...input, noticeId })).toEqual(['NOT_FOUND']);
    expect(await listRefused(near, { ...input, noticeId })).toEqual(['FORBIDDEN']);
  });

  test('a file is not handed out to who may not read it any more, and their operations can still be asked for', async () => {
    await addPerson(town.admin, 'parting', [
      { unionId: town.bureau, role: 'LEADER' },
      { unionId: town.bureau, role: 'FILER' },
    ]);
    const parting = await huiji.client('alpha', 'parting');
    const made = await listBegun(parting, { list: 'HOMES', unionId: town.bureau });
    await rowsMade(parting, huiji.apiUrl, made);
    const { me } = await parting.get<{ me: { appointments: Array<{ id: string; role: string }> } }>(
      '{ me { appointments { id role } } }',
    );
    const leads = me.appointments.find(({ role }) => role === 'LEADER');
    expect(await told(town.admin, 'endAppointment', { appointmentId: leads?.id })).toEqual([]);
    expect(await operation(parting, made.id)).toMatchObject({ state: 'DONE', url: null });
  });
});

test('a list of more unions than a file may have is refused before any of them is read', async () => {
  // A tenant of its own: the other lists are counted.
  await openTestTenant(huiji, 'large');
  const large = await buildTown(huiji, 'large');
  const owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  await owner.query(
    `WITH made AS (
       INSERT INTO trade_union (tenant_id, id, code, name, level, kind, established_on)
       SELECT b.tenant_id, gen_random_uuid(), 'M' || n, '工会' || n, 'GRASSROOTS', 'SINGLE', '2001-01-01'
       FROM trade_union b CROSS JOIN generate_series(1, 50000) n WHERE b.id = $1 RETURNING tenant_id, id)
     INSERT INTO affiliation (tenant_id, union_id, parent_id, parent_level, valid_from)
     SELECT tenant_id, id, $1, 'INTERMEDIATE', '2001-01-01' FROM made`,
    [large.bureau],
  );
  await owner.query('ANALYZE trade_union; ANALYZE affiliation');
  await owner.end();
  const { id } = await listBegun(large.reviewer, { list: 'UNIONS', unionId: large.bureau });
  expect(await ended(large.reviewer, id)).toMatchObject({
    ...{ state: 'FAILED', url: null, percent: 0 },
    problem: { code: 'EXPORT_TOO_LARGE', message: expect.stringContaining('50') },
  });
});
