import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, figure, listSheet } from './lists.js';

/** What a target became by a document, figures as Decimal strings; null where there was none, or is none any more. */
export interface RevisionRow {
  before: string | null;
  value: string | null;
  /** In points. */
  weight: string | null;
  issuerName: string;
  documentNo: string;
  reason: string | null;
  issuedByName: string;
  /** As it is shown. */
  issuedAt: string;
}

/** 沿革 of a target, one revision a line. */
export const targetRevisionsSheet = (about: About, unit: string, rows: readonly RevisionRow[]): Sheet =>
  listSheet(
    about,
    [
      ['下达文号', 28],
      ['下达单位', 36],
      [`原目标(${unit})`, 16],
      [`目标(${unit})`, 16],
      ['权重(分)', 10],
      ['原因', 40],
      ['下达人', 12],
      ['下达时间', 18],
    ],
    rows.map((row) => [
      ...[label(row.documentNo), label(row.issuerName), figure(row.before), figure(row.value)],
      ...[figure(row.weight), label(row.reason ?? ''), label(row.issuedByName), label(row.issuedAt)],
    ]),
  );
