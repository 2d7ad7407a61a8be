import type { Level } from '@huiji/domain/organisation';
import type { SubmissionState } from '@huiji/domain/submission';
import { expectedSql } from './contribution.js';
import { type Tx, sql } from './data-source.js';
import { initialsOf, matchesSql } from './search.js';
import type { Content } from './submission.js';
import { windowIsOpen } from './window.js';

/** A report that a person may file now for one of the unions that the person files for (我的任务). */
export interface TaskRow {
  form: string;
  formVersion: number;
  period: string;
  unionId: string;
  code: string;
  level: Level;
  /** 代报: null where the person is the union's own filer. */
  entrustmentId: string | null;
  dueOn: string | null;
  /** Whether it is filed through a window (补报, 更正), after filing has closed. */
  throughWindow: boolean;
  /** The newest revision, and what is filled in; null where nothing is begun. */
  submission:
    | (Pick<Content, 'figures' | 'states' | 'held'> & {
        id: string;
        state: SubmissionState;
        version: number;
        revision: number;
        returnReason: string | null;
      })
    | null;
}

/** The unions that a person files for, and which of their reports are meant; null where all are. */
export interface TasksMeant {
  tenantId: string;
  filesFor: ReadonlyArray<{ unionId: string; entrustmentId: string | null }>;
  today: string;
  form: string | null;
  period: string | null;
  /** null among them for what is not begun; null for all. */
  states: ReadonlyArray<SubmissionState | null> | null;
  entrusted: boolean | null;
  search: string | null;
}

/** Where a page of tasks ended. */
export type TaskPlace = readonly [dueOn: string, period: string, form: string, code: string];

/** After every day on which something is due: that of what has no deadline. */
export const never = '9999-12-31';

// A union that was merged goes on in its successor, whose filers finish its reports too. The union's own filer goes before an entrustment.
const mine = `
  WITH RECURSIVE files AS (
    SELECT union_id, entrustment_id FROM unnest($2::uuid[], $3::uuid[]) AS f (union_id, entrustment_id)
    UNION
    SELECT u.id, f.entrustment_id FROM files f JOIN trade_union u ON u.tenant_id = $1 AND u.successor_id = f.union_id
  ), mine AS MATERIALIZED (
    SELECT DISTINCT ON (f.union_id) f.union_id, f.entrustment_id, u.code, u.level FROM files f
    JOIN trade_union u ON u.tenant_id = $1 AND u.id = f.union_id
    WHERE $9::text IS NULL OR ${matchesSql('$9', '$10')}
    ORDER BY f.union_id, f.entrustment_id NULLS FIRST
  )`;

const tasks = `${mine}
  SELECT r.form, r.form_version AS "formVersion", r.period, m.union_id AS "unionId", m.code, m.level,
    m.entrustment_id AS "entrustmentId", due.on::text AS "dueOn", p.status <> 'OPEN' AS "throughWindow",
    CASE WHEN s.id IS NOT NULL THEN json_build_object('id', s.id, 'state', s.state, 'version', s.version, 'revision', s.revision,
      'returnReason', s.return_reason, 'figures', s.figures::text[], 'states', s.states, 'held', s.held) END AS submission
  FROM rollup_scope r
  JOIN period p ON p.tenant_id = $1 AND p.code = r.period
  CROSS JOIN mine m
  CROSS JOIN LATERAL (${expectedSql('m.union_id', { form: 'r.form', period: 'r.period' })} OFFSET 0) expected
  LEFT JOIN period_deadline d ON d.tenant_id = $1 AND d.period = r.period AND d.level = m.level
  CROSS JOIN LATERAL (SELECT coalesce((SELECT x.due_on FROM deadline_extension x WHERE x.tenant_id = $1 AND x.form = r.form
    AND x.period = r.period AND x.union_id = m.union_id ORDER BY x.granted_at DESC LIMIT 1), d.due_on) AS on) due
  LEFT JOIN LATERAL (SELECT * FROM submission s WHERE s.tenant_id = $1 AND s.form = r.form AND s.period = r.period
    AND s.union_id = m.union_id ORDER BY s.revision DESC LIMIT 1) s ON true
  WHERE r.tenant_id = $1 AND ($5::text IS NULL OR r.form = $5) AND ($6::text IS NULL OR r.period = $6)
    AND ($7::text[] IS NULL OR coalesce(s.state, '') = ANY($7)) AND ($8::boolean IS NULL OR (m.entrustment_id IS NOT NULL) = $8)
    AND CASE WHEN p.status = 'OPEN' THEN d.opens_on IS NULL OR d.opens_on <= $4
      ELSE EXISTS (SELECT FROM filing_window w WHERE w.tenant_id = $1 AND w.form = r.form AND w.period = r.period
        AND w.union_id = m.union_id AND ${windowIsOpen('w')}) END
    AND ($11::date IS NULL OR (coalesce(due.on, '${never}'), r.period, r.form, m.code) > ($11, $12, $13, $14))
  ORDER BY coalesce(due.on, '${never}'), r.period, r.form, m.code LIMIT $15`;

/** A page of a person's tasks, what is due first first; by one statement, for however many unions. */
export async function tasksOf(
  tx: Tx,
  { tenantId, filesFor, today, form, period, states, entrusted, search }: TasksMeant,
  page: { first: number; after: TaskPlace | null },
): Promise<TaskRow[]> {
  return sql<TaskRow>(tx, tasks, [
    ...[
      tenantId,
      filesFor.map(({ unionId }) => unionId),
      filesFor.map(({ entrustmentId }) => entrustmentId),
      today,
    ],
    ...[
      form,
      period,
      states?.map((state) => state ?? '') ?? null,
      entrusted,
      search,
      search && initialsOf(search),
    ],
    ...(page.after ?? [null, null, null, null]),
    page.first,
  ]);
}
