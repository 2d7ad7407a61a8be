import { type Action, type Appointment, may } from '@huiji/domain/access';
import { useQuery } from '@tanstack/react-query';
import { answers, asked } from './answers.js';
import { ask } from './ask.js';
import { SignOut, WhoAmI, type Role, type WhoAmIQuery } from './generated/session.js';

/** The person signed in. */
export type Me = NonNullable<WhoAmIQuery['me']>;

/** A union that the person is appointed at. */
export type Body = Me['appointments'][number]['union'];

/** Who is signed in: `data` is null when nobody is, undefined while that is not known yet. */
export const useMe = () => useQuery({ ...asked(WhoAmI, {}), select: ({ me }) => me });

/** Asks anew who is signed in, as after signing in. */
export async function whoIsIt(): Promise<Me | null> {
  answers.clear();
  return (await answers.fetchQuery(asked(WhoAmI, {}))).me;
}

/** Ends the session, and leaves for the door with nothing kept in memory. */
export async function signOut(): Promise<void> {
  await ask(SignOut, {});
  location.assign('/');
}

/** The appointments as `may` of the domain reads them. */
export const appointmentsOf = (me: Me): Appointment[] =>
  me.appointments.map(({ role, union }) => ({ role, unionId: union.id }));

/** Whether the person holds one of the roles at any union. */
export const holds = (me: Me, ...roles: readonly Role[]): boolean =>
  me.appointments.some(({ role }) => roles.includes(role));

/** Whether the person may do something at one of the unions appointed at. */
export const allowed = (me: Me, action: Action): boolean =>
  me.appointments.some(({ union }) => may(action, appointmentsOf(me), union.id, []));

/** The bodies at which the person may do something; `below`: to the unions below them. Each once. */
export function bodiesFor(me: Me, action: Action, { below = false } = {}): Body[] {
  const found = me.appointments.filter(({ role, union }) => {
    const appointment = [{ role, unionId: union.id }];
    return below ? may(action, appointment, '', [union.id]) : may(action, appointment, union.id, []);
  });
  return [...new Map(found.map(({ union }) => [union.id, union])).values()];
}

/** The bodies of whose subtree the person reads the figures. */
export const bodiesRead = (me: Me): Body[] => bodiesFor(me, 'READ_FIGURES', { below: true });

/** The same at the federation itself: for what concerns all of it. */
export const allowedAtRoot = (me: Me, action: Action): boolean =>
  me.appointments.some(
    ({ union }) => union.level === 'FEDERATION' && may(action, appointmentsOf(me), union.id, []),
  );

/** Whether the person files: as 填报员, or by entrustment (代报). */
export const files = (me: Me): boolean => holds(me, 'FILER') || me.entrustments > 0;

/** Where a person begins: a clerk at 我的任务, everybody else in the console. */
export const firstPage = (me: Me): string =>
  me.appointments.some(({ role }) => role !== 'FILER') ? '/console' : '/filing';
