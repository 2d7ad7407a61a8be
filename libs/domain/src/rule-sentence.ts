import type { Environment } from '@marcbachmann/cel-js';
import type { RepeatingTable } from './form.js';
import type { Language } from './problem.js';
import type { Rule } from './rule.js';
import { Undecidable } from './rule-figure.js';
import { type Expression, type World, parseExpression, shown } from './rule-language.js';
import { type Mention, mentionsOf } from './rule-nodes.js';

/** The parts of a template, of which every second one is an expression. */
export const partsOf = (template: string): string[] => template.split(/\{([^{}]*)\}/);

/** A sentence with expressions in it, ready to be filled in. */
export type Sentence = (world: World) => string;

/** What cannot be told, in a sentence: a blank text, a division by 0. */
const untold = '–';

function valueOf(expression: Expression, world: World): string {
  try {
    return shown(expression.evaluate(world));
  } catch (thrown) {
    if (thrown instanceof Undecidable) return untold;
    throw thrown;
  }
}

const named = /^name\("([^"]+)"\)$/;

/** A template as it is printed where there are no figures: with names in their places, and … for each figure. */
export const printedSentence = (template: string, nameOf: (code: string) => string): string =>
  partsOf(template)
    .map((part, at) => {
      if (at % 2 === 0) return part;
      const [, code] = named.exec(part) ?? [];
      return code === undefined ? '…' : nameOf(code);
    })
    .join('');

/** Parses a template once. */
export function sentenceOf(template: string, environment: Environment): Sentence {
  const parts = partsOf(template).map((part, at) =>
    at % 2 === 0 ? part : parseExpression(environment, part),
  );
  return (world) => parts.map((part) => (typeof part === 'string' ? part : valueOf(part, world))).join('');
}

const places: Readonly<Record<Language, Readonly<Record<Mention['place'], string>>>> = {
  zh: {
    ...{ cell: '', row: '', referred: '', previous: '上期', lastYear: '上年同期' },
    ...{ yearToDate: '今年累计', quarters: '各季度', below: '下级合计' },
  },
  en: {
    ...{ cell: '', row: '', referred: '', previous: ' of the last period', lastYear: ' of last year' },
    ...{ yearToDate: ' of the year to date', quarters: ' of the quarters', below: ' of the unions below' },
  },
};

const asks: Readonly<Record<Rule['severity'], { zh: string; en: string }>> = {
  ARITHMETIC: { zh: '请核对改正', en: 'Correct them' },
  PLAUSIBILITY: { zh: '请核对,无误的请说明', en: 'Check them, or explain' },
  LAW: { zh: '仅作提示,可以保存', en: 'This only flags; it can be saved' },
};

/** The sentence of a rule that has none of its own: every figure it names, with its value. */
export function plainSentence(
  rule: Rule,
  expression: Expression,
  { language, environment, table, referred }: PlainSentence,
): Sentence {
  const terms = mentionsOf(expression.ast).map(({ place, code }) => {
    const column = (place === 'referred' ? referred : table)?.columns.find((one) => one.code === code);
    const source = place === 'row' || place === 'referred' ? `${place}.${code}` : `${place}("${code}")`;
    const value = parseExpression(environment, source);
    const where = places[language][place];
    return (world: World) => {
      const name = column?.[language] ?? world.name(code);
      const text = valueOf(value, world);
      return language === 'zh' ? `${where}“${name}”${text}` : `${name}${where} ${text}`;
    };
  });
  const ask = asks[rule.severity][language];
  return (world) => {
    const list = terms.map((term) => term(world));
    return language === 'zh'
      ? `${list.join('、')} 之间不符合逻辑关系,${ask}。`
      : `These do not agree: ${list.join(', ')}. ${ask}.`;
  };
}

interface PlainSentence {
  language: Language;
  environment: Environment;
  table?: RepeatingTable;
  referred?: RepeatingTable;
}
