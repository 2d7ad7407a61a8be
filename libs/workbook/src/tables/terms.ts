import type { Level } from '@huiji/domain/organisation';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, count, figure, listSheet } from './lists.js';
import { levels } from './registers.js';

/** A term of a union's committee; days as YYYY-MM-DD. */
export interface TermRow {
  code: string;
  name: string;
  level: Level;
  termNo: number;
  heldOn: string;
  /** 应到 and 实到; null where nobody knows them any more. */
  due: number | null;
  present: number | null;
  termYears: number;
  termEndsOn: string;
  approvedOn: string | null;
  approvalNo: string | null;
}

const known = (of: number | null): string | null => (of === null ? null : String(of));

/** 换届: terms, one a line. */
export const termsSheet = (about: About, rows: readonly TermRow[]): Sheet =>
  listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      ['层级', 12],
      ['届次', 8],
      ['选举日期', 14],
      ['应到', 10],
      ['实到', 10],
      ['任期(年)', 10],
      ['任期届满', 14],
      ['批复日期', 14],
      ['批复文号', 26],
    ],
    rows.map((row) => [
      ...[label(row.code, 'code'), label(row.name), label(levels[row.level]), count(row.termNo)],
      ...[label(row.heldOn), figure(known(row.due)), figure(known(row.present)), count(row.termYears)],
      ...[label(row.termEndsOn), label(row.approvedOn ?? ''), label(row.approvalNo ?? '')],
    ]),
  );
