import type { SeparateRole } from '@huiji/domain/access';
import { shortened } from '@huiji/domain/figure';
import { refuse } from '@huiji/domain/problem';
import { requireAtRoot } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { asTenant, inTenant, type Tx } from '@huiji/store/data-source';
import { type HostedTenant, hostedTenant, hostedTenants, insertTenant, suspend } from '@huiji/store/platform';
import {
  awaitedAdministrators,
  fillTenant,
  type FirstPerson,
  type Invitation,
  invite,
  tenantIdOf,
} from '@huiji/store/tenant';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { type Ask, originOf } from '../graphql/ask.js';
import { connection, type Connection, type PageAsked } from '../graphql/connection.js';
import { requireText } from '../graphql/text.js';

interface FirstAdministratorInput {
  login: string;
  name: string;
}

export interface OpenTenantInput {
  code: string;
  name: string;
  unionCode: string;
  establishedOn: string;
  systemAdmin: FirstAdministratorInput;
  securityAdmin: FirstAdministratorInput;
  auditAdmin: FirstAdministratorInput;
}

/** A tenant with codes for its administrators. */
export interface Inviting {
  tenant: HostedTenant;
  invitations: Invitation[];
}

/** The tenants of the installation, by its operators: opened, suspended and listed from outside, never looked into. */
@Injectable()
export class TenantService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  async tenants(ask: Ask, page: PageAsked): Promise<Connection<HostedTenant>> {
    void ask.inSession;
    const tx = await ask.read();
    await requireAtRoot(tx, ask.actor, 'MANAGE_TENANTS');
    return connection(
      page,
      (keyset) => hostedTenants(tx, keyset),
      ({ code }) => code,
    );
  }

  /** Opens a tenant with its three administrators, who have no password yet: TENANT_CODE, CODE_TAKEN, LOGIN_TAKEN where two have the same login. */
  open(ask: Ask, input: OpenTenantInput): Promise<Inviting> {
    return this.operating(ask, async (tx) => {
      const tenant = newTenantOf(input);
      const id = uuid();
      if (!(await insertTenant(tx, id, tenant.code, tenant.name)))
        refuse('CODE_TAKEN', { code: tenant.code }, { field: 'code' });
      const fill = (): Promise<Invitation[]> => fillTenant(tx, id, tenant, ask.request.id);
      const invitations = await asTenant(tx, ask.actor.tenantId, id, fill);
      await this.audit(tx, ask, 'OPEN_TENANT', id, tenant.code);
      return { tenant: await requireHosted(tx, tenant.code), invitations };
    });
  }

  /**
   * New codes where those of the opening were lost or have expired. TENANT_ENTERED once anybody of the tenant has a password: from then
   * on no code of an operator's is a way in.
   */
  invite(ask: Ask, code: string): Promise<Inviting> {
    return this.operating(ask, async (tx) => {
      const tenant = await requireHosted(tx, code);
      const id = (await tenantIdOf(tx, code)) ?? unknown();
      const invitations = await asTenant(tx, ask.actor.tenantId, id, async () => {
        const awaited = await awaitedAdministrators(tx, id);
        if (awaited.length === 0) refuse('TENANT_ENTERED', { code }, { field: 'code' });
        const invited: Invitation[] = [];
        for (const administrator of awaited) invited.push(await invite(tx, id, administrator));
        await this.auditInside(tx, ask, 'INVITE_ADMINISTRATORS', id);
        return invited;
      });
      await this.audit(tx, ask, 'INVITE_ADMINISTRATORS', id, code);
      return { tenant, invitations };
    });
  }

  /** Suspends a tenant or lets it go on; one that is so already stays so. NOT_FOUND, also for the platform itself. */
  suspend(ask: Ask, code: string, suspended: boolean): Promise<HostedTenant> {
    return this.operating(ask, async (tx) => {
      const { suspendedAt } = await requireHosted(tx, code);
      const id = (await suspend(tx, code, suspended)) ?? unknown();
      if ((suspendedAt !== null) !== suspended) {
        const action = suspended ? 'SUSPEND_TENANT' : 'RESUME_TENANT';
        await asTenant(tx, ask.actor.tenantId, id, () => this.auditInside(tx, ask, action, id));
        await this.audit(tx, ask, action, id, code);
      }
      return requireHosted(tx, code);
    });
  }

  private operating<T>(ask: Ask, work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTenant(this.source, ask.actor.tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'MANAGE_TENANTS');
      return work(tx);
    });
  }

  private audit(tx: Tx, ask: Ask, action: string, id: string, code: string): Promise<void> {
    return audit(tx, ask.origin, { action, objectType: 'tenant', objectId: id, after: { code } });
  }

  /** What the tenant's own auditor finds of it: that it was done, by nobody of the tenant. */
  private auditInside(tx: Tx, ask: Ask, action: string, tenantId: string): Promise<void> {
    const origin = { ...originOf(ask, { tenantId, personId: null }), address: null };
    return audit(tx, origin, { action, objectType: 'tenant', objectId: tenantId });
  }
}

const unknown = (): never => refuse('NOT_FOUND', { what: '租户 tenant' }, { field: 'code' });

const requireHosted = async (tx: Tx, code: string): Promise<HostedTenant> =>
  (await hostedTenant(tx, code)) ?? unknown();

const codePattern = /^[a-z0-9-]{2,32}$/;

function newTenantOf(input: OpenTenantInput) {
  const { code } = input;
  if (!codePattern.test(code)) refuse('TENANT_CODE', { code: shortened(code) }, { field: 'code' });
  const name = requireText('name', input.name, 100);
  const root = {
    code: requireText('unionCode', input.unionCode, 50),
    name,
    establishedOn: input.establishedOn,
  };
  const people = (
    [
      ['SYSTEM_ADMIN', 'systemAdmin'],
      ['SECURITY_ADMIN', 'securityAdmin'],
      ['AUDIT_ADMIN', 'auditAdmin'],
    ] as const
  ).map(([role, field]) => firstPerson(role, field, input[field]));
  for (const [i, { login }] of people.entries())
    if (people.slice(0, i).some((other) => other.login === login)) refuse('LOGIN_TAKEN', { login });
  return { code, name, root, people };
}

const firstPerson = (role: SeparateRole, field: string, input: FirstAdministratorInput): FirstPerson => ({
  role,
  login: requireText(`${field}.login`, input.login, 50),
  name: requireText(`${field}.name`, input.name, 50),
  passwordHash: null,
});
