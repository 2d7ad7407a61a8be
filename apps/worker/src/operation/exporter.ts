import { docxType } from '@huiji/domain/report-template';
import type { Report } from '@huiji/domain/work-report';
import { writeApart } from '@huiji/report/write-apart';
import { reading } from '@huiji/store/data-source';
import { bytesOf, type FileStore, type Label } from '@huiji/store/file-store';
import type { ExportInput, ExportTable } from '@huiji/store/operation';
import type { Attempt } from '@huiji/store/operation-attempt';
import type { ListInput } from '@huiji/store/operation-list';
import type { Sheet } from '@huiji/workbook/workbook';
import { writeWorkbook } from '@huiji/workbook/write';
import type { DataSource } from 'typeorm';
import { ExportSource } from './export-source.js';
import { madeTable } from './export-tables.js';
import { madeList } from './list-export.js';
import { ListSource } from './list-source.js';
import type { MadeReport } from './work-report.js';

/** The file that an operation results in. */
export interface ResultFile extends Label {
  bytes: Uint8Array;
  /** Of a work report: what it says. */
  report?: Report;
}

const called: Readonly<Record<ExportTable, string>> = {
  ...{
    TOTALS: '汇总表',
    OFFICIAL: '正式报表',
    GRID: '审核总表',
    NOT_FILED: '未报名单',
    CONTRIBUTIONS: '构成明细',
  },
  ...{ TIDY: '明细数据', DICTIONARY: '数据字典', TEMPLATE: '填报表' },
  ...{ TEMPLATE_MANY: '填报表(多单位)', WORK_REPORT: '工作总结', RETURN_LINES: '明细数据' },
  ...{ APPRAISAL: '目标管理考核', TRANSFERS: '会籍接转', TARGETS: '目标任务', PROGRESS: '填报进度' },
  ...{ TREND: '历期趋势', REVIEW_QUEUE: '待审核', REMINDERS: '催报记录', BREACHES: '汇总表差异' },
  TARGET_REVISIONS: '目标沿革',
};
/** Tables that are of no one body. */
const ofForm: readonly ExportTable[] = ['DICTIONARY', 'TEMPLATE_MANY'];
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Reads a table at one moment and makes its file. Whatever `progress` throws ends it. */
export async function exportFile(
  { source, store }: { source: DataSource; store: FileStore },
  attempt: Attempt & { input: ExportInput },
  progress: (percent: number) => Promise<void>,
): Promise<ResultFile> {
  const { tenantId, input } = attempt;
  const { made, body } = await reading(source, tenantId, async (tx) =>
    madeTable(await ExportSource.open(tx, attempt, progress)),
  );
  await progress(85);
  const name = [called[input.table], ofForm.includes(input.table) ? input.form : body, input.period].join(
    ' ',
  );
  if ('report' in made) return reportFile(name, made, store);
  if ('sheets' in made) return workbookFile(name, made.sheets);
  return textFile(name, made, input.table === 'RETURN_LINES' ? 'jsonl' : 'csv');
}

/** Reads a list at one moment and makes its file. Whatever `progress` throws ends it. */
export async function listFile(
  source: DataSource,
  attempt: Attempt & { input: ListInput },
  progress: (percent: number) => Promise<void>,
): Promise<ResultFile> {
  const { sheets, name } = await reading(source, attempt.tenantId, async (tx) =>
    madeList(await ListSource.open(tx, attempt, progress)),
  );
  await progress(85);
  return workbookFile(name, sheets);
}

/** A work report as a file. A template that was replaced since is still there (`dropTemplate`). */
async function reportFile(
  name: string,
  { report, written, template }: MadeReport,
  store: FileStore,
): Promise<ResultFile> {
  const own = template && (await bytesOf(store, template));
  const bytes = await writeApart({ report: written, template: own });
  return { fileName: `${plain(name)}.docx`, mediaType: docxType, bytes, report };
}

const mediaTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const;

/** Text as a file. */
export const textFile = (
  name: string,
  text: readonly string[],
  ending: keyof typeof mediaTypes,
): ResultFile => ({
  ...{ fileName: `${plain(name)}.${ending}`, mediaType: mediaTypes[ending] },
  bytes: Buffer.concat(text.map((one) => Buffer.from(one))),
});

/** A name without what file systems do not take. */
const plain = (name: string): string => name.replace(/[\\/:*?"<>|]/g, ' ').slice(0, 200);

/** Sheets as a file. */
export async function workbookFile(name: string, sheets: readonly Sheet[]): Promise<ResultFile> {
  return { fileName: `${plain(name)}.xlsx`, mediaType: xlsx, bytes: await writeWorkbook(sheets) };
}
