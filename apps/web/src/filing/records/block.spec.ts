import { describe, expect, it } from '@jest/globals';
import { readBlock } from '../../page/block.js';
import { type BlockColumn, readRows } from './block.js';

const column = (code: string, type: string, label: string, choices: string[] | null = null): BlockColumn => ({
  ...{ code, type, label, choices, unit: null, marked: type === 'integer' },
});
const columns = [
  column('day', 'date', '日期'),
  column('name', 'text', '名称'),
  column('type', 'choice', '类型', ['生活', '助学']),
  column('families', 'integer', '户数'),
  column('amount', 'amount', '金额'),
  column('open', 'boolean', '公开'),
];
const read = (text: string) => readRows(readBlock(text), columns, 'aid');

describe('a pasted block of records', () => {
  it('has a record in each row, its values in the order of the columns', () => {
    expect(read('2026-07-01\t慰问\t生活\t12\t6000\t是\n')).toEqual([
      {
        written: {
          ...{ kind: 'aid', day: '2026-07-01', name: '慰问', heldBy: '' },
          values: { type: '生活', families: '12', amount: '6000', open: 'true' },
        },
        understood: ['2026-07-01', '慰问', '生活', '12', '6000.00', 'true'],
        extra: 0,
      },
    ]);
  });

  it('may name the columns in its first row, and has blank rows that say nothing', () => {
    const names = read('日期\t名称\t类型\n2026-07-01\t慰问\n\t\t\n2026-07-02\t助学');
    expect(names.map(({ written }) => written.name)).toEqual(['慰问', '助学']);
    expect(names[0]?.understood).toEqual(['2026-07-01', '慰问', '', '', '', '']);
  });

  it.each(['2026/7/1', '2026.07.01', '2026年7月1日', '2026-7-1'])('reads %s as a day', (text) => {
    expect(read(`${text}\t慰问`)[0]?.written.day).toBe('2026-07-01');
  });

  it('keeps as it stands what cannot be read', () => {
    const [row] = read('2026/2/30\t慰问\t医疗\t十二户\t6元5角\t也许');
    expect(row?.understood).toEqual([null, '慰问', null, null, null, null]);
    expect(row?.written).toEqual({
      ...{ kind: 'aid', day: '2026-02-30', name: '慰问', heldBy: '' },
      values: { type: '医疗', families: '十二户', amount: '6元5角', open: '也许' },
    });
  });

  it('reads figures as a cell of a return does', () => {
    const [row] = read('2026-07-01\t慰问\t\t１,２００+\t1.5万元');
    expect(row?.understood.slice(3, 5)).toEqual(['1200以上', '15000.00']);
  });

  it('takes no mark where a figure has to be exact, and nothing that is only planned', () => {
    const [row] = read('2026-07-01\t慰问\t\t计划12\t约300');
    expect(row?.understood.slice(3, 5)).toEqual([null, null]);
  });

  it('tells of values beyond its columns', () => {
    expect(read('2026-07-01\t慰问\t生活\t12\t6000\t是\t\t备注')[0]?.extra).toBe(1);
  });
});
