import { expect, test } from '@jest/globals';
import { roles } from './access.js';
import { secondFactorOwed } from './second-factor.js';

const admin = [{ role: 'FILER', unionId: 'a' } as const, { role: 'UNION_ADMIN', unionId: 'b' } as const];
const clerk = [{ role: 'FILER', unionId: 'a' } as const];

test.each([
  ['an administrator without one enrols', { verified: false, enrolled: false }, admin, true, 'ENROL'],
  ['unless the installation does not ask', { verified: false, enrolled: false }, admin, false, null],
  ['a clerk need not', { verified: false, enrolled: false }, clerk, true, null],
  ['whoever has one proves it', { verified: false, enrolled: true }, clerk, false, 'VERIFY'],
  ['an administrator too', { verified: false, enrolled: true }, admin, true, 'VERIFY'],
  ['once a session', { verified: true, enrolled: true }, admin, true, null],
] as const)('%s', (_, session, appointments, required, owed) =>
  expect(secondFactorOwed(session, appointments, required)).toBe(owed),
);

test.each(roles)('a %s must have one or need not', (role) => {
  const owed = secondFactorOwed({ verified: false, enrolled: false }, [{ role, unionId: 'a' }], true);
  const free = ['FILER', 'REVIEWER', 'STATISTICIAN', 'LEADER'].includes(role);
  expect(owed).toBe(free ? null : 'ENROL');
});
