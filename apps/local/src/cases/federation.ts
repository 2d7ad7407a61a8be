/** A federation of the demonstration: its tenant, and the people who join it one by one. */
import { addPeople, openTenant } from '@huiji/migrations/tenant';
import { PlainError } from '../plain-error.js';
import { Client, unless } from './client.js';
import { appoint, type Colleague, unionId } from './registers.js';

/** Where the product runs: the schema's owner opens tenants, everything else goes through the public API. */
export interface Server {
  ownerUrl: string;
  apiUrl: string;
}

/** Tells how far a load has come. */
export type Say = (line: string) => void;

/** The password of everybody in the demonstration. */
export const demoPassword = 'huiji-demo-2026';

/** What is known of a federation before it opens. */
export interface Plan {
  code: string;
  name: string;
  root: { code: string; establishedOn: string };
  admin: { login: string; name: string };
}

/** The names of the three administrators (三员) of a federation, whom nobody in it appoints first. */
export interface Administrators {
  system: string;
  security: string;
  audit: string;
}

/** An open federation. */
export interface Federation {
  rootId: string;
  admin: Client;
  /** Adds somebody, unless the login is there, and signs in as them. */
  join: (person: Colleague) => Promise<Client>;
}

/** Adds the three administrators, unless they are there; a federation that was loaded before there were any gets them too. */
export async function addAdministrators(
  { ownerUrl }: Server,
  code: string,
  { system, security, audit }: Administrators,
): Promise<void> {
  const password = demoPassword;
  await addPeople(ownerUrl, code, [
    { login: 'xitong', name: system, role: 'SYSTEM_ADMIN', password },
    { login: 'anquan', name: security, role: 'SECURITY_ADMIN', password },
    { login: 'shenji', name: audit, role: 'AUDIT_ADMIN', password },
  ]);
}

/** Signs in as somebody of a federation; null when there is no such person yet. */
export function signIn({ apiUrl }: Server, tenant: string, login: string): Promise<Client | null> {
  const enter = (): Promise<Client | null> =>
    Client.signIn(apiUrl, { tenant, login, password: demoPassword });
  return unless('SIGN_IN_FAILED', enter, () => null);
}

/** Opens a federation, or goes on with the one that is open. */
export async function openFederation(server: Server, plan: Plan): Promise<Federation> {
  await openTenant(server.ownerUrl, {
    ...{ code: plan.code, name: plan.name },
    root: { ...plan.root, name: plan.name },
    people: [{ ...plan.admin, role: 'UNION_ADMIN', password: demoPassword }],
  });
  const enter = async (login: string): Promise<Client> => {
    const client = await signIn(server, plan.code, login);
    if (client) return client;
    throw new PlainError(
      `The tenant ${plan.code} is in this database already, and ${login} has another password than the demonstration's.`,
    );
  };
  const admin = await enter(plan.admin.login);
  return {
    rootId: await unionId(admin, plan.root.code),
    admin,
    join: async (person) => {
      await appoint(admin, demoPassword, person);
      return enter(person.login);
    },
  };
}
