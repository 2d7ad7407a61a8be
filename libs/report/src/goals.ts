import { type Cell, type Form, layoutOf } from '@huiji/domain/form';
import type { Indicator } from '@huiji/domain/indicator';
import type { Period } from '@huiji/domain/period';
import { periodWords } from '@huiji/domain/period-words';
import type { Total } from '@huiji/domain/rollup';
import { completionOf, type Measure, reachedOf } from '@huiji/domain/target';
import { typedText } from '@huiji/domain/typed';
import type { Part, SourceLine } from '@huiji/domain/work-report';

/** What a body is to reach in a year (目标任务), as scaled figures. */
export interface Goals {
  year: Period;
  targets: ReadonlyArray<{ measure: Measure; value: bigint }>;
}

/** The targets that a report tells: those of its year, where it is of the year up to its end, and those of the next one; null: none. */
export interface ReportGoals {
  reached: Goals | null;
  next: Goals | null;
}

/** By what the list of figures names the source of targets. */
export const goalsSource = '目标';

/** What words figures and numbers them. */
interface Words {
  figure(cell: Cell, called: string): Part[];
  ratios(ratios: readonly Indicator[], called: () => string): Part[][];
  line(line: Omit<SourceLine, 'number' | 'last'>): number;
}

/** What was read of the body. */
interface Read {
  form: Form;
  now: { total: Total };
}

/** What there is to say of targets, a paragraph for each of the two years; nothing of one without any. */
export function goalParagraphs(read: Read, { reached, next }: ReportGoals, words: Words): Part[][] {
  return [
    ...paragraph(reached, '目标任务：', (goals, target) => [
      goal(words, goals, target, '目标'),
      ...progressOf(read, words, target),
    ]),
    ...paragraph(next, '目标：', (goals, target) => [goal(words, goals, target, '')]),
  ];
}

const yearOf = ({ year }: Goals): string => periodWords(year);

type Target = Goals['targets'][number];

function paragraph(
  goals: Goals | null,
  opening: string,
  clause: (goals: Goals, target: Target) => Part[],
): Part[][] {
  if (!goals || goals.targets.length === 0) return [];
  const parts = goals.targets.flatMap((target, at) => [
    ...(at === 0 ? [] : [{ text: '；' }]),
    ...clause(goals, target),
  ]);
  return [[{ text: `${yearOf(goals)}${opening}` }, ...parts, { text: '。' }]];
}

/** A target behind what it is called, with its number. */
function goal(words: Words, goals: Goals, { measure, value }: Target, word: string): Part {
  const text = typedText({ figure: value, mark: 'EXACT' }, measure.decimals, measure.unit);
  const source = words.line({
    ...{ name: `${measure.zh}（${yearOf(goals)}目标）`, code: `${goals.year.code} ${measure.code}` },
    ...{ value: text, source: goalsSource, reports: '', beside: '' },
  });
  return { text: `${measure.zh}${word}${text}`, source };
}

/** How far a target has come: the figure with its number, and the rate that it is, 约 where the figure is not exact. */
function progressOf({ form, now }: Read, words: Words, { measure, value }: Target): Part[] {
  const { figure, mark } = reachedOf(form, measure, now.total);
  const ratio = form.ratios.find(({ code }) => code === measure.code);
  const cell = layoutOf(form).cell(measure.code)?.cell;
  const [told] = ratio ? (words.ratios([ratio], () => '')[0] ?? []) : cell ? words.figure(cell, '') : [];
  if (figure === null || !told) return [{ text: '，完成数未报' }];
  const rate = completionOf(figure, value);
  return [
    { ...told, text: `，完成${told.text}` },
    ...(rate === null ? [] : [{ text: `，完成率${mark === 'EXACT' ? '' : '约'}${rate}%` }]),
  ];
}
