import type { KnownEmployer, KnownUnion } from '@huiji/domain/load-check';
import type { EmployerRow, UnionRow } from '@huiji/domain/load-rows';
import { countedOn, type Level } from '@huiji/domain/organisation';
import { sealUnionContact, unionContact } from './contact.js';
import { type Tx, sql } from './data-source.js';
import { initialsOf } from './initials.js';
import { parentIn } from './organisation.js';
import { heldOn } from './register.js';
import { thoseBelow } from './tree.js';

/** How many rows go in one statement, so that the event loop turns every few tens of milliseconds. */
const chunk = 2_000;

function* chunksOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += chunk) yield list.slice(at, at + chunk);
}

/**
 * Has statements planned for the tables as they are now, and not as they were when the connection first ran them: a load
 * fills what was empty. Without it for the inserts, whose checks of foreign keys would be planned row by row.
 */
export async function planAnew(tx: Tx, anew: boolean): Promise<void> {
  await tx.query(`SET LOCAL plan_cache_mode = ${anew ? 'force_custom_plan' : 'auto'}`);
}

/** Whose registers the actor maintains: those of the unions below some unions, and of these, in the tree of a day. */
export interface Maintained {
  tenantId: string;
  tops: readonly string[];
  today: string;
}

type UnionFound = Omit<KnownUnion, 'contact' | 'phone'> & {
  code: string;
  parentId: string | null;
  contact: Buffer | null;
  phone: Buffer | null;
};

// Rows are looked up by key, one by one: a table that has just been filled has no statistics to plan otherwise by.
const unionsByCode = `
  SELECT u.id, u.code, u.name, u.level, u.kind, u.prepared_on::text AS "preparedOn",
    u.established_on::text AS "establishedOn", u.dissolved_on::text AS "dissolvedOn", u.approval_no AS "approvalNo",
    u.legal_person AS "legalPerson", u.region_code AS "regionCode", u.industry, u.unit_type AS "unitType", u.chair,
    u.contact, u.phone, p.parent_id AS "parentId", pu.code AS "parentCode"
  FROM unnest($2::text[]) AS c (code)
  CROSS JOIN LATERAL (SELECT * FROM trade_union t
    WHERE t.tenant_id = $1 AND t.code = c.code AND t.withdrawn_at IS NULL LIMIT 1) u
  LEFT JOIN LATERAL (${parentIn('u.id', { day: '$3::date', recorded: `'infinity'` })}) p ON true
  LEFT JOIN LATERAL (SELECT t.code FROM trade_union t WHERE t.tenant_id = $1 AND t.id = p.parent_id LIMIT 1) pu ON true`;

/** The unions of a tenant by their codes, of those asked for. */
export async function knownUnions(
  tx: Tx,
  { tenantId, tops, today }: Maintained,
  codes: readonly string[],
): Promise<Map<string, KnownUnion>> {
  const known = new Map<string, KnownUnion>();
  for (const some of chunksOf(codes)) {
    const found = await sql<UnionFound>(tx, unionsByCode, [tenantId, some, today]);
    const ids = found.flatMap((union) => [union.id, union.parentId]).filter((id) => id !== null);
    const inside = new Set(await thoseBelow(tx, tenantId, [...new Set(ids)], tops, today));
    for (const { parentId, parentCode, ...union } of found) {
      const above = parentId !== null && inside.has(parentId) ? parentCode : null;
      known.set(union.code, {
        ...union,
        ...unionContact(tx, union),
        ...{ parentCode: above, inside: inside.has(union.id) },
      });
    }
  }
  return known;
}

type EmployerFound = Omit<KnownEmployer, 'inside'> & { code: string; accountableUnionId: string };

const employersByCode = `
  SELECT e.code, e.name, e.above_scale AS "aboveScale", e.ownership, e.unit_type AS "unitType",
    e.region_code AS "regionCode", e.headcount, e.operating_from::text AS "operatingFrom", e.source,
    e.source_date::text AS "sourceDate", a.union_id AS "accountableUnionId", au.code AS "accountableUnionCode",
    coalesce((SELECT json_agg(json_build_object('code', cu.code, 'from', v.valid_from))
      FROM coverage v JOIN trade_union cu ON cu.tenant_id = $1 AND cu.id = v.union_id
      WHERE v.tenant_id = $1 AND v.employer_id = e.id AND ${heldOn('v', '$3')}), '[]') AS "coveredBy"
  FROM unnest($2::text[]) AS c (code)
  CROSS JOIN LATERAL (SELECT * FROM employer t WHERE t.tenant_id = $1 AND t.code = c.code LIMIT 1) e
  CROSS JOIN LATERAL (SELECT t.union_id FROM accountability t
    WHERE t.tenant_id = $1 AND t.employer_id = e.id AND t.voided_by IS NULL ORDER BY t.valid_from DESC LIMIT 1) a
  CROSS JOIN LATERAL (SELECT t.code FROM trade_union t WHERE t.tenant_id = $1 AND t.id = a.union_id LIMIT 1) au`;

/** The employers of a tenant by their codes, of those asked for, with the unions that cover them today. */
export async function knownEmployers(
  tx: Tx,
  { tenantId, tops, today }: Maintained,
  codes: readonly string[],
): Promise<Map<string, KnownEmployer>> {
  const known = new Map<string, KnownEmployer>();
  for (const some of chunksOf(codes)) {
    const found = await sql<EmployerFound>(tx, employersByCode, [tenantId, some, today]);
    const at = [...new Set(found.map((employer) => employer.accountableUnionId))];
    const inside = new Set(await thoseBelow(tx, tenantId, at, tops, today));
    for (const { accountableUnionId, ...employer } of found)
      known.set(employer.code, { ...employer, inside: inside.has(accountableUnionId) });
  }
  return known;
}

/** A union to be written, under its parent. */
export interface NewUnion {
  id: string;
  row: UnionRow;
  parent: { id: string; level: Level };
}

/** Writes unions, each under its parent from the day it stands in the tree. Their codes are free, and none is a parent of itself. */
export async function insertUnions(tx: Tx, tenantId: string, unions: readonly NewUnion[]): Promise<void> {
  const final = await sql<{ endsOn: string }>(
    tx,
    `SELECT ends_on::text AS "endsOn" FROM period WHERE tenant_id = $1 AND status = 'FINAL'`,
    [tenantId],
  );
  const counted = (day: string | null | undefined): string | null => {
    const on = day ? countedOn(day, final) : null;
    return on === day ? null : on;
  };
  for (const some of chunksOf(unions)) {
    const of = <K extends keyof UnionRow>(column: K) => some.map(({ row }) => row[column] ?? null);
    const sealed = some.map(({ id, row: { contact = null, phone = null } }) =>
      sealUnionContact(tx, id, { contact, phone }),
    );
    await sql(
      tx,
      `INSERT INTO trade_union (tenant_id, id, code, name, initials, level, kind, prepared_on, established_on,
         established_counted_on, approval_no, legal_person, region_code, industry, unit_type, chair, contact, phone)
       SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[],
         $9::date[], $10::date[], $11::text[], $12::boolean[], $13::text[], $14::text[], $15::text[], $16::text[],
         $17::bytea[], $18::bytea[])`,
      [
        tenantId,
        some.map(({ id }) => id),
        of('code'),
        of('name'),
        some.map(({ row }) => initialsOf(row.name ?? '')),
        of('level'),
        of('kind'),
        of('preparedOn'),
        of('establishedOn'),
        some.map(({ row }) => counted(row.establishedOn)),
        of('approvalNo'),
        some.map(({ row }) => row.legalPerson ?? false),
        of('regionCode'),
        of('industry'),
        of('unitType'),
        of('chair'),
        sealed.map(({ contact }) => contact),
        sealed.map(({ phone }) => phone),
      ],
    );
  }
  for (const some of chunksOf(unions)) {
    await sql(
      tx,
      `INSERT INTO affiliation (tenant_id, union_id, parent_id, parent_level, valid_from)
       SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[])`,
      [
        tenantId,
        some.map(({ id }) => id),
        some.map(({ parent }) => parent.id),
        some.map(({ parent }) => parent.level),
        some.map(({ row }) => row.preparedOn ?? row.establishedOn),
      ],
    );
  }
}

/** An employer to be written, with where it counts and who covers it. */
export interface NewEmployer {
  id: string;
  row: EmployerRow;
  accountableUnionId: string;
  coveredBy: readonly string[];
}

/** Writes employers with their accountable unions from their first day, and their coverages. Their codes are free. */
export async function insertEmployers(
  tx: Tx,
  tenantId: string,
  employers: readonly NewEmployer[],
): Promise<void> {
  for (const some of chunksOf(employers)) {
    const ids = some.map(({ id }) => id);
    const of = <K extends keyof EmployerRow>(column: K) => some.map(({ row }) => row[column] ?? null);
    await sql(
      tx,
      `INSERT INTO employer (tenant_id, id, code, name, above_scale, ownership, unit_type, region_code, headcount,
         operating_from, source, source_date)
       SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[],
         $9::int[], $10::date[], $11::text[], $12::date[])`,
      [
        tenantId,
        ids,
        of('code'),
        of('name'),
        of('aboveScale'),
        of('ownership'),
        of('unitType'),
        of('regionCode'),
        of('headcount'),
        of('operatingFrom'),
        of('source'),
        of('sourceDate'),
      ],
    );
    const counting = some.map(({ accountableUnionId }) => accountableUnionId);
    await insertHeld(tx, 'accountability', tenantId, [ids, counting, of('operatingFrom')]);
    const claims = some.flatMap(({ id, row, coveredBy }) =>
      coveredBy.map((unionId): [string, string, string | null] => [id, unionId, row.coveredFrom ?? null]),
    );
    await insertHeld(
      tx,
      'coverage',
      tenantId,
      [0, 1, 2].map((i) => claims.map((claim) => claim[i] ?? null)),
    );
  }
}

/** Writes rows of employer, union and first day. */
async function insertHeld(
  tx: Tx,
  table: 'accountability' | 'coverage',
  tenantId: string,
  columns: ReadonlyArray<ReadonlyArray<string | null>>,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO ${table} (tenant_id, employer_id, union_id, valid_from)
     SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::date[])`,
    [tenantId, ...columns],
  );
}
