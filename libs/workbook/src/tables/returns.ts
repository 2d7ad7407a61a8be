import { formatFigure } from '@huiji/domain/figure';
import { type Form, layoutOf } from '@huiji/domain/form';
import type { Occasion } from '@huiji/domain/organisation';
import type { Breach } from '@huiji/domain/reconciliation';
import type { DeliveryState } from '@huiji/domain/reminder';
import { doubtsOf, percentOf, type Risk } from '@huiji/domain/risk';
import type { SubmissionState } from '@huiji/domain/submission';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, count, figure, listSheet } from './lists.js';

const states: Readonly<Record<SubmissionState | 'NOT_BEGUN', string>> = {
  ...{ NOT_BEGUN: '未开始', DRAFT: '填报中', RETURNED: '退回待改' },
  ...{ SUBMITTED: '已上报', ACCEPTED: '已审核' },
};
const occasions: Readonly<Record<Occasion, string>> = { ORDINARY: '', FIRST: '首报', LAST: '末报' };

/** Who owes a report; `daysLate` is 0 until the deadline has passed, and where none is set. */
export interface DebtRow {
  code: string;
  name: string;
  state: SubmissionState | null;
  occasion: Occasion;
  dueOn: string | null;
  extended: boolean;
  daysLate: number;
}

/** 未报名单: who owes a report, how far it has come, and since when it is owed. */
export const notFiledSheet = (about: About, rows: readonly DebtRow[]): Sheet =>
  listSheet(
    about,
    [
      ['序号', 8],
      ['编码', 18],
      ['单位', 40],
      ['状态', 12],
      ['首报末报', 10],
      ['截止日期', 12],
      ['延期', 8],
      ['逾期(天)', 10],
    ],
    rows.map(({ code, name, state, occasion, dueOn, extended, daysLate }, i) => [
      ...[count(i + 1), label(code, 'code'), label(name), label(states[state ?? 'NOT_BEGUN'])],
      ...[label(occasions[occasion]), label(dueOn ?? ''), label(extended ? '是' : '')],
      figure(daysLate > 0 ? String(daysLate) : null),
    ]),
  );

/** What waits for a reviewer; `risk` is null where it was filed before risks were weighed. */
export interface WaitingRow {
  code: string;
  name: string;
  revision: number;
  filedAt: string;
  late: boolean;
  entrusted: boolean;
  occasion: Occasion;
  risk: Risk | null;
}

/** 待审核: what waits for a reviewer, the riskiest first, with what deserves a look; blank doubts mean 无疑点. */
export function queueSheet(about: About, form: Form, rows: readonly WaitingRow[]): Sheet {
  const cellOf = (code: string) => layoutOf(form).cell(code)?.cell;
  const shown = (code: string, of: string | null): string | null =>
    of && formatFigure(of, cellOf(code)?.decimals ?? 0);
  return listSheet(
    about,
    [
      ['序号', 8],
      ['编码', 18],
      ['单位', 40],
      ['第几次上报', 12],
      ['上报时间', 18],
      ['逾期', 8],
      ['代报', 8],
      ['首报末报', 10],
      ['值得注意', 50],
      ['变动最大的指标', 30],
      ['与哪期比', 12],
      ['上次', 14],
      ['本次', 14],
      ['变动(%)', 12],
    ],
    rows.map(({ code, name, revision, filedAt, late, entrusted, occasion, risk }, i) => {
      const change = risk?.largestChange ?? null;
      const named = change && { ...change, cell: cellOf(change.cell)?.zh ?? change.cell };
      return [
        ...[count(i + 1), label(code, 'code'), label(name), count(revision), label(filedAt)],
        ...[label(late ? '是' : ''), label(entrusted ? '是' : ''), label(occasions[occasion])],
        label(
          doubtsOf(risk && { ...risk, largestChange: named })
            .map(({ zh }) => zh)
            .join(';'),
        ),
        ...[label(named?.cell ?? ''), label(risk?.comparedWith ?? '', 'code')],
        ...[
          figure(change && shown(change.cell, change.then)),
          figure(change && shown(change.cell, change.now)),
        ],
        figure(change && percentOf(change)),
      ];
    }),
  );
}

/** A reminder: by whom, about how many unions, and how many deliveries came to what. */
export interface ReminderRow {
  at: string;
  /** Null where the schedule raised it, by its step `level`. */
  sentBy: string | null;
  level: number | null;
  words: string | null;
  unions: number;
  deliveries: Partial<Record<DeliveryState, number>>;
}

/** 催报记录: who was reminded when and by whom, and what became of it. */
export const remindersSheet = (about: About, rows: readonly ReminderRow[]): Sheet =>
  listSheet(
    about,
    [
      ['催报时间', 18],
      ['催报人', 16],
      ['单位(家)', 10],
      ['已送达(条)', 12],
      ['待发送(条)', 12],
      ['失败(条)', 12],
      ['未发送(条)', 12],
      ['留言', 60],
    ],
    rows.map(({ at, sentBy, level, words, unions, deliveries }) => [
      ...[label(at), label(sentBy ?? `系统按催报计划(第 ${level ?? 0} 次)`), count(unions)],
      ...[count(deliveries.SENT ?? 0), count(deliveries.PENDING ?? 0)],
      ...[count(deliveries.FAILED ?? 0), count(deliveries.SKIPPED ?? 0), label(words ?? '')],
    ]),
  );

/** Where one cell of a body's own statement differs from the sum below it. */
export interface BreachRow {
  code: string;
  name: string;
  breach: Breach;
  explanation: string | null;
  /** The bodies above that have still to take note. */
  awaiting: readonly string[];
}

/** 汇总表差异: cells of statements beside the sums below them, and why they differ. */
export const breachesSheet = (about: About, rows: readonly BreachRow[]): Sheet =>
  listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      ['指标', 36],
      ['指标单位', 10],
      ['上报数', 16],
      ['下级合计', 16],
      ['差额', 16],
      ['说明', 50],
      ['待签收', 40],
    ],
    rows.map(({ code, name, breach: { cell, stated, below, difference }, explanation, awaiting }) => {
      const shown = (of: bigint | null) => figure(of === null ? null : formatFigure(of, cell.decimals));
      return [
        ...[label(code, 'code'), label(name), label(cell.zh), label(cell.unit)],
        ...[shown(stated), shown(below), shown(difference)],
        ...[label(explanation ?? ''), label(awaiting.join('、'))],
      ];
    }),
  );
