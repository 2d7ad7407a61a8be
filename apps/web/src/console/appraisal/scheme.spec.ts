import { expect, test } from '@jest/globals';
import { draftOf, schemeSent, withGrade, withItem, yearBefore } from './scheme.js';

const scheme = {
  ...{ revision: 2, documentNo: '临工发〔2025〕8号', nothingBelow: '60.00', mostCounted: '100.00' },
  items: [{ code: 'item_2', text: '日常工作', kind: 'SCORED' as const, points: '20.00' }],
  grades: [{ zh: '优秀', en: 'Excellent', from: '90.00' }],
  ...{ appealDays: 5, setByName: '林', setAt: '2025-01-01T00:00:00.000Z' },
};

test('the year before is of the same kind', () => {
  expect(yearBefore('2026')).toBe('2025');
  expect(yearBefore('S2026')).toBe('S2025');
});

test('a scheme begins as another one, by a document of its own, and nothing else of it is sent', () => {
  const { documentNo, items, grades } = scheme;
  expect(schemeSent(draftOf(scheme, ' 新文 '))).toEqual({
    ...{ documentNo: '新文', nothingBelow: '60.00', mostCounted: '100.00', appealDays: 5, items, grades },
  });
  expect(schemeSent(draftOf(scheme, documentNo)).documentNo).toBe(documentNo);
});

test('an item that is added has a code that no other has; a grade is added below', () => {
  const draft = withGrade(withItem(withItem(draftOf(scheme, ''))));
  expect(draft.items.map(({ code }) => code)).toEqual(['item_2', 'item_3', 'item_4']);
  expect(withItem({ ...draft, items: draft.items.slice(1) }).items.map(({ code }) => code)).toEqual([
    ...['item_3', 'item_4', 'item_5'],
  ]);
  expect(draft.grades.map(({ zh }) => zh)).toEqual(['优秀', '']);
});
