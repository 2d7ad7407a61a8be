import { type AppraisalInputs, appraised, rateOf } from '@huiji/domain/appraisal';
import type { AppraisalScheme } from '@huiji/domain/appraisal-scheme';
import { formatFigure } from '@huiji/domain/figure';
import type { Measure } from '@huiji/domain/target';
import type { Cell, Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, listSheet } from './lists.js';

/** A union as it was appraised; `result` is null where it was not. */
export interface AppraisedRow {
  rank: number | null;
  code: string;
  name: string;
  result: (Omit<AppraisalInputs, 'targets'> & AppraisedTargets & { note: string | null }) | null;
}

interface AppraisedTargets {
  targets: ReadonlyArray<AppraisalInputs['targets'][number] & { measure: Measure }>;
}

const figure = (text: string | null | undefined): Cell => ({ style: 'figure', figure: text ?? undefined });
const points = (of: bigint | null | undefined): Cell =>
  figure(of === null || of === undefined ? null : formatFigure(of, 2));

/** 目标管理考核: unions by rank, with what each target and item gave. What is blank was not reported, scored or appraised, and is not 0. */
export function appraisalSheet(about: About, scheme: AppraisalScheme, rows: readonly AppraisedRow[]): Sheet {
  const measures = new Map(
    rows.flatMap(({ result }) => (result?.targets ?? []).map(({ measure }) => [measure.code, measure])),
  );
  return listSheet(
    about,
    [
      ...([
        ['名次', 8],
        ['编码', 18],
        ['单位', 40],
      ] as const),
      ...[...measures.values()].flatMap(
        ({ zh, unit }) =>
          [
            [`${zh} 目标(${unit})`, 16],
            [`${zh} 完成(${unit})`, 16],
            [`${zh} 得分`, 12],
          ] as const,
      ),
      ...scheme.items.map(({ text }) => [text, 16] as const),
      ...([
        ['得分', 10],
        ['满分', 10],
        ['得分率(%)', 12],
        ['等次', 12],
        ['考核意见', 40],
      ] as const),
    ],
    rows.map(({ rank, code, name, result }) => {
      const whole = result && appraised(scheme, result);
      const target = (of: string): Cell[] => {
        const at = result?.targets.findIndex(({ measure }) => measure.code === of) ?? -1;
        const one = result?.targets[at];
        return [figure(one?.value), figure(one?.actual), points(whole?.targetPoints[at])];
      };
      const item = (of: string) => result?.scores.find((score) => score.item === of)?.points;
      const grade = whole && whole.grade !== null ? scheme.grades[whole.grade]?.zh : '';
      return [
        ...[figure(rank === null ? null : String(rank)), label(code, 'code'), label(name)],
        ...[...measures.keys()].flatMap(target),
        ...scheme.items.map(({ code: of }) => figure(item(of))),
        ...[points(whole?.total), points(whole?.outOf), figure(whole && rateOf(whole))],
        ...[label(grade ?? ''), label(result?.note ?? '')],
      ];
    }),
  );
}
