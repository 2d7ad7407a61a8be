import { describe, expect, test } from '@jest/globals';
import { type Cell, type Form, layoutOf } from '../form.js';
import { shippedForm, shippedForms } from '../shipped-forms.js';
import { indicator } from '../indicator.js';
import type { Problem } from '../problem.js';
import type { Rule } from '../rule.js';
import { checkRule } from '../rule-check.js';
import { dialect, parseExpression } from '../rule-language.js';
import { mentionsOf } from '../rule-nodes.js';
import { runRules } from '../rule-run.js';
import { type Trial, trialInput } from '../rule-trial.js';
import { activityCases } from './cases/activities.js';
import type { Cases } from './cases/case.js';
import { congressCases } from './cases/congress.js';
import { memberCases } from './cases/members.js';
import { organisationCases } from './cases/organisation.js';
import { overTimeCases } from './cases/over-time.js';
import { trainingAidAndFeeCases } from './cases/training-aid-and-fees.js';
import { askedInQuarters } from './over-time.js';
import { shippedRules, shippedRulesOf } from './shipped.js';

const words = dialect([]);
const named = (rule: Rule) => mentionsOf(parseExpression(words, rule.expression).ast);

/** A form of every cell that a shipped rule names: rules are written on the catalogue, not on today's forms. */
function formOfEverything(frequency: Form['frequency']): Form {
  const yearly = shippedForm('work-y');
  const codes = shippedRules.flatMap((rule) =>
    named(rule).flatMap(({ place, code }) => (place === 'row' || place === 'referred' ? [] : [code])),
  );
  const cells = [...new Set(codes)].map((code): Cell => {
    const known = layoutOf(yearly).cell(code)?.cell;
    if (known) return known;
    const [base = '', breakdown] = code.split(/[[\]]/);
    const { zh, en, unit, decimals, kind, filedBy } = indicator(base);
    const part =
      breakdown === undefined
        ? { zh, en }
        : { breakdown, zh: `${zh}(${breakdown})`, en: `${en} (${breakdown})` };
    return { code, indicator: base, ...part, unit, decimals, kind, filedBy, source: 'TYPED', adds: true };
  });
  return {
    ...yearly,
    ...{ code: 'everything', frequency, tables: [{ code: 'T', zh: '表', en: 'table', cells }] },
    rules: shippedRules,
  };
}

const everything = { QUARTER: formOfEverything('QUARTER'), YEAR: formOfEverything('YEAR') };

const cases: Cases = {
  ...organisationCases,
  ...memberCases,
  ...overTimeCases,
  ...congressCases,
  ...activityCases,
  ...trainingAidAndFeeCases,
};

/** A form of every cell with this rule alone, so that a case costs one rule and not all. */
const alone = new Map(
  shippedRules.map((rule) => [rule.code, { ...everything[rule.frequency ?? 'QUARTER'], rules: [rule] }]),
);

function hitsOf(rule: Rule, trial: Trial): Problem[] {
  const form = alone.get(rule.code) as Form;
  return runRules(form, trialInput(form, trial), rule.scope);
}

describe('every shipped rule', () => {
  test('has a case that fails and one that passes, and no case is left over', () => {
    expect(Object.keys(cases).toSorted()).toEqual(shippedRules.map((one) => one.code).toSorted());
  });

  test('has a code of its own', () => {
    expect(new Set(shippedRules.map((one) => one.code)).size).toBe(shippedRules.length);
  });

  test.each(shippedRules.map((one) => [one.code, one] as const))('%s may be stored', (_, rule) => {
    expect(checkRule(rule, { form: everything[rule.frequency ?? 'QUARTER'] })).toEqual([]);
  });

  test.each(shippedRules.map((one) => [one.severity, one.code, one] as const))(
    '%s %s stops at one case and lets the other pass',
    (_, code, rule) => {
      const [failing, passing] = cases[code] ?? [{}, {}];
      const [hit, ...others] = hitsOf(rule, failing);
      expect(others).toEqual([]);
      expect(hit?.severity).toBe(rule.severity);
      for (const language of ['zh', 'en']) {
        expect(hit?.details[language]).toMatch(/\S{3}/);
        expect(hit?.details[language]).not.toMatch(/[{}]|undefined|Infinity|\bnull\b/);
      }
      expect(hit?.cell ?? hit?.table).toBeDefined();
      expect(hitsOf(rule, passing)).toEqual([]);
    },
  );

  /** What speaks although one of its figures is left out, and of which figure the hit is certain all the same. */
  const aboutBlanks = /-without-|-exceed$|^home-not-evaluated$/;

  test.each(Object.entries(cases).filter(([, [failing]]) => failing.figures))(
    '%s says nothing of what is blank, about or planned',
    (code, [failing]) => {
      const rule = shippedRules.find((one) => one.code === code) as Rule;
      const codes = new Set(named(rule).map((one) => one.code));
      const typed = Object.entries(failing.figures ?? {}).filter(([cell]) => codes.has(cell));
      for (const [at, [cell, figure]] of typed.entries()) {
        if (aboutBlanks.test(code) && at > 0) continue;
        const others = Object.fromEntries(typed.filter(([one]) => one !== cell));
        const number = figure.replace(/^[≥≈]/, '');
        for (const instead of [{}, { [cell]: `?${number}` }, { [cell]: `≈${number}` }])
          expect(hitsOf(rule, { ...failing, figures: { ...others, ...instead } })).toEqual([]);
      }
    },
  );
});

describe('the rules of a form', () => {
  test('are those whose cells it has', () => {
    for (const form of shippedForms) {
      const layout = layoutOf(form);
      const codes = shippedRulesOf(form).flatMap((rule) =>
        named(rule).flatMap(({ place, code }) => (place === 'row' || place === 'referred' ? [] : [code])),
      );
      expect(codes.filter((code) => !layout.cell(code))).toEqual([]);
      for (const rule of shippedRulesOf(form)) expect(checkRule(rule, { form })).toEqual([]);
    }
    const [quarter, year] = [shippedForm('work-q'), shippedForm('work-y')].map(
      (form) => new Set(shippedRulesOf(form).map((one) => one.code)),
    );
    expect(quarter?.has('women-within-members')).toBe(true);
    expect(quarter?.has('no-congress-in-a-year')).toBe(false);
    expect(year?.has('no-congress-in-a-year')).toBe(true);
    expect(quarter?.has('as-in-quarters-mem-member-cnt')).toBe(false);
  });

  test('ask in the year what the quarters have asked', () => {
    expect(
      askedInQuarters.filter((code) => !everything.YEAR.tables[0]?.cells.some((cell) => cell.code === code)),
    ).toEqual([]);
  });
});
