import type { Level } from './organisation.js';
import type { Severity } from './problem.js';

/**
 * A logic check (逻辑检查) as data: what must hold, in one expression of the rule language (docs/rules.md). It is part of
 * a form's version, stored as JSON, and evaluated by the same code on the server and in the browser.
 */
export interface Rule {
  /** kebab-case, unique in a form. */
  code: string;
  /** ARITHMETIC blocks submission, PLAUSIBILITY asks for a written explanation (上报说明), LAW only flags. */
  severity: Exclude<Severity, 'ERROR'>;
  /** FILED: on one return, with the union's own registry figures. TOTAL: on the total of a subtree. */
  scope: 'FILED' | 'TOTAL';
  /** Evaluated once for each row of this repeating table (附表); FILED only. */
  table?: string;
  /** What must HOLD. False is a hit; true, and what blanks and imprecise figures leave open, is silent. */
  expression: string;
  /** The cell (with `table` the column) where a hit is shown; the first cell of the expression when absent. */
  at?: string;
  /** Sentences; `{…}` holds an expression shown as text. When empty, a sentence that names the cells and their values. */
  zh: string;
  en: string;
  /** The law and article, or the entry of the indicator catalogue, that it comes from. */
  source: string;
  /** Only for forms of this frequency. */
  frequency?: 'QUARTER' | 'YEAR';
  /** Only for unions of these levels. */
  levels?: readonly Level[];
}
