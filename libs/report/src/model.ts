import type { Chart, Part, Report } from '@huiji/domain/work-report';

/** What stands in the place of one placeholder: text within a paragraph; or paragraphs, a chart or a table instead of one. */
export type Placed =
  | { text: readonly Part[] }
  | { paragraphs: ReadonlyArray<readonly Part[]> }
  | { chart: Chart }
  | { headings: readonly string[]; rows: ReadonlyArray<readonly string[]> };

/** A report as it is written, with what a template of the tenant's own asks for beside, by the text between the braces. */
export interface WrittenReport extends Report {
  placed?: Readonly<Record<string, Placed>>;
}
