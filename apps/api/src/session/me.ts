import { appointmentsOf, type AppointmentRow } from '@huiji/store/appointment';
import { personContact } from '@huiji/store/contact';
import { persons, tenantNow } from '@huiji/store/person';
import type { Ask } from '../graphql/ask.js';

/** The person signed in, as the schema shows it. */
export interface Me {
  id: string;
  login: string;
  name: string;
  email: string | null;
  phone: string | null;
  tenant: { code: string; name: string };
  appointments: AppointmentRow[];
  entrustments: number;
}

export async function meOf(ask: Ask): Promise<Me> {
  const { tenantId, personId, today, appointments: held } = ask.actor;
  const tx = await ask.read();
  const person = await persons(tx).findOneByOrFail({ tenantId, id: personId });
  const tenant = await tenantNow(tx, tenantId);
  const { id, login, name } = person;
  const all = await appointmentsOf(tx, tenantId, personId, today);
  // An API token acts within one of them.
  const appointments = all.filter(({ role, unionId }) =>
    held.some((one) => one.role === role && one.unionId === unionId),
  );
  const entrustments = held.filter(({ role }) => role === 'ENTRUSTED_FILER').length;
  return { id, login, name, ...personContact(tx, person), tenant, appointments, entrustments };
}
