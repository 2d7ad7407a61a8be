import type { Rule } from '../rule.js';
import { isPlainName } from '../rule-language.js';

/** A cell in an expression. */
export const cell = (code: string): string => (isPlainName(code) ? code : `cell("${code}")`);

/** The breakdowns (其中) of an indicator, as cell codes. */
export const breakdowns = (code: string, ...parts: readonly string[]): string[] =>
  parts.map((part) => `${code}[${part}]`);

type Defaulted = 'severity' | 'scope';

/** What a rule declares; ARITHMETIC on what is filed unless it says otherwise. */
export type Declared = Omit<Rule, Defaulted> & Partial<Pick<Rule, Defaulted>>;

/** A rule as data. */
export const rule = (declared: Declared): Rule => ({ severity: 'ARITHMETIC', scope: 'FILED', ...declared });

type Named = Pick<Declared, 'code' | 'source'> & Partial<Rule>;

/** A rule that one cell is not larger than another: a part and its whole (其中). */
export function within(part: string, whole: string, declared: Named): Rule {
  const [a, b] = [cell(part), cell(whole)];
  const asks = declared.severity === 'PLAUSIBILITY';
  return rule({
    expression: `${a} <= ${b}`,
    zh: `“{name("${part}")}”{${a}} 大于“{name("${whole}")}”{${b}},请核对这两个数${asks ? ',无误的请说明' : ''}。`,
    en: `{name("${part}")} ({${a}}) exceeds {name("${whole}")} ({${b}}). Check both${asks ? ', or explain' : ''}.`,
    ...declared,
  });
}

/**
 * Two rules that a whole is the sum of its parts. Whatever is blank, the parts given may not exceed the whole
 * (ARITHMETIC). Only when every part is given must they also reach it: `rest: 'NONE'` when nothing lies outside the parts
 * (ARITHMETIC), `'EXPLAINED'` when something may (PLAUSIBILITY). A part that is not applicable counts as given.
 */
export function sumOfParts(
  whole: string,
  parts: readonly string[],
  { code, rest, ...declared }: Named & { rest: 'NONE' | 'EXPLAINED' },
): Rule[] {
  const [sum, all] = [parts.map(cell).join(' + '), cell(whole)];
  const asks = rest === 'EXPLAINED';
  const sentence = (zh: string, en: string, [askZh, askEn] = ['', '']) => ({
    zh: `“{name("${whole}")}”各分项合计 {added(${sum})},${zh} {${all}},请核对${askZh}。`,
    en: `The parts of {name("${whole}")} are {added(${sum})}, which ${en} {${all}}. Check them${askEn}.`,
  });
  return [
    rule({
      ...declared,
      code: `${code}-exceed`,
      expression: `${all} >= ${sum}`,
      ...sentence('大于合计', 'exceeds the whole,'),
    }),
    rule({
      ...declared,
      code: `${code}-short`,
      severity: asks ? 'PLAUSIBILITY' : 'ARITHMETIC',
      expression: `${all} <= ${sum}`,
      ...sentence(
        '小于合计',
        'falls short of the whole,',
        asks ? [',无误的请说明', ', or explain'] : undefined,
      ),
    }),
  ];
}
