import { parameters } from '../parameter.js';
import { shippedRules } from './shipped.js';

/** What was decided about one clause of the indicator catalogue's rule columns (catalogue/rule-clauses.csv). */
export interface Clause {
  indicator: string;
  /** Of the catalogue: `hard`, `warning`; and what goes beyond its clauses: `breakdown`, `domain` (a rule of the domain). */
  column: 'hard' | 'warning' | 'breakdown' | 'domain';
  clause: string;
  /** RULE: by the rules that `what` names. HELD: cannot be otherwise. LIVE: asked elsewhere. LATER: by that issue. */
  decision: 'RULE' | 'HELD' | 'LIVE' | 'LATER';
  what: string;
}

/** The tables of docs/rules.md, by the marker before each: a head and rows of plain text. */
export function tablesOf(clauses: readonly Clause[]): Readonly<Record<string, readonly string[][]>> {
  return {
    rules: [
      ['code', 'severity', 'of', 'what must hold', 'source'],
      ...shippedRules.map(({ code, severity, scope, table, frequency, expression, source }) => [
        ...[code, severity, [scope, frequency, table].filter(Boolean).join(' ')],
        ...[expression, source],
      ]),
    ],
    parameters: [
      ['name', '中文', 'English', 'default', 'source'],
      ...parameters.map((one) => [
        ...[one.name, one.zh, one.en],
        ...[[one.default, one.unit].filter(Boolean).join(' '), one.source],
      ]),
    ],
    clauses: [
      ['indicator', 'column', 'clause', 'decision', 'by'],
      ...clauses.map((one) => [one.indicator, one.column, one.clause, one.decision, one.what]),
    ],
  };
}
