import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, listSheet } from './lists.js';

/** What a union holds, and which grade is planned for each of the years; null for none. */
export interface PlanRow {
  code: string;
  name: string;
  held: string | null;
  planned: ReadonlyArray<string | null>;
}

/** 建家规划: unions, one a line, with a column for each year. */
export const homePlanSheet = (about: About, years: readonly number[], rows: readonly PlanRow[]): Sheet =>
  listSheet(
    about,
    [['编码', 18], ['单位', 40], ['现有等级', 16], ...years.map((year) => [`${year} 年规划`, 16] as const)],
    rows.map(({ code, name, held, planned }) => [
      ...[label(code, 'code'), label(name), label(held ?? '未达标')],
      ...planned.map((grade) => label(grade ?? '')),
    ]),
  );
