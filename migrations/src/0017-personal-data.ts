import type { FieldCipher } from '@huiji/store/field-cipher';
import { fieldCipherFrom } from '@huiji/store/field-key-settings';
import { placeOf, type SealedField } from '@huiji/store/sealed-field';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eachTenant, forwardOnly } from './row-level-security.js';

/**
 * 个人信息: seals contacts and covers (docs/personal-data.md), in this transaction: either nothing lies in clear text afterwards, or
 * the database is as before. It needs FIELD_KEY, the one that the api has, where there is anything to seal.
 */
export class PersonalData1795750000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const cipher = fieldCipherFrom(process.env);
    for (const { table, column, type } of clear)
      await runner.query(`ALTER TABLE ${table} RENAME COLUMN ${column} TO clear_${column};
        ALTER TABLE ${table} ADD COLUMN ${column} bytea;
        COMMENT ON COLUMN ${table}.${column} IS 'sealed: libs/store/src/sealed-field.ts, before ${type}'`);
    await eachTenant(runner, async (tenantId) => {
      for (const one of clear) await seal(runner, cipher, tenantId, one);
    });
    for (const { table, column } of clear)
      await runner.query(`ALTER TABLE ${table} DROP COLUMN clear_${column}`);
    await runner.query(erasure);
  }

  down = forwardOnly;
}

interface Clear {
  table: string;
  column: string;
  type: 'text' | 'jsonb';
  field: SealedField;
}

const clear: readonly Clear[] = [
  { table: 'person', column: 'email', type: 'text', field: 'person.email' },
  { table: 'person', column: 'phone', type: 'text', field: 'person.phone' },
  { table: 'trade_union', column: 'contact', type: 'text', field: 'trade_union.contact' },
  { table: 'trade_union', column: 'phone', type: 'text', field: 'trade_union.phone' },
  { table: 'submission', column: 'cover', type: 'jsonb', field: 'cover' },
];

const batch = 1_000;

async function seal(
  runner: QueryRunner,
  cipher: FieldCipher | null,
  tenantId: string,
  { table, column, field }: Clear,
): Promise<void> {
  for (let after: string | null = null; ;) {
    const rows = (await runner.query(
      `SELECT id, clear_${column}::text AS text FROM ${table}
       WHERE tenant_id = $1 AND clear_${column} IS NOT NULL AND clear_${column}::text <> '{}' AND ($2::uuid IS NULL OR id > $2)
       ORDER BY id LIMIT ${batch}`,
      [tenantId, after],
    )) as Array<{ id: string; text: string }>;
    const last = rows.at(-1);
    if (!last) return;
    if (!cipher) throw new Error(`Set FIELD_KEY, the one of the api: ${table}.${column} has to be sealed.`);
    const sealed = rows.map(({ id, text }) => cipher.seal(Buffer.from(text), placeOf(field, id)));
    await runner.query(
      `UPDATE ${table} t SET ${column} = s.sealed FROM unnest($2::uuid[], $3::bytea[]) AS s (id, sealed)
       WHERE t.tenant_id = $1 AND t.id = s.id`,
      [tenantId, rows.map(({ id }) => id), sealed],
    );
    after = last.id;
  }
}

const erasure = `
-- 注销: what identified the person is gone; the row stays, so that what was done stays provable.
ALTER TABLE person ADD COLUMN erased_at timestamptz;

-- Of what proves who somebody is, nothing is kept longer than it can be of use.
GRANT DELETE ON session, one_time_code, recovery_code, totp, api_token TO huiji_app;
CREATE INDEX session_by_expiry ON session (tenant_id, expires_at);
`;
