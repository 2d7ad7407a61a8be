import { sentences } from './problem-sentences.js';

/** The code of a problem; problem-sentences.ts says what each means. */
export type ProblemCode = keyof typeof sentences;
export type Language = 'zh' | 'en';

/**
 * How much a problem weighs. ERROR: the request itself is refused. The other three are checks of figures:
 * ARITHMETIC blocks submission, PLAUSIBILITY asks for a written explanation (上报说明), LAW only flags.
 */
export type Severity = 'ERROR' | 'ARITHMETIC' | 'PLAUSIBILITY' | 'LAW';

/** Where in a person's input a problem sits. `cell` is a cell's code, `row` counts from 1. */
export interface ProblemPlace {
  field?: string;
  cell?: string;
  table?: string;
  row?: number;
}

/** One thing that is wrong. `details` fill the sentence and may be shown; they never carry others' data. */
export interface Problem extends ProblemPlace {
  code: ProblemCode;
  severity: Severity;
  details: Readonly<Record<string, string | number>>;
}

export const problemCodes = Object.keys(sentences) as ProblemCode[];

/** The sentence for a problem in one language, with its details filled in. */
export function messageOf(problem: Pick<Problem, 'code' | 'details'>, language: Language): string {
  return sentences[problem.code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(problem.details[name] ?? `{${name}}`),
  );
}

/** A problem of severity ERROR. */
export function problem(
  code: ProblemCode,
  details: Problem['details'] = {},
  place: ProblemPlace = {},
): Problem {
  return { code, severity: 'ERROR', details, ...place };
}

/** Thrown to refuse a request: it carries every problem found, so that a person sees all of them at once. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly problems: readonly [Problem, ...Problem[]]) {
    super(problems.map((p) => `${p.code}: ${messageOf(p, 'en')}`).join('\n'));
  }
}

/** Refuses with one problem. Never returns. */
export function refuse(code: ProblemCode, details: Problem['details'] = {}, place: ProblemPlace = {}): never {
  throw new Refusal([problem(code, details, place)]);
}

/** Refuses if there is any problem in the list. */
export function refuseAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Refusal(problems as [Problem, ...Problem[]]);
}
