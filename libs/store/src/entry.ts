import { restore } from '@huiji/domain/draft';
import type { Entry } from '@huiji/domain/figure';
import { type Form, layoutOf } from '@huiji/domain/form';
import { entriesOf, flowsOf, type LookupName, type Lookups, type Past } from '@huiji/domain/past';
import {
  dayBefore,
  parsePeriod,
  type Period,
  periodAYearBefore,
  periodBefore,
  periodsWithin,
  yearToDateOf,
} from '@huiji/domain/period';
import { markOf, type PartTotal } from '@huiji/domain/rollup';
import type { SubmissionState } from '@huiji/domain/submission';
import { type Tx, sql } from './data-source.js';
import { formAt, newestForms } from './form.js';
import type { Scope } from './rollup.js';

/** What a union has posted for one part of a form and period. */
interface OwnPart {
  form: string;
  period: string;
  part: number;
  figures: string[];
  states: number[];
  submissionId: string | null;
  held: Record<string, { figure: string; mark: string }> | null;
}

/** A form and a period of it that are to be read. */
interface Wanted {
  form: Form;
  period: string;
}

/** What one union was accepted with, and what the registers knew of it, in however many periods and forms: one statement. */
export async function ownPasts(
  tx: Tx,
  tenantId: string,
  unionId: string,
  wanted: readonly Wanted[],
): Promise<Past[]> {
  if (wanted.length === 0) return [];
  const parts = await sql<OwnPart>(
    tx,
    `SELECT w.form, w.period, c.part, c.figures, c.states, c.submission_id AS "submissionId", s.held
     FROM (SELECT DISTINCT form, period FROM unnest($3::text[], $4::text[]) AS w (form, period)) w
     CROSS JOIN LATERAL (
       SELECT c.part, c.figures, c.states, c.submission_id FROM contribution c
       WHERE c.tenant_id = $1 AND c.form = w.form AND c.period = w.period AND c.union_id = $2
         AND c.kind IN ('FILED', 'REGISTRY') AND c.superseded_at IS NULL OFFSET 0) c
     LEFT JOIN submission s ON s.tenant_id = $1 AND s.id = c.submission_id`,
    [tenantId, unionId, wanted.map(({ form }) => form.code), wanted.map(({ period }) => period)],
  );
  return wanted.map(({ form, period }) => {
    const own = parts.filter((part) => part.form === form.code && part.period === period);
    const filed = own.find((part) => part.submissionId !== null);
    return {
      ...{ form: form.code, period, submissionId: filed?.submissionId ?? null },
      entries: entriesOf(form, own, filed?.held ?? {}),
    };
  });
}

/** How far a union's newest revision has come in each of some periods of a form; a period without one is left out. */
export async function statesOf(
  tx: Tx,
  scope: Omit<Scope, 'period'>,
  unionId: string,
  periods: readonly string[],
): Promise<Map<string, SubmissionState>> {
  const rows = await sql<{ period: string; state: SubmissionState }>(
    tx,
    `SELECT DISTINCT ON (period) period, state FROM submission
     WHERE tenant_id = $1 AND form = $2 AND period = ANY($3) AND union_id = $4 ORDER BY period, revision DESC`,
    [scope.tenantId, scope.form, periods, unionId],
  );
  return new Map(rows.map((row) => [row.period, row.state]));
}

/** The last period before a day for which a union's return of a form was accepted, with the cover of that return. */
async function lastAcceptedBefore(
  tx: Tx,
  scope: Scope,
  unionId: string,
): Promise<{ period: string; cover: Record<string, string> } | null> {
  const [row] = await sql<{ period: string; cover: Record<string, string> }>(
    tx,
    `SELECT s.period, s.cover FROM submission s JOIN period p ON p.tenant_id = $1 AND p.code = s.period
     WHERE s.tenant_id = $1 AND s.form = $2 AND s.union_id = $3 AND s.state = 'ACCEPTED' AND p.ends_on < $4
     ORDER BY p.ends_on DESC, s.revision DESC LIMIT 1`,
    [scope.tenantId, scope.form, unionId, parsePeriod(scope.period).startsOn],
  );
  return row ?? null;
}

// What a body's total holds of its own figures: all in force but those that wait to be added, and those that wait to be
// taken away.
const belowSql = `
  SELECT r.part, 1 AS sign, r.totals, r.filled, r.not_applicable AS "notApplicable", r.at_least AS "atLeast", r.about
  FROM rollup r WHERE r.tenant_id = $1 AND r.form = $2 AND r.period = $3 AND r.union_id = $4
  UNION ALL
  SELECT c.part, -1, c.figures, s.filled, s.not_applicable, s.at_least, s.about FROM (
    SELECT c.part, c.figures, c.states FROM contribution c
    WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.union_id = $4 AND c.superseded_at IS NULL
      AND NOT EXISTS (SELECT FROM rollup_outbox o
        WHERE o.tenant_id = $1 AND o.form = $2 AND o.period = $3 AND o.union_id = $4 AND o.plus = c.id)
    UNION ALL
    SELECT c.part, c.figures, c.states FROM rollup_outbox o JOIN contribution c
      ON c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.id = o.minus
    WHERE o.tenant_id = $1 AND o.form = $2 AND o.period = $3 AND o.union_id = $4) c
  CROSS JOIN LATERAL (
    SELECT array_agg((state IN (2, 3, 4))::int ORDER BY k) AS filled, array_agg((state = 1)::int ORDER BY k) AS not_applicable,
      array_agg((state = 3)::int ORDER BY k) AS at_least, array_agg((state = 4)::int ORDER BY k) AS about
    FROM unnest(c.states) WITH ORDINALITY AS u (state, k)) s`;

/** A body's total less its own figures, as far as it is drained, by code; counters of reports are among the codes. */
async function belowOf(tx: Tx, scope: Scope, unionId: string, form: Form): Promise<Map<string, Entry>> {
  const rows = await sql<Required<Omit<PartTotal, 'held'>> & { part: number; sign: number }>(tx, belowSql, [
    ...[scope.tenantId, scope.form, scope.period, unionId],
  ]);
  const entries = new Map<string, Entry>();
  if (!rows.some((row) => row.sign > 0)) return entries;
  for (const { part, positions } of layoutOf(form).parts) {
    const here = rows.filter((row) => row.part === part);
    positions.forEach(({ code }, i) => {
      const count = (of: 'filled' | 'notApplicable' | 'atLeast' | 'about'): number =>
        here.reduce((sum, row) => sum + row.sign * (row[of][i] ?? 0), 0);
      const total = here.reduce((sum, row) => sum + BigInt(row.sign) * BigInt(row.totals[i] ?? '0'), 0n);
      const filled = count('filled');
      const counted = { total, filled, notApplicable: count('notApplicable') };
      const mark = markOf({ ...counted, atLeast: count('atLeast'), about: count('about') });
      if (mark !== 'MISSING') entries.set(code, { figure: filled > 0 ? total : null, mark });
    });
  }
  return entries;
}

/** What a union has reported in the same period on other forms: its newest revision that is submitted or accepted. */
async function othersOf(tx: Tx, scope: Scope, unionId: string): Promise<Map<string, Map<string, Entry>>> {
  const rows = await sql<{
    form: string;
    version: number;
    figures: string[];
    states: number[];
    held: Record<string, { figure: string; mark: string }>;
  }>(
    tx,
    `SELECT DISTINCT ON (s.form) s.form, r.form_version AS version, s.figures, s.states, s.held
     FROM rollup_scope r JOIN submission s ON s.tenant_id = $1 AND s.form = r.form AND s.period = r.period
       AND s.union_id = $4 AND s.state IN ('SUBMITTED', 'ACCEPTED')
     WHERE r.tenant_id = $1 AND r.period = $3 AND r.form <> $2 ORDER BY s.form, s.revision DESC`,
    [scope.tenantId, scope.form, scope.period, unionId],
  );
  const others = new Map<string, Map<string, Entry>>();
  for (const row of rows)
    others.set(row.form, restore(await formAt(tx, scope.tenantId, row.form, row.version), row));
  return others;
}

/** The quarters that lie in a longer period, in each of the tenant's quarterly forms. */
async function quartersIn(tx: Tx, tenantId: string, period: Period): Promise<Wanted[]> {
  if (period.kind !== 'YEAR' && period.kind !== 'HALF_YEAR') return [];
  const forms = (await newestForms(tx, tenantId)).filter((form) => form.frequency === 'QUARTER');
  const quarters = periodsWithin('QUARTER', period);
  return forms.flatMap((form) => quarters.map(({ code }) => ({ form, period: code })));
}

/**
 * Looks up what is known beside one union's figures of a scope: only what is wanted, in at most five statements whatever the
 * form's size. `form` is the scope's form, in the version filed there; what was filed on older versions is read by it.
 */
export async function lookupsOf<Name extends LookupName>(
  tx: Tx,
  scope: Scope,
  { unionId, form }: { unionId: string; form: Form },
  wanted: ReadonlySet<Name>,
): Promise<Pick<Lookups, Name>> {
  const { tenantId } = scope;
  const names: ReadonlySet<LookupName> = wanted;
  const period = parsePeriod(scope.period);
  const yearBegins = { startsOn: yearToDateOf(period).startsOn, endsOn: dayBefore(period.startsOn) };
  const last = names.has('lastAccepted') ? await lastAcceptedBefore(tx, scope, unionId) : null;
  const [previous, lastYear] = [periodBefore(period).code, periodAYearBefore(period).code];
  const earlier = periodsWithin(form.frequency, yearBegins).map(({ code }) => code);
  const quarters = names.has('quarters') ? await quartersIn(tx, tenantId, period) : [];
  const asked = [
    ...(names.has('previous') ? [previous] : []),
    ...(names.has('lastYear') ? [lastYear] : []),
    ...(names.has('yearToDate') ? earlier : []),
    ...(last ? [last.period] : []),
  ];
  const reading = [...[...new Set(asked)].map((code) => ({ form, period: code })), ...quarters];
  const pasts = await ownPasts(tx, tenantId, unionId, reading);
  const of = (code: string): Past =>
    pasts.find((past) => past.form === form.code && past.period === code) ?? {
      ...{ form: form.code, period: code, submissionId: null, entries: new Map() },
    };
  const found: Partial<Lookups> = {};
  if (names.has('previous')) found.previous = of(previous);
  if (names.has('lastYear')) found.lastYear = of(lastYear);
  if (names.has('lastAccepted')) found.lastAccepted = last ? { ...of(last.period), cover: last.cover } : null;
  if (names.has('yearToDate'))
    found.yearToDate = { entries: flowsOf(form, earlier.map(of)), periods: earlier.map(of) };
  if (names.has('quarters')) found.quarters = pasts.slice(reading.length - quarters.length);
  if (names.has('below')) found.below = await belowOf(tx, scope, unionId, form);
  if (names.has('others')) found.others = await othersOf(tx, scope, unionId);
  return found as Pick<Lookups, Name>;
}
