import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { inspect } from '@huiji/api/attachment/inspect';
import { type FileStore, uploadOf } from '@huiji/store/file-store';
import { openFileStore } from '@huiji/store/file-store-settings';
import { starterTemplate } from '@huiji/report/starter';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { files, filesIn } from './harness/attachments.js';
import { ended, exported, fetched, paragraphsIn } from './harness/exports.js';
import { openTestTenant, startHuiji } from './harness/huiji.js';
import { beginTemplate, setTemplate, templateNow } from './harness/report-templates.js';
import { buildTown, eventually, key, mutationOf } from './harness/town.js';
import { unzipped, zipped } from './harness/zip.js';

// The server verifies signatures as S3 does; these are the keys it knows.
const keys = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };
let directory: string;
let server: S3rver;
let address: string;
let store: FileStore;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'huiji-s3-'));
  server = new S3rver({ port: 0, silent: true, directory, configureBuckets: [{ name: 'attachments' }] });
  address = `http://127.0.0.1:${(await server.run()).port}`;
  store = opened(keys);
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const opened = (by: typeof keys): FileStore =>
  openFileStore({
    ATTACHMENT_STORE: `s3://attachments?endpoint=${address}`,
    ...by,
    ATTACHMENT_SECRET: undefined,
  })!;
const soon = () => new Date(Date.now() + 60_000);
const put = async (url: string, bytes: Buffer): Promise<number> =>
  (await fetch(url, { method: 'PUT', body: Buffer.from(bytes) })).status;

test('a bucket takes what was announced, keeps the copy that was looked at, and hands it out under its name', async () => {
  const uploaded = uploadOf(key(), key());
  const copy = { ...uploaded, file: '1' };
  const bytes = files.pdf();
  const url = await store.uploadUrl(uploaded, bytes.length, soon());
  expect(url).toContain(`${address}/attachments/${uploaded.tenantId}/${uploaded.attachmentId}/upload?`);
  // The bucket itself refuses another length, another file, other keys and a later time.
  expect(await put(url, files.pdf(bytes.length + 1))).toBe(403);
  expect(await put(url, files.pdf(bytes.length - 1))).toBe(403);
  expect(await put(url.replace(uploaded.attachmentId, key()), bytes)).toBe(403);
  expect(await put(url.replace('/upload?', '/1?'), bytes)).toBe(403);
  expect(await put(url.replace('X-Amz-Expires=', 'X-Amz-Expires=9'), bytes)).toBe(403);
  const others = opened({ ...keys, AWS_SECRET_ACCESS_KEY: 'another' });
  expect(await put(await others.uploadUrl(uploaded, bytes.length, soon()), bytes)).toBe(403);
  expect(await store.copy(uploaded, '1')).toBe(false);

  expect(await put(url, bytes)).toBe(200);
  expect(await store.copy(uploaded, '1')).toBe(true);
  // Sent again after it was copied: the copy stays what it was.
  expect(await put(url, Buffer.alloc(bytes.length))).toBe(200);
  const found = await inspect(store, copy);
  expect([found.size, found.shown]).toEqual([bytes.length, 'application/pdf']);
  await store.label(copy, { fileName: '张三 的扫描.pdf', mediaType: 'application/pdf' });

  const download = await store.downloadUrl(copy, soon());
  expect(download).not.toMatch(/pdf|disposition/);
  const answer = await fetch(download);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="?? ???.pdf"; filename*=UTF-8''${encodeURIComponent('张三 的扫描.pdf')}`,
  });
  expect((await fetch(download.replace('/1?', '/upload?'))).status).toBe(403);
  expect(await put(download, bytes)).toBe(403);

  for (const file of [uploaded, copy, copy]) await store.remove(file);
  expect((await fetch(download)).status).toBe(404);
  expect((await filesIn(directory)).filter((name) => name.includes(uploaded.attachmentId))).toEqual([]);
}, 60_000);

test('what the bucket refuses is an error, not a missing file', async () => {
  const others = opened({ ...keys, AWS_SECRET_ACCESS_KEY: 'another' });
  const file = uploadOf(key(), key());
  await expect(others.copy(file, '1')).rejects.toThrow('status 403');
  await expect(others.read(file)).rejects.toThrow('status 403');
  await expect(others.remove(file)).rejects.toThrow('status 403');
});

test('a template for the work report is set, used and dropped in a bucket as on a disk', async () => {
  const huiji = await startHuiji({
    settings: { ATTACHMENT_STORE: `s3://attachments?endpoint=${address}`, ...keys },
  });
  const owner = new pg.Client(huiji.database.ownerUrl);
  try {
    await owner.connect();
    await openTestTenant(huiji, 'alpha');
    const { statistician, reviewer } = await buildTown(huiji, 'alpha');
    const own = zipped(
      unzipped(await starterTemplate()).map(({ name, content }) => ({
        name,
        content:
          name === 'word/document.xml'
            ? Buffer.from(content.toString().replace('{{title}}', '自己的{{title}}'))
            : content,
      })),
    );
    const report = async (): Promise<string | undefined> => {
      const done = await ended(
        reviewer,
        (await exported(reviewer, { table: 'WORK_REPORT', unionCode: 'B1' })).id,
      );
      expect(done).toMatchObject({ state: 'DONE', problem: null });
      expect(done.url).toContain(`${address}/attachments/`);
      return paragraphsIn((await fetched(huiji.apiUrl, done.url ?? '')).bytes).find((text) => text !== '');
    };
    const { templateId, url } = await beginTemplate(statistician, { size: own.length });
    expect(url).toContain(`${address}/attachments/`);
    expect(await put(url, own)).toBe(200);
    const { template, told } = await setTemplate(statistician, templateId);
    expect(told).toEqual([]);
    const got = await fetched(huiji.apiUrl, template?.url ?? '');
    expect([got.status, Buffer.from(got.bytes).equals(own)]).toEqual([200, true]);
    expect(await report()).toBe('自己的建设局工会2026年第三季度工作总结');

    await statistician.get(mutationOf('dropReportTemplate', 'dropped'), { input: { form: 'work-q' } });
    expect(await templateNow(statistician)).toBeNull();
    expect(await report()).toBe('建设局工会2026年第三季度工作总结');
    // It is kept for an hour, for whoever is writing in it.
    const kept = async () => (await filesIn(directory)).filter((name) => name.includes(templateId));
    expect(await kept()).not.toEqual([]);
    await owner.query('UPDATE attachment_removal SET due_at = now() WHERE attachment_id = $1', [templateId]);
    await eventually(async () => expect(await kept()).toEqual([]), 30);
  } finally {
    await owner.end();
    await huiji.stop();
  }
}, 120_000);
