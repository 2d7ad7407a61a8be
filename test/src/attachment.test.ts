import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { attach as attachCopy, beginCopy } from '@huiji/store/attachment';
import { inTenant, openDataSource } from '@huiji/store/data-source';
import { PathSigner } from '@huiji/store/signed-path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import {
  announce,
  attach,
  type Attached,
  attachedFields,
  complete,
  files,
  filesIn,
  send,
} from './harness/attachments.js';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { attachmentSecret } from './harness/launch.mjs';
import { accepting, before, file, idOf, officeOf, save, seen, submit } from './harness/review.js';
import {
  act,
  addPerson,
  buildTown,
  eventually,
  key,
  mutationOf,
  type Seen,
  told,
  type Town,
} from './harness/town.js';

const period = '2026Q3';
const limit = 20 * 1_048_576;
let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let draft: Seen;
let clerk: Client;
let reviewer: Client;
let office: Awaited<ReturnType<typeof officeOf>>;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  office = await officeOf(huiji, town, 'office', ['office-1', 'office-2', 'office-3', 'office-4']);
  ({ clerk, reviewer } = office);
  draft = await save(clerk, { unionId: office.unionOf['office-1']!, period }, before);
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const about = (submission: Seen, more: object = {}) => ({
  ...{ submissionId: submission.id, fileName: '扫描.pdf', size: 10, idempotencyKey: key() },
  ...more,
});
const read = `query ($id: ID!, $first: Int, $after: String) { submission(id: $id) { attachments(first: $first, after: $after) {
  nodes { ${attachedFields} } pageInfo { endCursor hasNextPage } } } }`;
const attachments = async (client: Client, { id }: Seen, more: object = {}) =>
  (
    await client.get<{
      submission: {
        attachments: { nodes: Attached[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      };
    }>(read, { id, first: 50, ...more })
  ).submission.attachments;
const download = (url: string): Promise<Response> => fetch(new URL(url, huiji.apiUrl));
const removing = (client: Client, attachmentId: string) => told(client, 'removeAttachment', { attachmentId });
const usage = async (client: Client = town.admin) =>
  (
    await client.get<{ attachmentUsage: { used: string; reserved: string; quota: string } }>(
      '{ attachmentUsage { used reserved quota } }',
    )
  ).attachmentUsage;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Gives a tenant a quota, as the operator does. */
const setQuota = (tenant: string, mb: number | null) =>
  owner.query(
    `INSERT INTO attachment_quota (tenant_id, quota_mb) SELECT tenant_id, $2 FROM tenant WHERE code = $1
     ON CONFLICT (tenant_id) DO UPDATE SET quota_mb = excluded.quota_mb`,
    [tenant, mb],
  );

/** Lets the time of all uploads run out. */
const expire = () => owner.query(`UPDATE attachment SET expires_at = now() WHERE attached_at IS NULL`);

describe('an attachment', () => {
  test('is what was uploaded, pinned to a cell, kept over revisions, and its name is in no audit', async () => {
    const filed = await file(clerk, { unionId: office.unionOf['office-2']!, period }, before);
    const bytes = files.jpeg();
    const name = '张三 身份证 "复印".jpg';
    const attached = await attach(
      huiji,
      reviewer,
      { submissionId: filed.id, cell: 'mem_member_cnt', fileName: `C:\\扫描\\${name}\u202e` },
      bytes,
    );
    expect(attached).toMatchObject({
      ...{ submissionId: filed.id, revision: 1, cell: 'mem_member_cnt', fileName: name },
      ...{ mediaType: 'image/jpeg', size: bytes.length, sha256: sha256(bytes), by: await idOf(reviewer) },
    });
    const answer = await download(attached.url);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({
      ...{ 'content-type': 'image/jpeg', 'content-length': String(bytes.length) },
      ...{ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' },
    });
    expect(headers['content-disposition']).toMatch(/^attachment; /);
    expect(headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent(name)}`);
    expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'");
    expect(attached.url).not.toContain('jpg');

    expect(await accepting(reviewer, filed)).toEqual([]);
    const revised = await act(clerk, 'restate', { submissionId: filed.id, reason: '更正' });
    await attach(huiji, clerk, { submissionId: revised.id, fileName: '说明.docx' }, files.docx());
    const all = [
      [1, 'mem_member_cnt', 'image/jpeg'],
      [2, null, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ];
    for (const submission of [filed, revised])
      expect(
        (await attachments(clerk, submission)).nodes.map((one) => [one.revision, one.cell, one.mediaType]),
      ).toEqual(all);
    const page = await attachments(clerk, revised, { first: 1 });
    expect([page.nodes.length, page.pageInfo.hasNextPage]).toEqual([1, true]);
    const { nodes } = await attachments(clerk, revised, { first: 1, after: page.pageInfo.endCursor });
    expect(nodes.map(({ revision }) => revision)).toEqual([2]);
    const { filedCellHistory } = await town.admin.get<{
      filedCellHistory: { nodes: Array<{ submission: { attachments: { nodes: object[] } } }> };
    }>(
      `query ($unionId: ID) { filedCellHistory(unionId: $unionId, form: "work-q", period: "${period}", cell: "mem_member_cnt") {
         nodes { submission { attachments { nodes { cell } } } } } }`,
      { unionId: office.unionOf['office-2'] },
    );
    expect(filedCellHistory.nodes[0]!.submission.attachments.nodes).toHaveLength(2);

    const { rows } = await owner.query<{ action: string; text: string }>(
      'SELECT action, row_to_json(a)::text AS text FROM audit_event a WHERE object_id = $1 ORDER BY at',
      [attached.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['REQUEST_UPLOAD', 'ATTACH']);
    expect(rows[1]!.text).toContain(attached.sha256);
    const { rowCount } = await owner.query(
      `SELECT FROM audit_event a WHERE row_to_json(a)::text ~ '张三|说明.docx'
       UNION ALL SELECT FROM idempotency i WHERE i.response::text ~ '张三'`,
    );
    expect(rowCount).toBe(0);
  });

  test('is told by its bytes, not by its name', async () => {
    const kinds: Array<[keyof typeof files, string, string]> = [
      ['heic', '手机.jpg', '手机.jpg.heic'],
      ['webp', 'a.PNG', 'a.PNG.webp'],
      ['pdf', 'b.PDF', 'b.PDF'],
      ['jpeg', 'c.jpeg', 'c.jpeg'],
    ];
    for (const [kind, fileName, named] of kinds) {
      const attached = await attach(huiji, clerk, { submissionId: draft.id, fileName }, files[kind]());
      expect([fileName, attached.fileName]).toEqual([fileName, named]);
      expect(await removing(clerk, attached.id)).toEqual([]);
    }
    for (const kind of ['html', 'svg', 'program', 'zip', 'docm', 'text'] as const) {
      const bytes = files[kind]();
      const { attachmentId, url } = await announce(clerk, {
        ...{ submissionId: draft.id, fileName: '看似.jpg', size: bytes.length },
      });
      expect((await send(huiji, url, bytes)).status).toBe(204);
      expect([kind, await told(clerk, 'completeUpload', { attachmentId })]).toMatchObject([
        kind,
        [{ code: 'ATTACHMENT_TYPE' }],
      ]);
      expect((await attachments(clerk, draft)).nodes).toEqual([]);
      // Nobody can have it, by no address.
      const signed = new PathSigner(attachmentSecret).sign({
        ...{ method: 'GET', tenantId: await tenantId(), attachmentId, size: 0 },
        until: new Date(Date.now() + 60_000),
      });
      expect((await download(signed)).status).toBe(404);
      expect(await removing(clerk, attachmentId)).toEqual([]);
    }
  });

  test('that is wrong is refused before it is sent', async () => {
    const { id } = await save(town.clerk, { unionId: town.grassroots[0], period }, before);
    const refusals: Array<[object, string, string | null]> = [
      [{ size: limit + 1 }, 'ATTACHMENT_TOO_LARGE', 'size'],
      [{ size: 0 }, 'NUMBER_OUT_OF_RANGE', 'size'],
      [{ size: -1 }, 'NUMBER_OUT_OF_RANGE', 'size'],
      [{ fileName: 'a.html' }, 'ATTACHMENT_TYPE', 'fileName'],
      [{ fileName: 'a.svg' }, 'ATTACHMENT_TYPE', 'fileName'],
      [{ fileName: 'pdf' }, 'ATTACHMENT_TYPE', 'fileName'],
      [{ fileName: 'a/ ' }, 'FIELD_REQUIRED', 'fileName'],
      [{ fileName: `${'长'.repeat(200)}.pdf` }, 'FIELD_TOO_LONG', 'fileName'],
      [{ cell: 'no_such' }, 'CELL_UNKNOWN', null],
      [{ cell: 'reports_expected_grassroots' }, 'CELL_UNKNOWN', null],
      [{ submissionId: key() }, 'NOT_FOUND', 'submissionId'],
      [{ submissionId: 'x' }, 'NOT_FOUND', 'submissionId'],
      // Another clerk's.
      [{ submissionId: id }, 'NOT_FOUND', 'submissionId'],
    ];
    for (const [more, code, field] of refusals)
      expect([more, await told(clerk, 'requestUpload', about(draft, more))]).toMatchObject([
        more,
        [{ code, field }],
      ]);
    expect(await told(town.admin, 'requestUpload', about(draft))).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await usage()).reserved).toBe('0');
  });

  test('of 20 MB is taken, of a byte more refused as it comes, and nothing of it stays', async () => {
    const { attachmentId, url } = await announce(clerk, { submissionId: draft.id, size: limit });
    const kept = await filesIn(huiji.attachments);
    const bytes = files.pdf(limit);
    const more = Buffer.concat([bytes, Buffer.alloc(1)]);
    const streamed = (content: Buffer): Promise<number> =>
      fetch(new URL(url, huiji.apiUrl), {
        ...{ method: 'PUT', body: new Blob([content]).stream(), duplex: 'half' },
      }).then(
        ({ status }) => status,
        () => 0, // the connection may end before the answer is read
      );
    expect([413, 0]).toContain(
      await send(huiji, url, more).then(
        ({ status }) => status,
        () => 0,
      ),
    );
    expect([413, 0]).toContain(await streamed(more));
    expect(await streamed(bytes.subarray(1))).toBe(400);
    expect((await send(huiji, url, bytes.subarray(1))).status).toBe(400);
    expect((await fetch(new URL(url, huiji.apiUrl), { method: 'PUT' })).status).toBe(400);
    expect(await told(clerk, 'completeUpload', { attachmentId })).toMatchObject([
      { code: 'ATTACHMENT_NOT_UPLOADED' },
    ]);
    expect(await filesIn(huiji.attachments)).toEqual(kept);
    expect(await streamed(bytes)).toBe(204);
    const attached = await complete(clerk, attachmentId);
    expect([attached.size, attached.sha256]).toEqual([limit, sha256(bytes)]);
    expect(sha256(new Uint8Array(await (await download(attached.url)).arrayBuffer()))).toBe(sha256(bytes));
    expect(await removing(clerk, attachmentId)).toEqual([]);
  });

  test('stays what was looked at, whatever is sent to the address later; completed at once it is attached once', async () => {
    const bytes = files.pdf();
    const { attachmentId, url } = await announce(clerk, { submissionId: draft.id, size: bytes.length });
    expect((await send(huiji, url, bytes)).status).toBe(204);
    const used = Number((await usage()).used);
    const twins = await Promise.all(Array.from({ length: 4 }, () => complete(clerk, attachmentId)));
    expect(new Set(twins.map(({ sha256: hash }) => hash))).toEqual(new Set([sha256(bytes)]));
    const other = Buffer.concat([files.html(), Buffer.alloc(bytes.length)]).subarray(0, bytes.length);
    await send(huiji, url, other);
    const again = await complete(clerk, attachmentId);
    expect(again.sha256).toBe(sha256(bytes));
    expect(sha256(new Uint8Array(await (await download(again.url)).arrayBuffer()))).toBe(sha256(bytes));
    expect(Number((await usage()).used)).toBe(used + bytes.length);
    const { rowCount } = await owner.query(
      `SELECT FROM audit_event WHERE object_id = $1 AND action = 'ATTACH'`,
      [attachmentId],
    );
    expect(rowCount).toBe(1);
    expect(await removing(clerk, attachmentId)).toEqual([]);
    // Other bytes sent while it is completed: attached is what it is said to be, whichever came first.
    const raced = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const upload = await announce(clerk, { submissionId: draft.id, size: 200_000 });
        await send(huiji, upload.url, files.pdf(200_000));
        let over = false;
        const again = async () => {
          while (!over) await send(huiji, upload.url, files.pdf(200_000));
        };
        const senders = [again(), again()];
        try {
          return await complete(clerk, upload.attachmentId);
        } finally {
          over = true;
          await Promise.all(senders);
        }
      }),
    );
    for (const one of raced) {
      expect(sha256(new Uint8Array(await (await download(one.url)).arrayBuffer()))).toBe(one.sha256);
      expect(await removing(clerk, one.id)).toEqual([]);
    }
    expect(Number((await usage()).used)).toBe(used);
  });
});

const tenantId = async (): Promise<string> =>
  (await owner.query<{ id: string }>(`SELECT tenant_id AS id FROM tenant WHERE code = 'alpha'`)).rows[0]!.id;

describe('who', () => {
  test('stands outside the subtree learns nothing; those above it, and only they, may have it', async () => {
    const attached = await attach(huiji, clerk, { submissionId: draft.id });
    for (const client of [clerk, reviewer, town.chief, town.statistician, town.admin]) {
      const [one] = (await attachments(client, draft)).nodes;
      expect((await download(one!.url)).status).toBe(200);
    }
    const stranger = await huiji.client('beta', 'admin');
    await addPerson(stranger, 'beta-clerk', [{ unionId: await rootOf(stranger), role: 'FILER' }]);
    const others = [town.clerk, town.reviewer, stranger, await huiji.client('beta', 'beta-clerk')];
    for (const client of others) {
      expect((await client.ask(read, { id: draft.id, first: 50 })).data).toEqual({ submission: null });
      for (const name of ['completeUpload', 'removeAttachment'] as const)
        expect(await told(client, name, { attachmentId: attached.id })).toMatchObject([
          { code: 'NOT_FOUND', field: 'attachmentId' },
        ]);
    }
    // Whoever may see it but did not attach it is told no more.
    for (const name of ['completeUpload', 'removeAttachment'] as const)
      expect(await told(reviewer, name, { attachmentId: attached.id })).toMatchObject([
        { code: 'NOT_FOUND' },
      ]);
    const nobody = new Client(huiji.apiUrl);
    expect(await nobody.refusal('{ attachmentUsage { used } }')).toEqual(['UNAUTHENTICATED']);
    for (const client of [clerk, reviewer, town.chief])
      expect(await client.refusal('{ attachmentUsage { used } }')).toEqual(['FORBIDDEN']);
    expect(await removing(clerk, attached.id)).toEqual([]);
    expect((await download(attached.url)).status).toBe(404);
  });

  test('files may attach while the return is theirs, whoever is above always; nothing handed in is removed', async () => {
    const at = { unionId: office.unionOf['office-3']!, period };
    let one = await save(clerk, at, before);
    const inDraft = await attach(huiji, clerk, { submissionId: one.id });
    const pending = await announce(clerk, { submissionId: one.id, size: 10 });
    await send(huiji, pending.url, Buffer.from('%PDF-1.7\n!'));
    one = await submit(clerk, one);
    // SUBMITTED: neither new by its filer, nor what was begun before, nor removed.
    expect(await told(clerk, 'requestUpload', about(one))).toMatchObject([{ code: 'WRONG_STATE' }]);
    expect(await told(clerk, 'completeUpload', { attachmentId: pending.attachmentId })).toMatchObject([
      { code: 'WRONG_STATE' },
    ]);
    expect(await removing(clerk, inDraft.id)).toMatchObject([{ code: 'WRONG_STATE' }]);
    const byReviewer = await attach(huiji, reviewer, { submissionId: one.id });
    expect(await removing(reviewer, byReviewer.id)).toMatchObject([{ code: 'WRONG_STATE' }]);
    // RETURNED and withdrawn: what was handed in, or lay before a reviewer, stays; what is new may go.
    one = await act(reviewer, 'return', { ...seen(one), reason: '请补附件' });
    for (const [client, id] of [
      [clerk, inDraft.id],
      [reviewer, byReviewer.id],
    ] as const)
      expect(await removing(client, id)).toMatchObject([{ code: 'ATTACHMENT_KEPT' }]);
    const inReturned = await attach(huiji, clerk, { submissionId: one.id });
    expect(await removing(clerk, inReturned.id)).toEqual([]);
    expect(await removing(clerk, inReturned.id)).toMatchObject([{ code: 'NOT_FOUND' }]);
    one = await submit(clerk, one);
    one = await act(clerk, 'withdraw', seen(one));
    expect(await removing(clerk, inDraft.id)).toMatchObject([{ code: 'ATTACHMENT_KEPT' }]);
    const afterwards = await attach(huiji, clerk, { submissionId: one.id });
    one = await submit(clerk, one);
    expect(await accepting(reviewer, one)).toEqual([]);
    expect(await told(clerk, 'requestUpload', about(one))).toMatchObject([{ code: 'WRONG_STATE' }]);
    const later = await attach(huiji, town.statistician, { submissionId: one.id });
    const revised = await act(clerk, 'restate', { submissionId: one.id, reason: '更正' });
    for (const [client, id] of [
      [clerk, afterwards.id],
      [town.statistician, later.id],
    ] as const)
      expect(await removing(client, id)).toMatchObject([{ code: 'WRONG_STATE' }]);
    expect((await attachments(clerk, revised)).nodes.map(({ id }) => id)).toEqual(
      [inDraft, byReviewer, afterwards, later].map(({ id }) => id),
    );
    // An upload may be given up at any time.
    expect(await removing(clerk, pending.attachmentId)).toEqual([]);
  });
});

const rootOf = async (client: Client): Promise<string> =>
  (
    await client.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
      '{ me { appointments { union { id } } } }',
    )
  ).me.appointments[0]!.union.id;

describe('an address', () => {
  test('is good for what it was signed for, and nothing else', async () => {
    const attached = await attach(huiji, clerk, { submissionId: draft.id });
    const bytes = files.pdf(100);
    const { url, attachmentId } = await announce(clerk, { submissionId: draft.id, size: bytes.length });
    const kept = await filesIn(huiji.attachments);
    const status = async (path: string, method: 'GET' | 'PUT') =>
      (
        await fetch(new URL(path, huiji.apiUrl), {
          method,
          ...(method === 'PUT' ? { body: Buffer.from(bytes) } : {}),
        })
      ).status;
    const changed = (path: string, name: string, value: string): string => {
      const there = new URL(path, huiji.apiUrl);
      there.searchParams.set(name, value);
      return there.pathname + there.search;
    };
    const stranger = (
      await owner.query<{ id: string }>(`SELECT tenant_id AS id FROM tenant WHERE code = 'beta'`)
    ).rows[0]!.id;
    for (const [path, method] of [
      [attached.url, 'GET'],
      [url, 'PUT'],
    ] as const) {
      const size = new URL(path, huiji.apiUrl).searchParams.get('size')!;
      const wrong = [
        path.replace(await tenantId(), stranger),
        path.replace(/[0-9a-f-]{36}(?=\?)/, method === 'GET' ? attachmentId : attached.id),
        changed(path, 'expires', '9999999999'),
        changed(path, 'size', String(Number(size) + 1)),
        changed(path, 'size', `0${size}`),
        changed(path, 'signature', 'A'.repeat(43)),
        changed(path, 'signature', ''),
        `${path}&size=1`,
        path.split('?')[0]!,
        new PathSigner('another secret of more than 32 characters').sign({
          ...{ method, tenantId: await tenantId(), attachmentId: attached.id, size: Number(size) },
          until: new Date(Date.now() + 60_000),
        }),
        new PathSigner(attachmentSecret).sign({
          ...{ method, tenantId: await tenantId(), attachmentId: attached.id, size: Number(size) },
          until: new Date(Date.now() - 1_000),
        }),
      ];
      for (const other of wrong) expect([other, await status(other, method)]).toEqual([other, 403]);
      expect(await status(path, method === 'GET' ? 'PUT' : 'GET')).toBe(403);
    }
    expect(await filesIn(huiji.attachments)).toEqual(kept);
    const refused = await (await download('/attachments/x/y')).json();
    expect(refused).toMatchObject({ errors: [{ extensions: { code: 'URL_INVALID' } }] });
    expect(await status(attached.url, 'GET')).toBe(200);
    expect(await status(url, 'PUT')).toBe(204);
    for (const id of [attached.id, attachmentId]) expect(await removing(clerk, id)).toEqual([]);
  });

  test('asked for twice with a key is one, and none once it has expired', async () => {
    await expire();
    const input = about(draft);
    const ask = async () =>
      (
        await clerk.get<{ requestUpload: { upload: { attachmentId: string; url: string } } }>(
          mutationOf('requestUpload', 'upload { attachmentId url }'),
          { input },
        )
      ).requestUpload.upload;
    const [one, two] = [await ask(), await ask()];
    expect(two).toEqual(one);
    expect((await usage()).reserved).toBe('10');
    await owner.query(`UPDATE attachment SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      one.attachmentId,
    ]);
    expect(await told(clerk, 'requestUpload', input)).toMatchObject([{ code: 'ATTACHMENT_EXPIRED' }]);
    await send(huiji, one.url, Buffer.from('%PDF-1.7\n!'));
    expect(await told(clerk, 'completeUpload', { attachmentId: one.attachmentId })).toMatchObject([
      { code: 'ATTACHMENT_EXPIRED' },
    ]);
    expect((await usage()).reserved).toBe('0');
  });
});

test('a quota takes exactly as many as fit, however many ask at once', async () => {
  await expire();
  const { used } = await usage();
  // Of different returns, and so under no lock but the quota's.
  const codes = Array.from({ length: 10 }, (_, i) => `race-${i}`);
  const race = await officeOf(huiji, town, 'race', codes);
  const drafts = await Promise.all(race.ids.map((unionId) => save(race.clerk, { unionId, period }, before)));
  // Room for 7 of 3 MB beside what is there.
  const mb = Math.ceil(Number(used) / 1_048_576) + 7 * 3;
  await setQuota('alpha', mb);
  const asked = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      told(
        i < 10 ? race.clerk : race.reviewer,
        'requestUpload',
        about(drafts[i % 10]!, { size: 3 * 1_048_576 }),
      ),
    ),
  );
  expect(asked.filter((one) => one.length === 0)).toHaveLength(7);
  expect(asked.filter((one) => one[0]?.code === 'ATTACHMENT_QUOTA')).toHaveLength(13);
  expect(await usage()).toEqual({ used, reserved: String(21 * 1_048_576), quota: String(mb * 1_048_576) });
  // What has expired is room again, before anybody clears it away.
  await expire();
  expect(await told(clerk, 'requestUpload', about(draft, { size: 20 * 1_048_576 }))).toEqual([]);
  await expire();
  await setQuota('alpha', null);
  const many = await Promise.all(
    Array.from({ length: 52 }, () => told(clerk, 'requestUpload', about(draft))),
  );
  expect(many.filter((one) => one.length === 0)).toHaveLength(50);
  expect(many.flat().map(({ code }) => code)).toEqual(['REQUEST_TOO_LARGE', 'REQUEST_TOO_LARGE']);
  await expire();
});

test('workers delete what no attachment has, killed and twice, and never an attachment', async () => {
  const kept = await attach(huiji, clerk, { submissionId: draft.id });
  const gone = await attach(huiji, clerk, { submissionId: draft.id });
  expect(await removing(clerk, gone.id)).toEqual([]);
  // A looked-at copy that was refused, an upload never completed, and what a killed api left of one.
  for (let i = 0; i < 30; i += 1) {
    const { attachmentId, url } = await announce(clerk, { submissionId: draft.id, size: 5_000 });
    await send(huiji, url, i % 2 ? files.pdf() : Buffer.alloc(5_000));
    if (i % 2 === 0)
      expect(await told(clerk, 'completeUpload', { attachmentId })).toMatchObject([
        { code: 'ATTACHMENT_TYPE' },
      ]);
  }
  expect((await filesIn(huiji.attachments)).length).toBeGreaterThan(40);
  await expire();
  await owner.query('UPDATE attachment_removal SET due_at = now()');
  await huiji.startWorker();
  await sleep(20);
  await huiji.killWorker();
  // As if the lease of the killed one had run out.
  await owner.query('UPDATE attachment_removal SET due_at = now()');
  await Promise.all([huiji.startWorker(), huiji.startWorker()]);
  await eventually(async () =>
    expect((await owner.query('SELECT FROM attachment_removal')).rowCount).toBe(0),
  );
  const left = await owner.query<{ path: string }>(
    `SELECT tenant_id || '/' || id || '/' || copy AS path FROM attachment ORDER BY 1`,
  );
  expect(left.rows.some(({ path }) => path.includes(kept.id))).toBe(true);
  expect(await filesIn(huiji.attachments)).toEqual(left.rows.map(({ path }) => path));
  expect((await download(kept.url)).status).toBe(200);
  // A copy that a worker has taken while it was looked at is not attached any more.
  const { attachmentId } = await announce(clerk, { submissionId: draft.id, size: 5_000 });
  const source = await openDataSource(huiji.database.appUrl, 1);
  const [tenant, found] = [await tenantId(), { fileName: 'a.pdf', mediaType: 'application/pdf' }];
  const taken = await inTenant(source, tenant, (tx) => beginCopy(tx, tenant, attachmentId));
  await owner.query('UPDATE attachment_removal SET claimed = true WHERE attachment_id = $1', [attachmentId]);
  const late = { ...found, file: taken!, sha256: Buffer.alloc(32) };
  expect(await inTenant(source, tenant, (tx) => attachCopy(tx, tenant, attachmentId, late))).toBe(false);
  // Five times may be tried.
  for (let time = 2; time <= 5; time += 1)
    expect(await told(clerk, 'completeUpload', { attachmentId })).toMatchObject([
      { code: 'ATTACHMENT_NOT_UPLOADED' },
    ]);
  expect(await told(clerk, 'completeUpload', { attachmentId })).toMatchObject([
    { code: 'ATTACHMENT_EXPIRED' },
  ]);
  await source.destroy();
});
