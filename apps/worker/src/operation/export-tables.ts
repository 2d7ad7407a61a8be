import { blank, type Content, restore } from '@huiji/domain/draft';
import { marks } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import type { Total } from '@huiji/domain/rollup';
import type { Rows } from '@huiji/domain/rows';
import { lookupsOf, pastsOf } from '@huiji/store/entry';
import type { ExportTable } from '@huiji/store/operation';
import { unionsById } from '@huiji/store/organisation';
import { contributionsIn } from '@huiji/store/provenance';
import { nettedRows } from '@huiji/store/recast-netting';
import { treeOf } from '@huiji/store/rollup';
import { acceptedRows, newestSubmissions } from '@huiji/store/submission';
import { csvLines, csvMark } from '@huiji/workbook/csv';
import { gridSheet, type GridRow } from '@huiji/workbook/tables/grid';
import { jsonLines, returnLineOf } from '@huiji/workbook/tables/lines';
import { type ContributionRow, contributionsSheet } from '@huiji/workbook/tables/lists';
import { manySheets, type UnionToFill } from '@huiji/workbook/tables/many';
import { progressSheet } from '@huiji/workbook/tables/progress';
import { templateSheets } from '@huiji/workbook/tables/template';
import { dictionaryRows, tidyColumns, tidyRows } from '@huiji/workbook/tables/tidy';
import { totalsSheet } from '@huiji/workbook/tables/totals';
import type { Sheet } from '@huiji/workbook/workbook';
import { all, page } from './all.js';
import { appraisal } from './appraisal-export.js';
import { revisions, targets } from './target-export.js';
import { transfers } from './transfer-export.js';
import type { Body, ExportSource, OwnRow } from './export-source.js';
import { official } from './official-export.js';
import { breaches, owing, queue, reminders } from './return-tables.js';
import { trend } from './trend-export.js';
import { type MadeReport, workReport } from './work-report.js';

/** What a table is made of: the text of a CSV file or of JSON Lines, the sheets of a workbook, or a report in words. */
type Made = string[] | { sheets: Sheet[] } | MadeReport;

/** A table with the name of the body that it is about. */
export async function madeTable(source: ExportSource): Promise<{ made: Made; body: string }> {
  const body = await bodyOf(source);
  return { made: await tables[source.input.table](source, body), body: body.name };
}

/** How each table is read and laid out. */
const tables: Readonly<Record<ExportTable, (source: ExportSource, body: Body) => Promise<Made>>> = {
  TOTALS: totals,
  OFFICIAL: async (source, body) => ({ sheets: await official(source, body) }),
  GRID: grid,
  NOT_FILED: sheetBy(owing),
  CONTRIBUTIONS: contributions,
  TIDY: (source) => tidy(source),
  RETURN_LINES: (source) => returnLines(source),
  TEMPLATE: template,
  TEMPLATE_MANY: templateMany,
  WORK_REPORT: workReport,
  APPRAISAL: sheetBy(appraisal),
  TRANSFERS: sheetBy(transfers),
  TARGETS: sheetBy(targets),
  TARGET_REVISIONS: sheetBy(revisions),
  PROGRESS: progress,
  TREND: sheetBy(trend),
  REVIEW_QUEUE: sheetBy(queue),
  REMINDERS: sheetBy(reminders),
  BREACHES: sheetBy(breaches),
  DICTIONARY: ({ form }) => Promise.resolve([csvMark, csvLines(dictionaryRows(form))]),
};

/** A workbook of one sheet. */
function sheetBy(make: (source: ExportSource, body: Body) => Promise<Sheet>) {
  return async (source: ExportSource, body: Body): Promise<Made> => ({ sheets: [await make(source, body)] });
}

/** The body that a table is about: its name and its total. */
async function bodyOf(source: ExportSource): Promise<Body> {
  const { tx, tenantId, input } = source;
  const union = (await unionsById(tx, tenantId, [input.unionId])).get(input.unionId);
  const total = union && (await source.totals([union])).get(union.id);
  if (!union || !total) throw new Error('the union of an export is gone');
  const name = (await source.names([union])).get(union.id) ?? union.name;
  return { ...union, name, total };
}

async function about(source: ExportSource, { name, total }: { name: string; total: Total }, what: string) {
  return { title: `${name} ${what}`, notes: await source.notes(total) };
}

async function totals(source: ExportSource, body: Body): Promise<Made> {
  const sheet = totalsSheet(source.form, await about(source, body, '汇总表'), [
    { code: body.code, name: body.name, total: body.total, sum: true },
    ...(await source.children(body.id)).map((child) => ({ ...child, sum: false })),
  ]);
  return { sheets: [sheet] };
}

async function progress(source: ExportSource, body: Body): Promise<Made> {
  const rows = [body, ...(await source.children(body.id))];
  return { sheets: [progressSheet(await about(source, body, '填报进度'), rows)] };
}

async function grid(source: ExportSource, body: Body): Promise<Made> {
  const { input, form } = source;
  const rows: GridRow[] = [];
  for await (const some of source.own(input.period, input.tree, { from: 5, to: 80 })) rows.push(...some);
  return { sheets: [gridSheet(form, await about(source, body, '审核总表'), body.total, rows)] };
}

async function contributions(source: ExportSource, body: Body): Promise<Made> {
  const { tx, tenantId, input, form } = source;
  const place = layoutOf(form).cell(input.cell ?? '');
  if (!place) throw new Error('the cell of an export is gone');
  const scope = { tenantId, form: form.code, period: input.period };
  const behind = {
    ...{ unionId: body.id, grassroots: body.level === 'GRASSROOTS' },
    ...{ part: place.part, position: place.index + 1, known: null },
  };
  const found = await all(
    (after: readonly [string, string] | null) =>
      contributionsIn(tx, scope, behind, input.tree, { first: page, after }),
    ({ unionId, id }) => [unionId, id] as const,
  );
  const ids = found.map(({ unionId }) => unionId);
  const unions = await unionsById(tx, tenantId, ids);
  const names = await source.names(unions.values());
  const { tree, current, period } = input;
  const read = { tenantId, form, tree, current, known: null, period, cell: place.cell.code };
  const rows = (await nettedRows(tx, read, found)).map((row): ContributionRow => ({
    ...{ code: unions.get(row.unionId)?.code ?? '', name: names.get(row.unionId) ?? '' },
    ...{ figure: row.adds ? BigInt(row.figure) : null, mark: marks[row.state] ?? 'MISSING' },
    ...{ acceptedBy: row.acceptedByName, acceptedAt: source.shown(row.acceptedAt) },
    ...{ pending: row.pending, leaving: row.leaving },
  }));
  const what = `${place.cell.zh} 构成明细`;
  return { sheets: [contributionsSheet(await about(source, body, what), place.cell, rows)] };
}

const tidy = async (source: ExportSource): Promise<Made> => [
  ...[csvMark, csvLines([tidyColumns])],
  ...(await eachOwn(source, (period, some) => {
    const rows = some.flatMap((row) => tidyRows(source.form, period, row));
    return rows.length > 0 ? csvLines(rows) : '';
  })),
];

const returnLines = (source: ExportSource): Promise<Made> => {
  const { tx, tenantId, form } = source;
  return eachOwn(source, async (period, some) => {
    const ids = some.map(({ id }) => id);
    const rows = await acceptedRows(tx, { tenantId, form: form.code, period }, ids);
    return jsonLines(some.map((row) => returnLineOf(form, period, { ...row, rows: rows.get(row.id) })));
  });
};

/** What is written of what each union itself contributes, period after period. */
async function eachOwn(
  source: ExportSource,
  write: (period: string, some: OwnRow[]) => string | Promise<string>,
): Promise<string[]> {
  const { tx, tenantId, input } = source;
  const text: string[] = [];
  for (const [i, period] of input.periods.entries()) {
    const tree = input.current ? input.tree : await treeOf(tx, tenantId, period);
    const steps = { from: (80 * i) / input.periods.length, to: (80 * (i + 1)) / input.periods.length };
    for await (const some of source.own(period, tree, steps)) text.push(await write(period, some));
  }
  return text;
}

async function template(source: ExportSource, body: Body): Promise<Made> {
  const { tx, tenantId, input, form } = source;
  const scope = { tenantId, form: form.code, period: input.period };
  const { previous, lastYear } = await lookupsOf(tx, scope, { unionId: body.id, form }, beside);
  const filled = (await filledIn(source, [body.id])).get(body.id) ?? blank;
  return {
    sheets: templateSheets({ form, period: input.period, union: body, ...filled, previous, lastYear }),
  };
}

async function templateMany(source: ExportSource): Promise<Made> {
  const { input, form } = source;
  const unions: UnionToFill[] = [];
  for await (const some of source.filed({ from: 5, to: 80 })) {
    const due = some.filter(({ own }) => own.reportsExpected > 0);
    const filled = await filledIn(
      source,
      due.map(({ id }) => id),
    );
    unions.push(...due.map(({ id, ...union }) => ({ ...union, ...(filled.get(id) ?? blank) })));
  }
  return { sheets: manySheets({ form, period: input.period, unions }) };
}

/** What some unions have filled in, and what the registers know of them, by union. */
async function filledIn(
  { tx, tenantId, input: { period }, form }: ExportSource,
  unionIds: readonly string[],
): Promise<Map<string, Content>> {
  const submissions = await newestSubmissions(tx, { tenantId, form: form.code, period }, unionIds);
  const pasts = await pastsOf(tx, tenantId, unionIds, [{ form, period }]);
  return new Map(
    unionIds.map((id) => {
      const registered = [...(pasts.get(id)?.[0]?.entries ?? [])].filter(
        ([code]) => layoutOf(form).cell(code)?.cell.source === 'REGISTRY',
      );
      const submission = submissions.get(id);
      const entries = new Map([...registered, ...(submission ? restore(form, submission) : [])]);
      return [id, { entries, rows: (submission?.rows ?? {}) as Rows }];
    }),
  );
}

const beside = new Set(['previous', 'lastYear'] as const);
