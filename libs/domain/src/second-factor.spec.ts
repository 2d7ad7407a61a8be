import { expect, test } from '@jest/globals';
import { secondFactorOwed } from './second-factor.js';

const admin = [{ role: 'FILER', unionId: 'a' } as const, { role: 'UNION_ADMIN', unionId: 'b' } as const];
const clerk = [{ role: 'FILER', unionId: 'a' } as const];

test.each([
  ['an administrator without one enrols', false, false, admin, true, 'ENROL'],
  ['unless the installation does not ask', false, false, admin, false, null],
  ['a clerk need not', false, false, clerk, true, null],
  ['whoever has one proves it', false, true, clerk, false, 'VERIFY'],
  ['an administrator too', false, true, admin, true, 'VERIFY'],
  ['once a session', true, true, admin, true, null],
] as const)('%s', (_, verified, enrolled, appointments, required, owed) =>
  expect(secondFactorOwed({ verified, enrolled }, appointments, required)).toBe(owed),
);
