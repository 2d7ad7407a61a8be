import { Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import type { Source, SourceLine } from '@huiji/domain/work-report';
import { sayable } from './sayable.js';

/** The style of what stands in a table. */
export const cellStyle = 'Cell';

/** A table of equal columns behind its first, which is wide enough for names. */
export function placedTable(headings: readonly string[], rows: ReadonlyArray<readonly string[]>): Table {
  const [first, ...others] = headings;
  const width = Math.floor(70 / Math.max(1, others.length));
  return table([[first ?? '', 30], ...others.map((heading) => [heading, width] as const)], rows);
}

/** A table with a heading row, which stands again on each page; columns with their heading and width in percent. */
function table(
  columns: ReadonlyArray<readonly [heading: string, width: number]>,
  rows: ReadonlyArray<readonly string[]>,
): Table {
  const cells = (texts: readonly string[]): TableCell[] =>
    columns.map(
      ([, width], at) =>
        new TableCell({
          width: { size: width, type: WidthType.PERCENTAGE },
          children: [new Paragraph({ style: cellStyle, children: [new TextRun(sayable(texts[at] ?? ''))] })],
        }),
    );
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      new TableRow({ tableHeader: true, children: cells(columns.map(([heading]) => heading)) }),
      ...rows.map((texts) => new TableRow({ cantSplit: true, children: cells(texts) })),
    ],
  });
}

/** What the figures were read from. */
export const sourcesTable = (sources: readonly Source[]): Table =>
  table(
    [
      ['来源', 8],
      ['报表', 23],
      ['报告期', 16],
      ['单位', 15],
      ['组织口径', 14],
      ['已审核/应报', 10],
      ['截至', 14],
    ],
    sources.map(({ name, form, periods, body, tree, reports, upTo }) => [
      ...[name, form, periods, body, tree, reports, upTo],
    ]),
  );

/** Where each figure is from. */
export const linesTable = (lines: readonly SourceLine[]): Table =>
  table(
    [
      ['序号', 7],
      ['指标', 23],
      ['代码', 21],
      ['数', 12],
      ['来源', 7],
      ['有数/应有', 9],
      ['对比的数', 11],
      ['上一份', 10],
    ],
    lines.map(({ number, name, code, value, source, reports, beside, last }) => [
      ...[String(number), name, code, value, source, reports, beside, last],
    ]),
  );
