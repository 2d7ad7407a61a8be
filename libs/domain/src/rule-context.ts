import { parse, stringify } from 'devalue';
import type { Form } from './form.js';
import type { Entries } from './figure.js';
import { type Problem, sentencesOf } from './problem.js';
import { runRules } from './rule-run.js';
import { type Around, inputOf } from './rule-world.js';
import { cellsFromRows, parseRows } from './rows.js';

/** Everything that the rules of one return need besides what is filled in. */
export interface RuleContext {
  form: Form;
  around: Around;
}

/** A context as text, for where a return is filled in. */
export const writeContext = (context: RuleContext): string => stringify(context);

/** What `writeContext` wrote. */
export const readContext = (text: string): RuleContext => parse(text) as RuleContext;

/** What the checks find, with its sentence in both languages. */
export type Found = Problem & ReturnType<typeof sentencesOf>;

/**
 * Checks a return while it is filled in, as the server checks what is saved: the same rules on the same input. `entries` are the typed
 * cells, `rows` the repeating tables as they would be sent. Null while a row cannot be read: then nothing can be said of the whole.
 */
export function returnChecks(
  { form, around }: RuleContext,
  entries: Entries,
  rows: Readonly<Record<string, unknown>>,
): Found[] | null {
  const parsed = parseRows(form, rows);
  if (parsed.problems.length > 0) return null;
  const filled = new Map([...entries, ...cellsFromRows(form, parsed.rows)]);
  return runRules(form, inputOf(around, filled, parsed.rows), 'FILED').map((found) => ({
    ...found,
    ...sentencesOf(found),
  }));
}
