import { type Completeness, completenessOf } from '@huiji/domain/completeness';
import type { Total } from '@huiji/domain/rollup';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, count, figure, listSheet } from './lists.js';

const counts: ReadonlyArray<readonly [zh: string, of: (one: Completeness) => number]> = [
  ['应报(份)', ({ expected }) => expected],
  ['未开始(份)', ({ notStarted }) => notStarted],
  ['填报中(份)', ({ started, submitted }) => started - submitted],
  ['已上报(份)', ({ submitted }) => submitted],
  ['待审核(份)', ({ waiting }) => waiting],
  ['被退回(份)', ({ returned }) => returned],
  ['已审核(份)', ({ accepted }) => accepted],
  ['按时上报(份)', ({ onTime }) => onTime],
  ['逾期上报(份)', ({ late }) => late],
];

/** 填报进度: how far the reports of unions have come, one a line; a rate is blank where nothing is expected. */
export const progressSheet = (
  about: About,
  rows: ReadonlyArray<{ code: string; name: string; total: Total }>,
): Sheet =>
  listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      ...counts.map(([zh]) => [zh, 14] as const),
      ['上报率(%)', 12],
      ['及时率(%)', 12],
    ],
    rows.map(({ code, name, total }) => {
      const found = completenessOf(total);
      return [
        ...[label(code, 'code'), label(name)],
        ...counts.map(([, of]) => count(of(found))),
        ...[figure(found.rate), figure(found.onTimeRate)],
      ];
    }),
  );
