import type { CatalogueChange, IndicatorVersion, TenantCatalogue } from '@huiji/domain/catalogue';
import type { Indicator } from '@huiji/domain/indicator';
import { type Tx, sql, sqlOne } from './data-source.js';

const columns = `entry, version, shipped, valid_from::text AS "validFrom", valid_to::text AS "validTo"`;

/** The shipped version that a tenant took last. */
export async function catalogueVersion(tx: Tx, tenantId: string): Promise<number> {
  const text = 'SELECT catalogue_version AS version FROM tenant WHERE tenant_id = $1';
  return (await sqlOne<{ version: number }>(tx, text, [tenantId])).version;
}

/**
 * Everything a tenant's catalogue holds, every version of it: what a rule about a change of it needs to see. Locks the
 * tenant row, so that two changes happen one after the other.
 */
export async function lockCatalogue(tx: Tx, tenantId: string): Promise<TenantCatalogue> {
  const { version } = await sqlOne<{ version: number }>(
    tx,
    'SELECT catalogue_version AS version FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE',
    [tenantId],
  );
  const held = await sql<IndicatorVersion>(
    tx,
    `SELECT ${columns} FROM indicator WHERE tenant_id = $1 ORDER BY code, version`,
    [tenantId],
  );
  return { version, held };
}

/** Writes a change, and which shipped version the catalogue has from now on. The day a version ends is its only change. */
export async function writeCatalogue(
  tx: Tx,
  tenantId: string,
  { ended, added }: CatalogueChange,
  version: number,
): Promise<void> {
  await sql(
    tx,
    `UPDATE indicator i SET valid_to = e.valid_to
     FROM unnest($2::text[], $3::int[], $4::date[]) AS e (code, version, valid_to)
     WHERE i.tenant_id = $1 AND i.code = e.code AND i.version = e.version`,
    [
      tenantId,
      ended.map((one) => one.code),
      ended.map((one) => one.version),
      ended.map((one) => one.validTo),
    ],
  );
  await sql(
    tx,
    `INSERT INTO indicator (tenant_id, code, version, entry, shipped, valid_from, valid_to)
     SELECT $1, a.entry ->> 'code', a.version, a.entry, a.shipped, a.valid_from, a.valid_to
     FROM unnest($2::jsonb[], $3::int[], $4::boolean[], $5::date[], $6::date[])
       AS a (entry, version, shipped, valid_from, valid_to)`,
    [
      tenantId,
      added.map((one) => JSON.stringify(one.entry)),
      added.map((one) => one.version),
      added.map((one) => one.shipped),
      added.map((one) => one.validFrom),
      added.map((one) => one.validTo),
    ],
  );
  await sql(tx, 'UPDATE tenant SET catalogue_version = $2 WHERE tenant_id = $1 AND catalogue_version <> $2', [
    tenantId,
    version,
  ]);
}

/** Which indicators a page shows: those in force on a day, of one group, whose names hold a text or code starts with it. */
export interface IndicatorFilter {
  on: string;
  group: string | null;
  search: string | null;
}

/** A page of indicators by code, in the version that is in force. `after`: the code the last page ended with. */
export function indicatorsOf(
  tx: Tx,
  tenantId: string,
  { on, group, search }: IndicatorFilter,
  page: { first: number; after: string | null },
): Promise<IndicatorVersion[]> {
  return sql<IndicatorVersion>(
    tx,
    `SELECT ${columns} FROM indicator
     WHERE tenant_id = $1 AND ($5::text IS NULL OR code > $5)
       AND daterange(valid_from, valid_to) @> $2::date AND ($3::text IS NULL OR entry ->> 'group' = $3)
       AND ($4::text IS NULL OR starts_with(code, lower($4)) OR strpos(entry ->> 'zh', $4) > 0
         OR strpos(lower(entry ->> 'en'), lower($4)) > 0)
     ORDER BY code LIMIT $6`,
    [tenantId, on, group, search, page.after, page.first],
  );
}

/** A page of all indicators by code, each in the version that is in force on a day, else in its newest. */
export function indicatorsEver(
  tx: Tx,
  tenantId: string,
  day: string,
  page: { first: number; after: string | null },
): Promise<IndicatorVersion[]> {
  return sql<IndicatorVersion>(
    tx,
    `SELECT DISTINCT ON (code) ${columns} FROM indicator WHERE tenant_id = $1 AND ($3::text IS NULL OR code > $3)
     ORDER BY code, daterange(valid_from, valid_to) @> $2::date DESC, version DESC LIMIT $4`,
    [tenantId, day, page.after, page.first],
  );
}

/** The versions of an indicator, newest first, up to 200. None: the tenant has no such code. */
export function versionsOf(tx: Tx, tenantId: string, code: string): Promise<IndicatorVersion[]> {
  const text = `SELECT ${columns} FROM indicator WHERE tenant_id = $1 AND code = $2 ORDER BY version DESC LIMIT 200`;
  return sql<IndicatorVersion>(tx, text, [tenantId, code]);
}

/** The indicators of a tenant that are in force on a day, by code. */
export async function indicatorsInForce(
  tx: Tx,
  tenantId: string,
  day: string,
): Promise<Map<string, Indicator>> {
  const rows = await sql<{ entry: Indicator }>(
    tx,
    'SELECT entry FROM indicator WHERE tenant_id = $1 AND daterange(valid_from, valid_to) @> $2::date',
    [tenantId, day],
  );
  return new Map(rows.map(({ entry }) => [entry.code, entry]));
}
