import { filledIn, problem, type Problem, type ProblemCode, type ProblemPlace } from './problem-found.js';
import { sentences } from './problem-sentences.js';

export { problem } from './problem-found.js';
export type { Problem, ProblemCode, ProblemPlace, Severity } from './problem-found.js';

export type Language = 'zh' | 'en';

export const problemCodes = Object.keys(sentences) as ProblemCode[];

/** The sentence for a problem in one language, with its details filled in. */
export function messageOf(problem: Pick<Problem, 'code' | 'details'>, language: Language): string {
  return filledIn(sentences[problem.code][language], problem.details);
}

/** The sentences for a problem in both languages, as a person is told of it. */
export const sentencesOf = (
  found: Pick<Problem, 'code' | 'details'>,
): Record<'messageZh' | 'messageEn', string> => ({
  messageZh: messageOf(found, 'zh'),
  messageEn: messageOf(found, 'en'),
});

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
