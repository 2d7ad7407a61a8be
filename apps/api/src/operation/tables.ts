import { files } from '@huiji/domain/access';
import { parsePeriod, type Period, periodBefore } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { measureOf } from '@huiji/domain/target';
import { targetYear } from '@huiji/filing/target-book';
import { requireMay, requireMayBelow, type Seen, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { ExportInput, ExportTable } from '@huiji/store/operation';
import type { TreeAt } from '@huiji/store/organisation';
import { openPeriodsOf } from '@huiji/store/period';
import type { AppraisalYear } from '../appraisal/opening.js';
import type { Actor, Ask } from '../graphql/ask.js';
import { requireCellOfPeriod, requireFiledPeriod } from '../rollup/cell-of-period.js';
import type { Reading, RollupQuery, RollupService } from '../rollup/rollup.service.js';
import { requireReviewer } from '../submission/reviewing.js';

export interface ExportTableInput extends UnionNamed, Omit<RollupQuery, 'asOf'> {
  table: ExportTable;
  cell?: string | null;
  idempotencyKey: string;
}

type Guard = (tx: Tx, actor: Actor, unionId: string, tree: TreeAt) => Promise<Seen>;

/** The guards of what is not the figures of a whole subtree, by the checks of the queries that show the same. */
const guards: Partial<Record<ExportTable, Guard>> = {
  TEMPLATE: ownFigures,
  TEMPLATE_MANY: ownFigures,
  TREND: ownFigures,
  TARGET_REVISIONS: ownFigures,
  REVIEW_QUEUE: requireReviewer,
  REMINDERS: (tx, actor, unionId, tree) => requireMay(tx, actor, 'REMIND', unionId, tree),
};

function ownFigures(tx: Tx, actor: Actor, unionId: string, tree: TreeAt): Promise<Seen> {
  return requireMay(tx, actor, 'READ_FIGURES', unionId, tree);
}

/** Whether the actor may read a table, with the union that was seen: what its query refuses. */
export const requireTable = (
  tx: Tx,
  actor: Actor,
  { table, unionId, tree }: Pick<ExportInput, 'table' | 'unionId' | 'tree'>,
): Promise<Seen> =>
  guards[table]?.(tx, actor, unionId, tree) ?? requireMayBelow(tx, actor, 'READ_FIGURES', unionId, tree);

/** Tables of what is filed for one period. */
const ofFiledPeriod: readonly ExportTable[] = [
  ...(['OFFICIAL', 'GRID', 'NOT_FILED', 'TEMPLATE', 'TEMPLATE_MANY'] as const),
  ...(['TREND', 'REVIEW_QUEUE', 'REMINDERS', 'BREACHES'] as const),
];

/** Tables of what targets are set for: a year. */
const ofYear: readonly ExportTable[] = ['APPRAISAL', 'TARGETS', 'TARGET_REVISIONS'];

/** How many periods stand side by side in a trend, as on the page. */
const mostPeriods = 12;

/** What an export of a table reads, by the checks of the queries that show the same. */
export async function settledTable(
  tx: Tx,
  ask: Ask,
  rollups: RollupService,
  input: Omit<ExportTableInput, 'idempotencyKey'>,
): Promise<ExportInput> {
  const { table } = input;
  if (ofYear.includes(table)) return ofTargetYear(tx, ask.actor, table, input);
  const reading = await rollups.readingOf(tx, ask, input);
  const { form, period, yearToDate, tree, treeReading } = reading;
  if (ofFiledPeriod.includes(table)) requireFiledPeriod(reading);
  if (table === 'CONTRIBUTIONS') requireCellOfPeriod(reading, input.cell ?? '');
  if (table === 'BREACHES' && form.statesTotalsOf === undefined)
    refuse('FORM_STATES_NOTHING', { form: form.code }, { field: 'form' });
  const unionId = table === 'TEMPLATE_MANY' ? requireFiled(ask.actor) : await unionIdOf(tx, ask.actor, input);
  const { union } = await requireTable(tx, ask.actor, { table, unionId, tree });
  return {
    ...{ table, unionId: union.id, form: form.code, formVersion: form.version },
    ...{ period, yearToDate, periods: reading.periods, periodsMissing: reading.periodsMissing },
    ...{ tree, current: treeReading === 'CURRENT' },
    cell: table === 'CONTRIBUTIONS' ? (input.cell ?? null) : null,
    ...(table === 'TREND' && (await ofTrend(tx, reading))),
  };
}

/** The periods of a trend: that which is read and the newest opened ones before it, the oldest first, read by one layout. */
async function ofTrend(
  tx: Tx,
  { tenantId, form, period }: Reading,
): Promise<Pick<ExportInput, 'periods' | 'formVersion'>> {
  const codes: string[] = [];
  for (let at: Period = parsePeriod(period); codes.length < mostPeriods; at = periodBefore(at))
    codes.unshift(at.code);
  const opened = await openPeriodsOf(tx, tenantId, form.code, codes);
  return {
    periods: codes.filter((code) => opened.has(code)),
    formVersion: Math.max(...opened.values()),
  };
}

/** A union that the actor files for, by which a form of all of these is kept; FORBIDDEN where there is none. */
function requireFiled({ appointments }: Actor): string {
  const [filed] = appointments.filter(files);
  return filed?.unionId ?? refuse('FORBIDDEN', { action: 'FILE' });
}

/** What an export of a body's targets, of one of them or of its appraisal reads: in the tree of its targets. */
async function ofTargetYear(
  tx: Tx,
  actor: Actor,
  table: ExportTable,
  input: UnionNamed & AppraisalYear & Pick<ExportTableInput, 'cell'>,
): Promise<ExportInput> {
  const { form, year, tree, periods, periodsMissing } = await targetYear(tx, actor, input);
  const unionId = await unionIdOf(tx, actor, input);
  const { union } = await requireTable(tx, actor, { table, unionId, tree });
  return {
    ...{ table, unionId: union.id, form: form.code, formVersion: form.version, tree },
    ...{ period: year.code, yearToDate: false, periods, periodsMissing, current: true },
    cell: table === 'TARGET_REVISIONS' ? measureOf(form, input.cell ?? '').code : null,
  };
}
