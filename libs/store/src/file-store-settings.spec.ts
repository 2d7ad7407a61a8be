import { expect, test } from '@jest/globals';
import { DiskStore } from './disk-store.js';
import { fileStoreMistake, fileStoreSettings, openFileStore } from './file-store-settings.js';
import { S3Store } from './s3-store.js';

const read = (settings: Record<string, string>) => fileStoreSettings.parse(settings);
const secret = { ATTACHMENT_SECRET: 'x'.repeat(32) };
const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
const soon = new Date(Date.now() + 60_000);
const file = { tenantId: 't', attachmentId: 'a', file: '1' };

test('a folder, a bucket, or nothing', () => {
  expect(openFileStore(read({}))).toBeNull();
  expect(openFileStore(read({ ATTACHMENT_STORE: '' }))).toBeNull();
  expect(openFileStore(read({ ATTACHMENT_STORE: 'file:///var/lib/huiji', ...secret }))).toBeInstanceOf(
    DiskStore,
  );
  expect(openFileStore(read({ ATTACHMENT_STORE: 's3://bucket', ...keys }))).toBeInstanceOf(S3Store);
});

test('a bucket is asked at its endpoint, in the path or in the host', async () => {
  const at: Array<[string, string]> = [
    ['s3://files?region=eu-west-1', 'https://s3.eu-west-1.amazonaws.com/files/t/a/1?'],
    ['s3://files?endpoint=http://minio:9000', 'http://minio:9000/files/t/a/1?'],
    [
      's3://files?endpoint=https://oss-cn-hangzhou.aliyuncs.com&region=oss-cn-hangzhou&addressing=host',
      'https://files.oss-cn-hangzhou.aliyuncs.com/t/a/1?',
    ],
  ];
  for (const [place, begins] of at) {
    const url = await openFileStore(read({ ATTACHMENT_STORE: place, ...keys }))!.downloadUrl(file, soon);
    expect(url.slice(0, begins.length)).toBe(begins);
  }
});

test('settings that cannot be meant are refused, with the setting', () => {
  const wrong: Array<[Record<string, string>, string]> = [
    [{ ATTACHMENT_STORE: '/var/lib/huiji', ...secret }, 'ATTACHMENT_STORE'],
    [{ ATTACHMENT_STORE: 'file://var/lib/huiji', ...secret }, 'ATTACHMENT_STORE'],
    [{ ATTACHMENT_STORE: 'file:///', ...secret }, 'ATTACHMENT_STORE'],
    [{ ATTACHMENT_STORE: 'https://bucket', ...keys }, 'ATTACHMENT_STORE'],
    [{ ATTACHMENT_STORE: 's3://bucket?endpont=https://x', ...keys }, 'ATTACHMENT_STORE'],
    [{ ATTACHMENT_STORE: 's3://bucket?endpoint=minio:9000', ...keys }, 'ATTACHMENT_STORE'],
    [{ ATTACHMENT_STORE: 's3://bucket?addressing=dns', ...keys }, 'ATTACHMENT_STORE'],
    [{ ATTACHMENT_STORE: 'file:///var/lib/huiji' }, 'ATTACHMENT_SECRET'],
    [{ ATTACHMENT_STORE: 'file:///var/lib/huiji', ATTACHMENT_SECRET: 'short' }, 'ATTACHMENT_SECRET'],
    [{ ATTACHMENT_STORE: 's3://bucket' }, 'AWS_ACCESS_KEY_ID'],
  ];
  for (const [settings, at] of wrong)
    expect([settings, fileStoreMistake(read(settings))?.path]).toEqual([settings, [at]]);
  expect(fileStoreMistake(read({ ATTACHMENT_STORE: 'file:///var/lib/huiji', ...secret }))).toBeNull();
  expect(fileStoreMistake(read({ ATTACHMENT_STORE: 's3://bucket', ...keys }))).toBeNull();
});
