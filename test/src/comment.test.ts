import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { accepting, before, file, idOf, officeOf, seen, waiting } from './harness/review.js';
import { buildTown, key, mutationOf, act, type Seen, told, type Town } from './harness/town.js';

const period = '2026Q3';
let huiji: Huiji;
let town: Town;
let owner: pg.Client;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

describe('comments', () => {
  interface Comment {
    id: string;
    submissionId: string;
    revision: number;
    cell: string | null;
    text: string;
    replyTo: string | null;
    by: string;
  }
  const about = (submission: Seen, more: object) => ({
    submissionId: submission.id,
    text: '请核对',
    idempotencyKey: key(),
    ...more,
  });
  const comment = async (client: Client, submission: Seen, more: object = {}): Promise<Comment> =>
    (
      await client.get<{ commentSubmission: { comment: Comment } }>(
        mutationOf('commentSubmission', 'comment { id submissionId revision cell text replyTo by at }'),
        { input: about(submission, more) },
      )
    ).commentSubmission.comment;
  const read = `query ($id: ID!, $first: Int, $after: String) { submission(id: $id) { comments(first: $first, after: $after) {
    nodes { id submissionId revision cell text replyTo by } pageInfo { endCursor hasNextPage } } } }`;
  const comments = async (client: Client, submission: Seen, more: object = {}) =>
    (
      await client.get<{
        submission: { comments: { nodes: Comment[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
      }>(read, { id: submission.id, first: 50, ...more })
    ).submission.comments;

  test('are pinned to cells, answered, kept over revisions, and never in the audit', async () => {
    const { unionOf, reviewer, clerk } = await officeOf(huiji, town, 'say', ['say-1', 'say-2']);
    const filed = await file(clerk, { unionId: unionOf['say-1']!, period }, before);
    const other = await file(clerk, { unionId: unionOf['say-2']!, period }, before);
    const secret = '某某家庭困难';
    const asked = await comment(reviewer, filed, { cell: 'mem_member_cnt', text: ` ${secret} ` });
    expect(asked).toMatchObject({
      submissionId: filed.id,
      revision: 1,
      cell: 'mem_member_cnt',
      text: secret,
      replyTo: null,
      by: await idOf(reviewer),
    });
    const answered = await comment(clerk, filed, { replyTo: asked.id, text: '已核对' });
    expect(answered).toMatchObject({ cell: null, replyTo: asked.id, by: await idOf(clerk) });
    await comment(town.statistician, filed, { cell: 'org_grassroots_union_cnt' });

    const refusals: Array<[object, string, string | null]> = [
      [{ cell: 'no_such' }, 'CELL_UNKNOWN', null],
      [{ cell: '' }, 'CELL_UNKNOWN', null],
      [{ cell: '__proto__' }, 'CELL_UNKNOWN', null],
      [{ cell: 'reports_expected_grassroots' }, 'CELL_UNKNOWN', null],
      [{ text: ' ' }, 'FIELD_REQUIRED', 'text'],
      [{ text: '长'.repeat(1_001) }, 'FIELD_TOO_LONG', 'text'],
      [{ replyTo: key() }, 'NOT_FOUND', 'replyTo'],
      [{ submissionId: key() }, 'NOT_FOUND', 'submissionId'],
    ];
    for (const [more, code, field] of refusals)
      expect([more, await told(reviewer, 'commentSubmission', about(filed, more))]).toMatchObject([
        more,
        [{ code, field }],
      ]);
    // Of another return of the same clerk.
    expect(await told(reviewer, 'commentSubmission', about(other, { replyTo: asked.id }))).toMatchObject([
      { code: 'NOT_FOUND', field: 'replyTo' },
    ]);
    for (const client of [town.reviewer, town.clerk])
      expect(await told(client, 'commentSubmission', about(filed, {}))).toMatchObject([
        { code: 'NOT_FOUND', field: 'submissionId' },
      ]);
    expect(await told(town.admin, 'commentSubmission', about(filed, {}))).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);

    expect(await accepting(reviewer, filed)).toEqual([]);
    const revised = await act(clerk, 'restate', { submissionId: filed.id, reason: '更正' });
    await comment(reviewer, revised, { cell: 'mem_worker_cnt', replyTo: answered.id });
    const expected = [
      [1, 'mem_member_cnt'],
      [1, null],
      [1, 'org_grassroots_union_cnt'],
      [2, 'mem_worker_cnt'],
    ];
    for (const [client, submission] of [
      [clerk, revised],
      [reviewer, filed],
      [town.admin, revised],
    ] as const)
      expect(
        (await comments(client, submission)).nodes.map(({ revision, cell }) => [revision, cell]),
      ).toEqual(expected);
    expect((await comments(clerk, other)).nodes).toEqual([]);
    // Page by page, and for many submissions by one statement each with its own.
    const page = await comments(clerk, revised, { first: 3 });
    expect([page.nodes.length, page.pageInfo.hasNextPage]).toEqual([3, true]);
    expect(
      (await comments(clerk, revised, { first: 3, after: page.pageInfo.endCursor })).nodes.map(
        ({ cell }) => cell,
      ),
    ).toEqual(['mem_worker_cnt']);
    const both = await reviewer.get<{
      queue: { nodes: Array<{ submission: { comments: { nodes: object[] } } }> };
      history: Array<{ few: { nodes: object[] }; all: { nodes: object[] } }>;
    }>(
      `query ($unionId: ID) { queue: reviewQueue(form: "work-q", period: "${period}") { nodes { submission { comments { nodes { cell } } } } }
         history: submissionHistory(unionId: $unionId, form: "work-q", period: "${period}") { few: comments(first: 1) { nodes { cell } } all: comments { nodes { cell } } } }`,
      { unionId: unionOf['say-1'] },
    );
    expect(both.queue.nodes.map(({ submission }) => submission.comments.nodes)).toEqual([[]]);
    expect(both.history.map(({ few, all }) => [few.nodes.length, all.nodes.length])).toEqual([
      [1, 4],
      [1, 4],
    ]);

    const { rows } = await owner.query<{ action: string; text: string }>(
      'SELECT action, row_to_json(a)::text AS text FROM audit_event a',
    );
    expect(rows.filter(({ action }) => action === 'COMMENT').length).toBe(4);
    expect(rows.filter(({ text }) => text.includes(secret))).toEqual([]);
    expect(rows.some(({ text }) => text.includes('mem_member_cnt') && text.includes(asked.id))).toBe(true);
  }, 60_000);

  test('sent twice with a key are written once', async () => {
    const { unionOf, reviewer, clerk } = await officeOf(huiji, town, 'twice', ['twice-1']);
    const filed = await file(clerk, { unionId: unionOf['twice-1']!, period }, before);
    const input = about(filed, { cell: 'mem_member_cnt' });
    await Promise.all(
      [1, 2, 3].map(async () => expect(await told(reviewer, 'commentSubmission', input)).toEqual([])),
    );
    expect((await comments(clerk, filed)).nodes).toHaveLength(1);
  });

  test('go with a return, all or none', async () => {
    const { unionOf, reviewer, clerk } = await officeOf(huiji, town, 'with', ['with-1']);
    const filed = await file(clerk, { unionId: unionOf['with-1']!, period }, before);
    const input = { ...seen(filed), reason: '请核对', idempotencyKey: key() };
    const good = { cell: 'mem_member_cnt', text: '人数不符' };
    for (const [more, code] of [
      [[good, { cell: 'no_such', text: 'x' }], 'CELL_UNKNOWN'],
      [[good, { text: '' }], 'FIELD_REQUIRED'],
      [Array.from({ length: 201 }, () => good), 'REQUEST_TOO_LARGE'],
    ] as const)
      expect(await told(reviewer, 'returnSubmission', { ...input, comments: more })).toMatchObject([
        { code },
      ]);
    expect((await comments(clerk, filed)).nodes).toEqual([]);
    expect(await waiting(reviewer, period)).toEqual(['with-1']);
    expect(
      await told(reviewer, 'returnSubmission', { ...input, comments: [good, { text: '其余无误' }] }),
    ).toEqual([]);
    expect((await comments(clerk, filed)).nodes).toMatchObject([good, { cell: null, text: '其余无误' }]);
    const { rows } = await owner.query<{ after: object }>(
      `SELECT after FROM audit_event WHERE action = 'RETURN' AND object_id = $1`,
      [filed.id],
    );
    expect(rows).toEqual([
      { after: { state: 'RETURNED', returnReason: '请核对', commented: ['mem_member_cnt', null] } },
    ]);
  });
});
