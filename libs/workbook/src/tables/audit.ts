import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { figure, type About, listSheet } from './lists.js';

/** How much of what was before and after an event a cell holds, in characters. */
const mostOfState = 500;

/** What was before an event, or after it, as a cell holds it: what holds more says so. */
export function stateText(value: unknown): string {
  if (value === null || value === undefined) return '';
  const characters = [...JSON.stringify(value)];
  return characters.length > mostOfState
    ? `${characters.slice(0, mostOfState).join('')}……(共 ${characters.length} 字,全文见系统)`
    : characters.join('');
}

/** An event of the audit; the moment as it is shown. */
export interface EventLine {
  at: string;
  person: string | null;
  action: string;
  objectType: string;
  objectId: string;
  union: string | null;
  address: string | null;
  requestId: string | null;
  tokenId: string | null;
  sequence: number | null;
  /** As `stateText` has it. */
  before: string;
  after: string;
}

/** 审计: what happened, one event a line. */
export const eventsSheet = (about: About, rows: readonly EventLine[]): Sheet =>
  listSheet(
    about,
    [
      ['时间', 18],
      ['人员', 14],
      ['操作', 26],
      ['对象类型', 20],
      ['对象', 38],
      ['单位', 36],
      ['地址', 18],
      ['请求编号', 38],
      ['API 令牌', 38],
      ['链中序号', 12],
      ['变更前', 60],
      ['变更后', 60],
    ],
    rows.map((row) => [
      ...[
        label(row.at),
        label(row.person ?? '系统'),
        label(row.action, 'code'),
        label(row.objectType, 'code'),
      ],
      ...[label(row.objectId, 'code'), label(row.union ?? ''), label(row.address ?? '', 'code')],
      ...[label(row.requestId ?? '', 'code'), label(row.tokenId ?? '', 'code')],
      ...[figure(row.sequence === null ? null : String(row.sequence)), label(row.before), label(row.after)],
    ]),
  );
