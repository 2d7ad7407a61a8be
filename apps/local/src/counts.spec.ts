import { expect, test } from '@jest/globals';
import { add, countJest, lastLine } from './counts.js';

const results = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

test('tests that were not run are named only when there are some', () => {
  expect(lastLine(countJest(results, 0))).toBe('7 passed, 0 failed');
  expect(lastLine(countJest({ ...results, numPendingTests: 2, numTodoTests: 1 }, 0))).toBe(
    '7 passed, 0 failed, 3 skipped',
  );
});

test('whatever goes wrong is at least one failure', () => {
  expect(countJest({ ...results, numRuntimeErrorTestSuites: 1 }, 1).failed).toBe(1);
  expect(countJest({ ...results, numFailedTests: 2, numRuntimeErrorTestSuites: 1 }, 1).failed).toBe(3);
  expect(countJest(results, 1).failed).toBe(1);
  expect(countJest(undefined, null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('counts add up', () => {
  expect(add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
    passed: 11,
    failed: 22,
    skipped: 33,
  });
});
