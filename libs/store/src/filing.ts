import type { Life, Level } from '@huiji/domain/organisation';
import type { PeriodStatus } from '@huiji/domain/period';
import { expectedSql } from './contribution.js';
import { type Tx, sql } from './data-source.js';
import { filedThrough, windowIsOpen } from './window.js';

/** Whose filing is asked for; `submissionId` for what holds of one revision, else for what holds now. */
export interface FilingAsked {
  form: string;
  period: string;
  unionId: string;
  submissionId: string | null;
}

/** All that is known about when one union files one form for one period. */
export interface FilingFacts {
  form: string;
  period: string;
  unionId: string;
  status: PeriodStatus;
  expected: boolean;
  level: Level;
  /** The union's life as it counts. */
  life: Life;
  deadline: { opensOn: string; dueOn: string; dueAt: Date } | null;
  extension: { dueOn: string; dueAt: Date; reason: string; grantedBy: string; grantedAt: Date } | null;
  /** The window that is open, or for a revision that lies submitted the one that it was filed through. */
  window: { reason: string; until: string; openedBy: string; openedAt: Date } | null;
  /** Whether the first submission was late; null before it. */
  late: boolean | null;
}

type Row = Omit<FilingFacts, 'deadline' | 'extension' | 'window'> &
  Record<'opensOn' | 'dueOn' | 'extendedTo' | 'extensionReason' | 'grantedBy', string | null> &
  Record<'windowReason' | 'windowUntil' | 'windowOpenedBy', string | null> &
  Record<'dueAt' | 'extendedAt' | 'grantedAt' | 'windowOpenedAt', Date | null>;

/** The facts for each of those asked, in their order, by one statement. */
export async function filingFacts(
  tx: Tx,
  tenantId: string,
  asked: readonly FilingAsked[],
): Promise<FilingFacts[]> {
  const rows = await sql<Row>(
    tx,
    `SELECT a.form, a.period, a.union_id AS "unionId", p.status, u.level, EXISTS (
         ${expectedSql('a.union_id', { form: 'a.form', period: 'a.period' })}) AS expected,
       json_build_object('preparedOn', u.prepared_on,
         'establishedOn', coalesce(u.established_counted_on, u.established_on),
         'dissolvedOn', coalesce(u.dissolved_counted_on, u.dissolved_on)) AS life,
       d.opens_on::text AS "opensOn", d.due_on::text AS "dueOn", d.due_at AS "dueAt",
       x.due_on::text AS "extendedTo", x.due_at AS "extendedAt", x.reason AS "extensionReason",
       x.granted_by AS "grantedBy", x.granted_at AS "grantedAt",
       w.reason AS "windowReason", w.until_on::text AS "windowUntil", w.opened_by AS "windowOpenedBy",
       w.opened_at AS "windowOpenedAt", CASE WHEN f.state <> 'DRAFT'
         THEN f.first_filed_at > coalesce(x.due_at, d.due_at, 'infinity') END AS late
     FROM unnest($2::text[], $3::text[], $4::uuid[], $5::uuid[]) WITH ORDINALITY AS a (form, period, union_id, submission_id, n)
     JOIN period p ON p.tenant_id = $1 AND p.code = a.period
     JOIN trade_union u ON u.tenant_id = $1 AND u.id = a.union_id
     LEFT JOIN submission s ON s.tenant_id = $1 AND s.id = a.submission_id
     LEFT JOIN submission f ON f.tenant_id = $1 AND f.form = a.form AND f.period = a.period AND f.union_id = a.union_id
       AND f.revision = 1
     LEFT JOIN period_deadline d ON d.tenant_id = $1 AND d.period = a.period AND d.level = u.level
     LEFT JOIN LATERAL (SELECT * FROM deadline_extension x WHERE x.tenant_id = $1 AND x.form = a.form
       AND x.period = a.period AND x.union_id = a.union_id ORDER BY x.granted_at DESC LIMIT 1) x ON true
     LEFT JOIN LATERAL (SELECT * FROM filing_window w WHERE w.tenant_id = $1 AND w.form = a.form
       AND w.period = a.period AND w.union_id = a.union_id
       AND CASE WHEN coalesce(s.state IN ('DRAFT', 'RETURNED'), true) THEN ${windowIsOpen('w')} ELSE ${filedThrough('w', 's.filed_at')} END
       ORDER BY w.opened_at DESC LIMIT 1) w ON true
     ORDER BY a.n`,
    [
      tenantId,
      asked.map((one) => one.form),
      asked.map((one) => one.period),
      asked.map((one) => one.unionId),
      asked.map((one) => one.submissionId),
    ],
  );
  return rows.map(factsOf);
}

function factsOf(row: Row): FilingFacts {
  const { form, period, unionId, status, expected, level, life, late } = row;
  const { opensOn, dueOn, dueAt, extendedTo, extendedAt, extensionReason, grantedBy, grantedAt } = row;
  const { windowReason, windowUntil, windowOpenedBy, windowOpenedAt } = row;
  return {
    ...{ form, period, unionId, status, expected, level, life, late },
    deadline: opensOn && dueOn && dueAt ? { opensOn, dueOn, dueAt } : null,
    extension:
      extendedTo && extendedAt && extensionReason !== null && grantedBy && grantedAt
        ? { dueOn: extendedTo, dueAt: extendedAt, reason: extensionReason, grantedBy, grantedAt }
        : null,
    window:
      windowReason !== null && windowUntil && windowOpenedBy && windowOpenedAt
        ? { reason: windowReason, until: windowUntil, openedBy: windowOpenedBy, openedAt: windowOpenedAt }
        : null,
  };
}
