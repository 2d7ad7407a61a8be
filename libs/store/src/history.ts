import type { Stored } from '@huiji/domain/draft';
import type { Rows } from '@huiji/domain/rows';
import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import type { HistorySource } from './import.js';
import type { Scope } from './scope.js';

/** What one union's past return says. */
export interface PastReturn extends Stored {
  unionId: string;
  rows: Rows;
}

/** Of which import past returns are, who began it, and what stands about all of them. */
export interface PastOf extends HistorySource {
  importId: string;
  by: string;
  /** 上报说明: why figures are taken over that break the rules. */
  explanation: string | null;
}

/**
 * Writes past returns as accepted, each as the first revision, in place of a draft that says nothing; answers their ids by union. The
 * caller has locked such drafts, and seen that nothing else stands there.
 */
export async function writePast(
  tx: Tx,
  { tenantId, form, period }: Scope,
  { importId, by, source, sourceDate, explanation }: PastOf,
  returns: readonly PastReturn[],
): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; unionId: string }>(
    tx,
    `INSERT INTO submission AS s (tenant_id, id, form, period, union_id, revision, state, figures, states, held, rows, filled_by,
       explanation, import_id, imported_by, imported_at, source, source_date)
     SELECT $1, r.id, $2, $3, r.union_id, 1, 'ACCEPTED', r.figures::bigint[], r.states::smallint[], r.held, r.rows, '{}',
       $10, $11, $12, clock_timestamp(), $13, $14
     FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::jsonb[], $9::jsonb[]) AS r (id, union_id, figures, states, held, rows)
     ON CONFLICT (tenant_id, form, period, union_id, revision) DO UPDATE SET state = EXCLUDED.state, figures = EXCLUDED.figures,
       states = EXCLUDED.states, held = EXCLUDED.held, rows = EXCLUDED.rows, explanation = EXCLUDED.explanation, version = s.version + 1,
       import_id = EXCLUDED.import_id, imported_by = EXCLUDED.imported_by, imported_at = EXCLUDED.imported_at,
       source = EXCLUDED.source, source_date = EXCLUDED.source_date
     WHERE s.state = 'DRAFT'
     RETURNING s.id, s.union_id AS "unionId"`,
    [
      ...[tenantId, form, period, returns.map(() => uuid()), returns.map(({ unionId }) => unionId)],
      returns.map(({ figures }) => `{${figures.join(',')}}`),
      returns.map(({ states }) => `{${states.join(',')}}`),
      ...[returns.map(({ held }) => JSON.stringify(held)), returns.map(({ rows }) => JSON.stringify(rows))],
      ...[explanation, importId, by, source, sourceDate],
    ],
  );
  if (rows.length !== returns.length) throw new Error('a return stands where nothing was to stand');
  return new Map(rows.map(({ id, unionId }) => [unionId, id]));
}

/** Makes drafts that say nothing of past returns. The caller has locked them, and takes away what they contribute. */
export async function blankPast(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  await sql(
    tx,
    `UPDATE submission SET state = 'DRAFT', figures = array_fill(0::bigint, ARRAY[cardinality(figures)]),
       states = array_fill(0::smallint, ARRAY[cardinality(states)]), held = '{}', rows = '{}', explanation = NULL, version = version + 1,
       import_id = NULL, imported_by = NULL, imported_at = NULL, source = NULL, source_date = NULL
     WHERE tenant_id = $1 AND id = ANY($2)`,
    [tenantId, ids],
  );
}
