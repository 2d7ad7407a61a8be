import { expect, test } from '@jest/globals';
import { draftOf, flags, inputOf, withCriterion, withGrade, withoutGrade } from './standard.js';

const standard = {
  ...{ id: null, fromYear: 0, documentNo: null, setByName: null, setAt: null },
  grades: (['合格', '先进'] as const).map((zh, at) => ({
    ...{ grade: at + 1, zh, en: zh, countsAs: 'QUALIFIED' as const },
    ...{ pass: '60.00', satisfiedPercent: '70.00' },
  })),
  criteria: [{ code: 'item_2', text: '组织健全', points: [null, '20.00'] }],
  rules: [{ flag: 'STEP_SKIPPED' as const, handling: 'REFUSE' as const }],
};

test('a new standard begins as the one before, from its own year and by its own document', () => {
  const input = inputOf(draftOf(standard, 2027));
  expect(input).toMatchObject({ fromYear: 2027, documentNo: '', criteria: standard.criteria });
  expect(input.grades.map(({ zh }) => zh)).toEqual(['合格', '先进']);
  expect(input.rules).toEqual(
    flags.map((flag) => ({ flag, handling: flag === 'STEP_SKIPPED' ? 'REFUSE' : 'FLAG' })),
  );
});

test('every criterion has points for each grade, whatever is added or left out', () => {
  const draft = withCriterion(withGrade(draftOf(standard, 2027)));
  expect(draft.criteria.map(({ code, points }) => [code, points])).toEqual([
    ['item_2', ['', '20.00', '20.00']],
    ['item_3', ['', '', '']],
  ]);
  expect(withoutGrade(draft).criteria.map(({ points }) => points.length)).toEqual([2, 2]);
  expect(inputOf(draft).criteria[1]?.points).toEqual([null, null, null]);
  expect(withCriterion(withCriterion(draftOf(standard, 2027))).criteria.map(({ code }) => code)).toEqual([
    ...['item_2', 'item_3', 'item_4'],
  ]);
});
