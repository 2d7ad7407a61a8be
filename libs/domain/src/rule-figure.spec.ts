import { describe, expect, test } from '@jest/globals';
import type { Entry, Mark } from './figure.js';
import type { Form } from './form.js';
import { shippedForm } from './shipped-forms.js';
import { Undecidable } from './rule-figure.js';
import { dialect, parseExpression, shown } from './rule-language.js';
import { ruleInput } from './rule-run.js';
import { FiledWorld } from './rule-world.js';

/** Two cells of a form: one with no decimals. */
const [left, right] = ['mem_member_cnt', 'mem_worker_cnt'];
const form: Form = shippedForm('work-q');
const words = dialect([left, right, 'aid_amount']);

const entry = (mark: Mark, figure: bigint | null = null): Entry => ({ mark, figure });
const kinds: Readonly<Record<string, Entry>> = {
  blank: entry('MISSING'),
  'n/a': entry('NOT_APPLICABLE'),
  0: entry('EXACT', 0n),
  2: entry('EXACT', 2n),
  3: entry('EXACT', 3n),
  '≥2': entry('AT_LEAST', 2n),
  '≈2': entry('ABOUT', 2n),
  '?2': entry('PLANNED', 2n),
};

type Truth = 'T' | 'F' | '?';

function evaluated(expression: string, one: string, other: string): unknown {
  const entries = new Map([
    [left, kinds[one] as Entry],
    [right, kinds[other] as Entry],
  ]);
  const text = expression.replace(/\bx\b/g, left).replace(/\by\b/g, right);
  const parsed = parseExpression(words, text);
  expect(parsed.check()).not.toHaveProperty('error');
  try {
    return parsed.evaluate(new FiledWorld(form, ruleInput(entries)));
  } catch (thrown) {
    if (thrown instanceof Undecidable) return '?';
    throw thrown;
  }
}

const truth = (expression: string, one: string, other: string): Truth => {
  const value = evaluated(expression, one, other);
  return value === true ? 'T' : value === false ? 'F' : '?';
};

/** Of x against y: for each x, whether x < y, <=, ==, !=, >=, > for the y of the columns. */
const columns = ['blank', 'n/a', '0', '2', '3', '≥2', '≈2', '?2'] as const;
const comparisons: ReadonlyArray<readonly [operator: string, rows: Readonly<Record<string, string>>]> = [
  [
    '<',
    {
      blank: '??F?????',
      'n/a': '????????',
      0: '??FTTT??',
      2: '??FFT???',
      3: '??FFF???',
      '≥2': '??FF????',
      '≈2': '??F?????',
      '?2': '??F?????',
    },
  ],
  [
    '<=',
    {
      blank: '????????',
      'n/a': '????????',
      0: 'T?TTTTTT',
      2: '??FTTT??',
      3: '??FFT???',
      '≥2': '??F?????',
      '≈2': '????????',
      '?2': '????????',
    },
  ],
  [
    '>',
    {
      blank: '????????',
      'n/a': '????????',
      0: 'F?FFFFFF',
      2: '??TFFF??',
      3: '??TTF???',
      '≥2': '??T?????',
      '≈2': '????????',
      '?2': '????????',
    },
  ],
  [
    '>=',
    {
      blank: '??T?????',
      'n/a': '????????',
      0: '??TFFF??',
      2: '??TTF???',
      3: '??TTT???',
      '≥2': '??TT????',
      '≈2': '??T?????',
      '?2': '??T?????',
    },
  ],
  [
    '==',
    {
      blank: '????????',
      'n/a': '????????',
      0: '??TFFF??',
      2: '??FTF???',
      3: '??FFT???',
      '≥2': '??F?????',
      '≈2': '????????',
      '?2': '????????',
    },
  ],
  [
    '!=',
    {
      blank: '????????',
      'n/a': '????????',
      0: '??FTTT??',
      2: '??TFT???',
      3: '??TTF???',
      '≥2': '??T?????',
      '≈2': '????????',
      '?2': '????????',
    },
  ],
];

describe('comparisons decide only what is certain (T holds, F does not, ? is open)', () => {
  test.each(
    comparisons.flatMap(([operator, rows]) =>
      Object.entries(rows).map(([one, expected]) => [one, operator, expected] as const),
    ),
  )(`%s %s [${columns.join(' ')}] is %s`, (one, operator, expected) => {
    expect(columns.map((other) => truth(`x ${operator} y`, one, other)).join('')).toBe(expected);
  });
});

/** The interval of x ∘ y as text: “n/a”, “?” for undecidable. */
function interval(expression: string, one: string, other: string): string {
  const value = evaluated(expression, one, other);
  if (value === '?') return '?';
  const { low, high, applies } = value as { low: unknown; high: unknown; applies: boolean };
  if (!applies) return 'n/a';
  const [from, to] = [String(low), String(high)].map((end) => end.replace('Infinity', '∞'));
  return from === to ? String(from) : `${from}..${to}`;
}

describe('arithmetic keeps all that a figure may be', () => {
  test.each<[expression: string, one: string, results: string[]]>([
    ['x + y', 'blank', ['0..∞', '0..∞', '0..∞', '2..∞', '3..∞', '2..∞', '0..∞', '0..∞']],
    ['x + y', 'n/a', ['0..∞', 'n/a', '0', '2', '3', '2..∞', '0..∞', '0..∞']],
    ['x + y', '2', ['2..∞', '2', '2', '4', '5', '4..∞', '2..∞', '2..∞']],
    ['x + y', '≥2', ['2..∞', '2..∞', '2..∞', '4..∞', '5..∞', '4..∞', '2..∞', '2..∞']],
    ['x - y', 'blank', ['-∞..∞', '0..∞', '0..∞', '-2..∞', '-3..∞', '-∞..∞', '-∞..∞', '-∞..∞']],
    ['x - y', 'n/a', ['-∞..0', 'n/a', '0', '-2', '-3', '-∞..-2', '-∞..0', '-∞..0']],
    ['x - y', '2', ['-∞..2', '2', '2', '0', '-1', '-∞..0', '-∞..2', '-∞..2']],
    ['x - y', '≥2', ['-∞..∞', '2..∞', '2..∞', '0..∞', '-1..∞', '-∞..∞', '-∞..∞', '-∞..∞']],
    ['x * y', 'blank', ['0..∞', 'n/a', '0', '0..∞', '0..∞', '0..∞', '0..∞', '0..∞']],
    ['x * y', 'n/a', ['n/a', 'n/a', 'n/a', 'n/a', 'n/a', 'n/a', 'n/a', 'n/a']],
    ['x * y', '0', ['0', 'n/a', '0', '0', '0', '0', '0', '0']],
    ['x * y', '≥2', ['0..∞', 'n/a', '0', '4..∞', '6..∞', '4..∞', '0..∞', '0..∞']],
    ['x / y', 'blank', ['?', 'n/a', '?', '0..∞', '0..∞', '0..∞', '?', '?']],
    ['x / y', '2', ['?', 'n/a', '?', '1', '0.(6)', '0..1', '?', '?']],
    ['x / y', '≥2', ['?', 'n/a', '?', '1..∞', '0.(6)..∞', '0..∞', '?', '?']],
    ['abs(x - y)', '2', ['0..∞', '2', '2', '0', '1', '0..∞', '0..∞', '0..∞']],
    ['abs(y - x)', 'blank', ['0..∞', '0..∞', '0..∞', '0..∞', '0..∞', '0..∞', '0..∞', '0..∞']],
    ['min(x, y)', '2', ['0..2', '2', '0', '2', '2', '2', '0..2', '0..2']],
    ['max(x, y)', '2', ['2..∞', '2', '2', '2', '3', '2..∞', '2..∞', '2..∞']],
    ['max(x, y)', 'n/a', ['0..∞', 'n/a', '0', '2', '3', '2..∞', '0..∞', '0..∞']],
  ])(`%s with x = %s and y in [${columns.join(' ')}] is %j`, (expression, one, results) => {
    expect(columns.map((other) => interval(expression, one, other))).toEqual(results);
  });

  test('a product of negative intervals turns round', () => {
    expect(interval('(x - 5) * (y - 5)', '≥2', '3')).toBe('-∞..6');
    expect(interval('(x - 5) / (y - 5)', '2', '3')).toBe('1.5');
  });
});

describe('and, or, not are Kleene’s', () => {
  // x < 1 is true of 0, false of 2, open of a blank.
  const of: Readonly<Record<Truth, string>> = { T: '0', F: '2', '?': 'blank' };
  test.each<[string, string]>([
    ['&&', 'TT:T TF:F T?:? FT:F FF:F F?:F ?T:? ?F:F ??:?'],
    ['||', 'TT:T TF:T T?:T FT:T FF:F F?:? ?T:T ?F:? ??:?'],
  ])('%s is %s', (operator, table) => {
    const found = table.split(' ').map((row) => {
      const [one, other] = [row.charAt(0) as Truth, row.charAt(1) as Truth];
      return `${one}${other}:${truth(`x < 1 ${operator} y < 1`, of[one], of[other])}`;
    });
    expect(found.join(' ')).toBe(table);
  });

  test('! and ?: stay open where their condition is', () => {
    expect(['0', '2', 'blank'].map((one) => truth('!(x < 1)', one, '0'))).toEqual(['F', 'T', '?']);
    expect(['0', '2', 'blank'].map((one) => truth('x < 1 ? y == 3 : y == 2', one, '3'))).toEqual([
      'T',
      'F',
      '?',
    ]);
  });
});

describe('exact decimals', () => {
  test('a literal means what is written', () => {
    expect(truth('x == 0.1 + x - 0.1', '3', '0')).toBe('T');
    expect(truth('x * 0.1 + y * 0.2 == 0.7', '3', '2')).toBe('T');
    expect(truth('1.0 * x / 3 == 1', '3', '0')).toBe('T');
    expect(truth('x * 0.0000001 < 1', '3', '0')).toBe('T');
  });

  test('money is in yuan, not in fen', () => {
    const entries = new Map([['aid_amount', entry('EXACT', 10_05n)]]);
    const value = parseExpression(words, 'aid_amount * 2').evaluate(new FiledWorld(form, ruleInput(entries)));
    expect(shown(value)).toBe('20.10');
  });
});
