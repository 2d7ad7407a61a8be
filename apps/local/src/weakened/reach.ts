/** Finds which suites reach a weakening at all, so that only those are asked whether they see it. */
import ts from 'typescript';
import type { Weakening } from './guards.js';

/** Names the file that a marked place writes its number to, when it is first reached in a process. */
export const REACHED_FILE = 'WEAKENED_REACHED';

const prelude = `
import { appendFileSync as appendReached } from 'node:fs';
var reachedBefore;
function reached(number) {
  reachedBefore ??= new Set();
  if (reachedBefore.has(number) || !process.env.${REACHED_FILE}) return;
  reachedBefore.add(number);
  appendReached(process.env.${REACHED_FILE}, number + '\\n');
}
`;

/** A place of a file, and the number that tells it from those of all files. */
export interface Numbered {
  number: number;
  weakening: Weakening;
}

/** The file in which every function around a weakening says, when it is entered, that it is reached; outside of functions the file does when it is loaded. */
export function marked(source: string, places: readonly Numbered[]): string {
  const file = ts.createSourceFile('built.js', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const insertions = places.flatMap(({ number, weakening }): Array<[number, string]> => {
    const body = bodyAround(file, weakening.start);
    if (!body) return [[source.length, `\nreached(${number});\n`]];
    if (ts.isBlock(body)) return [[body.getStart() + 1, `reached(${number});`]];
    return [
      [body.getStart(), `(reached(${number}), `],
      [body.end, ')'],
    ];
  });
  const whole = insertions
    .toSorted(([a], [b]) => b - a)
    .reduce((text, [at, inserted]) => text.slice(0, at) + inserted + text.slice(at), source);
  return whole + prelude;
}

/** The body of the innermost function around a position. */
function bodyAround(file: ts.SourceFile, position: number): ts.ConciseBody | undefined {
  let found: ts.ConciseBody | undefined;
  const visit = (node: ts.Node): void => {
    if (position < node.pos || position >= node.end) return;
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const body = node.body;
      if (position >= body.getStart() && position < body.end) found = body;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
