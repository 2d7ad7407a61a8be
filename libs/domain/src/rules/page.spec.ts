// eslint-disable-next-line no-restricted-imports -- a spec, which compares the rules with the files that state them
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import Papa from 'papaparse';
import { findParameter, parameters } from '../parameter.js';
import { type Clause, tablesOf } from './page.js';
import { shippedRules } from './shipped.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const rowsOf = <Row>(csv: string): Row[] => Papa.parse<Row>(csv, { header: true, skipEmptyLines: true }).data;

const clauses = rowsOf<Clause>(read('../../catalogue/rule-clauses.csv'));
const catalogue = rowsOf<Record<'code' | 'rules_hard' | 'rules_warning', string>>(
  read('../../catalogue/indicators.csv'),
);

const listed = catalogue.flatMap(({ code, rules_hard, rules_warning }) =>
  Object.entries({ hard: rules_hard, warning: rules_warning }).flatMap(([column, text]) =>
    text
      .split(';')
      .map((clause) => clause.trim())
      .filter((clause) => clause !== '')
      .map((clause) => `${code} ${column} ${clause}`),
  ),
);

describe('every clause of the catalogue', () => {
  test('is decided, and none is left over', () => {
    const decided = clauses
      .filter(({ column }) => column === 'hard' || column === 'warning')
      .map(({ indicator, column, clause }) => `${indicator} ${column} ${clause}`);
    expect(decided.toSorted()).toEqual(listed.toSorted());
  });

  test('is a rule that ships, or says why not', () => {
    const codes = new Set(shippedRules.map((one) => one.code));
    for (const { clause, decision, what } of clauses) {
      expect([clause, decision]).toEqual([clause, expect.stringMatching(/^(RULE|HELD|LIVE|LATER)$/)]);
      if (decision === 'RULE') expect(what.split(' ').filter((code) => !codes.has(code))).toEqual([]);
      else if (decision === 'LATER') expect(what).toMatch(/^[5-9]: \w/);
      else expect(what).toMatch(/\w{3}/);
    }
  });

  test('of LAW flags and does not block or ask', () => {
    const severity = new Map(shippedRules.map((one) => [one.code, one.severity]));
    const byLaw = clauses.filter(({ clause, decision }) => clause.startsWith('LAW:') && decision === 'RULE');
    for (const { what } of byLaw)
      expect(what.split(' ').map((code) => [code, severity.get(code)])).toEqual(
        what.split(' ').map((code) => [code, 'LAW']),
      );
    expect(byLaw).toHaveLength(8);
  });

  test('and no rule ships that no clause, breakdown or rule of the domain names', () => {
    const named = new Set(
      clauses.flatMap(({ decision, what }) => (decision === 'RULE' ? what.split(' ') : [])),
    );
    expect(shippedRules.map((one) => one.code).filter((code) => !named.has(code))).toEqual([]);
    expect(shippedRules.every((one) => one.source.length > 0)).toBe(true);
  });
});

test('every parameter that a rule names is declared, and its default is one of its values', () => {
  const named = shippedRules.flatMap(({ expression }) =>
    [...expression.matchAll(/(?:parameter|choice)\("(\w+)"\)/g)].map((match) => match[1] ?? ''),
  );
  expect(named.filter((name) => !findParameter(name))).toEqual([]);
  for (const { kind, default: value, choices = [] } of parameters)
    expect(kind === 'CHOICE' ? choices.map((one) => one.value) : [String(Number(value))]).toContain(value);
});

describe('docs/rules.md', () => {
  const page = read('../../../../docs/rules.md');

  test.each(Object.entries(tablesOf(clauses)))('states the %s (else: npm run generate)', (name, table) => {
    const [, section = ''] = page.split(`<!-- ${name} -->`);
    const rows = (section.split(`<!-- end of ${name} -->`)[0] ?? '')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| -+ \|/.test(line))
      .map((line) =>
        line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) =>
            cell
              .trim()
              .replace(/^`(.*)`$/, '$1')
              .replaceAll('\\|', '|'),
          ),
      );
    expect(rows).toEqual(table);
  });
});
