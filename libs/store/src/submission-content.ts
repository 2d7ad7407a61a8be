import { v7 as uuid } from 'uuid';
import { sealCover } from './cover.js';
import { type Tx, sql } from './data-source.js';
import type { Scope } from './scope.js';
import type { Content } from './submission.js';

/** Who fills in or files, and under which entrustment (代报) of the union; null for its own filer. */
export interface Filler {
  by: string;
  entrustmentId: string | null;
}

/** What is filled in, with who fills it in. */
export type FilledIn = Content & Filler;

/** A draft to be written. */
export interface NewDraft extends FilledIn {
  unionId: string;
  revision: number;
  restatementReason: string | null;
}

/** What is filled in in rows, as lists for `filledLists`. */
const listsOf = (tx: Tx, rows: ReadonlyArray<FilledIn & { id: string }>): unknown[] => [
  ...[rows.map(({ id }) => id), rows.map(({ by }) => by), rows.map((row) => row.entrustmentId)],
  ...[rows.map((row) => `{${row.figures.join()}}`), rows.map((row) => `{${row.states.join()}}`)],
  ...[rows.map((row) => JSON.stringify(row.held)), rows.map((row) => JSON.stringify(row.rows))],
  ...[rows.map((row) => JSON.stringify(row.origins)), rows.map((row) => sealCover(tx, row.id, row.cover))],
];
const filledLists =
  '$2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[], $9::jsonb[], $10::bytea[]';
const filledNames = 'id, "by", entrustment_id, figures, states, held, rows, origins, cover';

/** Writes new drafts by one statement; answers their ids by union: none where the union has one in work already (or, for revision 1, any). */
export async function insertDrafts(
  tx: Tx,
  { tenantId, form, period }: Scope,
  drafts: readonly NewDraft[],
): Promise<Map<string, string>> {
  if (drafts.length === 0) return new Map();
  const rows = drafts.map((draft) => ({ ...draft, id: uuid() }));
  const written = await sql<{ id: string; unionId: string }>(
    tx,
    `INSERT INTO submission (tenant_id, id, form, period, union_id, revision, state, figures, states, held, rows,
       filled_by, restatement_reason, origins, cover, entrustment_ids)
     SELECT $1, d.id, $11, $12, d.union_id, d.revision, 'DRAFT', d.figures::bigint[], d.states::smallint[], d.held, d.rows,
       ARRAY[d.by], d.restatement_reason, d.origins, d.cover, array_remove(ARRAY[d.entrustment_id], NULL)
     FROM unnest(${filledLists}, $13::uuid[], $14::int[], $15::text[])
       AS d (${filledNames}, union_id, revision, restatement_reason)
     ON CONFLICT DO NOTHING RETURNING id, union_id AS "unionId"`,
    [
      ...[tenantId, ...listsOf(tx, rows), form, period, rows.map(({ unionId }) => unionId)],
      ...[rows.map(({ revision }) => revision), rows.map((row) => row.restatementReason)],
    ],
  );
  return new Map(written.map(({ id, unionId }) => [unionId, id]));
}

/** Writes a new draft; answers its id, or null as `insertDrafts` none. */
export const insertDraft = async (tx: Tx, scope: Scope, draft: NewDraft): Promise<string | null> =>
  (await insertDrafts(tx, scope, [draft])).get(draft.unionId) ?? null;

/** SQL: `entrustment_ids` of a submission with one more, unless it is null or there already. */
export const alsoUnder = (id: string): string =>
  `CASE WHEN ${id} IS NULL OR ${id} = ANY(entrustment_ids) THEN entrustment_ids ELSE entrustment_ids || ${id} END`;

/** Saves what has been filled in, by one statement; the caller has locked the submissions and checked their versions. */
export async function saveContents(
  tx: Tx,
  tenantId: string,
  filled: ReadonlyArray<FilledIn & { id: string }>,
): Promise<void> {
  if (filled.length === 0) return;
  await sql(
    tx,
    `UPDATE submission s SET figures = f.figures::bigint[], states = f.states::smallint[], held = f.held, rows = f.rows,
       origins = f.origins, cover = f.cover, version = version + 1,
       filled_by = CASE WHEN f.by = ANY(filled_by) THEN filled_by ELSE filled_by || f.by END,
       entrustment_ids = ${alsoUnder('f.entrustment_id')}
     FROM unnest(${filledLists}) AS f (${filledNames}) WHERE s.tenant_id = $1 AND s.id = f.id`,
    [tenantId, ...listsOf(tx, filled)],
  );
}
