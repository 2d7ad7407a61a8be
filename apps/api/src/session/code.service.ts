import { type CodePurpose, codeHolds } from '@huiji/domain/one-time-code';
import { requirePassword } from '@huiji/domain/password';
import { refuse } from '@huiji/domain/problem';
import { endApiTokensOf } from '@huiji/store/api-token';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { unlinkAccount } from '@huiji/store/identity';
import { holderOf, insertCode, newCode, useCode } from '@huiji/store/one-time-code';
import { findSignIn, passwordHashOf, persons, setPasswordHash } from '@huiji/store/person';
import { insertResetRequest } from '@huiji/store/reset-request';
import { endSessionsOf } from '@huiji/store/session';
import { isSuspended } from '@huiji/store/tenant';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Ask, originOf } from '../graphql/ask.js';
import { ChannelsSetUp } from '../reminder/channels.js';
import { requireFullyAdministered } from './administered.js';
import { Attempts } from './attempts.js';
import { type InvitePersonInput, PersonService } from './person.service.js';
import { passwordHashFor } from './secret.js';

/** A code as it is answered, once. */
export interface IssuedCode {
  personId: string;
  code: string;
  expiresAt: Date;
}

/** One-time codes, by which a person sets a password: invitations, and new passwords for those forgotten. */
@Injectable()
export class CodeService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(PersonService) private readonly people: PersonService,
    @Inject(ChannelsSetUp) private readonly channels: ChannelsSetUp,
  ) {}

  /** Adds a person without a password, and a code to set it by. */
  invite(ask: Ask, input: InvitePersonInput): Promise<IssuedCode> {
    return inTenant(this.source, ask.actor.tenantId, async (tx) => {
      const personId = await this.people.createIn(tx, ask, { ...input, passwordHash: null });
      return this.issueIn(tx, ask, personId, 'INVITATION');
    });
  }

  /** A new code for a person whom the actor administers wholly; for who was invited and has no password yet, an invitation again. */
  issue(ask: Ask, personId: string): Promise<IssuedCode> {
    const { tenantId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      const id = await requireFullyAdministered(tx, ask, personId);
      const purpose = (await passwordHashOf(tx, tenantId, id)) === null ? 'INVITATION' : 'RESET';
      return this.issueIn(tx, ask, id, purpose);
    });
  }

  private async issueIn(tx: Tx, ask: Ask, personId: string, purpose: CodePurpose): Promise<IssuedCode> {
    const { tenantId, personId: issuedBy } = ask.actor;
    const code = newCode();
    const minutes = purpose === 'INVITATION' ? codeHolds.invitation : codeHolds.handedOver;
    const expiresAt = await insertCode(tx, tenantId, {
      ...{ code, personId, purpose, minutes, issuedBy },
    });
    await audit(tx, ask.origin, {
      ...{ action: 'ISSUE_CODE', objectType: 'person', objectId: personId },
      after: { purpose },
    });
    return { personId, code, expiresAt };
  }

  /**
   * Notes that somebody wants a code by mail. The worker looks whether there is such an account, so that neither the answer nor
   * its time can tell; as often as may be tried to sign in. NO_RESET_BY_MAIL where the installation sends no e-mail.
   */
  async requestReset(ask: Ask, { tenant, login }: { tenant: string; login: string }): Promise<void> {
    if (!this.channels.all.has('EMAIL')) refuse('NO_RESET_BY_MAIL');
    await this.attempts.verified(ask, 'requestReset', [tenant, login], async () => {
      await insertResetRequest(this.source, tenant.slice(0, 50), login.slice(0, 50));
      return null;
    });
  }

  /**
   * Sets a password by a code, and answers the login. All else that its person is known by ends: sessions, API tokens, the link to
   * an account of a provider; whoever made the reset necessary may have made them. CODE_INVALID, TENANT_SUSPENDED.
   */
  async redeem(ask: Ask, input: { tenant: string; code: string; password: string }): Promise<string> {
    const holder = await this.attempts.verified(ask, 'redeemCode', [input.tenant, input.code], () =>
      this.holderOf(input.tenant, input.code),
    );
    if (!holder) return refuse('CODE_INVALID', {}, { field: 'code' });
    const { tenantId, personId, login } = holder;
    requirePassword(input.password, holder);
    const passwordHash = await passwordHashFor(input.password);
    await inTenant(this.source, tenantId, async (tx) => {
      if (await isSuspended(tx, tenantId)) refuse('TENANT_SUSPENDED');
      // The person first: whoever writes a code holds it, too.
      await setPasswordHash(tx, tenantId, personId, passwordHash);
      if (!(await useCode(tx, tenantId, input.code))) refuse('CODE_INVALID', {}, { field: 'code' });
      const unlinked = await unlinkAccount(tx, tenantId, personId);
      const sessions = await endSessionsOf(tx, tenantId, personId, null);
      const tokens = await endApiTokensOf(tx, tenantId, personId);
      await audit(tx, originOf(ask, { tenantId, personId }), {
        ...{ action: 'REDEEM_CODE', objectType: 'person', objectId: personId },
        after: { sessions, tokens, unlinked },
      });
    });
    return login;
  }

  private async holderOf(tenant: string, code: string) {
    const { tenantId } = (await findSignIn(this.source, tenant, '')) ?? {};
    if (!tenantId) return null;
    return inTenant(this.source, tenantId, async (tx) => {
      const holder = await holderOf(tx, tenantId, code);
      if (!holder) return null;
      const { login, name } = await persons(tx).findOneByOrFail({ tenantId, id: holder.personId });
      return { tenantId, personId: holder.personId, login, name };
    });
  }
}
