import { HeadingLevel, type IPatch, Paragraph, patchDocument, PatchType, type Table, TextRun } from 'docx';
import { ChartRun } from 'docx/charts';
import type { Chart, Part, Report, Section } from '@huiji/domain/work-report';
import { sayable } from './sayable.js';
import { linesTable, sourcesTable } from './tables.js';

const run = (text: string): TextRun => new TextRun(sayable(text));
const inline = (text: string): IPatch => ({ type: PatchType.PARAGRAPH, children: [run(text)] });
const block = (children: Array<Paragraph | Table>): IPatch => ({ type: PatchType.DOCUMENT, children });

/**
 * A report as a Word document, in the layout of a template: its placeholders are `{{title}}`, `{{body}}`, `{{madeOn}}` and `{{opening}}`,
 * and, each in a paragraph of its own, `{{sections}}`, `{{chart}}`, `{{sources}}` and `{{lines}}`. Sections are paragraphs in the
 * template's own styles: Heading 1, and Normal; what has changed since the report before is highlighted, and said above the lines; the two tables are in the style Cell, where it has that.
 */
export function reportDocument(report: Report, template: Uint8Array): Promise<Uint8Array> {
  const { title, body, madeOn, opening, since, sections, chart, sources, lines } = report;
  return patchDocument({
    outputType: 'uint8array',
    data: template,
    patches: {
      ...{ title: inline(title), body: inline(body), madeOn: inline(madeOn), opening: inline(opening) },
      sections: block(sections.flatMap(paragraphsOf)),
      chart: block(chart ? chartParagraphs(chart) : []),
      ...{ sources: block([sourcesTable(sources)]), lines: block([...sentence(since), linesTable(lines)]) },
    },
    properties: { title: sayable(title), creator: sayable(body) },
  });
}

const sentence = (text: string): Paragraph[] =>
  text === '' ? [] : [new Paragraph({ children: [run(text)] })];

const paragraphsOf = ({ title, paragraphs }: Section): Paragraph[] => [
  new Paragraph({ heading: HeadingLevel.HEADING_1, children: [run(title)] }),
  ...paragraphs.map((parts) => new Paragraph({ children: parts.flatMap(runsOf) })),
];

const runsOf = ({ text, source, changed }: Part): TextRun[] => [
  changed ? new TextRun({ text: sayable(text), highlight: 'yellow' }) : run(text),
  ...(source === undefined ? [] : [new TextRun({ text: `[${source}]`, superScript: true })]),
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
