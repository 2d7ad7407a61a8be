import { appointing, isSeparate, may, type Role, roles } from '@huiji/domain/access';
import { appointmentsOf, type Me } from '../../client/session.js';

/** The roles to which somebody may appoint at a union of theirs, and below it. */
export const rolesGivenBy = (me: Me): Role[] =>
  roles.filter((role) =>
    me.appointments.some(
      ({ union }) =>
        may(appointing(role), appointmentsOf(me), union.id, []) &&
        (union.level === 'FEDERATION' || !isSeparate(role)),
    ),
  );
