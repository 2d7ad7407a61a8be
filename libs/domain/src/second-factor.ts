import { type Appointment, isSeparate } from './access.js';

/** What a session still owes after the password: a first authenticator (ENROL), or a code of the one there is (VERIFY). */
export type SecondFactor = 'ENROL' | 'VERIFY';

/** Whoever has an authenticator proves it in every session; all administrators and operators must have one, where the installation asks. */
export function secondFactorOwed(
  session: { verified: boolean; enrolled: boolean },
  appointments: readonly Appointment[],
  required: boolean,
): SecondFactor | null {
  if (session.verified) return null;
  if (session.enrolled) return 'VERIFY';
  return required && appointments.some(({ role }) => role === 'UNION_ADMIN' || isSeparate(role))
    ? 'ENROL'
    : null;
}
