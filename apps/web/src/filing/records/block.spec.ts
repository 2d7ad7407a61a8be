import { describe, expect, it } from '@jest/globals';
import { readBlock } from '../../page/block.js';
import { type BlockColumn, readRows } from './block.js';

const columns: BlockColumn[] = [
  { code: 'day', type: 'date', choices: null, label: '日期' },
  { code: 'name', type: 'text', choices: null, label: '名称' },
  { code: 'type', type: 'choice', choices: ['生活', '助学'], label: '类型' },
  { code: 'families', type: 'integer', choices: null, label: '户数' },
  { code: 'amount', type: 'amount', choices: null, label: '金额' },
  { code: 'open', type: 'boolean', choices: null, label: '公开' },
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

  it('tells of values beyond its columns', () => {
    expect(read('2026-07-01\t慰问\t生活\t12\t6000\t是\t\t备注')[0]?.extra).toBe(1);
  });
});
