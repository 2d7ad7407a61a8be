import { describe, expect, it } from '@jest/globals';
import { blankOf, inputOf, type Kind, type KindColumn, writtenOf } from './work.js';

const column = (code: string, type: string): KindColumn => ({
  ...{ code, zh: code, en: code, type, required: false, choices: null },
  ...{ marked: type === 'integer', unit: null, after: null },
});
const contest: Kind = {
  ...{ code: 'contest', zh: '竞赛', en: 'Contest', held: true },
  columns: [column('participants', 'integer'), column('amount', 'amount'), column('open', 'boolean')],
};
const of = (values: Record<string, string>) => ({
  ...blankOf('contest', '2026-07-01'),
  ...{ name: ' 焊工大赛 ', heldBy: ' ', values },
});

describe('a record as it is typed', () => {
  it('leaves out what is blank, and what its kind does not ask for', () => {
    expect(inputOf(of({ participants: ' ', families: '3' }), contest)).toEqual({
      ...{ kind: 'contest', day: '2026-07-01', name: '焊工大赛', heldBy: null, values: {} },
    });
  });

  it('says its figures as text, with their marks', () => {
    const { values } = inputOf(of({ participants: '约300', amount: '1.5万', open: 'false' }), contest);
    expect(values).toEqual({
      participants: { value: '300', mark: 'ABOUT' },
      amount: '15000.00',
      open: false,
    });
  });

  it('is sent as it stands where it cannot be read', () => {
    const values = { participants: '三百', amount: '约300', open: '也许' };
    expect(inputOf(of(values), contest).values).toEqual(values);
  });

  it('says who held it only of a kind that somebody holds', () => {
    const held = { ...of({}), heldBy: '区总工会' };
    expect(inputOf(held, contest).heldBy).toBe('区总工会');
    expect(inputOf(held, { ...contest, held: false }).heldBy).toBeNull();
  });

  it('reads back what was recorded', () => {
    const record = {
      ...{ kind: 'contest', day: '2026-07-01', name: '焊工大赛', heldBy: null },
      values: { participants: { value: '300', mark: 'AT_LEAST' }, amount: '15000.00', open: true },
    };
    const written = writtenOf(record);
    expect(written.values).toEqual({ participants: '300以上', amount: '15000.00', open: 'true' });
    expect(inputOf(written, contest)).toEqual(record);
  });
});
