import type { IndicatorVersion } from '@huiji/domain/catalogue';
import { type Form, layoutOf } from '@huiji/domain/form';
import type { Indicator } from '@huiji/domain/indicator';
import type { Level } from '@huiji/domain/organisation';
import type { Rule } from '@huiji/domain/rule';
import { printedSentence } from '@huiji/domain/rule-sentence';
import type { Cell, Sheet, StyleName } from '../workbook.js';
import { head, heading, label } from './figures.js';

/** 指标库 as a federation holds it on a day. */
export interface HeldCatalogue {
  /** Of the federation. */
  name: string;
  day: string;
  /** The shipped catalogue that was taken last. */
  version: number;
  /** Each indicator in the version in force on the day, else in its newest. */
  held: readonly IndicatorVersion[];
  /** The newest version of each form. */
  forms: readonly Form[];
}

/** What is asked and what it means, by group, and what the forms check of it. */
export const catalogueSheets = (catalogue: HeldCatalogue): Sheet[] => [
  indicatorsSheet(catalogue),
  rulesSheet(catalogue),
];

type Column<T> = readonly [zh: string, width: number, of: (row: T) => string];

/** A list that is read across: what each row is called stays in sight. */
function wideSheet<T>(
  { name, title, notes, named }: { name: string; title: string; notes: readonly string[]; named: number },
  columns: ReadonlyArray<Column<T>>,
  rows: readonly T[],
  styleOf: (row: T) => StyleName = () => 'label',
): Sheet {
  const above = [...head(title, notes, columns.length), columns.map(([zh]) => heading(zh))];
  return {
    ...{ name, landscape: true, locked: false, widths: columns.map(([, width]) => width) },
    frozen: { rows: above.length, columns: named },
    rows: [...above, ...rows.map((row): Cell[] => columns.map(([, , of]) => label(of(row), styleOf(row))))],
  };
}

const levels: Readonly<Record<Level, string>> = {
  ...{ FEDERATION: '总工会', INTERMEDIATE: '中间层级', GRASSROOTS: '基层工会' },
};
const kinds: Readonly<Record<Indicator['kind'], string>> = {
  ...{ STOCK: '时点数', FLOW: '时期数', RATIO: '比率', GRADE: '等级' },
};
const acrossUnions: Readonly<Record<Indicator['acrossUnions'], string>> = {
  ...{ SUM: '相加', NONE: '不加', RATIO: '由合计重新相除', DISTRIBUTION: '按等级计数' },
};
const acrossPeriods: Readonly<Record<Indicator['acrossPeriods'], string>> = {
  ...{ LAST: '取最后一期', SUM: '相加', NONE: '不加', RECOMPUTE: '由合计重新相除' },
};
const frequencies: Readonly<Record<Indicator['frequencies'][number], string>> = {
  ...{ QUARTER: '每季', YEAR: '每年', EVENT: '每次活动', STATISTICAL: '统计年度' },
};

const isRetired = ({ validTo }: IndicatorVersion, day: string): boolean => validTo !== null && validTo <= day;

function indicatorsSheet({ name, day, version, held }: HeldCatalogue): Sheet {
  const groups = [...new Set(held.map(({ entry }) => entry.group))];
  const stateOf = (one: IndicatorVersion): string => {
    if (isRetired(one, day)) return `已停用(${one.validTo} 起)`;
    if (one.validFrom !== null && one.validFrom > day) return '尚未启用';
    return one.validTo === null ? '在用' : `在用(${one.validTo} 起停用)`;
  };
  const columns: Array<Column<IndicatorVersion>> = [
    ['组', 14, ({ entry }) => entry.group],
    ['代码', 28, ({ entry }) => entry.code],
    ['名称', 28, ({ entry }) => entry.zh],
    ['英文名称', 30, ({ entry }) => entry.en],
    ['性质', 9, ({ entry }) => kinds[entry.kind]],
    ['单位', 8, ({ entry }) => entry.unit],
    ['由谁填', 18, ({ entry }) => entry.filedBy.map((level) => levels[level]).join('、') || '由系统计算'],
    ['多久填一次', 14, ({ entry }) => entry.frequencies.map((often) => frequencies[often]).join('、')],
    ['单位之间', 14, ({ entry }) => acrossUnions[entry.acrossUnions]],
    ['各期之间', 14, ({ entry }) => acrossPeriods[entry.acrossPeriods]],
    ['其中', 34, ({ entry }) => entry.breakdowns.map(({ zh, code }) => `${zh}[${code}]`).join('、')],
    ['分子', 28, ({ entry }) => entry.numerator?.join(' + ') ?? ''],
    ['分母', 28, ({ entry }) => entry.denominator?.join(' + ') ?? ''],
    ['定义', 44, ({ entry }) => entry.definition],
    ['依据', 30, ({ entry }) => entry.basis],
    ['来源', 9, ({ shipped }) => (shipped ? '随系统' : '自定义')],
    ['版本', 7, (one) => String(one.version)],
    ['自', 12, ({ validFrom }) => validFrom ?? '一直'],
    ['状态', 22, stateOf],
  ];
  return wideSheet(
    {
      ...{ name: '指标库', title: `${name} 指标库`, named: 3 },
      notes: [`截至 ${day},随系统指标第 ${version} 版;灰色的已停用,其编码不再使用。`],
    },
    columns,
    held.toSorted((one, other) => groups.indexOf(one.entry.group) - groups.indexOf(other.entry.group)),
    (one) => (isRetired(one, day) ? 'code' : 'label'),
  );
}

const severities: Readonly<Record<Rule['severity'], string>> = {
  ...{ ARITHMETIC: '算术,不过不能上报', PLAUSIBILITY: '合理性,要写上报说明', LAW: '法规,只提示' },
};
const scopes: Readonly<Record<Rule['scope'], string>> = { FILED: '单张报表', TOTAL: '汇总数' };

/** A rule with the form that checks it. */
interface Checked {
  form: Form;
  rule: Rule;
}

/** What a hit says, without figures; a rule without a sentence says what it rests on. */
function saidBy({ form, rule }: Checked, language: 'zh' | 'en'): string {
  const nameOf = (code: string): string => layoutOf(form).cell(code)?.cell[language] ?? code;
  return printedSentence(rule[language] || rule.source, nameOf);
}

function rulesSheet({ name, day, forms }: HeldCatalogue): Sheet {
  const tableOf = ({ form, rule }: Checked): string =>
    form.repeatingTables.find(({ code }) => code === rule.table)?.zh ?? '';
  const columns: Array<Column<Checked>> = [
    ['报表', 22, ({ form }) => `${form.zh}(第 ${form.version} 版)`],
    ['规则', 30, ({ rule }) => rule.code],
    ['性质', 22, ({ rule }) => severities[rule.severity]],
    ['范围', 10, ({ rule }) => scopes[rule.scope]],
    ['附表', 16, tableOf],
    ['由谁填', 18, ({ rule }) => (rule.levels ?? []).map((level) => levels[level]).join('、')],
    ['不成立时说', 60, (one) => saidBy(one, 'zh')],
    ['英文', 60, (one) => saidBy(one, 'en')],
    ['须成立', 50, ({ rule }) => rule.expression],
    ['依据', 34, ({ rule }) => rule.source],
  ];
  return wideSheet(
    {
      ...{ name: '逻辑检查', title: `${name} 逻辑检查`, named: 2 },
      notes: [`截至 ${day},各报表的最新版本;“…”处是填报的数。`],
    },
    columns,
    forms.flatMap((form) =>
      form.rules
        .filter(({ frequency }) => frequency === undefined || frequency === form.frequency)
        .map((rule) => ({ form, rule })),
    ),
  );
}
