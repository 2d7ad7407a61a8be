import { restore } from '@huiji/domain/draft';
import { type Entry, type Entries, missing } from '@huiji/domain/figure';
import { type Form, layoutOf } from '@huiji/domain/form';
import type { Past } from '@huiji/domain/past';
import {
  dayBefore,
  parsePeriod,
  periodAYearBefore,
  periodBefore,
  periodsWithin,
  yearToDateOf,
} from '@huiji/domain/period';
import { markOf, overPeriods, type StoredTotal } from '@huiji/domain/rollup';
import { lookupsOf } from '@huiji/domain/rule-run';
import type { Around, RuleInput } from '@huiji/domain/rule-world';
import { type Tx, sql } from './data-source.js';
import { pastsOf, quartersIn } from './entry.js';
import { formAt } from './form.js';
import { parametersOn } from './parameter.js';
import { openPeriodsOf } from './period.js';
import { storedParts } from './rollup-reading.js';
import type { Scope } from './scope.js';

/** What is looked up for many returns at once; the union's level and what it handed over are known with the return. */
export type LookedUp = Omit<Around, 'handover' | 'level'>;

/**
 * What the rules of a form look up for the returns of unions in one scope, by union: a bounded number of statements however many
 * unions, and only those that the form's rules ask for.
 */
export async function aroundReturns(
  tx: Tx,
  scope: Scope,
  form: Form,
  unionIds: readonly string[],
  known?: LookedUp['parameters'],
): Promise<Map<string, LookedUp>> {
  const { tenantId } = scope;
  const asked = lookupsOf(form, 'FILED');
  const period = parsePeriod(scope.period);
  const year = { startsOn: yearToDateOf(period).startsOn, endsOn: dayBefore(period.startsOn) };
  const before = periodBefore(period).code;
  const aYearBefore = periodAYearBefore(period).code;
  const earlier = asked.has('yearToDate') ? periodsWithin(form.frequency, year).map((one) => one.code) : null;
  const codes = [
    scope.period,
    ...(asked.has('previous') ? [before] : []),
    ...(asked.has('lastYear') ? [aYearBefore] : []),
  ];
  const own = [...codes, ...(earlier ?? [])].map((code) => ({ form, period: code }));
  const quarters = asked.has('quarters') ? await quartersIn(tx, tenantId, period) : [];
  const pasts = await pastsOf(tx, tenantId, unionIds, [...own, ...quarters]);
  const parameters = known ?? (await parametersOn(tx, tenantId, period.endsOn));
  const states = form.statesTotalsOf !== undefined;
  const below = states || asked.has('below') ? await totalsBelow(tx, scope, form, unionIds) : null;
  const forms = asked.has('inForm') ? await otherForms(tx, scope, unionIds) : null;
  return new Map(
    unionIds.map((id) => {
      const mine = pasts.get(id) ?? [];
      const pastOf = (code: string): Past | undefined => mine[codes.indexOf(code)];
      return [
        id,
        {
          ...{ parameters, period, registry: ofRegistry(form, pastOf(scope.period)) },
          ...{ previous: accepted(pastOf(before)), lastYear: accepted(pastOf(aYearBefore)) },
          ...(earlier ? { earlier: mine.slice(codes.length, own.length).map(({ entries }) => entries) } : {}),
          ...(quarters.length > 0 ? { quarters: byQuarter(mine.slice(own.length)) } : {}),
          ...(below ? { below: below.get(id) } : {}),
          ...(forms ? { forms: forms.get(id) } : {}),
        },
      ];
    }),
  );
}

/** The figures of an accepted return; a period without one is none to compare with. */
const accepted = (past: Past | undefined): Entries | undefined =>
  past?.submissionId ? past.entries : undefined;

const ofRegistry = (form: Form, now: Past | undefined): Entries =>
  new Map(
    layoutOf(form).registry.positions.flatMap(({ code, source }): Array<[string, Entry]> => {
      const entry = source === 'REGISTRY' ? now?.entries.get(code) : undefined;
      return entry ? [[code, entry]] : [];
    }),
  );

/** The four quarters, oldest first; what several quarterly forms ask lies side by side. */
function byQuarter(pasts: readonly Past[]): Entries[] {
  const periods = [...new Set(pasts.map((past) => past.period))].toSorted();
  return periods.map(
    (period) =>
      new Map(pasts.filter((past) => past.period === period).flatMap(({ entries }) => [...entries])),
  );
}

/** What a statement is held against: the totals, as far as they are drained, of the form whose totals it states. */
export async function totalsBelow(
  tx: Tx,
  { tenantId, period }: Scope,
  { statesTotalsOf }: Form,
  unionIds: readonly string[],
): Promise<Map<string, Entries>> {
  const [version] = statesTotalsOf
    ? (await openPeriodsOf(tx, tenantId, statesTotalsOf, [period])).values()
    : [];
  if (!statesTotalsOf || version === undefined) return new Map();
  const form = await formAt(tx, tenantId, statesTotalsOf, version);
  const scope = { tenantId, form: form.code, periods: [period] };
  const parts = await storedParts(tx, scope, { bodies: unionIds, grassroots: [] });
  return new Map(
    unionIds.map((id) => {
      const own = parts.filter((part) => part.unionId === id);
      const stored: StoredTotal = Object.fromEntries(own.map((part) => [part.part, part]));
      // What the other form asks is there even where nothing is filled, so that it can be told from what it does not ask.
      const blank = layoutOf(form).parts.flatMap(({ positions }) =>
        positions.map(({ code }) => [code, missing] as const),
      );
      return [id, new Map([...blank, ...totalEntries(form, overPeriods(form, [stored]))])];
    }),
  );
}

/** The cells of a total that hold anything, as rules read them. */
export function totalEntries(form: Form, total: ReturnType<typeof overPeriods>): Entries {
  return new Map(
    layoutOf(form).parts.flatMap(({ positions }) =>
      positions.flatMap(({ code }): Array<[string, Entry]> => {
        const sum = total.cell(code);
        const mark = markOf(sum);
        return mark === 'MISSING' ? [] : [[code, { figure: sum.total, mark }]];
      }),
    ),
  );
}

/** What unions have reported in the same period on other forms: their newest revisions that are submitted or accepted. */
async function otherForms(
  tx: Tx,
  scope: Scope,
  unionIds: readonly string[],
): Promise<Map<string, NonNullable<RuleInput['forms']>>> {
  const rows = await sql<{
    unionId: string;
    form: string;
    version: number;
    figures: string[];
    states: number[];
    held: Record<string, { figure: string; mark: string }>;
  }>(
    tx,
    `SELECT DISTINCT ON (s.union_id, s.form) s.union_id AS "unionId", s.form, r.form_version AS version, s.figures,
       s.states, s.held
     FROM rollup_scope r JOIN submission s ON s.tenant_id = $1 AND s.form = r.form AND s.period = r.period
       AND s.union_id = ANY ($4) AND s.state IN ('SUBMITTED', 'ACCEPTED')
     WHERE r.tenant_id = $1 AND r.period = $3 AND r.form <> $2 ORDER BY s.union_id, s.form, s.revision DESC`,
    [scope.tenantId, scope.form, scope.period, unionIds],
  );
  const found = new Map<string, Record<string, { form: Form; entries: Entries }>>();
  for (const row of rows) {
    const form = await formAt(tx, scope.tenantId, row.form, row.version);
    const known = found.get(row.unionId) ?? {};
    known[row.form] = { form, entries: restore(form, row) };
    found.set(row.unionId, known);
  }
  return found;
}
