import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  answer,
  issueNotice,
  mine,
  noticeInput,
  type Progress,
  progress,
  receipts,
} from './harness/notices.js';
import { change } from './harness/organisation.js';
import { addPerson, buildTown, found, key, mutationOf, told, type Town } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
/** A second bureau below the federation with a union of its own, and who reviews there. */
let [other, far]: string[] = [];
let otherReviewer: Client;
let leader: Client;
let [one, two, three]: string[] = [];
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  town = await buildTown(huiji, 'alpha');
  [one, two, three] = town.grassroots;
  other = await found(town.admin, {
    ...{ parentId: town.root, code: 'B2', name: '交通局工会', level: 'INTERMEDIATE', kind: 'BUREAU' },
  });
  far = await found(town.admin, {
    ...{ parentId: other, code: 'H1', name: '公交工会', level: 'GRASSROOTS', kind: 'SINGLE' },
  });
  await addPerson(town.admin, 'other', [{ unionId: other, role: 'REVIEWER' }]);
  await addPerson(town.admin, 'leader', [{ unionId: town.bureau, role: 'LEADER' }]);
  [otherReviewer, leader] = [await huiji.client('alpha', 'other'), await huiji.client('alpha', 'leader')];
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const codesOf = async (...asked: Parameters<typeof told>): Promise<string[]> =>
  (await told(...asked)).map(({ code }) => code);
const shape = ({ union, recipients, received, replied, overdue }: Progress): string =>
  `${union.code} ${recipients} ${received} ${replied} ${overdue}`;
const seen = async (client: Client, notice: string, unionId: string) => {
  const { own, children } = await progress(client, notice, unionId);
  return [shape(own), children.map(shape)];
};
/** Moves the last day of a notice into the past, as the days would. */
const pass = (notice: string) =>
  owner.query(`UPDATE notice SET due_on = '2020-01-31' WHERE id = $1`, [notice]);

test('a notice goes to those meant, is received and replied to, and its rates roll up level by level', async () => {
  const notice = await issueNotice(town.statistician, town.root);
  expect(await seen(town.statistician, notice, town.root)).toEqual([
    'alpha-root 6 0 0 0',
    ['B1 4 0 0 0', 'B2 2 0 0 0'],
  ]);
  expect((await mine(town.clerk)).map(({ union, state, open }) => [union.code, state, open])).toEqual([
    ['G1', 'UNREAD', true],
    ['G2', 'UNREAD', true],
    ['G3', 'UNREAD', true],
  ]);
  expect((await answer(town.clerk, notice, [one!, two!])).map(({ state }) => state)).toEqual([
    ...['RECEIVED', 'RECEIVED'],
  ]);
  const [replied] = await answer(town.clerk, notice, [one!], ' 已按要求上报。 ');
  expect(replied).toMatchObject({ state: 'REPLIED', reply: '已按要求上报。', receivedByName: 'clerk' });
  await answer(town.reviewer, notice, [town.bureau]);
  expect(await seen(town.reviewer, notice, town.bureau)).toEqual([
    'B1 4 3 1 0',
    ['G1 1 1 1 0', 'G2 1 1 0 0', 'G3 1 0 0 0'],
  ]);
  const { own } = await progress(town.statistician, notice, town.root);
  expect(own).toMatchObject({
    recipients: 6,
    received: 3,
    replied: 1,
    receiptRate: '50.0',
    replyRate: '16.7',
  });
  // What is asked of the clerk is a reply, so that what is only received stays open.
  expect((await mine(town.clerk, { open: true })).map(({ union }) => union.code)).toEqual(['G2', 'G3']);
  const count = async (client: Client) =>
    (await client.get<{ myOpenNotices: number }>('{ myOpenNotices }')).myOpenNotices;
  expect(await count(town.clerk)).toBe(2);
  // A leader reads and does not answer, so that nothing waits for one.
  expect([await mine(leader), await count(leader)]).toEqual([[], 0]);
});

test('a reply is replaced by the next, and who received first stays', async () => {
  const notice = await issueNotice(town.statistician, town.root, { audience: 'NAMED', unionIds: [one] });
  await addPerson(town.admin, 'second', [{ unionId: one!, role: 'FILER' }]);
  const second = await huiji.client('alpha', 'second');
  await answer(second, notice, [one!]);
  await answer(town.clerk, notice, [one!], '一');
  expect((await answer(second, notice, [one!], '二'))[0]).toMatchObject({
    reply: '二',
    receivedByName: 'second',
  });
  // Received once more, nothing is lost of what was replied.
  expect((await answer(town.clerk, notice, [one!]))[0]).toMatchObject({ state: 'REPLIED', reply: '二' });
});

test('each audience means what its name says', async () => {
  const codes = async (client: Client, issuer: string, more: object): Promise<string[]> =>
    (await receipts(client, await issueNotice(client, issuer, more), issuer)).map(({ union }) => union.code);
  expect(await codes(town.statistician, town.root, { audience: 'CHILDREN' })).toEqual(['B1', 'B2']);
  expect(await codes(town.statistician, town.root, { audience: 'GRASSROOTS' })).toEqual([
    'G1',
    'G2',
    'G3',
    'H1',
  ]);
  expect(await codes(town.reviewer, town.bureau, { audience: 'ALL_BELOW' })).toEqual(['G1', 'G2', 'G3']);
  const named = { audience: 'NAMED', unionIds: [three, far, three] };
  expect(await codes(town.statistician, town.root, named)).toEqual(['G3', 'H1']);
});

test('who is late is found, reminded once an hour, and told how often', async () => {
  const notice = await issueNotice(town.statistician, town.root, { dueOn: '2100-01-01', wantsReply: false });
  await answer(town.clerk, notice, [one!]);
  await pass(notice);
  expect(await seen(town.reviewer, notice, town.bureau)).toEqual([
    'B1 4 1 0 3',
    ['G1 1 1 0 0', 'G2 1 0 0 1', 'G3 1 0 0 1'],
  ]);
  const late = await receipts(town.reviewer, notice, town.bureau, { overdue: true });
  expect(late.map(({ union }) => union.code)).toEqual(['B1', 'G2', 'G3']);
  const received = await receipts(town.reviewer, notice, town.bureau, { states: ['RECEIVED'] });
  expect(received.map(({ union }) => union.code)).toEqual(['G1']);
  const remind = async (client: Client, unionId: string): Promise<number> => {
    const { remindOfNotice } = await client.get<{ remindOfNotice: { reminded: number } }>(
      mutationOf('remindOfNotice', 'reminded'),
      { input: { noticeId: notice, unionId, idempotencyKey: key() } },
    );
    return remindOfNotice.reminded;
  };
  expect(await remind(town.reviewer, town.bureau)).toBe(3);
  // Those at the other bureau only: the rest were reminded a moment ago.
  expect(await remind(town.statistician, town.root)).toBe(2);
  await owner.query(
    `UPDATE notice_receipt SET reminded_at = reminded_at - interval '61 minutes' WHERE notice_id = $1 AND union_id = $2`,
    [notice, two],
  );
  expect(await remind(town.reviewer, town.bureau)).toBe(1);
  const told = (await mine(town.clerk)).filter((each) => each.notice.id === notice);
  expect(told.map(({ reminders, overdue }) => [reminders, overdue])).toEqual([
    [0, false],
    [2, true],
    [1, true],
  ]);
});

describe('who', () => {
  let notice: string;
  beforeAll(async () => {
    notice = await issueNotice(town.reviewer, town.bureau);
  });

  test('sees it: the issuer, recipients, bodies between and above; for anybody else it does not exist', async () => {
    const listed = async (client: Client, unionId: string): Promise<boolean> => {
      const { notices } = await client.get<{ notices: { nodes: Array<{ notice: { id: string } }> } }>(
        'query ($unionId: ID) { notices(unionId: $unionId) { nodes { notice { id } } } }',
        { unionId },
      );
      return notices.nodes.some((each) => each.notice.id === notice);
    };
    expect(await listed(town.reviewer, town.bureau)).toBe(true);
    expect(await listed(leader, town.bureau)).toBe(true);
    expect(await listed(town.clerk, two!)).toBe(true);
    expect(await listed(otherReviewer, other!)).toBe(false);
    expect(await seen(town.statistician, notice, town.root)).toEqual(['alpha-root 3 0 0 0', ['B1 3 0 0 0']]);
    const hidden = await otherReviewer.ask(
      'query ($n: ID!, $u: ID) { notice(id: $n, unionId: $u) { notice { id } } }',
      {
        n: notice,
        u: other,
      },
    );
    expect(hidden.errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
  });

  test('answers for it: the recipient itself, never a body above, nor whoever only reads', async () => {
    const input = { noticeId: notice, unionIds: [one], idempotencyKey: key() };
    for (const client of [town.reviewer, town.statistician, leader])
      expect(await codesOf(client, 'answerNotice', { ...input, idempotencyKey: key() })).toEqual([
        'FORBIDDEN',
      ]);
    expect(await codesOf(otherReviewer, 'answerNotice', input)).toEqual(['NOT_FOUND']);
    // Who may not answer learns not even whether there is such a notice.
    const none = { ...input, noticeId: randomUUID(), idempotencyKey: key() };
    expect(await codesOf(leader, 'answerNotice', none)).toEqual(['FORBIDDEN']);
    // The body that issued it is no recipient of it.
    const own = { ...input, unionIds: [town.bureau] };
    expect(await codesOf(town.reviewer, 'answerNotice', own)).toEqual(['NOTICE_NOT_RECIPIENT']);
    const elsewhere = { ...input, unionIds: [other] };
    expect(await codesOf(otherReviewer, 'answerNotice', elsewhere)).toEqual(['NOT_FOUND']);
  });

  test('withdraws it: the issuer; it stays listed, and nothing is received any more', async () => {
    const input = { noticeId: notice, reason: '文件有误', idempotencyKey: key() };
    expect(await codesOf(town.clerk, 'withdrawNotice', input)).toEqual(['NOT_FOUND']);
    expect(await codesOf(leader, 'withdrawNotice', input)).toEqual(['FORBIDDEN']);
    await answer(town.clerk, notice, [one!], '收到');
    expect(await codesOf(town.reviewer, 'withdrawNotice', input)).toEqual([]);
    const again = { ...input, idempotencyKey: key() };
    expect(await codesOf(town.reviewer, 'withdrawNotice', again)).toEqual(['NOTICE_WITHDRAWN']);
    for (const [name, more] of [
      ['answerNotice', { unionIds: [two] }],
      ['remindOfNotice', { unionId: town.bureau }],
    ] as const) {
      const client = name === 'answerNotice' ? town.clerk : town.reviewer;
      const asked = { noticeId: notice, ...more, idempotencyKey: key() };
      expect(await codesOf(client, name, asked)).toEqual(['NOTICE_WITHDRAWN']);
    }
    const left = (await mine(town.clerk)).filter((each) => each.notice.id === notice);
    expect(left.map(({ reply, open }) => [reply, open])).toEqual([
      ['收到', false],
      [null, false],
      [null, false],
    ]);
    expect((await mine(town.clerk, { open: true })).some((each) => each.notice.id === notice)).toBe(false);
  });
});

test('lists are read page by page without a gap or a double, a notice with its text', async () => {
  for (let n = 1; n <= 3; n += 1) await issueNotice(town.statistician, town.root, { body: `正文${n}` });
  const all = await mine(town.clerk);
  expect(await mine(town.clerk, { first: 2 })).toEqual(all);
  interface Listed {
    nodes: Array<{ notice: { id: string; body: string } }>;
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
  }
  const list = async (first: number, after: string | null = null): Promise<Listed> =>
    (
      await town.clerk.get<{ notices: Listed }>(
        `query ($id: ID, $first: Int, $after: String) { notices(unionId: $id, first: $first, after: $after) {
           nodes { notice { id body } } pageInfo { endCursor hasNextPage } } }`,
        { id: one, first, after },
      )
    ).notices;
  const [whole, page] = [await list(200), await list(2)];
  expect(whole.nodes.slice(0, 3).map(({ notice }) => notice.body)).toEqual(['正文3', '正文2', '正文1']);
  const rest = await list(200, page.pageInfo.endCursor);
  expect([...page.nodes, ...rest.nodes]).toEqual(whole.nodes);
});

test('what is wrong with a notice is told, and nothing is issued', async () => {
  const before = (await owner.query('SELECT count(*) FROM notice')).rows;
  const wrong = async (client: Client, issuer: string, more: object): Promise<unknown[]> =>
    (await told(client, 'issueNotice', noticeInput(issuer, more))).map(({ code, field, row }) => [
      code,
      field,
      row,
    ]);
  expect(await wrong(town.statistician, town.root, { title: ' ' })).toEqual([
    ['FIELD_REQUIRED', 'title', null],
  ]);
  expect(await wrong(town.statistician, town.root, { body: '一'.repeat(20_001) })).toEqual([
    ['FIELD_TOO_LONG', 'body', null],
  ]);
  expect(await wrong(town.statistician, town.root, { dueOn: '2020-01-01' })).toEqual([
    ['NOTICE_DUE_PAST', 'dueOn', null],
  ]);
  for (const more of [{ unionIds: [one] }, { audience: 'NAMED' }])
    expect(await wrong(town.statistician, town.root, more)).toEqual([['NOTICE_AUDIENCE', 'unionIds', null]]);
  const named = { audience: 'NAMED', unionIds: [one, town.bureau] };
  expect(await wrong(town.reviewer, town.bureau, named)).toEqual([['NOTICE_NOT_BELOW', 'unionIds', 2]]);
  expect(await wrong(town.reviewer, town.bureau, { audience: 'NAMED', unionIds: [far] })).toEqual([
    ['NOT_FOUND', 'unionIds', null],
  ]);
  const many = { audience: 'NAMED', unionIds: Array.from({ length: 501 }, () => one) };
  expect((await wrong(town.statistician, town.root, many)).map((each) => (each as unknown[])[0])).toEqual([
    'REQUEST_TOO_LARGE',
  ]);
  const empty = await found(town.admin, {
    ...{ parentId: town.root, code: 'B3', name: '新局工会', level: 'INTERMEDIATE', kind: 'BUREAU' },
  });
  await addPerson(town.admin, 'empty', [{ unionId: empty, role: 'REVIEWER' }]);
  expect(await wrong(await huiji.client('alpha', 'empty'), empty, {})).toEqual([
    ['NOTICE_NOBODY', 'audience', null],
  ]);
  expect(await wrong(leader, town.bureau, {})).toEqual([['FORBIDDEN', null, null]]);
  expect(await wrong(town.reviewer, town.root, {})).toEqual([['NOT_FOUND', 'issuerId', null]]);
  expect((await owner.query('SELECT count(*) FROM notice')).rows).toEqual(before);
});

test('words where none are wanted are not kept', async () => {
  const notice = await issueNotice(town.statistician, town.root, { wantsReply: false });
  const input = { noticeId: notice, unionIds: [one, two], reply: '已阅', idempotencyKey: key() };
  expect(await codesOf(town.clerk, 'answerNotice', input)).toEqual(['NOTICE_NO_REPLY']);
  expect((await receipts(town.statistician, notice, town.root, { states: ['RECEIVED'] })).length).toBe(0);
});

test('the same request sent twice issues one notice', async () => {
  const input = noticeInput(town.root);
  const send = async (): Promise<string> =>
    (
      await town.statistician.get<{ issueNotice: { notice: { id: string } } }>(
        mutationOf('issueNotice', 'notice { id }'),
        { input },
      )
    ).issueNotice.notice.id;
  const [first, second] = await Promise.all([send(), send()]);
  expect([second, await send()]).toEqual([first, first]);
});

test('what was issued to a union that merged is answered by its successor, and counted where that stands', async () => {
  const notice = await issueNotice(town.statistician, town.root, { wantsReply: false });
  await change(town.admin, 'mergeUnion', {
    ...{ unionId: three, receiverId: far, on: '2026-11-01', documentNo: '合〔2026〕1号', reason: '合并' },
  });
  expect(await seen(otherReviewer, notice, other!)).toEqual(['B2 3 0 0 0', ['H1 2 0 0 0']]);
  expect((await seen(town.statistician, notice, town.root))[0]).toBe('alpha-root 7 0 0 0');
  await addPerson(town.admin, 'heir', [{ unionId: far!, role: 'FILER' }]);
  const heir = await huiji.client('alpha', 'heir');
  const open = (await mine(heir, { open: true })).filter((each) => each.notice.id === notice);
  expect(open.map(({ union }) => union.code)).toEqual(['G3', 'H1']);
  await answer(heir, notice, [three!, far!]);
  expect(await seen(otherReviewer, notice, other!)).toEqual(['B2 3 2 0 0', ['H1 2 2 0 0']]);
});
