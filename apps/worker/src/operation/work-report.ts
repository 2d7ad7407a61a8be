import { type ComparedWith, comparedPeriod, sidesOf } from '@huiji/domain/comparison';
import { findIndicator } from '@huiji/domain/indicator';
import { parsePeriod, yearToDateOf } from '@huiji/domain/period';
import { measuresOf, nothingHeld, targetYearOf, valueOf, yearAfter } from '@huiji/domain/target';
import type { Earlier, Report } from '@huiji/domain/work-report';
import type { Goals } from '@huiji/report/goals';
import type { WrittenReport } from '@huiji/report/model';
import { reportFor } from '@huiji/report/placed';
import { reportOf, type ReadTotal, type ToReport } from '@huiji/report/report';
import { markedSince } from '@huiji/report/since';
import { targetsHeld } from '@huiji/store/target';
import { indicatorsInForce } from '@huiji/store/catalogue';
import type { StoredFile } from '@huiji/store/file-store';
import { awardedBelow, foundedBelow } from '@huiji/store/happened-below';
import { reportBefore } from '@huiji/store/operation';
import { openPeriodsOf } from '@huiji/store/period';
import { templateOf } from '@huiji/store/report-template';
import type { Body, ExportSource } from './export-source.js';

/** How many unions founded, and how many awards, a report names. */
const mostNamed = 200;

/** A work report: all it says, which is kept; what of that is written; and where the tenant's own template lies, null: it comes in the starter. */
export interface MadeReport {
  report: Report;
  written: WrittenReport;
  template: StoredFile | null;
}

/** 工作总结: reads what the work report of a body says, in words, figures and their sources, and all that its template asks for beside. */
export async function workReport(source: ExportSource, body: Body): Promise<MadeReport> {
  const { tx, tenantId, input, form } = source;
  const period = parsePeriod(input.period);
  const inForce = await indicatorsInForce(tx, tenantId, period.endsOn);
  const { pending, upTo } = await source.pending();
  const asked: ToReport = {
    ...{ form, period, yearToDate: input.yearToDate, periodsMissing: input.periodsMissing },
    ...{ today: source.shown(new Date()).slice(0, 10), body: body.name, tree: source.treeWords, pending },
    now: { periods: input.periods, total: body.total, upTo: source.shown(upTo) },
    before: [...(await before(source, body, 'PREVIOUS')), ...(await before(source, body, 'LAST_YEAR'))],
    indicatorOf: (code) => inForce.get(code) ?? findIndicator(code),
    founded: await happened(source, body, foundedBelow),
    awarded: await happened(source, body, awardedBelow),
    goals: await goalsOf(source, body),
    children: await source.children(body.id),
  };
  const earlier = await reportMadeBefore(source);
  const template = await templateOf(tx, tenantId, form.code);
  const whole = reportOf(asked);
  const report = earlier ? markedSince(whole, earlier) : whole;
  return {
    report,
    written: template ? reportFor(asked, template.placeholders, earlier) : report,
    template: template && { tenantId, attachmentId: template.id, file: String(template.copy) },
  };
}

/** What the newest report of the same said; null where none is kept. */
async function reportMadeBefore(source: ExportSource): Promise<Earlier | null> {
  const made = await reportBefore(source.tx, source.tenantId, source.input);
  return made && { madeAt: source.shown(made.madeAt), lines: (made.report as Report).lines };
}

/** The targets of the body: of the report's year, where it is of that year up to its end, and of the next. */
async function goalsOf(
  { tx, tenantId, input, form }: ExportSource,
  { id }: Body,
): Promise<ToReport['goals']> {
  const period = parsePeriod(input.period);
  const year = targetYearOf(period);
  const { startsOn } = input.yearToDate ? yearToDateOf(period) : period;
  const of = async (code: string): Promise<Goals | null> => {
    const scope = { tenantId, form: form.code, period: code, tree: input.tree };
    const held = new Map((await targetsHeld(tx, scope, [id])).map((row) => [row.cell, row]));
    const targets = measuresOf(form).flatMap((measure) => {
      const value = valueOf(measure, held.get(measure.code) ?? nothingHeld);
      return value === null ? [] : [{ measure, value }];
    });
    return targets.length > 0 ? { year: parsePeriod(code), targets } : null;
  };
  return {
    reached: startsOn === year.startsOn ? await of(year.code) : null,
    next: await of(yearAfter(year).code),
  };
}

/** The total of an earlier period, where as much of it stands as is read now. */
async function before(
  source: ExportSource,
  body: Body,
  compared: ComparedWith,
): Promise<Array<ReadTotal & { compared: ComparedWith }>> {
  const { form, input } = source;
  const other = comparedPeriod(parsePeriod(input.period), compared);
  const periods = sidesOf(form, input.periods, other, input.yearToDate)?.then ?? [];
  const open = await openPeriodsOf(source.tx, source.tenantId, form.code, periods);
  // A part of it beside the whole would be no comparison.
  if (periods.length === 0 || periods.some((one) => !open.has(one))) return [];
  const total = (await source.totals([body], periods)).get(body.id);
  if (!total || total.reportsAccepted === 0) return [];
  const { upTo } = await source.pending(periods);
  return [{ compared, periods, total, upTo: source.shown(upTo) }];
}

/** What happened to unions within the period, or the year up to its end, by the names that they bore. */
async function happened(
  source: ExportSource,
  body: Body,
  below: typeof foundedBelow,
): Promise<ToReport['founded']> {
  const { tx, tenantId, input } = source;
  const period = parsePeriod(input.period);
  const span = { ...(input.yearToDate ? yearToDateOf(period) : period), first: mostNamed };
  const { named, more } = await below(tx, tenantId, body.id, input.tree, span);
  const names = await source.names(named);
  return { named: named.map(({ id, name, on, what }) => ({ name: names.get(id) ?? name, on, what })), more };
}
