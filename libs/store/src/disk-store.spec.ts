import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DiskStore } from './disk-store.js';

let folder: string;
let store: DiskStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huiji-store-'));
  store = new DiskStore(folder, randomBytes(32).toString('hex'));
});
afterAll(() => rm(folder, { recursive: true }));

const upload = () => ({ tenantId: randomUUID(), attachmentId: randomUUID(), file: 'upload' });

test('an upload that is replaced again and again is there whenever it is copied', async () => {
  for (let round = 0; round < 20; round += 1) {
    const uploaded = upload();
    const send = () => store.receive(uploaded, Readable.from([Buffer.alloc(2_000)]), 2_000);
    await send();
    let over = false;
    const senders = Array.from({ length: 4 }, async () => {
      while (!over) await send();
    });
    try {
      for (const file of '123456789') expect(await store.copy(uploaded, file)).toBe(true);
    } finally {
      over = true;
      await Promise.all(senders);
    }
  }
});

test('nothing is copied of what was never uploaded', async () => {
  expect(await store.copy(upload(), '1')).toBe(false);
});
