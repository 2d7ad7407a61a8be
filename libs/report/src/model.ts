/** Some text of a sentence; `source`: it ends with a figure, which has this number in the list of sources. */
export interface Part {
  text: string;
  source?: number;
}

/** One kind of work: its title with its number (一、组织建设), and what there is to say of it, a sentence a paragraph. */
export interface Section {
  title: string;
  paragraphs: ReadonlyArray<readonly Part[]>;
}

/** What one body's figures, or those of an earlier period beside them, were read from; all in words. */
export interface Source {
  /** 甲, 乙, 丙: by which the figures name it. */
  name: string;
  form: string;
  periods: string;
  body: string;
  tree: string;
  /** How many reports are accepted, of how many expected. */
  reports: string;
  /** Up to when what was accepted is in it. */
  upTo: string;
}

/** A figure of the report: where it is from. `beside`: the figures of earlier periods that it is compared with, by their sources. */
export interface SourceLine {
  number: number;
  name: string;
  code: string;
  value: string;
  source: string;
  /** How many reports hold it, of how many should; nothing of a ratio. */
  reports: string;
  beside: string;
}

/** A figure of several unions side by side. Only exact and complete ones are drawn. */
export interface Chart {
  title: string;
  note: string;
  names: readonly string[];
  values: readonly number[];
}

/** What stands in the place of one placeholder: text within a paragraph; or paragraphs, a chart or a table instead of one. */
export type Placed =
  | { text: readonly Part[] }
  | { paragraphs: ReadonlyArray<readonly Part[]> }
  | { chart: Chart }
  | { headings: readonly string[]; rows: ReadonlyArray<readonly string[]> };

/** 工作总结: what stands in a work report, before it has a layout. All texts are Chinese, as the document is. */
export interface Report {
  title: string;
  body: string;
  madeOn: string;
  opening: string;
  sections: readonly Section[];
  chart: Chart | null;
  sources: readonly Source[];
  lines: readonly SourceLine[];
  /** What a template of the tenant's own asks for beside, by the text between the braces. */
  placed: Readonly<Record<string, Placed>>;
}
