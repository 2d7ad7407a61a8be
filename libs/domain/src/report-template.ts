import type { Form } from './form.js';
import { type Problem, problem } from './problem-found.js';

/** The media type of a Word document. */
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** How many bytes a template (工作总结模板) may have. */
export const largestTemplate = 5 * 1024 * 1024;

/** How many different placeholders a template may name, and how many columns or rows a table of it may have. */
const most = { placeholders: 300, columns: 8, rows: 30 };

/**
 * What a placeholder says after a colon. FIGURE: the code of a cell or ratio; CELLS, ROWS: codes of cells, with commas between them, for the
 * columns or rows of a table.
 */
type Said = 'FIGURE' | 'CELL' | 'CELLS' | 'ROWS' | 'COMPARED' | 'GROUP';

interface Kind {
  /** TEXT: within a paragraph. BLOCK: instead of a paragraph that holds nothing else, and once. */
  stands: 'TEXT' | 'BLOCK';
  says: readonly Said[];
  /** As it is typed. */
  example: string;
  zh: string;
  en: string;
}

const text = { stands: 'TEXT', says: [] } as const;
const block = { stands: 'BLOCK', says: [] } as const;

/** All placeholders that a template for the work report (工作总结) may have. docs/work-report.md holds the same table; a test compares them. */
export const placeholders = {
  title: { ...text, example: '{{title}}', zh: '标题', en: 'the title' },
  body: { ...text, example: '{{body}}', zh: '单位名称', en: 'the name of the union' },
  madeOn: { ...text, example: '{{madeOn}}', zh: '生成日期', en: 'the day on which it is made' },
  opening: { ...text, example: '{{opening}}', zh: '数据说明', en: 'how many reports the figures hold' },
  figure: {
    ...{ stands: 'TEXT', says: ['FIGURE'], example: '{{figure:mem_member_cnt}}' },
    ...{ zh: '一个指标的数,带计量单位', en: 'one figure with its unit' },
  },
  change: {
    ...{ stands: 'TEXT', says: ['CELL', 'COMPARED'], example: '{{change:mem_member_cnt:LAST_YEAR}}' },
    zh: '与去年同期(LAST_YEAR)或上期(PREVIOUS)相比的增减',
    en: 'its change on last year (LAST_YEAR) or last period (PREVIOUS)',
  },
  founded: { ...text, example: '{{founded}}', zh: '新建工会名单', en: 'the unions founded' },
  awarded: { ...text, example: '{{awarded}}', zh: '新授职工之家名单', en: 'the 职工之家 awarded' },
  sections: {
    ...block,
    ...{ example: '{{sections}}', zh: '各项工作,每类一节', en: 'a section for each kind of work' },
  },
  section: {
    ...{ stands: 'BLOCK', says: ['GROUP'], example: '{{section:组织建设}}' },
    ...{ zh: '一类工作的各段,不带标题', en: 'the paragraphs of one kind of work, without a heading' },
  },
  targets: {
    ...block,
    ...{ example: '{{targets}}', zh: '目标任务完成情况和明年目标' },
    en: 'how far the targets have come, and those of next year',
  },
  children: {
    ...{ stands: 'BLOCK', says: ['CELLS'], example: '{{children:mem_member_cnt,mem_worker_cnt}}' },
    zh: '下属单位的表格,一个指标一列,最多8列',
    en: 'a table of the unions directly below, a column for each cell, 8 at most',
  },
  figures: {
    ...{ stands: 'BLOCK', says: ['ROWS'], example: '{{figures:mem_member_cnt,aid_amount}}' },
    zh: '本单位指标的表格,一个指标一行,列出本期、上期、去年同期和增减,最多30行',
    en: 'a table of figures of the union itself, a row for each cell with this period, the last, last year and the changes, 30 at most',
  },
  chart: { ...block, example: '{{chart}}', zh: '下属单位会员数图表', en: 'a chart of the members below' },
  chartOf: {
    ...{ stands: 'BLOCK', says: ['CELL'], example: '{{chartOf:mem_worker_cnt}}' },
    ...{ zh: '下属单位某一指标的图表', en: 'a chart of a cell of the unions directly below' },
  },
  sources: {
    ...block,
    ...{ example: '{{sources}}', zh: '数据来源表,必须有', en: 'the table of sources; must be there' },
  },
  lines: {
    ...block,
    ...{ example: '{{lines}}', zh: '逐数的来源表,必须有', en: 'where each figure is from; must be there' },
  },
} as const satisfies Record<string, Kind>;

export type PlaceholderName = keyof typeof placeholders;

/** A placeholder as it was typed (`key`), read. */
export interface Placeholder {
  key: string;
  name: PlaceholderName;
  /** What stands behind each colon. */
  said: readonly string[];
}

/** Without these a figure could not be followed to where it is from. */
const needed = ['sources', 'lines'] as const;

/** Reads what stands between the braces; null where no placeholder is called so, or it says too little or too much. */
export function placeholderOf(key: string): Placeholder | null {
  const [name = '', ...said] = key.split(':');
  if (!Object.hasOwn(placeholders, name)) return null;
  const { says } = placeholders[name as PlaceholderName];
  return said.length === says.length ? { key, name: name as PlaceholderName, said } : null;
}

export const standsAlone = ({ name }: Placeholder): boolean => placeholders[name].stands === 'BLOCK';

/** The codes of a list of cells. */
export const codesIn = (said: string): string[] => said.split(',').map((code) => code.trim());

/** What a template was found to name, by the text between the braces; `misplaced`: blocks that do not stand alone, or twice. */
export interface FoundInTemplate {
  keys: readonly string[];
  misplaced: readonly string[];
}

/** What a placeholder may name: what the form asks, and the groups of its indicators. */
export interface Nameable {
  form: Form;
  groups: readonly string[];
}

/**
 * All that is wrong with what a template names: REPORT_TEMPLATE_UNKNOWN (placeholders that do not exist, or name what does not),
 * REPORT_TEMPLATE_MISPLACED, REPORT_TEMPLATE_LACKS, REQUEST_TOO_LARGE.
 */
export function templateProblems({ keys, misplaced }: FoundInTemplate, nameable: Nameable): Problem[] {
  const unknown = keys.filter((key) => !isNameable(placeholderOf(key), nameable));
  const lacking = needed.filter((name) => !keys.includes(name));
  const found = (code: Parameters<typeof problem>[0], names: readonly string[]): Problem[] =>
    names.length > 0 ? [problem(code, { names: listed(names) })] : [];
  return [
    ...(keys.length > most.placeholders
      ? [problem('REQUEST_TOO_LARGE', { what: '占位符 placeholders', limit: most.placeholders })]
      : []),
    ...found('REPORT_TEMPLATE_UNKNOWN', unknown),
    ...found('REPORT_TEMPLATE_MISPLACED', misplaced),
    ...found('REPORT_TEMPLATE_LACKS', lacking),
  ];
}

/** Names as they stand in the template, each no longer than a line: whoever sent it looks for them there. */
const listed = (names: readonly string[]): string =>
  names.map((name) => `{{${name.length > 60 ? `${name.slice(0, 60)}…` : name}}}`).join(' ');

function isNameable(placeholder: Placeholder | null, { form, groups }: Nameable): boolean {
  if (!placeholder) return false;
  const cells = form.tables.flatMap((table) => table.cells.map(({ code }) => code));
  const ratios = form.ratios.map(({ code }) => code);
  const names: Readonly<Record<Said, (said: string) => boolean>> = {
    FIGURE: (said) => cells.includes(said) || ratios.includes(said),
    CELL: (said) => cells.includes(said),
    CELLS: (said) => isListOf(cells, said, most.columns),
    ROWS: (said) => isListOf(cells, said, most.rows),
    COMPARED: (said) => said === 'PREVIOUS' || said === 'LAST_YEAR',
    GROUP: (said) => groups.includes(said),
  };
  return placeholders[placeholder.name].says.every((one, at) => names[one](placeholder.said[at] ?? ''));
}

/** Whether codes are of these, each once, and not too many. */
function isListOf(cells: readonly string[], said: string, limit: number): boolean {
  const codes = codesIn(said);
  const known = codes.every((code) => cells.includes(code));
  return known && codes.length <= limit && new Set(codes).size === codes.length;
}
