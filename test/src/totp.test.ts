import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inTenant, openDataSource, type Tx } from '@huiji/store/data-source';
import { confirmSecret, removeTotp, setPendingSecret, totpOf } from '@huiji/store/totp';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { buildTown } from './harness/town.js';

let huiji: Huiji;
let source: DataSource;
let tenantId: string;
let one: string;
let other: string;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  await buildTown(huiji, 'alpha');
  source = await openDataSource(huiji.database.appUrl, 1);
  const owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  const { rows } = await owner.query<{ id: string; tenant_id: string }>(
    `SELECT id, tenant_id FROM person WHERE login IN ('clerk', 'reviewer') ORDER BY login`,
  );
  await owner.end();
  [one, other] = rows.map(({ id }) => id) as [string, string];
  tenantId = rows[0]!.tenant_id;
});
afterAll(async () => {
  await source?.destroy();
  await huiji.stop();
});

const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTenant(source, tenantId, work);
const held = (personId: string) => within((tx) => totpOf(tx, tenantId, personId));

test('an authenticator is confirmed and taken away for its person alone, whatever others keep', async () => {
  const sealed = Buffer.from('the same for both');
  for (const personId of [one, other]) await within((tx) => setPendingSecret(tx, tenantId, personId, sealed));
  const confirm = (personId: string) => within((tx) => confirmSecret(tx, { tenantId, personId }, sealed, 1));
  expect(await confirm(one)).toBe(true);
  expect([await held(one), await held(other)]).toEqual([
    { secret: sealed, pending: null },
    { secret: null, pending: sealed },
  ]);
  expect(await confirm(other)).toBe(true);
  await within((tx) => removeTotp(tx, tenantId, one));
  expect([(await held(one)).secret, (await held(other)).secret]).toEqual([null, sealed]);
});
