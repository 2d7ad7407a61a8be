/**
 * Some text of a sentence; `source`: it ends with a figure, which has this number in the list of sources. `changed`: the report before
 * said it otherwise.
 */
export interface Part {
  text: string;
  source?: number;
  changed?: boolean;
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
  /** What the report before said, where that was something else; blank else. */
  last: string;
}

/** The columns of the two tables of the annex: what stands above each, and what of a source or line stands in it. */
export const sourceColumns: ReadonlyArray<readonly [heading: string, of: keyof Source]> = [
  ['来源', 'name'],
  ['报表', 'form'],
  ['报告期', 'periods'],
  ['单位', 'body'],
  ['组织口径', 'tree'],
  ['已审核/应报', 'reports'],
  ['截至', 'upTo'],
];
export const lineColumns: ReadonlyArray<readonly [heading: string, of: keyof SourceLine]> = [
  ['序号', 'number'],
  ['指标', 'name'],
  ['代码', 'code'],
  ['数', 'value'],
  ['来源', 'source'],
  ['有数/应有', 'reports'],
  ['对比的数', 'beside'],
  ['上一份', 'last'],
];

/** A figure of several unions side by side. Only exact and complete ones are drawn. */
export interface Chart {
  title: string;
  note: string;
  names: readonly string[];
  values: readonly number[];
}

/** 工作总结: what stands in a work report, before it has a layout. All texts are Chinese, as the document is. */
export interface Report {
  title: string;
  body: string;
  madeOn: string;
  opening: string;
  /** What has changed since the report before, in a sentence; blank where there was none. */
  since: string;
  sections: readonly Section[];
  chart: Chart | null;
  sources: readonly Source[];
  lines: readonly SourceLine[];
}

/** A report that was made before of the same body, form and period: when, as it is shown, and what its figures were. */
export interface Earlier {
  madeAt: string;
  lines: readonly SourceLine[];
}
