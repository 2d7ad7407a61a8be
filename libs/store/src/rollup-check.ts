import type { Form } from '@huiji/domain/form';
import type { Difference } from '@huiji/domain/rollup-check';
import type { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { type Tx, sql, sqlOne } from './data-source.js';
import { formOf } from './form.js';
import { ancestorsOf } from './organisation.js';
import { differencesSql, mendSql, suspectsSql } from './rollup-check-sql.js';
import { drainPlan, usualPlan } from './rollup-sql.js';
import { byWidth, lockScope, treeOf, widthOf } from './rollup.js';
import type { Scope } from './scope.js';

/** The queue whose scheduler says when to check. */
export const checkQueue = 'rollup-check';

/** How many bodies, each with what stands directly below it, one statement looks at. */
export const bodiesASlice = 100;
/** How many differences of a scope are recorded at a time; further ones come up as these are mended. */
export const mostRecorded = 1_000;

const suspectsOf = byWidth(suspectsSql);
const differencesOf = byWidth(differencesSql);
const mendOf = byWidth(mendSql);

/** Before the first id. */
const start = '00000000-0000-0000-0000-000000000000';
const keyOf = ({ tenantId, form, period }: Scope): [string, string, string] => [tenantId, form, period];

/** The scopes of all tenants that are due to be checked, by seconds since they last were: ids only, through a door. */
export async function scopesToCheck(
  source: DataSource,
  every: { seconds: number; finalSeconds: number },
): Promise<Scope[]> {
  const rows = await source.query<Array<{ tenant_id: string; form: string; period: string }>>(
    'SELECT tenant_id, form, period FROM door_scopes_to_check($1, $2)',
    [every.seconds, every.finalSeconds],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, form: row.form, period: row.period }));
}

/** The scopes of a tenant, by period. */
export const scopesIn = (tx: Tx, tenantId: string): Promise<Scope[]> =>
  sql<Scope>(
    tx,
    'SELECT tenant_id AS "tenantId", form, period FROM rollup_scope WHERE tenant_id = $1 ORDER BY period, form',
    [tenantId],
  );

/** What differs in a scope: the first so many, and how many do in all. */
export interface Differences {
  all: number;
  first: Difference[];
}

/** One slice of a check. At its end: the scope's form, what differs, and what of it was not known yet. */
export type Slice =
  { ended: false } | { ended: true; form: Form; differences: Differences; fresh: Difference[] };

/**
 * Checks the next slice of a scope's totals against its contributions and keeps how far it came, so that the check goes on there
 * whoever is killed; at the end it records what differs, settles what does no more, and says when the scope was verified. Takes
 * no lock that a filing, an acceptance or a drain would wait for, except at the end, when something may differ, the
 * scope's for a moment. null where another worker is at the scope.
 */
export async function checkSlice(tx: Tx, scope: Scope, size = bodiesASlice): Promise<Slice | null> {
  await sql(
    tx,
    'INSERT INTO rollup_check (tenant_id, form, period, after_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [...keyOf(scope), start],
  );
  const [progress] = await sql<{ afterId: string; unions: number; suspects: string[] }>(
    tx,
    `SELECT after_id AS "afterId", unions, suspects FROM rollup_check
     WHERE tenant_id = $1 AND form = $2 AND period = $3 FOR NO KEY UPDATE SKIP LOCKED`,
    keyOf(scope),
  );
  if (!progress) return null;
  const slice = await lookAt(tx, scope, await formOf(tx, scope), { after: progress.afterId, size });
  const unions = progress.unions + slice.seen;
  const suspects = [...progress.suspects, ...slice.suspects];
  if (slice.last !== null && slice.seen === size) {
    await sql(
      tx,
      `UPDATE rollup_check SET after_id = $4, unions = $5, suspects = $6
       WHERE tenant_id = $1 AND form = $2 AND period = $3`,
      [...keyOf(scope), slice.last, unions, suspects],
    );
    return { ended: false };
  }
  await sql(
    tx,
    `UPDATE rollup_check SET after_id = $4, unions = 0, suspects = '{}', verified_unions = $5,
       verified_at = clock_timestamp() WHERE tenant_id = $1 AND form = $2 AND period = $3`,
    [...keyOf(scope), start, unions],
  );
  if (suspects.length === 0 && !(await anyOpen(tx, scope)))
    return { ended: true, form: await formOf(tx, scope), differences: { all: 0, first: [] }, fresh: [] };
  const form = await lockScope(tx, scope);
  const differences = await differencesIn(tx, scope, form, suspects);
  return { ended: true, form, differences, fresh: await record(tx, scope, differences) };
}

/** Looks at one slice of a scope's bodies, in one statement: its snapshot is of one committed state. */
async function lookAt(
  tx: Tx,
  scope: Scope,
  form: Form,
  { after, size }: { after: string; size: number },
): Promise<{ seen: number; last: string | null; suspects: string[] }> {
  return planned(tx, () => sqlOne(tx, suspectsOf(widthOf(form)), [...keyOf(scope), after, size]));
}

async function planned<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.queryRunner?.query(drainPlan);
  const done = await work();
  await tx.queryRunner?.query(usualPlan);
  return done;
}

/** By what the totals differ, given all suspects of the scope; `within` a union's subtree and the bodies above it only. */
async function differencesIn(
  tx: Tx,
  scope: Scope,
  form: Form,
  suspects: readonly string[],
  within: string | null = null,
): Promise<Differences> {
  if (suspects.length === 0) return { all: 0, first: [] };
  const rows = await planned(tx, () =>
    sql<Difference & { inAll: number }>(tx, differencesOf(widthOf(form)), [
      ...[...keyOf(scope), suspects],
      ...[within, mostRecorded],
    ]),
  );
  return { all: rows[0]?.inAll ?? 0, first: rows.map(({ inAll: _, ...difference }) => difference) };
}

async function anyOpen(tx: Tx, scope: Scope): Promise<boolean> {
  const open = await sql(
    tx,
    `SELECT FROM rollup_difference WHERE tenant_id = $1 AND form = $2 AND period = $3 AND settled_at IS NULL LIMIT 1`,
    keyOf(scope),
  );
  return open.length > 0;
}

// A difference is the same as long as its amount is: acceptances and drains move both figures alike.
const sameAs = (f: string): string =>
  `${f}.union_id = d.union_id AND ${f}.part = d.part AND ${f}.position = d.position AND ${f}.kind = d.kind`;
const foundSql = `unnest($4::uuid[], $5::smallint[], $6::int[], $7::text[], $8::bigint[], $9::bigint[])`;

/**
 * Writes what differs in a scope: what is open already is seen again, what is not found any more is settled. Where more differ than
 * are recorded, those that were not listed stay as they are. Answers those that are new. The caller holds the scope's lock.
 */
async function record(tx: Tx, scope: Scope, { all, first }: Differences): Promise<Difference[]> {
  const found = [
    ...[first.map((d) => d.unionId), first.map((d) => d.part), first.map((d) => d.position)],
    ...[first.map((d) => d.kind), first.map((d) => d.stored), first.map((d) => d.recomputed)],
  ];
  await sql(
    tx,
    `WITH found AS MATERIALIZED (
       SELECT * FROM ${foundSql} AS f (union_id, part, position, kind, stored, recomputed)
     )
     UPDATE rollup_difference d SET settled_at = clock_timestamp()
     WHERE d.tenant_id = $1 AND d.form = $2 AND d.period = $3 AND d.settled_at IS NULL
       AND NOT EXISTS (SELECT FROM found f WHERE ${sameAs('f')}
         AND coalesce(f.stored, 0)::numeric - f.recomputed = coalesce(d.stored, 0)::numeric - d.recomputed)
       AND ($10 OR EXISTS (SELECT FROM found f WHERE ${sameAs('f')}))`,
    [...keyOf(scope), ...found, first.length === all],
  );
  if (first.length === 0) return [];
  const ids = first.map(() => uuid());
  const written = await sql<{ id: string }>(
    tx,
    `INSERT INTO rollup_difference AS d
       (tenant_id, form, period, id, union_id, part, position, kind, stored, recomputed)
     SELECT $1, $2, $3, i.id, f.union_id, f.part, f.position, f.kind, f.stored, f.recomputed
     FROM ${foundSql} WITH ORDINALITY AS f (union_id, part, position, kind, stored, recomputed, n)
     JOIN unnest($10::uuid[]) WITH ORDINALITY AS i (id, n) ON i.n = f.n
     ON CONFLICT (tenant_id, form, period, union_id, part, position, kind) WHERE settled_at IS NULL
       DO UPDATE SET seen_at = clock_timestamp()
     RETURNING d.id`,
    [...keyOf(scope), ...found, ids],
  );
  const kept = new Set(written.map(({ id }) => id));
  return first.filter((_, n) => kept.has(ids[n] ?? ''));
}

/** What a rebuilding did, or, rehearsed, would do: the totals it concerns, and how they differed. */
export interface Rebuilt {
  form: Form;
  differences: Differences;
  /** The unions whose totals were written. */
  unions: string[];
}

/**
 * Rebuilds the totals of a union's subtree, and of the bodies above it, since each of these is the sum over its own whole
 * subtree; of the whole scope where `unionId` is null. Totals elsewhere stay as they are. Takes the scope's lock once it knows
 * where to look, so that drains wait for what is wrong and acceptances for nothing.
 */
export async function rebuildTotals(
  tx: Tx,
  scope: Scope,
  { unionId, dryRun }: { unionId: string | null; dryRun: boolean },
): Promise<Rebuilt> {
  const found = await everySuspect(tx, scope);
  const form = await lockScope(tx, scope);
  // A body above is the first to deviate once it is right, where a total beside the subtree stays wrong.
  const tree = await treeOf(tx, scope.tenantId, scope.period);
  const above = unionId ? await ancestorsOf(tx, scope.tenantId, unionId, tree) : [];
  const suspects = [...new Set([...found, ...above])];
  const differences = await differencesIn(tx, scope, form, suspects, unionId);
  if (dryRun) return { form, differences, unions: [] };
  const written =
    differences.all === 0
      ? []
      : await planned(tx, () =>
          sql<{ unionId: string }>(tx, mendOf(widthOf(form)), [...keyOf(scope), suspects, unionId]),
        );
  const unions = written.map((row) => row.unionId);
  // Also where nothing was wrong: what was recorded may have come right in another way.
  const left = await differencesIn(tx, scope, form, suspects);
  const wrong = left.first.find((difference) => unions.includes(difference.unionId));
  if (wrong) throw new Error(`a total is wrong after it was rebuilt: ${JSON.stringify(wrong)}`);
  await record(tx, scope, left);
  return { form, differences, unions };
}

async function everySuspect(tx: Tx, scope: Scope): Promise<string[]> {
  const form = await formOf(tx, scope);
  const suspects: string[] = [];
  for (let after: string | null = start; after !== null;) {
    const slice: { seen: number; last: string | null; suspects: string[] } = await lookAt(tx, scope, form, {
      after,
      size: bodiesASlice,
    });
    suspects.push(...slice.suspects);
    after = slice.seen === bodiesASlice ? slice.last : null;
  }
  return suspects;
}
