import type { ComparedWith } from '@huiji/domain/comparison';
import type { Cell } from '@huiji/domain/form';
import {
  codesIn,
  type Placeholder,
  type PlaceholderName,
  placeholderOf,
} from '@huiji/domain/report-template';
import type { Total } from '@huiji/domain/rollup';
import { typedText } from '@huiji/domain/typed';
import type { Earlier, Part } from '@huiji/domain/work-report';
import { chartOf } from './chart.js';
import { found, lacking } from './found.js';
import { groupsOf } from './groups.js';
import type { Placed, Told, WrittenReport } from './model.js';
import { namesOf } from './happened.js';
import { comparedWords, reportOf, sourceNames, type ToReport, Writer } from './report.js';
import { markedSince } from './since.js';

/** What a period was filed by another version of the form for, than the one a template was written for. */
const notAsked = '本期报表无此项';

/**
 * The work report of a body with all that the placeholders of a template ask for, by the text between their braces. Nothing of it is blank: a
 * figure that nobody reported is 未报, one that the form does not ask is said to be so. Figures bear the numbers of the sections where
 * the template has these, else numbers of their own, in the order of the placeholders; the list has no others. What an earlier report said
 * otherwise is marked (`markedSince`), of the figures that the template names.
 */
export function reportFor(asked: ToReport, keys: readonly string[], earlier: Earlier | null): WrittenReport {
  const report = reportOf(asked);
  const whole = keys.includes('sections');
  const writer = new Writer(asked, whole ? [...report.lines] : []);
  const placer = new Placer(asked, writer);
  const placed = keys.flatMap((key) => {
    const placeholder = placeholderOf(key);
    const one = placeholder && placer.place(placeholder);
    return one ? [[key, one] as const] : [];
  });
  const written = { ...report, placed: Object.fromEntries(placed), lines: writer.lines };
  if (!earlier) return written;
  const before = earlier.lines.filter(({ code }) => whole || placer.named.has(code));
  // What a report says of earlier periods by themselves is not kept of it, so it is as it was.
  const past = writer.lines.filter(({ code }) => placer.past.has(code));
  return markedSince(written, { ...earlier, lines: [...before, ...past] });
}

type Place = (placer: Placer, said: readonly string[]) => Placed;

const text = (words: string): Placed => ({ text: [{ text: words }] });
const sentence = (words: string): Placed => ({ paragraphs: [[{ text: words }]] });

/** The placeholders that a report does not answer by itself. */
const places: Partial<Record<PlaceholderName, Place>> = {
  figure: (placer, [code = '']) => ({ text: placer.figure(code) }),
  change: (placer, [code = '', compared]) => ({
    text: placer.change(code, compared === 'PREVIOUS' ? compared : 'LAST_YEAR'),
  }),
  founded: ({ asked }) => text(namesOf(asked.founded) || '无'),
  awarded: ({ asked }) => text(namesOf(asked.awarded) || '无'),
  section: (placer, [group = '']) => placer.section(group),
  targets: (placer) => placer.goals(),
  children: (placer, [codes = '']) => placer.children(codesIn(codes)),
  figures: (placer, [codes = '']) => placer.figures(codesIn(codes)),
  chartOf: ({ asked }, [code = '']) => {
    const chart = chartOf(asked.form, asked.children, code);
    return chart ? { chart } : sentence('下属单位中数字完整准确的不足两个，没有可画的图。');
  },
};

class Placer {
  /** The codes of all figures that were asked for, told or not. */
  readonly named = new Set<string>();
  /** The codes of lines that are of an earlier period by itself. */
  readonly past = new Set<string>();
  private readonly cells: ReadonlyMap<string, Cell>;

  constructor(
    readonly asked: ToReport,
    private readonly writer: Writer,
  ) {
    const cells = asked.form.tables.flatMap((table) => table.cells);
    this.cells = new Map(cells.map((cell) => [cell.code, cell]));
  }

  place({ name, said }: Placeholder): Placed | null {
    return places[name]?.(this, said) ?? null;
  }

  /** A figure with its unit, its mark, how many reports it lacks, and its number. */
  figure(code: string): Part[] {
    this.named.add(code);
    const cell = this.cells.get(code);
    if (cell) {
      const { figure, mark } = found(this.asked.now.total, cell);
      return figure === null ? [{ text: withoutFigure(mark) }] : this.writer.figure(cell, '').slice(0, 1);
    }
    const ratio = this.asked.form.ratios.find((one) => one.code === code);
    if (!ratio) return [{ text: notAsked }];
    return this.writer.ratios([ratio], () => '')[0] ?? [{ text: '无法计算' }];
  }

  /** Told only where both figures are exact and lack nothing. */
  change(code: string, compared: ComparedWith): Part[] {
    this.named.add(code);
    const cell = this.cells.get(code);
    if (!cell) return [{ text: notAsked }];
    const beside = this.writer.beside(cell).find((one) => one.compared === compared);
    if (!beside) return [{ text: `与${comparedWords[compared]}不可比` }];
    const [figure] = this.writer.figure(cell, '');
    return [{ ...figure, text: beside.change }];
  }

  section(name: string): Placed {
    const group = groupsOf(this.asked).find((one) => one.name === name);
    for (const { code } of [...(group?.cells ?? []), ...(group?.ratios ?? [])]) this.named.add(code);
    const paragraphs = group ? this.writer.paragraphs(group) : [];
    return paragraphs.length > 0 ? { paragraphs } : sentence(notAsked);
  }

  /** What there is to say of targets, and of the figures that they are held against. */
  goals(): Placed {
    for (const goals of [this.asked.goals.reached, this.asked.goals.next])
      for (const { measure } of goals?.targets ?? [])
        this.named.add(measure.code).add(`${goals?.year.code} ${measure.code}`);
    const paragraphs = this.writer.goals();
    return paragraphs.length > 0 ? { paragraphs } : sentence('没有下达目标任务。');
  }

  /** The unions directly below, a column for each cell. */
  children(codes: readonly string[]): Placed {
    const { children } = this.asked;
    if (children.length === 0) return sentence('没有下属单位。');
    const heading = (code: string): string => {
      const cell = this.cells.get(code);
      return cell ? `${cell.zh}（${cell.unit}）` : code;
    };
    return {
      headings: ['单位', ...codes.map(heading)],
      rows: children.map(({ name, total }) => [name, ...codes.map((code) => this.told(total, code))]),
    };
  }

  /** Figures of the body itself, one a row: now, in the last period and last year, and the changes that may be told. */
  figures(codes: readonly string[]): Placed {
    const sides = Object.entries(comparedWords) as Array<[ComparedWith, string]>;
    return {
      headings: ['指标', '本期', ...sides.flatMap(([, word]) => [word, `与${word}相比`])],
      rows: codes.map((code) => [
        this.cells.get(code)?.zh ?? code,
        this.figure(code),
        ...sides.flatMap(([compared]) => [this.earlier(code, compared), this.change(code, compared)]),
      ]),
    };
  }

  /** The figure of an earlier period, with a number of its own: it may be weaker than one that is compared with. */
  private earlier(code: string, compared: ComparedWith): Told {
    const at = this.asked.before.findIndex((one) => one.compared === compared);
    const cell = this.cells.get(code);
    const total = this.asked.before[at]?.total;
    if (!total) return '无';
    if (!cell) return notAsked;
    const { held, missing, ...entry } = found(total, cell);
    if (entry.figure === null) return withoutFigure(entry.mark);
    const value = typedText(entry, cell.decimals, cell.unit);
    const word = comparedWords[compared];
    this.past.add(`${word} ${code}`);
    const source = this.writer.line({
      ...{ name: `${cell.zh}（${word}）`, code: `${word} ${code}`, value, beside: '' },
      ...{ source: sourceNames[at + 1] ?? '', reports: `${held}/${held + missing}` },
    });
    return [{ text: `${value}${lacking(missing)}`, source }];
  }

  private told(total: Total, code: string): string {
    const cell = this.cells.get(code);
    if (!cell) return notAsked;
    const { missing, ...entry } = found(total, cell);
    return entry.figure === null
      ? withoutFigure(entry.mark)
      : `${typedText(entry, cell.decimals)}${lacking(missing)}`;
  }
}

const withoutFigure = (mark: string): string => (mark === 'NOT_APPLICABLE' ? '不适用' : '未报');
