import { randomBytes, randomUUID } from 'node:crypto';
import { migrate } from '@huiji/migrations/run';
import { reseal } from '@huiji/migrations/reseal';
import { openTenant } from '@huiji/migrations/tenant';
import { personContact } from '@huiji/store/contact';
import { inTenant, openDataSource } from '@huiji/store/data-source';
import { FieldCipher } from '@huiji/store/field-cipher';
import { persons } from '@huiji/store/person';
import { placeOf } from '@huiji/store/sealed-field';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { canariesIn, everythingIn } from './harness/at-rest.js';
import { type TestDatabase, testDatabase } from './harness/database.js';

let database: TestDatabase;
let owner: pg.Client;
const key = randomBytes(32);
const before = process.env['FIELD_KEY'];

beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await openTenant(database.ownerUrl, {
    ...{ code: 'alpha', name: '总工会', root: { code: 'R', name: '总工会', establishedOn: '1950-01-01' } },
    people: [{ login: 'admin', name: '管理员', role: 'UNION_ADMIN', password: 'a-long-test-password' }],
  });
});
afterAll(async () => {
  process.env['FIELD_KEY'] = before;
  await owner.end();
  await database.drop();
});

/** The database of an installation that has not sealed anything yet. */
beforeEach(() =>
  owner.query(`
    DELETE FROM migrations WHERE name LIKE 'PersonalData%';
    ALTER TABLE person DROP email, DROP phone, DROP erased_at, ADD email text, ADD phone text;
    ALTER TABLE trade_union DROP contact, DROP phone, ADD contact text, ADD phone text;
    ALTER TABLE submission DROP cover, ADD cover jsonb NOT NULL DEFAULT '{}';
    DROP INDEX session_by_expiry;
    UPDATE person SET email = 'clear@example.com', phone = '13812345678';
    UPDATE trade_union SET contact = '明文联系人'`),
);

const clear = ['clear@example.com', '13812345678', '明文联系人'];

async function contactBy(cipher: FieldCipher): Promise<object> {
  const source = await openDataSource(database.appUrl, 1, 30, cipher);
  try {
    const { rows } = await owner.query<{ id: string }>('SELECT tenant_id AS id FROM tenant');
    return await inTenant(source, rows[0]!.id, async (tx) =>
      personContact(tx, await persons(tx).findOneByOrFail({ login: 'admin' })),
    );
  } finally {
    await source.destroy();
  }
}
const contact = { email: 'clear@example.com', phone: '13812345678' };

test('the migration seals what lies in clear text, by the key of the api, or changes nothing without it', async () => {
  delete process.env['FIELD_KEY'];
  await expect(migrate(database.ownerUrl)).rejects.toThrow(
    /Set FIELD_KEY, the one of the api: person\.email/,
  );
  expect(canariesIn(await everythingIn(owner), clear)).toEqual(clear);
  process.env['FIELD_KEY'] = key.toString('base64');
  await migrate(database.ownerUrl);
  expect(canariesIn(await everythingIn(owner), clear)).toEqual([]);
  expect(await contactBy(new FieldCipher(key))).toEqual(contact);
});

test('after a change of keys the older one opens what it sealed until all of it is sealed anew', async () => {
  process.env['FIELD_KEY'] = key.toString('base64');
  await migrate(database.ownerUrl);
  const { rows } = await owner.query<{ id: string }>('SELECT tenant_id AS id FROM tenant');
  const place = placeOf('identity_provider', rows[0]!.id);
  await owner.query(
    `INSERT INTO identity_provider (tenant_id, name, issuer, client_id, client_secret, enabled)
     VALUES ($1, 'n', 'https://id.example.com', 'huiji', $2, true)`,
    [rows[0]!.id, new FieldCipher(key).seal(Buffer.from('secret'), place)],
  );
  const imported = randomUUID();
  const cover = placeOf('import_return.cover', imported);
  await owner.query(
    `WITH begun AS (
       INSERT INTO import (tenant_id, id, form, period, file_name, size, created_by, upload_until)
       SELECT tenant_id, gen_random_uuid(), 'f', 'p', 'n', 1, id, now() FROM person WHERE login = 'admin' RETURNING tenant_id, id)
     INSERT INTO import_return (tenant_id, id, import_id, union_id, period, version, cells, tables, cover, before_cover, after_cover)
     SELECT b.tenant_id, $1, b.id, u.id, 'p', 0, '[]', '[]', $2, $3, $4 FROM begun b JOIN trade_union u ON u.tenant_id = b.tenant_id`,
    [
      imported,
      ...['read', 'before', 'after'].map((text) => new FieldCipher(key).seal(Buffer.from(text), cover)),
    ],
  );
  const newer = randomBytes(32);
  const both = new FieldCipher(newer, [key]);
  expect(await contactBy(both)).toEqual(contact);
  await expect(contactBy(new FieldCipher(newer))).rejects.toThrow(
    /which neither FIELD_KEY nor FIELD_KEY_OLD has/,
  );
  expect(await reseal(database.ownerUrl, both)).toBe(7);
  expect(await reseal(database.ownerUrl, both)).toBe(0);
  expect(await contactBy(new FieldCipher(newer))).toEqual(contact);
  const provider = await owner.query<{ sealed: Buffer }>(
    'SELECT client_secret AS sealed FROM identity_provider',
  );
  expect(new FieldCipher(newer).open(provider.rows[0]!.sealed, place).toString()).toBe('secret');
  const covers = await owner.query<Record<string, Buffer>>(
    'SELECT cover, before_cover, after_cover FROM import_return',
  );
  expect(
    Object.values(covers.rows[0]!).map((sealed) => new FieldCipher(newer).open(sealed, cover).toString()),
  ).toEqual(['read', 'before', 'after']);
  await expect(contactBy(new FieldCipher(key))).rejects.toThrow();
});
