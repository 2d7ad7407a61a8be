import { personsMeant } from '@huiji/filing/administered';
import type { AppointmentRow } from '@huiji/store/appointment';
import type { TradeUnion } from '@huiji/store/entities';
import { unionsById } from '@huiji/store/organisation';
import { tenantNow } from '@huiji/store/person';
import { type PersonFound, searchPersons } from '@huiji/store/person-search';
import { Inject, Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
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
    const meant = await personsMeant(tx, ask.actor, asked.unionId ?? null);
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
}
