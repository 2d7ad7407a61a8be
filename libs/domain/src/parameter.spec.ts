import { expect, test } from '@jest/globals';
import { findParameter, isParameterValue, parameterValue, parameters } from './parameter.js';

test('a value set by the tenant holds, else the default; a name that no parameter has is a fault', () => {
  expect(parameterValue({ minimum_delegates: '10' }, 'minimum_delegates')).toBe('10');
  expect(parameterValue({}, 'minimum_delegates')).toBe('30');
  for (const name of ['nope', '__proto__', 'constructor'])
    expect(() => parameterValue({}, name)).toThrow(`no parameter ${name}`);
});

test.each([
  ['minimum_delegates', '30', true],
  ['days_per_person', '0.25', true],
  ['minimum_delegates', '-1', false],
  ['minimum_delegates', '1e3', false],
  ['minimum_delegates', '', false],
  ['pass_line', 'HALF_AND_MORE', true],
  ['pass_line', '0.5', false],
])('%s = “%s” may be set: %s', (name, value, allowed) => {
  const parameter = findParameter(name);
  expect(parameter && isParameterValue(parameter, value)).toBe(allowed);
});

test('every default may be set, and every name is its own', () => {
  expect(parameters.filter((one) => !isParameterValue(one, one.default))).toEqual([]);
  expect(new Set(parameters.map((one) => one.name)).size).toBe(parameters.length);
});
