import type { FiledCover } from '@huiji/domain/cover';
import type { Form } from '@huiji/domain/form';
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
import type { SubmissionState } from '@huiji/domain/submission';
import { openCover } from './cover.js';
import { type Tx, sql } from './data-source.js';
import { newestForms } from './form.js';
import type { Scope } from './scope.js';

/** What a union has posted for one part of a form and period. */
interface OwnPart {
  unionId: string;
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

/**
 * What unions were accepted with, and what the registers knew of them, in however many periods and forms: one statement. By union, in
 * the order of what is wanted.
 */
export async function pastsOf(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  wanted: readonly Wanted[],
): Promise<Map<string, Past[]>> {
  if (wanted.length === 0) return new Map(unionIds.map((id) => [id, []]));
  const parts = await sql<OwnPart>(
    tx,
    // The unions as a list: where a period has just been opened and the statistics know nothing of it, the planner reads all of it, once
    // for the list and not for each union.
    `SELECT c.union_id AS "unionId", w.form, w.period, c.part, c.figures, c.states,
       c.submission_id AS "submissionId", s.held
     FROM (SELECT DISTINCT form, period FROM unnest($3::text[], $4::text[]) AS w (form, period)) w
     CROSS JOIN LATERAL (
       SELECT c.union_id, c.part, c.figures, c.states, c.submission_id FROM contribution c
       WHERE c.tenant_id = $1 AND c.form = w.form AND c.period = w.period AND c.union_id = ANY ($2::uuid[])
         AND c.kind IN ('FILED', 'REGISTRY') AND c.superseded_at IS NULL OFFSET 0) c
     LEFT JOIN submission s ON s.tenant_id = $1 AND s.id = c.submission_id`,
    [tenantId, unionIds, wanted.map(({ form }) => form.code), wanted.map(({ period }) => period)],
  );
  const keyOf = (unionId: string, form: string, period: string): string => `${unionId} ${form} ${period}`;
  const owned = new Map<string, OwnPart[]>();
  for (const part of parts) {
    const key = keyOf(part.unionId, part.form, part.period);
    owned.set(key, [...(owned.get(key) ?? []), part]);
  }
  return new Map(
    unionIds.map((unionId) => [
      unionId,
      wanted.map(({ form, period }) => {
        const own = owned.get(keyOf(unionId, form.code, period)) ?? [];
        const filed = own.find((part) => part.submissionId !== null);
        return {
          ...{ form: form.code, period, submissionId: filed?.submissionId ?? null },
          entries: entriesOf(form, own, filed?.held ?? {}),
        };
      }),
    ]),
  );
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
): Promise<{ period: string; cover: FiledCover } | null> {
  const [row] = await sql<{ id: string; period: string; cover: Buffer | null }>(
    tx,
    `SELECT s.id, s.period, s.cover FROM submission s JOIN period p ON p.tenant_id = $1 AND p.code = s.period
     WHERE s.tenant_id = $1 AND s.form = $2 AND s.union_id = $3 AND s.state = 'ACCEPTED' AND p.ends_on < $4
     ORDER BY p.ends_on DESC, s.revision DESC LIMIT 1`,
    [scope.tenantId, scope.form, unionId, parsePeriod(scope.period).startsOn],
  );
  return row ? { period: row.period, cover: openCover(tx, row) } : null;
}

/** The quarters that lie in a longer period, in each of the tenant's quarterly forms. */
export async function quartersIn(tx: Tx, tenantId: string, period: Period): Promise<Wanted[]> {
  if (period.kind !== 'YEAR' && period.kind !== 'HALF_YEAR') return [];
  const forms = (await newestForms(tx, tenantId)).filter((form) => form.frequency === 'QUARTER');
  const quarters = periodsWithin('QUARTER', period);
  return forms.flatMap((form) => quarters.map(({ code }) => ({ form, period: code })));
}

/**
 * Looks up what is known beside one union's figures of a scope: only what is wanted, in at most four statements whatever the
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
  const pasts = (await pastsOf(tx, tenantId, [unionId], reading)).get(unionId) ?? [];
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
  return found as Pick<Lookups, Name>;
}
