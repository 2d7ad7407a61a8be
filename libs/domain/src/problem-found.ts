import type { sentences } from './problem-sentences.js';

/** The code of a problem; problem-sentences.ts says what each means. */
export type ProblemCode = keyof typeof sentences;

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

/**
 * A problem of severity ERROR. It stands apart from its sentence, so that a page that reads figures need not carry the sentences of all
 * that can be wrong anywhere.
 */
export function problem(
  code: ProblemCode,
  details: Problem['details'] = {},
  place: ProblemPlace = {},
): Problem {
  return { code, severity: 'ERROR', details, ...place };
}

/** A sentence with the details of a problem filled in. */
export const filledIn = (sentence: string, details: Problem['details']): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? `{${name}}`));
