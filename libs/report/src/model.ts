import type { Chart, Part, Report } from '@huiji/domain/work-report';

/** What stands in a cell of a table: a text, or a figure with its number. */
export type Told = string | readonly Part[];

/** What stands in the place of one placeholder: text within a paragraph; or paragraphs, a chart or a table instead of one. */
export type Placed =
  | { text: readonly Part[] }
  | { paragraphs: ReadonlyArray<readonly Part[]> }
  | { chart: Chart }
  | { headings: readonly string[]; rows: ReadonlyArray<readonly Told[]> };

/** A report as it is written, with what a template of the tenant's own asks for beside, by the text between the braces. */
export interface WrittenReport extends Report {
  placed?: Readonly<Record<string, Placed>>;
}
