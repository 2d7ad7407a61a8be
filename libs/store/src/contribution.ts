import { markCodes } from '@huiji/domain/figure';
import { type Form, layoutOf } from '@huiji/domain/form';
import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import { dueAtSql } from './deadline.js';
import { byWidth } from './rollup.js';
import type { Scope } from './scope.js';

/** What one union adds to one part of a form: exact integers and their states, in the layout's order. */
export interface Posting {
  unionId: string;
  part: number;
  /** null takes the union's former contribution away and puts nothing in its place. */
  figures: readonly bigint[] | null;
  states: readonly number[];
}

/**
 * Replaces current contributions and leaves one pointer for each in the outbox, in one statement. `incoming` is SQL
 * that yields union_id, part, id, outbox_id, figures, states, submission_id, accepted_by. Parameters $1 to $4:
 * tenant, form, period, kind.
 */
const replace = (incoming: string): string => `
  WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at), incoming AS MATERIALIZED (${incoming}),
  superseded AS (
    UPDATE contribution c SET superseded_at = moment.at FROM incoming i, moment
    WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.kind = $4
      AND c.union_id = i.union_id AND c.part = i.part AND c.superseded_at IS NULL
    RETURNING c.union_id, c.part, c.id
  ), replacing AS (
    SELECT i.*, s.id AS minus FROM incoming i LEFT JOIN superseded s ON s.union_id = i.union_id AND s.part = i.part
  ), inserted AS (
    INSERT INTO contribution
      (tenant_id, form, period, id, union_id, kind, part, figures, states, submission_id, accepted_by, accepted_at)
    SELECT $1, $2, $3, r.id, r.union_id, $4, r.part, r.figures, r.states, r.submission_id, r.accepted_by, moment.at
    FROM replacing r, moment WHERE r.figures IS NOT NULL
  )
  INSERT INTO rollup_outbox (tenant_id, form, period, id, union_id, plus, minus, at)
  SELECT $1, $2, $3, r.outbox_id, r.union_id, CASE WHEN r.figures IS NOT NULL THEN r.id END, r.minus, moment.at
  FROM replacing r, moment WHERE r.figures IS NOT NULL OR r.minus IS NOT NULL`;

const fromLists = replace(`
  SELECT union_id, part, id, outbox_id, figures::bigint[] AS figures, states::smallint[] AS states,
    NULL::uuid AS submission_id, NULL::uuid AS accepted_by
  FROM unnest($5::uuid[], $6::smallint[], $7::uuid[], $8::uuid[], $9::text[], $10::text[])
    AS t (union_id, part, id, outbox_id, figures, states)`);

const arrayLiteral = (list: readonly (bigint | number)[]): string => `{${list.join(',')}}`;

/** Posts what the registers know of unions, replacing what they contributed before. */
export const postRegistry = (tx: Tx, scope: Scope, postings: readonly Posting[]): Promise<void> =>
  post(tx, scope, 'REGISTRY', postings);

/** Takes away what the accepted returns of unions contribute, and puts nothing in its place. */
export const takeAwayFiled = (tx: Tx, scope: Scope, form: Form, unionIds: readonly string[]): Promise<void> =>
  post(
    tx,
    scope,
    'FILED',
    unionIds.flatMap((unionId) =>
      layoutOf(form).filedParts.map(({ part }) => ({ unionId, part, figures: null, states: [] })),
    ),
  );

async function post(
  tx: Tx,
  scope: Scope,
  kind: 'REGISTRY' | 'FILED',
  postings: readonly Posting[],
): Promise<void> {
  if (postings.length === 0) return;
  await sql(tx, fromLists, [
    scope.tenantId,
    scope.form,
    scope.period,
    kind,
    postings.map((p) => p.unionId),
    postings.map((p) => p.part),
    postings.map(() => uuid()),
    postings.map(() => uuid()),
    postings.map((p) => (p.figures ? arrayLiteral(p.figures) : null)),
    postings.map((p) => arrayLiteral(p.states)),
  ]);
}

const types = ['smallint', 'uuid', 'uuid', 'int', 'int', 'bigint[]'];

// Each part takes its slice of the submission's figures, behind its counters. The parts stand written out in the text: of a list of
// unknown length PostgreSQL would expect a hundred, and plan for them.
const fromSubmission = byWidth((parts) => {
  const row = (at: number): string =>
    types.map((type, i) => `$${7 + at * types.length + i}::${type}`).join(', ');
  const rows = Array.from({ length: parts }, (_, at) => `(${row(at)})`).join(', ');
  return replace(`
  SELECT s.union_id, p.part, p.id, p.outbox_id, p.counters || s.figures[p.first:p.last] AS figures,
    array_fill(${markCodes.EXACT}::smallint, ARRAY[cardinality(p.counters)]) || s.states[p.first:p.last] AS states,
    s.id AS submission_id, $6::uuid AS accepted_by
  FROM submission s CROSS JOIN (VALUES ${rows}) AS p (part, id, outbox_id, first, last, counters)
  WHERE s.tenant_id = $1 AND s.id = $5`);
});

/**
 * Posts an accepted submission: its figures go from its row to the contributions inside the database, one for each filed part of
 * the form. `counters` stand before those of the first part (how many reports it makes accepted, by level).
 */
export async function postSubmission(
  tx: Tx,
  scope: Scope,
  form: Form,
  accepted: { submissionId: string; by: string; counters: readonly number[] },
): Promise<void> {
  const { filedParts } = layoutOf(form);
  await sql(tx, fromSubmission(filedParts.length), [
    ...[scope.tenantId, scope.form, scope.period, 'FILED', accepted.submissionId, accepted.by],
    ...filedParts.flatMap(({ part, first, end, counters }) => [
      ...[part, uuid(), uuid(), first + 1, end],
      arrayLiteral(counters > 0 ? accepted.counters : []),
    ]),
  ]);
}

const fromSubmissions = replace(`
  SELECT s.union_id, t.part, t.id, t.outbox_id, t.counters::bigint[] || s.figures[t.first:t.last] AS figures,
    array_fill(${markCodes.EXACT}::smallint, ARRAY[cardinality(t.counters::bigint[])]) || s.states[t.first:t.last] AS states,
    s.id AS submission_id, $6::uuid AS accepted_by
  FROM unnest($5::uuid[], $7::smallint[], $8::uuid[], $9::uuid[], $10::int[], $11::int[], $12::text[])
    AS t (submission_id, part, id, outbox_id, first, last, counters)
  JOIN submission s ON s.tenant_id = $1 AND s.id = t.submission_id`);

/** Like postSubmission, for many of one scope by one statement. */
export async function postSubmissions(
  tx: Tx,
  scope: Scope,
  form: Form,
  accepted: { by: string; submissions: ReadonlyArray<{ id: string; counters: readonly number[] }> },
): Promise<void> {
  const rows = accepted.submissions.flatMap(({ id, counters }) =>
    layoutOf(form).filedParts.map((filed) => ({
      ...{ submissionId: id, part: filed.part, first: filed.first + 1, last: filed.end },
      counters: arrayLiteral(filed.counters > 0 ? counters : []),
    })),
  );
  await sql(tx, fromSubmissions, [
    ...[scope.tenantId, scope.form, scope.period, 'FILED'],
    ...[rows.map((row) => row.submissionId), accepted.by, rows.map((row) => row.part)],
    ...[rows.map(() => uuid()), rows.map(() => uuid())],
    ...[rows.map((row) => row.first), rows.map((row) => row.last), rows.map((row) => row.counters)],
  ]);
}

/** SQL that yields a row where a report is expected of a union, by what the registers have posted. $1 is the tenant. */
export const expectedSql = (union: string, { form = '$2', period = '$3' } = {}): string => `
  SELECT FROM contribution e WHERE e.tenant_id = $1 AND e.form = ${form} AND e.period = ${period} AND e.union_id = ${union}
    AND e.kind = 'REGISTRY' AND e.part = 0 AND e.superseded_at IS NULL AND e.figures[1] + e.figures[2] > 0`;

// The steps in the order of the layout's part 2. A union that is not expected to file (any more) has none. What was withdrawn is
// not submitted, also where it keeps the day on which it first came. Of history nobody knows whether it was in time: it is neither.
const progressOf = (unions: string): string =>
  replace(`
  SELECT t.union_id, 2::smallint AS part, t.id, t.outbox_id, n.figures,
    array_fill(${markCodes.EXACT}::smallint, ARRAY[coalesce(cardinality(n.figures), 0)]) AS states,
    NULL::uuid AS submission_id, NULL::uuid AS accepted_by
  FROM (${unions}) AS t (union_id, id, outbox_id)
  CROSS JOIN LATERAL (SELECT level FROM trade_union u WHERE u.tenant_id = $1 AND u.id = t.union_id LIMIT 1) u
  CROSS JOIN LATERAL (SELECT (SELECT ARRAY[1, (coalesce(d.filed_at, s.imported_at) IS NOT NULL)::int, (s.state = 'RETURNED')::int,
        coalesce(d.filed_at <= d.due_at, false)::int, coalesce(d.filed_at > d.due_at, false)::int]::bigint[]
      FROM submission s CROSS JOIN LATERAL (SELECT ${dueAtSql('t.union_id', 'u.level')} AS due_at,
        CASE WHEN s.state <> 'DRAFT' THEN s.first_filed_at END AS filed_at) d
      WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3 AND s.union_id = t.union_id AND s.revision = 1
        AND EXISTS (${expectedSql('t.union_id')})) AS figures) n
  LEFT JOIN contribution c ON c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.union_id = t.union_id
    AND c.kind = 'PROGRESS' AND c.part = 2 AND c.superseded_at IS NULL
  WHERE n.figures IS DISTINCT FROM c.figures`);
// One union is the usual case, and a text of its own: of a list PostgreSQL does not know how many it holds.
const progressOfOne = progressOf('VALUES ($5::uuid, $6::uuid, $7::uuid)');
const progressOfMany = progressOf('SELECT * FROM unnest($5::uuid[], $6::uuid[], $7::uuid[])');

/**
 * Posts how far the reports of unions have come in a scope, by their first revision and when they are due, where that
 * differs from what stands there.
 */
export async function postProgress(tx: Tx, scope: Scope, unionIds: readonly string[]): Promise<void> {
  const [unionId] = unionIds;
  if (!unionId) return;
  const key = [scope.tenantId, scope.form, scope.period, 'PROGRESS'];
  if (unionIds.length === 1) await sql(tx, progressOfOne, [...key, unionId, uuid(), uuid()]);
  else
    await sql(tx, progressOfMany, [...key, unionIds, unionIds.map(() => uuid()), unionIds.map(() => uuid())]);
}

/**
 * The current registry contributions of unions in a scope, by union. Asked as a list: where the scope has just been filled
 * and the statistics know nothing of it, the planner reads the whole of it, once for the list and not for each union.
 */
export async function currentRegistry(
  tx: Tx,
  scope: Scope,
  unionIds: readonly string[],
): Promise<Map<string, readonly bigint[]>> {
  const found = await sql<{ union_id: string; figures: string[] }>(
    tx,
    `SELECT union_id, figures FROM contribution WHERE tenant_id = $1 AND form = $2 AND period = $3
       AND union_id = ANY ($4::uuid[]) AND kind = 'REGISTRY' AND part = 0 AND superseded_at IS NULL`,
    [scope.tenantId, scope.form, scope.period, unionIds],
  );
  return new Map(found.map((row) => [row.union_id, row.figures.map(BigInt)]));
}
