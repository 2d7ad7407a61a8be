import { describe, expect, it } from '@jest/globals';
import { formatFigure, type Mark, marks } from './figure.js';
import { readTyped, typedText } from './typed.js';

const of = { cell: '会员', decimals: 0, unit: '人' };
const read = (text: string, decimals = 0) => readTyped(text, { ...of, decimals }, { cell: 'mem_member_cnt' });

describe('what is typed into a cell', () => {
  it.each<[string, string | null, Mark]>([
    ['', null, 'MISSING'],
    ['  ', null, 'MISSING'],
    ['0', '0', 'EXACT'],
    ['1,234', '1234', 'EXACT'],
    ['300 人', '300', 'EXACT'],
    ['300以上', '300', 'AT_LEAST'],
    ['３００＋', '300', 'AT_LEAST'],
    ['约 300', '300', 'ABOUT'],
    ['～300', '300', 'ABOUT'],
    ['计划300', '300', 'PLANNED'],
    ['不适用', null, 'NOT_APPLICABLE'],
    ['／', null, 'NOT_APPLICABLE'],
  ])('reads %j', (text, figure, mark) => {
    expect(read(text)).toEqual({ figure: figure === null ? null : BigInt(figure), mark });
  });

  it.each([
    ['约300以上', 'NOT_A_NUMBER'],
    ['以上', 'NOT_A_NUMBER'],
    ['约', 'NOT_A_NUMBER'],
    ['约-3', 'NEGATIVE'],
    ['1.2万', 'MULTIPLIER_NOT_ALLOWED'],
    ['3.5以上', 'FRACTION'],
    ['三百', 'NOT_A_NUMBER'],
  ])('refuses %j: %s', (text, code) => {
    expect(read(text)).toMatchObject({ code, cell: 'mem_member_cnt' });
  });

  it('reads back what it writes, whatever the mark', () => {
    for (const mark of marks) {
      const figure = mark === 'MISSING' || mark === 'NOT_APPLICABLE' ? null : 12_345n;
      const entry = { figure, mark };
      expect(read(typedText(entry, 2), 2)).toEqual(entry);
      if (figure !== null) expect(typedText(entry, 2)).toContain(formatFigure(figure, 2));
    }
  });
});
