import { formatFigure, type Mark } from '@huiji/domain/figure';
import type { Form } from '@huiji/domain/form';
import { dayBefore, parsePeriod, type Period } from '@huiji/domain/period';
import { periodsRead, type Total } from '@huiji/domain/rollup';
import {
  completionOf,
  elapsedOf,
  elapsedRate,
  isBehind,
  type Measure,
  measuresOf,
  nothingReached,
  parseTargetYear,
  reachedOf,
  valueOf,
} from '@huiji/domain/target';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { type TreeAt, treeOn } from '@huiji/store/organisation';
import { openPeriodsOf } from '@huiji/store/period';
import { allFinal } from '@huiji/store/period-reading';
import { type HeldRow, targetsHeld, type TargetScope } from '@huiji/store/target';
import { totalOver, totalParts } from '@huiji/store/total-reading';
import type { Actor } from './actor.js';
import { requireForm } from './takes-filings.js';

/** A form and a year that targets are set for, and what can be read of it by now. */
export interface TargetYear {
  tenantId: string;
  form: Form;
  year: Period;
  /** Today's tree, or that of the year's last day once it is over. What merged goes on in its successor. */
  tree: TreeAt;
  periods: readonly string[];
  periodsMissing: readonly string[];
  /** Up to which day figures can be; null where no period is opened. */
  upTo: string | null;
}

/** Whose targets they are, as the store has them. */
export const scopeOf = ({ tenantId, form, year, tree }: TargetYear): TargetScope => ({
  ...{ tenantId, tree },
  form: form.code,
  period: year.code,
});

/** The year that a query names: FORM_UNKNOWN, PERIOD_UNKNOWN, TARGET_NEEDS_YEAR, FORM_NOT_FOR_PERIOD. */
export async function targetYear(
  tx: Tx,
  { tenantId, today }: Pick<Actor, 'tenantId' | 'today'>,
  named: { form: string; period: string },
): Promise<TargetYear> {
  const form = await requireForm(tx, tenantId, named.form);
  const year = parseTargetYear(named.period);
  const codes = periodsRead(form, year, false);
  const opened = await openPeriodsOf(tx, tenantId, form.code, codes);
  const periods = codes.filter((code) => opened.has(code));
  const tree = { ...treeOn(earlier(today, year.endsOn)), throughSuccessors: true };
  const periodsMissing = codes.filter((code) => !opened.has(code));
  return settledYear({ tenantId, form, year, periods, periodsMissing, tree });
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

/** The year as it was settled once, with up to when its figures can be: no later than the day of its tree. */
export function settledYear(of: Omit<TargetYear, 'upTo'>): TargetYear {
  const last = of.periods.at(-1);
  return { ...of, upTo: last ? earlier(of.tree.day, parsePeriod(last).endsOn) : null };
}

/** Whether the targets of a year can still be set: not once all its periods are FINAL. */
export const isOpen = async (tx: Tx, { tenantId, periods, periodsMissing }: TargetYear): Promise<boolean> =>
  periodsMissing.length > 0 || !(await allFinal(tx, tenantId, periods));

/** How much of the year has gone by, with the figures that can be read. */
export const elapsedIn = ({ year, upTo }: TargetYear) => elapsedOf(year, upTo ?? dayBefore(year.startsOn));

/** 时间进度 in %. */
export const elapsedOfYear = (of: TargetYear): string => elapsedRate(elapsedIn(of));

/** A measure as the schema has it: by the code of its cell. */
export type MeasureView = Omit<Measure, 'code'> & { cell: string };

export const measureView = ({ code: cell, ...measure }: Measure): MeasureView => ({ ...measure, cell });

/** A target as the schema has it. */
export interface TargetView {
  measure: MeasureView;
  value: string;
  reserve: string | null;
  handedOn: string | null;
  weight: string | null;
  actual: string | null;
  mark: Mark;
  missing: number | null;
  completion: string | null;
  behind: boolean | null;
}

/** The targets of unions, each in the order of the form, by union; what their reports say is read for those that have any. */
export async function targetsOf(
  tx: Tx,
  of: TargetYear,
  unions: readonly TradeUnion[],
): Promise<Map<string, TargetView[]>> {
  const held = await targetsHeld(
    tx,
    scopeOf(of),
    unions.map(({ id }) => id),
  );
  const holding = new Set(held.map(({ unionId }) => unionId));
  const { tenantId, form, periods, tree } = of;
  const read = { tenantId, form, periods, tree, current: true, known: null };
  const parts =
    periods.length > 0
      ? await totalParts(
          tx,
          read,
          unions.filter(({ id }) => holding.has(id)),
        )
      : null;
  const measures = measuresOf(form);
  return new Map(
    unions.map(({ id }) => {
      const total = parts && totalOver(read, parts.get(id) ?? []);
      const rows = new Map(held.flatMap((row) => (row.unionId === id ? [[row.cell, row]] : [])));
      const views = measures.flatMap((measure) => {
        const row = rows.get(measure.code);
        return (row && viewOf(of, { measure, row, total })) ?? [];
      });
      return [id, views];
    }),
  );
}

/** Null where the union holds none of a ratio, but unions below it do. */
function viewOf(
  of: TargetYear,
  { measure, row, total }: { measure: Measure; row: HeldRow; total: Total | null },
): TargetView | null {
  const value = valueOf(measure, row);
  if (value === null) return null;
  const { figure: actual, mark, missing } = total ? reachedOf(of.form, measure, total) : nothingReached;
  const shown = (figure: bigint): string => formatFigure(figure, measure.decimals);
  const adds = measure.kind !== 'RATIO';
  return {
    ...{ measure: measureView(measure), mark, missing },
    value: shown(value),
    reserve: adds ? shown(row.kept ?? 0n) : null,
    handedOn: adds ? shown(row.handedOn) : null,
    weight: row.weight === null ? null : formatFigure(row.weight, 2),
    actual: actual === null ? null : shown(actual),
    completion: completionOf(actual, value),
    behind: isBehind(measure, { actual, target: value }, elapsedIn(of)),
  };
}
