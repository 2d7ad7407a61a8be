import type { Earlier, Part, SourceLine } from '@huiji/domain/work-report';
import type { Placed, Told, WrittenReport } from './model.js';

/** What a line says besides its place in the list. */
const wordsOf = ({ value, reports, beside }: SourceLine): string =>
  [reports === '' ? value : `${value}（${reports}）`, ...(beside === '' ? [] : [beside])].join('；');

const absent = '无';

/**
 * A report with marks on every figure that an earlier one of the same gave otherwise, was without, or compared with others: the figure
 * itself, how many reports hold it, or what stands beside it. The figures that are gone are named.
 */
export function markedSince(report: WrittenReport, { madeAt, lines: before }: Earlier): WrittenReport {
  const earlier = new Map(before.map((line) => [line.code, line]));
  const lines = report.lines.map((line): SourceLine => {
    const there = earlier.get(line.code);
    const last = there ? wordsOf(there) : absent;
    return last === wordsOf(line) ? line : { ...line, last };
  });
  const changed = new Set(lines.flatMap(({ number, last }) => (last === '' ? [] : [number])));
  const now = new Set(lines.map(({ code }) => code));
  const gone = before
    .filter(({ code }) => !now.has(code))
    .map(({ name, value }) => `${name}（原为${value}）`);
  const marked = (part: Part): Part =>
    part.source !== undefined && changed.has(part.source) ? { ...part, changed: true } : part;
  return {
    ...report,
    lines,
    since: [
      changed.size === 0
        ? `与${madeAt}生成的上一份相比，没有数字变动。`
        : `与${madeAt}生成的上一份相比，${changed.size}个数字有变动，已用黄色标出，原数见下表。`,
      ...(gone.length === 0 ? [] : [`上一份有而现在没有的数字：${gone.join('、')}。`]),
    ].join(''),
    sections: report.sections.map((section) => ({
      ...section,
      paragraphs: section.paragraphs.map((parts) => parts.map(marked)),
    })),
    ...(report.placed && { placed: markedIn(report.placed, marked) }),
  };
}

const markedIn = (placed: Readonly<Record<string, Placed>>, marked: (part: Part) => Part): typeof placed =>
  Object.fromEntries(
    Object.entries(placed).map(([key, one]): [string, Placed] => {
      if ('text' in one) return [key, { text: one.text.map(marked) }];
      if ('paragraphs' in one) return [key, { paragraphs: one.paragraphs.map((parts) => parts.map(marked)) }];
      if ('chart' in one) return [key, one];
      const told = (of: Told): Told => (typeof of === 'string' ? of : of.map(marked));
      return [key, { ...one, rows: one.rows.map((row) => row.map(told)) }];
    }),
  );
