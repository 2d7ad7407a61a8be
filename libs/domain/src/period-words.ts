import type { Period } from './period.js';

/** A period, or the year up to its end, as a title has it: 2007年第三季度, 2007年1至9月. */
export function periodWords({ code, kind, endsOn }: Period, yearToDate = false): string {
  const [year, month] = endsOn.split('-').map(Number);
  if (kind === 'STATISTICAL_YEAR') return `${code.slice(1)}统计年度`;
  if (kind === 'YEAR') return `${year}年`;
  if (yearToDate) return month === 1 ? `${year}年1月` : `${year}年1至${month}月`;
  const quarter = '一二三四'[Number(code.at(-1)) - 1];
  return {
    HALF_YEAR: `${year}年${code.endsWith('1') ? '上' : '下'}半年`,
    QUARTER: `${year}年第${quarter}季度`,
    MONTH: `${year}年${month}月`,
  }[kind];
}
