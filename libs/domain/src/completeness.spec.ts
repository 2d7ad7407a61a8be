import { expect, test } from '@jest/globals';
import { completenessOf } from './completeness.js';

test('what is left over is counted, and rates are of what is expected', () => {
  const steps = { started: 6, submitted: 5, returned: 1, onTime: 3, late: 2 };
  expect(completenessOf({ reportsExpected: 8, reportsAccepted: 3, steps })).toEqual({
    ...{ expected: 8, notStarted: 2, started: 6, submitted: 5, returned: 1, accepted: 3, waiting: 1 },
    ...{ onTime: 3, late: 2, rate: '62.5', onTimeRate: '37.5' },
  });
});

test('where nothing is expected there is no rate', () => {
  const steps = { started: 0, submitted: 0, returned: 0, onTime: 0, late: 0 };
  expect(completenessOf({ reportsExpected: 0, reportsAccepted: 0, steps })).toMatchObject({
    ...{ notStarted: 0, waiting: 0, rate: null, onTimeRate: null },
  });
});
