import { appointing, may, roles } from '@huiji/domain/access';
import { refuse } from '@huiji/domain/problem';
import { visibleUnion } from '@huiji/filing/visible';
import type { AppointmentRow } from '@huiji/store/appointment';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { unionsById } from '@huiji/store/organisation';
import { tenantNow } from '@huiji/store/person';
import { type PersonFound, type PersonsMeant, searchPersons } from '@huiji/store/person-search';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor, Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { Attempts } from './attempts.js';

/** What a query of persons names. */
export interface PersonsAsked {
  unionId?: string | null;
  search?: string | null;
  first: number;
  after?: string | null;
}

/** A person as the schema shows one to an administrator. */
export type PersonView = Omit<PersonFound, 'appointments'> & {
  appointments: Array<AppointmentRow & { union: TradeUnion }>;
  locked: boolean;
};

/** The people whose accounts the actor administers. */
@Injectable()
export class PersonReader {
  constructor(@Inject(Attempts) private readonly attempts: Attempts) {}

  /** FORBIDDEN for who administers nobody, NOT_FOUND for a union that is not to be seen. */
  async persons(ask: Ask, asked: PersonsAsked): Promise<Connection<PersonView>> {
    const { tenantId } = ask.inSession;
    const tx = await ask.read();
    const meant = await this.meant(tx, ask.actor, asked.unionId ?? null);
    const page = await connection(
      asked,
      (keyset) => searchPersons(tx, meant, (asked.search ?? '').trim(), keyset),
      ({ login }) => login,
    );
    const held = page.nodes.flatMap(({ appointments }) => appointments.map(({ unionId }) => unionId));
    const unions = await unionsById(tx, tenantId, [...new Set(held)]);
    const { code } = await tenantNow(tx, tenantId);
    const accounts = new Map(page.nodes.map(({ login }) => [login, [code, login] as const]));
    const locked = await this.attempts.locked('signIn', [...accounts.values()]);
    const nodes = page.nodes.map((person) => ({
      ...person,
      appointments: person.appointments.map((one) => ({ ...one, union: unions.get(one.unionId)! })),
      locked: locked.has(accounts.get(person.login)!),
    }));
    return { ...page, nodes };
  }

  private async meant(tx: Tx, actor: Actor, unionId: string | null): Promise<PersonsMeant> {
    const { tenantId, appointments, today: day } = actor;
    const administered = roles.filter((role) =>
      appointments.some((held) => may(appointing(role), [held], held.unionId, [])),
    );
    if (administered.length === 0) refuse('FORBIDDEN', { action: 'APPOINT' });
    if (unionId !== null) {
      const { union, ancestors } = await visibleUnion(tx, actor, unionId);
      const there = administered.filter((role) => may(appointing(role), appointments, union.id, ancestors));
      return { tenantId, roles: there, below: { unionIds: [union.id], day } };
    }
    const unionIds = appointments
      .filter((held) => administered.some((role) => may(appointing(role), [held], held.unionId, [])))
      .map((held) => held.unionId);
    const tops = await unionsById(tx, tenantId, unionIds);
    const everywhere = [...tops.values()].some(({ level }) => level === 'FEDERATION');
    return { tenantId, roles: administered, below: everywhere ? null : { unionIds, day } };
  }
}
