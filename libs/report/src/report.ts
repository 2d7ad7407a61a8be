import { type ComparedWith, changeOf } from '@huiji/domain/comparison';
import { formatFigure, type Mark, magnitude, weakest } from '@huiji/domain/figure';
import type { Cell, Form } from '@huiji/domain/form';
import type { Indicator } from '@huiji/domain/indicator';
import { type Period, yearToDateOf } from '@huiji/domain/period';
import { periodWords } from '@huiji/domain/period-words';
import { ratioOf, type Total } from '@huiji/domain/rollup';
import { typedText } from '@huiji/domain/typed';
import { chartOf } from './chart.js';
import { found, lacking } from './found.js';
import { type Happened, listed, lists } from './happened.js';
import { goalParagraphs, goalsSource, type ReportGoals } from './goals.js';
import { type Group, groupsOf } from './groups.js';
import type { Part, Report, Section, Source, SourceLine } from '@huiji/domain/work-report';
import { dayWords, numeral, spanWords } from './wording.js';

/** A total of the body, over the filed periods that it was read from. */
export interface ReadTotal {
  periods: readonly string[];
  total: Total;
  /** Up to when what was accepted is in it, as it is shown. */
  upTo: string;
}

/** What a work report is made of. */
export interface ToReport {
  form: Form;
  period: Period;
  yearToDate: boolean;
  /** Those of its filed periods that were never opened. */
  periodsMissing: readonly string[];
  /** How many changes wait to be counted. */
  pending: number;
  /** The day on which it is made. */
  today: string;
  body: string;
  /** Which tree is read, in words. */
  tree: string;
  now: ReadTotal;
  /** What the form holds of earlier periods that may stand beside: none, one or both. */
  before: ReadonlyArray<ReadTotal & { compared: ComparedWith }>;
  /** What the catalogue says of an indicator: by its group it finds its section. */
  indicatorOf: (code: string) => Indicator | undefined;
  /** The unions founded meanwhile, and the 职工之家 awarded. */
  founded: Happened;
  awarded: Happened;
  goals: ReportGoals;
  /** The unions directly below. */
  children: ReadonlyArray<{ name: string; total: Total }>;
}

/** What a figure is compared with, in words. */
export const comparedWords: Readonly<Record<ComparedWith, string>> = {
  PREVIOUS: '上期',
  LAST_YEAR: '去年同期',
};
export const sourceNames = ['甲', '乙', '丙'] as const;

/**
 * The work report (工作总结) of a body: a section for each group of the catalogue that has any figure, in the catalogue's order. A figure
 * has its unit and its mark (以上, 约), and says how many reports it lacks; what nobody reported is named as 未报, never given as 0. It is
 * compared only where it and the earlier one are exact and lack nothing. Every figure is numbered, and the list at the end says where it
 * is from.
 */
export function reportOf(asked: ToReport): Report {
  const { form, period, yearToDate, body, now, before } = asked;
  const writer = new Writer(asked);
  const words = periodWords(period, yearToDate);
  const groups = groupsOf(asked).flatMap((group) => writer.section(group) ?? []);
  const goals = writer.goals();
  const sections = [...groups, ...(goals.length > 0 ? [{ title: '目标任务', paragraphs: goals }] : [])];
  return {
    title: `${body}${words}工作总结`,
    body,
    madeOn: dayWords(asked.today),
    ...{ opening: openingOf(asked), since: '' },
    sections: sections.map((section, at) => ({
      ...section,
      title: `${numeral(at + 1)}、${section.title.replaceAll('/', '与')}`,
    })),
    chart: chartOf(form, asked.children),
    sources: [
      ...[now, ...before].map((read, at): Source => sourceOf(asked, read, sourceNames[at] ?? '')),
      ...(goals.length > 0 ? [sourceOfGoals(asked)] : []),
    ],
    lines: writer.lines,
  };
}

/** What is said of all figures before the first: how many reports they hold, up to when, and what they lack. */
function openingOf({ form, now: { total, upTo }, pending, periodsMissing }: ToReport): string {
  const waiting = pending > 0 ? `，另有${pending}项变动待计入` : '';
  const gap = periodsMissing.length > 0 ? `；缺${periodsMissing.join('、')}` : '';
  return (
    `本总结的数字由《${form.zh}》汇总：应报${total.reportsExpected}份，已审核${total.reportsAccepted}份，截至${upTo}${waiting}${gap}。` +
    '未报的数不计为零，“以上”“约”按原报标注。'
  );
}

function sourceOf({ form, body, tree }: ToReport, { periods, total, upTo }: ReadTotal, name: string): Source {
  return {
    ...{
      name,
      form: `${form.zh}（${form.code}第${form.version}版）`,
      periods: periods.join('、'),
      body,
      tree,
    },
    ...{ reports: `${total.reportsAccepted}/${total.reportsExpected}`, upTo },
  };
}

/** Where targets are from: what was issued, as it stands when the report is made. */
function sourceOfGoals({ form, body, tree, goals, now }: ToReport): Source {
  const years = [goals.reached, goals.next].flatMap((one) => (one ? [periodWords(one.year)] : []));
  return {
    ...{ name: goalsSource, form: `目标任务（${form.zh}）`, periods: years.join('、') },
    ...{ body, tree, reports: '', upTo: now.upTo },
  };
}

/** The figure of an earlier period that another may be compared with: by its source, and the change in words. */
interface Beside {
  compared: ComparedWith;
  source: string;
  then: string;
  change: string;
}

/** Words figures and sections one after the other, and numbers the figures, each once: `lines` are those numbered before. */
export class Writer {
  constructor(
    private readonly asked: ToReport,
    readonly lines: SourceLine[] = [],
  ) {}

  /** Null where the group has no figure, or none but zeros of the registers, which say no more than that nothing is registered. */
  section(group: Group): Section | null {
    const { total } = this.asked.now;
    const held = group.cells.map((cell) => ({ cell, ...found(total, cell) }));
    const says = held.some(
      ({ cell, figure }) => figure !== null && (cell.source !== 'REGISTRY' || figure !== 0n),
    );
    return says ? { title: group.name, paragraphs: this.paragraphs(group) } : null;
  }

  /** What there is to say of targets; nothing where there are none. */
  goals(): Part[][] {
    return goalParagraphs(this.asked, this.asked.goals, this);
  }

  /** What there is to say of a group, if only that nothing was reported. */
  paragraphs({ cells, ratios }: Group): Part[][] {
    const has = (cell: Cell): boolean => found(this.asked.now.total, cell).figure !== null;
    const held = cells.filter(has);
    const { period, yearToDate } = this.asked;
    const { startsOn, endsOn } = yearToDate ? yearToDateOf(period) : period;
    const [stocks, others] = [
      held.filter(({ kind }) => kind === 'STOCK'),
      held.filter(({ kind }) => kind !== 'STOCK'),
    ];
    return [
      sentence(`截至${dayWords(endsOn)}，`, this.clauses(stocks)),
      sentence(`${spanWords(startsOn, endsOn)}，`, this.clauses(others)),
      sentence('按合计计算，', this.ratios(ratios)),
      ...lists.flatMap(([code, word, of]) =>
        held.some((cell) => cell.code === code) ? [listed(word, this.asked[of])] : [],
      ),
      ...this.without(cells.filter((cell) => !has(cell))),
    ].filter((parts) => parts.length > 0);
  }

  /** Each indicator with its parts (其中) behind it. */
  private clauses(cells: readonly Cell[]): Part[][] {
    const whole = new Set(cells.filter((cell) => cell.breakdown === undefined).map((cell) => cell.indicator));
    const [mains, parts] = [
      cells.filter((cell) => cell.breakdown === undefined || !whole.has(cell.indicator)),
      cells.filter((cell) => cell.breakdown !== undefined && whole.has(cell.indicator)),
    ];
    return mains.map((main) => [
      ...this.figure(main, main.zh),
      ...parts
        .filter(({ indicator }) => indicator === main.indicator)
        .flatMap((part, at) => this.figure(part, `${at === 0 ? '，其中' : '、'}${this.partName(part)}`)),
    ]);
  }

  private partName({ indicator, breakdown, zh }: Cell): string {
    return this.asked.indicatorOf(indicator)?.breakdowns.find(({ code }) => code === breakdown)?.zh ?? zh;
  }

  /** A figure behind what it is called, with its source, and how it has changed. */
  figure(cell: Cell, called: string): Part[] {
    const { total } = this.asked.now;
    const { held, missing, ...entry } = found(total, cell);
    const value = typedText(entry, cell.decimals, cell.unit);
    const beside = this.beside(cell);
    const source = this.line({
      ...{ name: cell.zh, code: cell.code, value, source: sourceNames[0] },
      reports: `${held}/${held + missing}`,
      beside: beside.map(({ source, then }) => `${source}：${then}`).join('、'),
    });
    const changes = beside.map(({ change }) => change).join('，');
    return [
      { text: `${called}${value}${lacking(missing)}`, source },
      ...(changes ? [{ text: `（${changes}）` }] : []),
    ];
  }

  /** The figures of earlier periods that this one may be compared with, and the change in words. */
  beside(cell: Cell): Beside[] {
    const { now, before } = this.asked;
    const firm = ({ mark, missing }: ReturnType<typeof found>): boolean => mark === 'EXACT' && missing === 0;
    const here = found(now.total, cell);
    if (!cell.adds || !firm(here)) return [];
    return before.flatMap(({ compared, total }, at) => {
      const there = found(total, cell);
      const { change, percent } = changeOf(here.figure, there.figure);
      if (!firm(there) || change === null) return [];
      const [amount, than] = [
        `${formatFigure(magnitude(change), cell.decimals)}${cell.unit}`,
        comparedWords[compared],
      ];
      const moved = change > 0n ? '增加' : '减少';
      const rate = percent === null ? '' : `，${change > 0n ? '增长' : '下降'}${percent.replace('-', '')}%`;
      return {
        compared,
        source: sourceNames[at + 1] ?? '',
        then: typedText(there, cell.decimals, cell.unit),
        change: change === 0n ? `与${than}持平` : `比${than}${moved}${amount}${rate}`,
      };
    });
  }

  /** Ratios from sums: one is only as firm as the weakest of these. */
  ratios(ratios: readonly Indicator[], called = ({ zh }: Indicator): string => zh): Part[][] {
    const { form, now } = this.asked;
    const cells = form.tables.flatMap((table) => table.cells);
    return ratios.flatMap((ratio) => {
      const value = ratioOf(now.total, ratio);
      if (value === null) return [];
      const codes = [...(ratio.numerator ?? []), ...(ratio.denominator ?? [])];
      const from = cells.filter(({ code }) => codes.includes(code)).map((cell) => found(now.total, cell));
      const firm = weakest(from.map(({ mark }): Mark => mark)) === 'EXACT';
      const missing = Math.max(0, ...from.map((one) => one.missing));
      const text = `${firm ? '' : '约'}${value}${ratio.unit}`;
      const source = this.line({
        ...{ name: ratio.zh, code: ratio.code, value: text, source: sourceNames[0] },
        ...{ reports: '', beside: '' },
      });
      return [[{ text: `${called(ratio)}${text}${lacking(missing)}`, source }]];
    });
  }

  /** What has no figure, by name: not reported, or not applicable. Where a whole has none, its parts go without saying. */
  private without(cells: readonly Cell[]): Part[][] {
    const whole = new Set(cells.map(({ code }) => code));
    const told = cells.filter(({ breakdown, indicator }) => breakdown === undefined || !whole.has(indicator));
    const named = (mark: Mark): string =>
      told
        .filter((cell) => found(this.asked.now.total, cell).mark === mark)
        .map(({ zh }) => zh)
        .join('、');
    return (
      [
        ['未报', 'MISSING'],
        ['不适用', 'NOT_APPLICABLE'],
      ] as const
    ).flatMap(([word, mark]) => (named(mark) ? [[{ text: `${word}：${named(mark)}。` }]] : []));
  }

  /** Numbers a figure, each code once. */
  line(line: Omit<SourceLine, 'number' | 'last'>): number {
    const known = this.lines.find(({ code }) => code === line.code);
    if (known) return known.number;
    const number = this.lines.length + 1;
    this.lines.push({ number, last: '', ...line });
    return number;
  }
}

/** Clauses as one sentence; none where there are none. */
function sentence(opening: string, clauses: ReadonlyArray<readonly Part[]>): Part[] {
  if (clauses.length === 0) return [];
  return [
    { text: opening },
    ...clauses.flatMap((parts, at) => (at > 0 ? [{ text: '；' }, ...parts] : parts)),
    { text: '。' },
  ];
}
