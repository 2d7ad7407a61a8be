import { Paragraph, Table, TableCell, TableRow, WidthType } from 'docx';
import { lineColumns, type Source, sourceColumns, type SourceLine } from '@huiji/domain/work-report';
import type { Told } from './model.js';
import { runsOf } from './runs.js';

/** The style of what stands in a table. */
export const cellStyle = 'Cell';

/** A table of equal columns behind its first, which is wide enough for names. */
export function placedTable(headings: readonly string[], rows: ReadonlyArray<readonly Told[]>): Table {
  const [first, ...others] = headings;
  const width = Math.floor(70 / Math.max(1, others.length));
  return table([[first ?? '', 30], ...others.map((heading) => [heading, width] as const)], rows);
}

/** A table with a heading row, which stands again on each page; columns with their heading and width in percent. */
function table(
  columns: ReadonlyArray<readonly [heading: string, width: number]>,
  rows: ReadonlyArray<readonly Told[]>,
): Table {
  const runs = (told: Told = '') =>
    typeof told === 'string' ? runsOf({ text: told }) : told.flatMap(runsOf);
  const cells = (texts: readonly Told[]): TableCell[] =>
    columns.map(
      ([, width], at) =>
        new TableCell({
          width: { size: width, type: WidthType.PERCENTAGE },
          children: [new Paragraph({ style: cellStyle, children: runs(texts[at]) })],
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

/** Things as a table, by its columns; `widths` are theirs, in percent. */
const tableOf = <T>(
  things: readonly T[],
  columns: ReadonlyArray<readonly [heading: string, of: keyof T]>,
  widths: readonly number[],
): Table =>
  table(
    columns.map(([heading], at) => [heading, widths[at] ?? 0]),
    things.map((thing) => columns.map(([, of]) => String(thing[of]))),
  );

/** What the figures were read from. */
export const sourcesTable = (sources: readonly Source[]): Table =>
  tableOf(sources, sourceColumns, [8, 23, 16, 15, 14, 10, 14]);

/** Where each figure is from. */
export const linesTable = (lines: readonly SourceLine[]): Table =>
  tableOf(lines, lineColumns, [7, 23, 21, 12, 7, 9, 11, 10]);
