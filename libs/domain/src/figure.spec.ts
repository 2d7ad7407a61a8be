import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Entry,
  type Mark,
  divide,
  formatFigure,
  markCodes,
  parseFigure,
  sumOf,
  weakest,
} from './figure.js';
import { Refusal } from './problem.js';

/** SEED repeats a run; fast-check prints it when a property fails. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const check = <T>(property: fc.IProperty<T>) => fc.assert(property, { seed, numRuns: 1000 });

const count = (text: string) => parseFigure(text, { cell: 'mem_member_cnt', decimals: 0, unit: '人' });
const yuan = (text: string) => parseFigure(text, { cell: 'aid_amount', decimals: 2, unit: '元' });

function codeOf(read: () => bigint): string {
  try {
    return `read as ${read()}`;
  } catch (error) {
    return error instanceof Refusal ? error.problems.map((one) => one.code).join() : String(error);
  }
}

/** 0..9 as U+FF10..U+FF19 and so on, spelt by code point so that no editor narrows them. */
const wide = (text: string) =>
  text.replace(/[!-~]/g, (narrow) => String.fromCharCode(narrow.charCodeAt(0) + 0xfee0));

describe(`reading a figure (seed ${seed})`, () => {
  test.each([
    ['0', 0n],
    ['7510', 7510n],
    [' 7510 ', 7510n],
    ['+7510', 7510n],
    ['007', 7n],
    ['1,234', 1234n],
    ['1,234,567', 1234567n],
    ['12.00', 12n],
    ['9999999999999', 9999999999999n],
    ['00000000000000000001', 1n],
    [wide('123'), 123n],
    ['\u3000' + wide('1,234.0') + '\u3000', 1234n],
    ['120人', 120n],
    ['120 人', 120n],
    [wide('120') + '\u3000人', 120n],
    ['12。0', 12n],
  ])('a count: %j is %s', (text, expected) => {
    expect(count(text)).toBe(expected);
  });

  test.each([
    ['7000', 700000n],
    ['7000.5', 700050n],
    ['0.01', 1n],
    ['1,234.50', 123450n],
    ['69000.000', 6900000n],
    [wide('69000.05'), 6900005n],
    ['69000。05', 6900005n],
    ['7,000元', 700000n],
    ['1.234万', 1234000n],
    ['1.234567万', 1234567n],
    ['1.5万元', 1500000n],
    ['1.5 万 元', 1500000n],
    ['3亿', 30000000000n],
    ['0.0001亿元', 1000000n],
    ['1,234万', 1234000000n],
    ['99999999999.99', 9999999999999n],
  ])('an amount of money: %j is %s fen', (text, expected) => {
    expect(yuan(text)).toBe(expected);
  });

  test.each([
    ['', 'NOT_A_NUMBER'],
    ['NaN', 'NOT_A_NUMBER'],
    ['Infinity', 'NOT_A_NUMBER'],
    ['abc', 'NOT_A_NUMBER'],
    ['1.2万', 'MULTIPLIER_NOT_ALLOWED'],
    ['3亿', 'MULTIPLIER_NOT_ALLOWED'],
    ['1.2万人', 'MULTIPLIER_NOT_ALLOWED'],
    ['-1.2万', 'NEGATIVE'],
    ['120元', 'NOT_A_NUMBER'],
    ['120人人', 'NOT_A_NUMBER'],
    ['人', 'NOT_A_NUMBER'],
    ['约120人', 'NOT_A_NUMBER'],
    ['12万3千', 'NOT_A_NUMBER'],
    ['一千二百', 'NOT_A_NUMBER'],
    ['1,23', 'NOT_A_NUMBER'],
    ['1、234', 'NOT_A_NUMBER'],
    ['1,234.5,6', 'NOT_A_NUMBER'],
    ['1e5', 'NOT_A_NUMBER'],
    ['12-', 'NOT_A_NUMBER'],
    ['2026-09-30', 'NOT_A_NUMBER'],
    ['2026/9/30', 'NOT_A_NUMBER'],
    ['2026年9月', 'NOT_A_NUMBER'],
    ['#REF!', 'NOT_A_NUMBER'],
    ['-', 'NOT_A_NUMBER'],
    ['/', 'NOT_A_NUMBER'],
    ['无', 'NOT_A_NUMBER'],
    ['—', 'NOT_A_NUMBER'],
    ['5。', 'NOT_A_NUMBER'],
    ['1\u00a0234', 'NOT_A_NUMBER'],
    ['1e3', 'NOT_A_NUMBER'],
    ['0x10', 'NOT_A_NUMBER'],
    ['1 234', 'NOT_A_NUMBER'],
    ['12,34', 'NOT_A_NUMBER'],
    ['1,2345', 'NOT_A_NUMBER'],
    ['0,123', 'NOT_A_NUMBER'],
    ['1234,567', 'NOT_A_NUMBER'],
    ['5.', 'NOT_A_NUMBER'],
    ['.5', 'NOT_A_NUMBER'],
    ['1.2.3', 'NOT_A_NUMBER'],
    ['三', 'NOT_A_NUMBER'],
    ['\u0663', 'NOT_A_NUMBER'],
    ['-1', 'NEGATIVE'],
    ['\u22121', 'NEGATIVE'],
    [wide('-1'), 'NEGATIVE'],
    ['-1.5', 'NEGATIVE'],
    ['1.5', 'FRACTION'],
    ['10000000000000', 'TOO_MANY_DIGITS'],
  ])('a count refuses %j with %s', (text, code) => {
    expect(codeOf(() => count(text))).toBe(code);
  });

  test('money takes two decimals and 13 digits after scaling', () => {
    expect(codeOf(() => yuan('1.005'))).toBe('FRACTION');
    expect(codeOf(() => yuan('1.23456789万'))).toBe('FRACTION');
    expect(codeOf(() => yuan('100000000000'))).toBe('TOO_MANY_DIGITS');
    expect(codeOf(() => yuan('1000亿'))).toBe('TOO_MANY_DIGITS');
  });

  test('万 in a cell whose own unit is 万元 says the unit, or is refused: never both at once', () => {
    const tenThousands = (text: string) => parseFigure(text, { cell: 'c', decimals: 2, unit: '万元' });
    expect(tenThousands('1.5万元')).toBe(150n);
    expect(codeOf(() => tenThousands('1.5万'))).toBe('MULTIPLIER_NOT_ALLOWED');
    expect(codeOf(() => tenThousands('1.5元'))).toBe('NOT_A_NUMBER');
  });

  test('a percent sign, also full-width, is a unit; a cell without a unit takes none', () => {
    const percent = (text: string) => parseFigure(text, { cell: 'c', decimals: 1, unit: '%' });
    expect([percent('58.4%'), percent(wide('58.4%')), percent('58.4')]).toEqual([584n, 584n, 584n]);
    expect(codeOf(() => parseFigure('58%', { cell: 'c', decimals: 1, unit: '' }))).toBe('NOT_A_NUMBER');
  });

  test('the problem names the cell and shows what was typed, shortened', () => {
    try {
      count('x'.repeat(1000));
    } catch (error) {
      const [found] = (error as Refusal).problems;
      expect(found).toMatchObject({ code: 'NOT_A_NUMBER', cell: 'mem_member_cnt', severity: 'ERROR' });
      expect(String(found.details['value'])).toHaveLength(41);
    }
    expect.assertions(2);
  });

  const scaled = fc.bigInt({ min: 0n, max: 9_999_999_999_999n });
  const decimals = fc.integer({ min: 0, max: 3 });

  test('what is written is read back the same, half-width or full-width', () => {
    check(
      fc.property(scaled, decimals, (figure, places) => {
        const written = formatFigure(figure, places);
        expect(parseFigure(written, { cell: 'c', decimals: places, unit: '' })).toBe(figure);
        expect(parseFigure(wide(written), { cell: 'c', decimals: places, unit: '' })).toBe(figure);
      }),
    );
  });

  test('a figure is refused or read as exactly what stands there, never altered', () => {
    const typed = fc.stringMatching(/^[+-]?[0-9,]{1,16}(\.[0-9]{0,5})?$/);
    check(
      fc.property(typed, decimals, (text, places) => {
        const answer = codeOf(() => parseFigure(text, { cell: 'c', decimals: places, unit: '' }));
        if (!answer.startsWith('read as ')) return;
        const [whole = '', fraction = ''] = text.replaceAll(',', '').replace('+', '').split('.');
        const exactly = BigInt(whole + fraction.padEnd(5, '0'));
        expect(BigInt(answer.slice(8)) * 10n ** BigInt(5 - places)).toBe(exactly);
      }),
    );
  });

  test('any text at all gives a figure or one of the five codes', () => {
    check(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(codeOf(() => yuan(text))).toMatch(
          /^(read as \d+|NOT_A_NUMBER|NEGATIVE|MULTIPLIER_NOT_ALLOWED|FRACTION|TOO_MANY_DIGITS)$/,
        );
      }),
    );
  });
});

describe('writing a figure', () => {
  test.each([
    [700000n, 2, '7000.00'],
    ['6900000', 2, '69000.00'],
    [5n, 2, '0.05'],
    [0n, 2, '0.00'],
    [-5n, 2, '-0.05'],
    [68n, 0, '68'],
    [-3n, 0, '-3'],
    [1636n, 3, '1.636'],
  ])('%s with %i decimals is %s', (figure, decimals, expected) => {
    expect(formatFigure(figure, decimals)).toBe(expected);
  });
});

describe('dividing', () => {
  test('development-zone-2007: 108 of 108 employers are 100.0 %, 4388 of 7510 members 58.4 %', () => {
    expect(divide(108n, 108n, 1, { percent: true })).toBe('100.0');
    expect(divide(4388n, 7510n, 1, { percent: true })).toBe('58.4');
  });

  test('bank-branch-2004: 2022 person-days for 1236 person-times are 1.636', () => {
    expect(divide(2022n, 1236n, 3)).toBe('1.636');
  });

  test('nothing is divided by 0', () => {
    expect(divide(0n, 0n, 1, { percent: true })).toBeNull();
  });

  test('half rounds up, away from zero, exactly', () => {
    expect(divide(1n, 8n, 2)).toBe('0.13');
    expect(divide(-1n, 8n, 2)).toBe('-0.13');
    expect(divide(9_999_999_999_999n, 10n ** 13n, 1, { percent: true })).toBe('100.0');
    expect(divide(2n, 3n, 0)).toBe('1');
  });

  test('is within half a unit of the last place', () => {
    const positive = fc.bigInt({ min: 1n, max: 9_999_999_999_999n });
    check(
      fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999_999n }), positive, (n, d) => {
        const quotient = BigInt((divide(n, d, 3) ?? '').replace('.', ''));
        const off = 2n * (quotient * d - n * 1000n);
        expect(off <= d && off > -d).toBe(true);
      }),
    );
  });
});

describe('marks', () => {
  test('are stored as 0..5 in the order of the design', () => {
    expect(Object.entries(markCodes)).toEqual([
      ['MISSING', 0],
      ['NOT_APPLICABLE', 1],
      ['EXACT', 2],
      ['AT_LEAST', 3],
      ['ABOUT', 4],
      ['PLANNED', 5],
    ]);
  });

  const truth: Array<[Mark[], Mark]> = [
    [[], 'MISSING'],
    [['MISSING'], 'MISSING'],
    [['PLANNED'], 'MISSING'],
    [['NOT_APPLICABLE'], 'NOT_APPLICABLE'],
    [['NOT_APPLICABLE', 'NOT_APPLICABLE'], 'NOT_APPLICABLE'],
    [['NOT_APPLICABLE', 'MISSING'], 'MISSING'],
    [['NOT_APPLICABLE', 'PLANNED'], 'MISSING'],
    [['EXACT', 'MISSING', 'NOT_APPLICABLE', 'PLANNED'], 'EXACT'],
    [['EXACT', 'EXACT'], 'EXACT'],
    [['EXACT', 'AT_LEAST'], 'AT_LEAST'],
    [['AT_LEAST', 'ABOUT', 'EXACT'], 'ABOUT'],
    [['ABOUT', 'MISSING'], 'ABOUT'],
  ];
  test.each(truth)('a sum of %j is %s, in any order', (marks, expected) => {
    expect(weakest(marks)).toBe(expected);
    expect(weakest(marks.toReversed())).toBe(expected);
  });

  test('construction-bureau-2007: 500 and at least 8500 and at least 1100 are at least 10100', () => {
    const parts: Entry[] = [
      { figure: 500n, mark: 'EXACT' },
      { figure: 8500n, mark: 'AT_LEAST' },
      { figure: 1100n, mark: 'AT_LEAST' },
    ];
    expect(sumOf(parts)).toEqual({
      figure: 10100n,
      mark: 'AT_LEAST',
      filled: 3,
      notApplicable: 0,
      inexact: 2,
    });
  });

  test('a planned figure never adds, a missing one adds nothing, and with nothing filled there is no sum', () => {
    const planned: Entry = { figure: 9n, mark: 'PLANNED' };
    const blank: Entry = { figure: null, mark: 'MISSING' };
    const none: Entry = { figure: null, mark: 'NOT_APPLICABLE' };
    expect(sumOf([planned, blank, none])).toMatchObject({ figure: null, filled: 0, notApplicable: 1 });
    expect(sumOf([planned, blank, { figure: 0n, mark: 'EXACT' }])).toMatchObject({ figure: 0n, filled: 1 });
  });

  test('adding in two steps or in one gives the same', () => {
    const marks = fc.constantFrom<Mark>('MISSING', 'NOT_APPLICABLE', 'EXACT', 'AT_LEAST', 'ABOUT', 'PLANNED');
    const entry = fc
      .record({ figure: fc.bigInt({ min: 0n, max: 10n ** 12n }), mark: marks })
      .map(({ figure, mark }): Entry => {
        const blank = mark === 'MISSING' || mark === 'NOT_APPLICABLE';
        return { figure: blank ? null : figure, mark };
      });
    check(
      fc.property(fc.array(entry), fc.array(entry), (left, right) => {
        const once = sumOf([...left, ...right]);
        const twice = sumOf([sumOf(left), sumOf(right)]);
        expect(twice.figure).toBe(once.figure);
        expect(once.figure === null).toBe(once.filled === 0);
        if (once.filled > 0) expect(twice.mark).toBe(once.mark);
      }),
    );
  });
});
