import type { CoverageDimension, CoverageRow } from '@huiji/domain/employer';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, figure, listSheet } from './lists.js';

const unknown = '未知';
const dimensions: Readonly<
  Record<CoverageDimension, readonly [zh: string, of: (row: CoverageRow) => string]>
> = {
  SIZE: ['规模', ({ aboveScale }) => (aboveScale === null ? unknown : aboveScale ? '规模以上' : '规模以下')],
  OWNERSHIP: ['所有制', ({ ownership }) => ownership ?? unknown],
  UNIT_TYPE: ['单位类型', ({ unitType }) => unitType ?? unknown],
};

/** 覆盖率: the whole, then what it is told by, one group a line; a rate is blank where no employer operates. */
export function coverageSheet(
  about: About,
  by: readonly CoverageDimension[],
  { whole, rows }: { whole: CoverageRow; rows: readonly CoverageRow[] },
): Sheet {
  const line = (first: string, row: CoverageRow, told: readonly string[]) => [
    ...[label(first), ...told.map((text) => label(text)), figure(String(row.operating))],
    ...[figure(String(row.covered)), figure(row.rate)],
  ];
  return listSheet(
    about,
    [
      ['范围', 10],
      ...by.map((one) => [dimensions[one][0], 16] as const),
      ['在营(家)', 12],
      ['已覆盖(家)', 12],
      ['覆盖率(%)', 12],
    ],
    [
      line(
        '合计',
        whole,
        by.map(() => ''),
      ),
      ...rows.map((row) =>
        line(
          '其中',
          row,
          by.map((one) => dimensions[one][1](row)),
        ),
      ),
    ],
  );
}
