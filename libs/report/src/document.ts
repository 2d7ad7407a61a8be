import { HeadingLevel, type IPatch, Paragraph, patchDocument, PatchType, type Table, TextRun } from 'docx';
import { ChartRun } from 'docx/charts';
import type { Chart, Part, Section } from '@huiji/domain/work-report';
import type { Placed, WrittenReport } from './model.js';
import { runsOf } from './runs.js';
import { sayable } from './sayable.js';
import { linesTable, placedTable, sourcesTable } from './tables.js';

const run = (text: string): TextRun => new TextRun(sayable(text));
const inline = (text: string): IPatch => ({ type: PatchType.PARAGRAPH, children: [run(text)] });
const block = (children: Array<Paragraph | Table>): IPatch => ({ type: PatchType.DOCUMENT, children });

/**
 * A report as a Word document, in the layout of a template, by its placeholders (`placeholders` in domain). Blocks come in the template's own
 * styles: Heading 1, and Normal; tables in the style Cell, where it has that. What has changed since the report before is highlighted, and
 * said above the lines.
 */
export function reportDocument(report: WrittenReport, template: Uint8Array): Promise<Uint8Array> {
  const { title, body, madeOn, opening, since, sections, chart, placed = {}, sources, lines } = report;
  return patchDocument({
    outputType: 'uint8array',
    data: template,
    trimPlaceholders: true,
    patches: {
      ...{ title: inline(title), body: inline(body), madeOn: inline(madeOn), opening: inline(opening) },
      ...Object.fromEntries(Object.entries(placed).map(([key, one]) => [key, patchOf(one)])),
      sections: block(sections.flatMap(paragraphsOf)),
      chart: block(chart ? chartParagraphs(chart) : []),
      ...{ sources: block([sourcesTable(sources)]), lines: block([...sentence(since), linesTable(lines)]) },
    },
    properties: { title: sayable(title), creator: sayable(body) },
  });
}

function patchOf(placed: Placed): IPatch {
  if ('text' in placed) return { type: PatchType.PARAGRAPH, children: placed.text.flatMap(runsOf) };
  if ('paragraphs' in placed) return block(placed.paragraphs.map(paragraphOf));
  if ('chart' in placed) return block(chartParagraphs(placed.chart));
  return block([placedTable(placed.headings, placed.rows)]);
}

const paragraphOf = (parts: readonly Part[]): Paragraph => new Paragraph({ children: parts.flatMap(runsOf) });
const sentence = (text: string): Paragraph[] =>
  text === '' ? [] : [new Paragraph({ children: [run(text)] })];

const paragraphsOf = ({ title, paragraphs }: Section): Paragraph[] => [
  new Paragraph({ heading: HeadingLevel.HEADING_1, children: [run(title)] }),
  ...paragraphs.map(paragraphOf),
];

/** A chart of Word's own: its figures lie in a workbook inside, and are edited there. */
const chartParagraphs = ({ title, note, names, values }: Chart): Paragraph[] => [
  new Paragraph({
    keepNext: true,
    // In a line of exact height it would be cut off.
    spacing: { line: 240, lineRule: 'auto' },
    indent: { firstLineChars: 0, firstLine: 0 },
    children: [
      new ChartRun({
        ...{ type: 'bar', title: sayable(title), legend: false, dataLabels: { value: true } },
        transformation: { width: 560, height: 340 },
        // The first of them would stand at the bottom.
        categories: names.map(sayable).toReversed(),
        series: [{ name: sayable(title), values: values.toReversed() }],
      }),
    ],
  }),
  new Paragraph({ children: [run(note)] }),
];
