import type { Mark } from '@huiji/domain/figure';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, figure, listSheet } from './lists.js';

/** A target of a union, each figure as a Decimal string; null is unknown or none. */
export interface TargetRow {
  code: string;
  name: string;
  measure: { cell: string; zh: string; unit: string };
  value: string;
  reserve: string | null;
  handedOn: string | null;
  /** In points. */
  weight: string | null;
  actual: string | null;
  mark: Mark;
  /** How many reports are still missing. */
  missing: number | null;
  /** In %. */
  completion: string | null;
  behind: boolean | null;
  documentNo: string | null;
}

const marked: Partial<Record<Mark, string>> = { AT_LEAST: '以上', ABOUT: '约' };

/** 目标任务: targets, one a line, of a body and of the unions below it. */
export const targetsSheet = (about: About, rows: readonly TargetRow[]): Sheet =>
  listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      ['指标编码', 24],
      ['指标', 32],
      ['计量单位', 10],
      ['目标', 14],
      ['已分解', 14],
      ['预留', 14],
      ['完成', 14],
      ['完成数标注', 12],
      ['完成率(%)', 12],
      ['尚缺(份)', 10],
      ['进度', 18],
      ['权重(分)', 10],
      ['下达文号', 28],
    ],
    rows.map((row) => [
      ...[label(row.code, 'code'), label(row.name)],
      ...[label(row.measure.cell, 'code'), label(row.measure.zh), label(row.measure.unit)],
      ...[figure(row.value), figure(row.handedOn), figure(row.reserve), figure(row.actual)],
      ...[label(marked[row.mark] ?? ''), figure(row.completion)],
      figure(row.missing === null ? null : String(row.missing)),
      ...[label(row.behind ? '落后于时间进度' : ''), figure(row.weight), label(row.documentNo ?? '')],
    ]),
  );
