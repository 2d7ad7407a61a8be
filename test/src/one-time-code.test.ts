import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inTenant, openDataSource, type Tx } from '@huiji/store/data-source';
import { endCodes, holderOf, insertCode, newCode, useCode } from '@huiji/store/one-time-code';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { buildTown } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let source: DataSource;
let tenantId: string;
let people: string[];
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  source = await openDataSource(huiji.database.appUrl, 1);
  const { rows } = await owner.query<{ id: string; tenant_id: string }>(
    `SELECT id, tenant_id FROM person WHERE login IN ('clerk', 'reviewer') ORDER BY login`,
  );
  people = rows.map(({ id }) => id);
  tenantId = rows[0]!.tenant_id;
});
afterAll(async () => {
  await source?.destroy();
  await owner?.end();
  await huiji.stop();
});

const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTenant(source, tenantId, work);
/** A new code of somebody, which holds for an hour. */
async function made(personId: string): Promise<string> {
  const code = newCode();
  const rest = { personId, purpose: 'RESET', issuedBy: null, minutes: 60 } as const;
  await within((tx) => insertCode(tx, tenantId, { ...rest, code }));
  return code;
}
const holder = async (code: string) => (await within((tx) => holderOf(tx, tenantId, code)))?.personId ?? null;
const used = (code: string) => within((tx) => useCode(tx, tenantId, code));

test('a code is its person’s until it is used, once', async () => {
  const code = await made(people[0]!);
  expect([await holder(code), await used(code)]).toEqual([people[0], true]);
  expect([await holder(code), await used(code)]).toEqual([null, false]);
});

test('another code of the same person ends it, nobody else’s does', async () => {
  const [first, theirs] = [await made(people[0]!), await made(people[1]!)];
  const second = await made(people[0]!);
  expect([await holder(first), await used(first)]).toEqual([null, false]);
  await within((tx) => endCodes(tx, tenantId, people[0]!));
  expect([await holder(second), await used(second)]).toEqual([null, false]);
  expect([await holder(theirs), await used(theirs)]).toEqual([people[1], true]);
});
