import { type Mark, formatFigure } from '@huiji/domain/figure';
import { begunStill } from '@huiji/domain/import';
import type { Cell as FormCell } from '@huiji/domain/form';
import { typedText } from '@huiji/domain/typed';
import type { Cell, Sheet } from '../workbook.js';
import { head, heading, label } from './figures.js';

export interface About {
  title: string;
  notes: readonly string[];
}

/** A figure of a list as a Decimal string; blank where there is none, which is not 0. */
export const figure = (text: string | null): Cell => ({ style: 'figure', figure: text ?? undefined });
export const count = (of: number): Cell => figure(String(of));

/** How wide a table may be, in characters, to be read on a sheet of A4 that stands upright. */
const upright = 110;

/** A table of one line for each row below its title and notes; a wide one lies across the paper. */
export function listSheet(
  { title, notes }: About,
  columns: ReadonlyArray<readonly [zh: string, width: number]>,
  rows: ReadonlyArray<readonly Cell[]>,
): Sheet {
  const above = [...head(title, notes, columns.length), columns.map(([zh]) => heading(zh))];
  const widths = columns.map(([, width]) => width);
  return {
    ...{
      name: title,
      landscape: widths.reduce((sum, width) => sum + width, 0) > upright,
      locked: false,
      widths,
    },
    frozen: { rows: above.length, columns: 0 },
    rows: [...above, ...rows],
  };
}

const outcomes: Readonly<Record<'UNCHANGED' | 'SAVED' | 'SUBMITTED' | 'ACCEPTED', string>> = {
  ...{ UNCHANGED: '与原来相同', SAVED: '已存为草稿', SUBMITTED: '已上报', ACCEPTED: '已按历史数据导入' },
};

/** What became of each return of an import; `kept`: what an undoing left alone, since it was edited meanwhile. */
export const importedSheet = (
  title: string,
  rows: ReadonlyArray<{
    unionCode: string;
    unionName: string;
    period: string;
    outcome: keyof typeof outcomes | null;
    kept: readonly string[] | null;
  }>,
): Sheet =>
  listSheet(
    {
      title,
      notes: [
        '“保留”是导入之后又改过、撤销时没有动的项目;“空白草稿”是已有附件、批注或曾被退回,因而没有删去的填报。',
      ],
    },
    [
      ['编码', 18],
      ['单位', 40],
      ['报告期', 10],
      ['导入结果', 18],
      ['撤销', 10],
      ['保留', 60],
    ],
    rows.map(({ unionCode, unionName, period, outcome, kept }) => [
      ...[label(unionCode, 'code'), label(unionName), label(period), label(outcome ? outcomes[outcome] : '')],
      ...[
        label(kept ? '已撤销' : ''),
        label((kept ?? []).map((code) => (code === begunStill ? '空白草稿' : code)).join('、')),
      ],
    ]),
  );

/** What one union adds to a cell of a total. */
export interface ContributionRow {
  code: string;
  name: string;
  /** Scaled; null where it adds nothing. */
  figure: bigint | null;
  mark: Mark;
  acceptedBy: string | null;
  /** As it is shown. */
  acceptedAt: string;
  pending: boolean;
  leaving: boolean;
}

/** What a cell of a total is made of; those that are not waiting to be counted add up to it. */
export function contributionsSheet(about: About, cell: FormCell, rows: readonly ContributionRow[]): Sheet {
  const value = ({ figure, mark }: ContributionRow): Cell =>
    figure !== null && mark === 'EXACT'
      ? { style: 'figure', figure: formatFigure(figure, cell.decimals) }
      : { style: 'figure', text: typedText({ figure, mark }, cell.decimals) };
  const waits = ({ pending, leaving }: ContributionRow): string =>
    pending ? '待计入' : leaving ? '待替换' : '已计入';
  return listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      [`${cell.zh}(${cell.unit})`, 20],
      ['审核人', 12],
      ['审核时间', 18],
      ['合计', 10],
    ],
    rows.map((row) => [
      ...[label(row.code, 'code'), label(row.name), value(row)],
      ...[label(row.acceptedBy ?? ''), label(row.acceptedAt), label(waits(row))],
    ]),
  );
}
