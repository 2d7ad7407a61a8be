import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import { type FigureOf, readFigure } from './figure.js';

/** SEED repeats a run; CELLS makes it longer. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env['CELLS'] ?? 200_000);

const kinds: readonly FigureOf[] = [
  { cell: 'count', decimals: 0, unit: '人' },
  { cell: 'money', decimals: 2, unit: '元' },
  { cell: 'area', decimals: 0, unit: '平方米' },
  { cell: 'thousands', decimals: 2, unit: '万元' },
  { cell: 'share', decimals: 1, unit: '%' },
  { cell: 'bare', decimals: 3, unit: '' },
];

/** What each character stands for, written out: the code under test computes it. */
const narrow = new Map<string, string>([
  ...[...'０１２３４５６７８９'].map((wide, digit): [string, string] => [wide, String(digit)]),
  ['．', '.'],
  ['。', '.'],
  ['，', ','],
  ['＋', '+'],
  ['－', '-'],
  ['−', '-'],
  ['％', '%'],
]);

const isDigits = (text: string): boolean =>
  text !== '' && [...text].every((one) => '0123456789'.includes(one));

/** The whole number that stands there, without its separators; null when they are not in groups of three. */
function whole(text: string): string | null {
  const [first = '', ...groups] = text.split(',');
  if (!isDigits(first) || groups.some((group) => group.length !== 3 || !isDigits(group))) return null;
  if (groups.length > 0 && (first.length > 3 || first.startsWith('0'))) return null;
  return [first, ...groups].join('');
}

/**
 * The same grammar a second time, slowly: character by character and with fractions. The figure that the text means
 * beyond doubt, scaled; null when there is none.
 */
function meant(text: string, { decimals, unit }: FigureOf): bigint | null {
  let rest = [...text.trim()].map((one) => narrow.get(one) ?? one).join('');
  if (unit !== '' && rest.endsWith(unit)) rest = rest.substring(0, rest.length - unit.length).trim();
  let factor = new Fraction(10).pow(decimals);
  const multiplier = rest.charAt(rest.length - 1);
  if (multiplier === '万' || multiplier === '亿') {
    if (unit !== '元' && unit !== '平方米') return null;
    factor = factor.mul(multiplier === '万' ? 10_000 : 100_000_000);
    rest = rest.substring(0, rest.length - 1).trim();
  }
  if (rest.startsWith('+')) rest = rest.substring(1);
  const [before = '', after, ...more] = rest.split('.');
  const digits = whole(before);
  if (digits === null || more.length > 0 || (after !== undefined && !isDigits(after))) return null;
  const value = new Fraction(`${digits}.${after ?? '0'}`).mul(factor);
  return value.d === 1n && value.n < 10n ** 13n ? value.n : null;
}

const some = fc.oneof(fc.nat(9), fc.nat(9999), fc.nat(999_999)).map(String);
const long = fc.tuple(fc.nat(99_999_999), fc.nat(9_999_999)).map((parts) => parts.join(''));
const group = fc.tuple(fc.constantFrom(',', ',', '，'), fc.nat(999), fc.constantFrom(3, 3, 3, 3, 3, 3, 1));
const separated = fc
  .tuple(fc.nat(999), fc.array(group, { minLength: 1, maxLength: 3 }))
  .map(([first, groups]) =>
    groups.reduce(
      (text, [comma, digits, width]) => text + comma + String(digits).padStart(width, '0'),
      `${first}`,
    ),
  );
const fraction = fc.tuple(fc.constantFrom('.', '.', '．', '。'), some).map((parts) => parts.join(''));
const point = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fraction });
const gap = fc.constantFrom('', '', '', '', '', ' ', '\u3000', '\u00a0');
const sign = fc.constantFrom('', '', '', '', '', '', '', '', '', '+', '-', '−', '－');
const multiplier = fc.constantFrom('', '', '', '', '', '', '', '万', '万', '亿', '万亿', '千');
/** @ stands for the unit of the cell. */
const unit = fc.constantFrom('', '', '', '', '@', '@', '@', '人', '元', '％', '户');

/** Good figures and near misses: all parts that a figure may have, in their order. */
const wellFormed = fc
  .tuple(
    sign,
    fc.oneof(some, some, separated, separated, long),
    point,
    gap,
    multiplier,
    gap,
    unit,
    fc.boolean(),
  )
  .map(([plus, digits, fractional, before, tens, after, own, wide]) => {
    const written = wide
      ? digits.replace(/\d/g, (one) => '０１２３４５６７８９'.charAt(Number(one)))
      : digits;
    return plus + written + fractional + before + tens + after + own;
  });

const slip = fc.constantFrom(
  ...[...'0159,.，．。、 -+eE/%()年月人元万亿零一二十百千约余\u3000\u00a0\u200b\u0663\u096b¥#!xX\'"'],
);

/** One thing put in, taken out or doubled, somewhere. */
const mutated = fc.tuple(wellFormed, slip, fc.nat(), fc.nat(2)).map(([text, one, where, how]) => {
  const at = where % (text.length + 1);
  const kept = how === 1 ? at + 1 : at;
  return text.slice(0, at) + (how === 1 ? '' : how === 0 ? one : text.charAt(at)) + text.slice(kept);
});

const known = fc.constantFrom(
  ...['', ' ', '-', '/', '—', '无', '#REF!', '#DIV/0!', '2026-09-30', '2026.9.30', '2026年9月', '1e5', '12-'],
  ...[
    '一千二百',
    '１２万３千',
    '0x1F',
    'NaN',
    'Infinity',
    '1/2',
    '=A1+B1',
    "'120",
    '120人次',
    '约120',
    '三十',
  ],
);

const typed = fc.oneof(
  { weight: 8, arbitrary: wellFormed },
  { weight: 6, arbitrary: mutated },
  { weight: 1, arbitrary: known },
  { weight: 1, arbitrary: fc.string({ unit: slip, maxLength: 8 }) },
);

test(`${numRuns} cells typed well and badly are read as exactly what they mean, or refused (seed ${seed})`, () => {
  const outcomes: Record<string, number> = {};
  const property = fc.property(typed, fc.constantFrom(...kinds), (template, of) => {
    const text = template.replace('@', of.unit);
    const read = readFigure(text, of, {});
    const expected = meant(text, of);
    const kind = typeof read === 'bigint' ? 'read' : read.code;
    outcomes[kind] = (outcomes[kind] ?? 0) + 1;
    if (expected !== (typeof read === 'bigint' ? read : null)) {
      throw new Error(
        `“${text}” in ${of.cell} means ${expected}, but was ${typeof read === 'bigint' ? read : kind}`,
      );
    }
  });
  fc.assert(property, { seed, numRuns });
  expect(Object.keys(outcomes).toSorted()).toEqual([
    ...['FRACTION', 'MULTIPLIER_NOT_ALLOWED', 'NEGATIVE', 'NOT_A_NUMBER', 'TOO_MANY_DIGITS', 'read'],
  ]);
  expect(outcomes['read']).toBeGreaterThan(numRuns / 10);
}, 120_000);
