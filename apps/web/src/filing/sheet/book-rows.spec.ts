import { describe, expect, it } from '@jest/globals';
import { rowsLacking } from './book-rows.js';

const table = {
  limit: 3,
  columns: [
    { code: 'name', type: 'text', choices: null, marked: false },
    { code: 'person_times', type: 'integer', choices: null, marked: true },
  ],
};
const computers = { name: '电脑班', person_times: { value: '1200', mark: 'AT_LEAST' } };
const welders = { name: '焊工班', person_times: '40' };

describe('rows of the book', () => {
  it('that a table lacks are typed as a person would', () => {
    expect(rowsLacking(table, [], [computers, { name: '焊工班' }])).toEqual([
      { name: '电脑班', person_times: '1200以上' },
      { name: '焊工班', person_times: '' },
    ]);
  });

  it('are not typed again, however they were written', () => {
    const typed = [{ name: '电脑班', person_times: '１,200+' }];
    expect(rowsLacking(table, typed, [computers, welders])).toEqual([{ name: '焊工班', person_times: '40' }]);
  });

  it('that stand there twice are had twice', () => {
    const typed = [{ name: '焊工班', person_times: '40' }];
    expect(rowsLacking(table, typed, [welders, welders])).toHaveLength(1);
    expect(rowsLacking(table, typed, [welders, welders, welders])).toHaveLength(2);
    expect(rowsLacking(table, [...typed, ...typed], [welders, welders])).toEqual([]);
  });

  it('are no more than the table takes', () => {
    const typed = [{ name: '一' }, { name: '二' }];
    expect(rowsLacking(table, typed, [computers, welders])).toHaveLength(1);
    expect(rowsLacking(table, [...typed, { name: '三' }], [welders])).toEqual([]);
  });
});
