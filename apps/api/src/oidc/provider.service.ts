import { refuse } from '@huiji/domain/problem';
import { requireAtRoot } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { FieldCipher } from '@huiji/store/field-cipher';
import {
  deleteIdentityProvider,
  identityProviderOf,
  type IdentityProviderRow,
  putIdentityProvider,
} from '@huiji/store/identity-provider';
import { placeOf } from '@huiji/store/sealed-field';
import { endSessionsBy } from '@huiji/store/session';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { type Provider, ProviderClient } from './provider-client.js';

export interface SetIdentityProviderInput {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret?: string | null;
  enabled: boolean;
}

/** A provider as its administrators see it. */
export type ProviderView = Omit<IdentityProviderRow, 'clientSecret'> & { callback: string };

/** Which provider the people of a tenant may sign in at: for who guards its accounts. */
@Injectable()
export class ProviderService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(ProviderClient) readonly client: ProviderClient,
  ) {}

  async read(ask: Ask): Promise<ProviderView | null> {
    const { tenantId } = ask.inSession;
    const tx = await ask.read();
    await requireAtRoot(tx, ask.actor, 'SET_IDENTITY_PROVIDER');
    const row = await identityProviderOf(tx, tenantId);
    return row && this.view(row);
  }

  /**
   * Sets the provider. ISSUER_NOT_ALLOWED unless the operator names it. The secret may be left out where it stays that of the same
   * client: it is never sent to another issuer than it was given for.
   */
  async set(ask: Ask, input: SetIdentityProviderInput): Promise<ProviderView> {
    const { tenantId } = ask.inSession;
    const name = requireText('name', input.name, 50);
    const clientId = requireText('clientId', input.clientId, 200);
    const issuer = requireText('issuer', input.issuer, 500);
    const { enabled } = input;
    return inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'SET_IDENTITY_PROVIDER');
      if (!this.client.allows(issuer)) refuse('ISSUER_NOT_ALLOWED', { issuer }, { field: 'issuer' });
      const before = await identityProviderOf(tx, tenantId);
      const same = before?.issuer === issuer && before.clientId === clientId;
      const clientSecret =
        same && (input.clientSecret ?? '') === ''
          ? before.clientSecret
          : this.sealed(tenantId, { ...input, issuer, clientId });
      await putIdentityProvider(tx, tenantId, { name, issuer, clientId, clientSecret, enabled });
      const after = {
        issuer,
        clientId,
        enabled,
        secret: clientSecret === before?.clientSecret ? 'KEPT' : 'SET',
      };
      await this.changed(tx, ask, 'SET_IDENTITY_PROVIDER', { after, ends: !same || !enabled });
      return this.view({ name, issuer, clientId, enabled });
    });
  }

  /** Nobody signs in by it any more. PROVIDER_NOT_SET_UP where there is none. */
  async remove(ask: Ask): Promise<void> {
    const { tenantId } = ask.inSession;
    await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'SET_IDENTITY_PROVIDER');
      if (!(await identityProviderOf(tx, tenantId))) refuse('PROVIDER_NOT_SET_UP');
      await deleteIdentityProvider(tx, tenantId);
      await this.changed(tx, ask, 'REMOVE_IDENTITY_PROVIDER', { after: {}, ends: true });
    });
  }

  /** The provider that a tenant's people may sign in at now. PROVIDER_NOT_SET_UP. */
  async enabled(tenantId: string): Promise<Provider> {
    const row = await inTenant(this.source, tenantId, (tx) => identityProviderOf(tx, tenantId));
    if (!row?.enabled) return refuse('PROVIDER_NOT_SET_UP');
    const { issuer, clientId } = row;
    const sealed = this.cipher.open(row.clientSecret, placeOf('identity_provider', tenantId)).toString();
    const [clientSecret, ...of] = JSON.parse(sealed) as [string, string, string];
    if (of[0] !== issuer || of[1] !== clientId)
      throw new Error('the client secret is that of another provider');
    return { issuer, clientId, clientSecret };
  }

  /** What a provider no longer vouches for ends with it. */
  private async changed(
    tx: Tx,
    ask: Ask,
    action: string,
    { after, ends }: { after: object; ends: boolean },
  ): Promise<void> {
    const { tenantId } = ask.actor;
    const sessions = ends ? await endSessionsBy(tx, tenantId, 'OPENID_CONNECT') : 0;
    await audit(tx, ask.origin, {
      ...{ action, objectType: 'identity_provider', objectId: tenantId },
      after: { ...after, sessions },
    });
  }

  /** With the provider and client that it was given for: it is sent to no other, whatever the row names. */
  private sealed(tenantId: string, { clientSecret, issuer, clientId }: SetIdentityProviderInput): Buffer {
    const secret = requireText('clientSecret', clientSecret ?? '', 500);
    const value = JSON.stringify([secret, issuer, clientId]);
    return this.cipher.seal(Buffer.from(value), placeOf('identity_provider', tenantId));
  }

  private view({ name, issuer, clientId, enabled }: Omit<IdentityProviderRow, 'clientSecret'>): ProviderView {
    return { name, issuer, clientId, enabled, callback: this.client.callback };
  }
}
