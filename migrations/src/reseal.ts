import type { FieldCipher } from '@huiji/store/field-cipher';
import { placeOf, type SealedField, sealedFields } from '@huiji/store/sealed-field';
import { DataSource, type QueryRunner } from 'typeorm';
import { eachTenant } from './row-level-security.js';

const batch = 1_000;

/**
 * Seals anew, by the cipher's newest key, all that an older one has sealed; answers how many values. One transaction: what is broken
 * off has changed nothing. `url` names the owner. Api and worker may work meanwhile, once all of them have the newest key.
 */
export async function reseal(url: string, cipher: FieldCipher): Promise<number> {
  const source = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
  const runner = source.createQueryRunner();
  try {
    let resealed = 0;
    await runner.startTransaction();
    await eachTenant(runner, async (tenantId) => {
      for (const field of Object.keys(sealedFields) as SealedField[])
        for (const column of sealedFields[field].columns)
          resealed += await resealColumn(runner, cipher, tenantId, { field, column });
    });
    await runner.commitTransaction();
    return resealed;
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** A column a batch at a time. A value that somebody else has changed meanwhile is left to what they wrote. */
async function resealColumn(
  runner: QueryRunner,
  cipher: FieldCipher,
  tenantId: string,
  { field, column }: { field: SealedField; column: string },
): Promise<number> {
  const { table, id, also } = sealedFields[field];
  const besides = also.length > 0 ? `ARRAY[${also.join(', ')}]` : "'{}'::text[]";
  let resealed = 0;
  for (let after: string | null = null; ;) {
    const rows = (await runner.query(
      `SELECT ${id} AS id, ${besides} AS also, ${column} AS sealed FROM ${table} WHERE tenant_id = $1 AND ${column} IS NOT NULL
         AND ($2::uuid IS NULL OR ${id} > $2) ORDER BY ${id} LIMIT ${batch}`,
      [tenantId, after],
    )) as Array<{ id: string; also: string[]; sealed: Buffer }>;
    const last = rows.at(-1);
    if (!last) return resealed;
    const stale = rows.filter(({ sealed }) => cipher.isStale(sealed));
    const places = stale.map((row) => placeOf(field, row.id, row.also));
    const anew = stale.map(({ sealed }, n) =>
      cipher.seal(cipher.open(sealed, places[n] ?? ''), places[n] ?? ''),
    );
    const [, count] = (await runner.query(
      `UPDATE ${table} t SET ${column} = s.anew FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS s (id, before, anew)
       WHERE t.tenant_id = $1 AND t.${id} = s.id AND t.${column} = s.before`,
      [tenantId, stale.map((row) => row.id), stale.map(({ sealed }) => sealed), anew],
    )) as [unknown, number];
    resealed += count;
    after = last.id;
  }
}
