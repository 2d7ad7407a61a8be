import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inTenant, openDataSource, reading, sql, sqlAtEnd, type Tx } from '@huiji/store/data-source';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';

// What is sent at once and not waited for (libs/store/src/data-source.ts) is written whole or not at all.
let huiji: Huiji;
let source: DataSource;
let tenantId: string;
let personId: string;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  // One connection: each test uses the one that the test before it has left.
  source = await openDataSource(huiji.database.appUrl, 1);
  const owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  const { rows } = await owner.query<{ tenant: string; person: string }>(
    `SELECT p.tenant_id AS tenant, p.id AS person FROM tenant t JOIN person p USING (tenant_id) WHERE t.code = 'alpha' LIMIT 1`,
  );
  const [{ tenant, person }] = rows as [(typeof rows)[0]];
  [tenantId, personId] = [tenant, person];
  await owner.end();
});
afterAll(async () => {
  await source?.destroy();
  await huiji.stop();
});

const insert = `INSERT INTO idempotency (tenant_id, person_id, key, request_hash) VALUES ($1, $2, $3, sha256(''))`;
const kept = (): Promise<number> =>
  reading(source, tenantId, async (tx) => {
    const rows = await sql(tx, 'SELECT key FROM idempotency WHERE tenant_id = $1', [tenantId]);
    return rows.length;
  });
const add = (tx: Tx, key: string): Promise<object[]> => sql(tx, insert, [tenantId, personId, key]);

test('what is asked at once is answered in its order', async () => {
  const answers = await reading(source, tenantId, (tx) =>
    Promise.all(Array.from({ length: 50 }, (_, n) => sql<{ n: number }>(tx, 'SELECT $1::int AS n', [n]))),
  );
  expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
});

test('what stands at the end of a transaction is written with it', async () => {
  const before = await kept();
  await inTenant(source, tenantId, async (tx) => {
    sqlAtEnd(tx, insert, [tenantId, personId, 'at the end']);
    await add(tx, 'before the end');
  });
  expect(await kept()).toBe(before + 2);
});

test('where what stands at the end fails, the transaction has failed and nothing is written', async () => {
  const before = await kept();
  const failing = inTenant(source, tenantId, async (tx) => {
    await add(tx, 'lost with the end');
    sqlAtEnd(tx, 'SELECT 1 / $1::int', [0]);
    sqlAtEnd(tx, insert, [tenantId, personId, 'after the fault']);
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(await kept()).toBe(before);
});

test('where one of several that are asked at once fails, none of them is written', async () => {
  const before = await kept();
  const failing = inTenant(source, tenantId, (tx) =>
    Promise.all([
      add(tx, 'the first of three'),
      sql(tx, 'SELECT 1 / $1::int', [0]),
      add(tx, 'the third of three'),
    ]),
  );
  await expect(failing).rejects.toThrow('division by zero');
  expect(await kept()).toBe(before);
});

test('a transaction that cannot begin writes nothing', async () => {
  const before = await kept();
  const run = (tenant: string) => inTenant(source, tenant, (tx) => add(tx, 'of nobody'));
  await expect(run('not a tenant')).rejects.toThrow('a tenant id is a uuid');
  // Of another tenant's transaction row-level security takes nothing.
  await expect(run('00000000-0000-4000-8000-000000000000')).rejects.toThrow('row-level security');
  expect(await kept()).toBe(before);
});
