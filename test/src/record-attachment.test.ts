import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  announce,
  attach,
  type Attached,
  attachedFields,
  complete,
  files,
  send,
} from './harness/attachments.js';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { buildTown, key, told, type Town } from './harness/town.js';
import { correctWork, recordWork } from './harness/work-records.js';

let huiji: Huiji;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
});
afterAll(() => huiji.stop());

const attachmentsOf = async (client: Client, unionId: string) =>
  (
    await client.get<{ workRecords: { nodes: Array<{ id: string; attachments: Attached[] }> } }>(
      `query ($unionId: ID) { workRecords(unionId: $unionId) { nodes { id attachments { ${attachedFields} } } } }`,
      { unionId },
    )
  ).workRecords.nodes;
const asking = (client: Client, more: object) =>
  told(client, 'requestUpload', { fileName: '现场.jpg', size: 100, idempotencyKey: key(), ...more });

/** The version of a union's book, which is that of the record written last. */
const bookVersion = async (unionId: string): Promise<number> => {
  const { workRecords } = await town.clerk.get<{ workRecords: { nodes: Array<{ version: number }> } }>(
    'query ($unionId: ID) { workRecords(unionId: $unionId) { nodes { version } } }',
    { unionId },
  );
  return Math.max(...workRecords.nodes.map(({ version }) => version));
};

test('an attachment of a record is had by whoever reads the book, it outlives corrections, and goes whenever its uploader says', async () => {
  const [unionId] = town.grassroots;
  const workRecordId = await recordWork(town.clerk, unionId);
  const bytes = files.jpeg();
  const attached = await attach(huiji, town.clerk, { workRecordId, fileName: '现场.jpg' }, bytes);
  expect(attached).toMatchObject({
    workRecordId,
    submissionId: null,
    revision: null,
    cell: null,
    fileName: '现场.jpg',
  });
  await correctWork(
    town.clerk,
    { id: workRecordId, version: await bookVersion(unionId) },
    { name: '更正后' },
  );
  const [record] = (await attachmentsOf(town.clerk, unionId)).filter(({ id }) => id === workRecordId);
  expect(record?.attachments.map(({ id }) => id)).toEqual([attached.id]);
  const found = await fetch(new URL(record!.attachments[0]!.url, huiji.apiUrl));
  expect(Buffer.from(await found.arrayBuffer()).equals(bytes)).toBe(true);
  expect(await told(town.clerk, 'removeAttachment', { attachmentId: attached.id })).toEqual([]);
  expect((await attachmentsOf(town.clerk, unionId)).flatMap(({ attachments }) => attachments)).toEqual([]);
});

test('an attachment of a record is completed once and removed once, however many ask at once', async () => {
  const [, unionId] = town.grassroots;
  const workRecordId = await recordWork(town.clerk, unionId);
  const bytes = files.pdf();
  const { attachmentId, url } = await announce(town.clerk, { workRecordId, size: bytes.length });
  expect((await send(huiji, url, bytes)).ok).toBe(true);
  const completed = await Promise.all([1, 2, 3, 4].map(() => complete(town.clerk, attachmentId)));
  expect(new Set(completed.map(({ id }) => id))).toEqual(new Set([attachmentId]));
  const removing = [1, 2, 3].map(() => told(town.clerk, 'removeAttachment', { attachmentId }));
  const codes = (await Promise.all(removing)).map(([first]) => first?.code ?? 'done');
  expect(codes.toSorted()).toEqual(['NOT_FOUND', 'NOT_FOUND', 'done']);
});

test('an attachment is refused to whoever does not file for its union, to a record that was taken out, beside a return, and beyond ten', async () => {
  const [unionId] = town.grassroots;
  const workRecordId = await recordWork(town.clerk, unionId);
  const codes = async (client: Client, more: object) =>
    (await asking(client, more)).map(({ code, field }) => [code, field]);
  expect(await codes(town.reviewer, { workRecordId })).toEqual([['NOT_FOUND', 'workRecordId']]);
  const submission = await town.save(unionId, { mem_leave_cnt: '1' });
  for (const more of [
    {},
    { workRecordId, submissionId: submission.id },
    { workRecordId, cell: 'mem_leave_cnt' },
  ])
    expect(await codes(town.clerk, more)).toEqual([['ATTACHMENT_TO', 'submissionId']]);
  for (let n = 0; n < 10; n += 1) expect(await codes(town.clerk, { workRecordId })).toEqual([]);
  expect(await codes(town.clerk, { workRecordId })).toEqual([['ATTACHMENT_RECORD_FULL', 'workRecordId']]);
  const gone = await recordWork(town.clerk, unionId);
  const removed = {
    recordId: gone,
    expectedVersion: await bookVersion(unionId),
    reason: '重复',
    idempotencyKey: key(),
  };
  expect(await told(town.clerk, 'removeWork', removed)).toEqual([]);
  expect(await codes(town.clerk, { workRecordId: gone })).toEqual([['WORK_RECORD_REMOVED', 'workRecordId']]);
});
