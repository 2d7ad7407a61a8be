/** 导出 of 下发通知 and 通知进度: the workbooks say what `notices` and `noticeProgressBelow` answer, to whoever may ask them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { listLines, listRefused, listRows } from './harness/export-lists.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { answer, issueNotice, progress, type Progress } from './harness/notices.js';
import { addPerson, buildTown, foundSecond, key, mutationOf, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
/** A second bureau. */
let other: string;
let leader: Client;
/** To all below the federation; to the grassroots unions of the bureau, without a reply; to the second bureau; withdrawn. */
let [toAll, toBase, toOther, withdrawn]: string[] = [];

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  other = await foundSecond(town.admin, town.root);
  await addPerson(town.admin, 'leader', [{ unionId: town.root, role: 'LEADER' }]);
  leader = await huiji.client('alpha', 'leader');
  const issue = (more: object) => issueNotice(town.statistician, town.root, more);
  toAll = await issue({ title: '=1+1', dueOn: '2100-01-01' });
  const [one, two] = town.grassroots;
  await answer(town.clerk, toAll, [one, two]);
  await answer(town.clerk, toAll, [one], '已按要求上报');
  toBase = await issue({ documentNo: '工发〔2026〕9号', wantsReply: false, audience: 'GRASSROOTS' });
  await answer(town.clerk, toBase, [two]);
  toOther = await issue({ documentNo: '工发〔2026〕10号', audience: 'NAMED', unionIds: [other] });
  withdrawn = await issue({ documentNo: '工发〔2026〕11号' });
  await town.statistician.get(mutationOf('withdrawNotice', 'notice { id }'), {
    input: { noticeId: withdrawn, reason: '重新下发', idempotencyKey: key() },
  });
  // Nobody issues a notice that is overdue: its day is over once it has passed.
  const owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  await owner.query(`UPDATE notice SET due_on = '2020-01-31' WHERE id = $1`, [toAll]);
  await owner.end();
});
afterAll(() => huiji.stop());

const or = (value: string | null): string => (value === null ? '' : String(Number(value)));
/** Counts as the columns of the files are called. */
const counted = ({ recipients, received, receiptRate, replied, replyRate, overdue }: Progress) => ({
  ...{ 应签收: String(recipients), 已签收: String(received), '签收率(%)': or(receiptRate) },
  ...{ 已回复: replyRate === null ? '' : String(replied), '回复率(%)': or(replyRate), 超期: String(overdue) },
});
const asRead = (line: Record<string, string>): Record<string, string> => ({
  ...line,
  ...{ '签收率(%)': or(line['签收率(%)'] || null), '回复率(%)': or(line['回复率(%)'] || null) },
});

interface Seen {
  notice: Record<'documentNo' | 'title' | 'issuerName' | 'issuedByName', string> & {
    dueOn: string | null;
    wantsReply: boolean;
    withdrawReason: string | null;
  };
  progress: Progress;
}
/** What `notices` answers, as the columns of the file are called. */
async function seen(client: Client, unionId: string) {
  const { notices } = await client.get<{ notices: { nodes: Seen[] } }>(
    `query ($unionId: ID) { notices(unionId: $unionId) { nodes {
       notice { documentNo title issuerName issuedByName dueOn wantsReply withdrawReason }
       progress { union { code } recipients received replied overdue receiptRate replyRate } } } }`,
    { unionId },
  );
  return notices.nodes.map(({ notice, progress: counts }) => ({
    ...{ 文号: notice.documentNo, 标题: notice.title, 下发单位: notice.issuerName },
    ...{ 下发人: notice.issuedByName, 截止日期: notice.dueOn ?? '' },
    ...{ 要求: notice.wantsReply ? '签收并回复' : '签收', 撤回原因: notice.withdrawReason ?? '' },
    ...counted(counts),
  }));
}
const listed = async (
  client: Client,
  input: { list: string; unionId: string; noticeId?: string },
  first: string,
) => (await listLines(client, huiji.apiUrl, input, first)).map(asRead);
const includes = (lines: object[]): unknown[] => lines.map((line): unknown => expect.objectContaining(line));

test('下发通知: what a union has issued, and what reaches those at and below it, each with its counts', async () => {
  for (const [client, unionId, numbers] of [
    [leader, town.root, [11, 10, 9, 8]],
    [leader, town.bureau, [11, 9, 8]],
    [town.reviewer, town.bureau, [11, 9, 8]],
    [leader, other, [11, 10, 8]],
    [town.clerk, town.grassroots[0], [11, 9, 8]],
  ] as const) {
    const lines = await listed(client, { list: 'NOTICES', unionId }, '文号');
    expect(lines.map((line) => line['文号'])).toEqual(numbers.map((n) => `工发〔2026〕${n}号`));
    expect(lines).toEqual(includes(await seen(client, unionId)));
  }
});

test('its figures: who has received and replied, and who is late; a reply that nobody wants is blank and not 0', async () => {
  const lines = await listed(leader, { list: 'NOTICES', unionId: town.bureau }, '文号');
  expect(lines.map((line) => [line['应签收'], line['已签收'], line['已回复'], line['超期']])).toEqual([
    ['4', '0', '0', '0'],
    ['3', '1', '', '0'],
    ['4', '2', '1', '3'],
  ]);
  expect(lines.map((line) => [line['发送范围'], line['撤回时间']?.length])).toEqual([
    ['全部下级', 16],
    ['全部基层工会', 0],
    ['全部下级', 0],
  ]);
});

test('通知进度: the union first, then each directly below it that has recipients, by code', async () => {
  for (const [noticeId, unionId, codes] of [
    [toAll, town.root, ['alpha-root', 'B1', 'B2']],
    [toAll, town.bureau, ['B1', 'G1', 'G2', 'G3']],
    [toBase, town.root, ['alpha-root', 'B1']],
    [toOther, town.root, ['alpha-root', 'B2']],
    [withdrawn, town.bureau, ['B1', 'G1', 'G2', 'G3']],
  ] as const) {
    const input = { list: 'NOTICE_BODIES', unionId, noticeId: noticeId! };
    const lines = await listed(leader, input, '编码');
    expect(lines.map((line) => line['编码'])).toEqual(codes);
    const { own, children } = await progress(leader, noticeId!, unionId);
    expect(lines).toEqual(includes([own, ...children].map(counted)));
  }
  const of = { list: 'NOTICE_BODIES', unionId: town.root, noticeId: toAll };
  expect((await listRows(leader, huiji.apiUrl, of)).flat().join()).toContain(
    '=1+1(工发〔2026〕8号,alpha总工会);截止日期:2020-01-31',
  );
});

test('who may not ask the query does not get the list either', async () => {
  await addPerson(town.admin, 'near', [{ unionId: town.bureau, role: 'FILER' }]);
  const near = await huiji.client('alpha', 'near');
  expect(await listRefused(town.reviewer, { list: 'NOTICES', unionId: other })).toEqual(['NOT_FOUND']);
  const bodies = { list: 'NOTICE_BODIES', unionId: town.bureau };
  expect(await listRefused(leader, bodies)).toEqual(['FIELD_REQUIRED']);
  expect(await listRefused(town.reviewer, { ...bodies, noticeId: toOther })).toEqual(['NOT_FOUND']);
  expect(await listRefused(near, { ...bodies, noticeId: toAll })).toEqual(['FORBIDDEN']);
  expect(await listRefused(town.reviewer, { ...bodies, unionId: other, noticeId: toAll })).toEqual([
    'NOT_FOUND',
  ]);
});
