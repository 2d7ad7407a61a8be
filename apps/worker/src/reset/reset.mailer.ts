import { codeHolds, resetMail } from '@huiji/domain/one-time-code';
import { mostAttempts, retryAt } from '@huiji/domain/reminder';
import { audit } from '@huiji/store/audit';
import { personContact } from '@huiji/store/contact';
import { inTenant } from '@huiji/store/data-source';
import { Log } from '@huiji/store/log';
import { insertCode, newCode } from '@huiji/store/one-time-code';
import { findSignIn, persons } from '@huiji/store/person';
import { claimResetRequests, type ResetRequest, settleResetRequest } from '@huiji/store/reset-request';
import { isSuspended } from '@huiji/store/tenant';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Carriers } from '../reminder/carriers.js';
import { failed } from '../failed.js';

/** An account that a code can be mailed to. */
interface Addressee {
  tenantId: string;
  personId: string;
  email: string;
}

/**
 * Mails codes for new passwords to those who asked for one, if there is such an account with an address. A code is made as it is
 * sent, so it rests nowhere; one that could not be sent is replaced by that of the next attempt.
 */
@Injectable()
export class ResetMailer {
  private readonly log = new Log(ResetMailer.name);

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Carriers) private readonly carriers: Carriers,
  ) {}

  async sweep(): Promise<void> {
    await Promise.all((await claimResetRequests(this.source)).map((request) => this.settle(request)));
  }

  /** One request's trouble is not the others'; it is taken up again when its lease ends, so often. */
  private async settle(request: ResetRequest): Promise<void> {
    try {
      const to = request.attempts > mostAttempts ? null : await this.addresseeOf(request);
      const again =
        to && (await this.mail(request, to)) === 'RETRY' ? retryAt(request.attempts, new Date()) : null;
      await settleResetRequest(this.source, request.id, again);
    } catch (error) {
      failed(this.log, { id: request.id }, error);
    }
  }

  private async addresseeOf({ tenant, login }: ResetRequest): Promise<Addressee | null> {
    const { tenantId, personId } = (await findSignIn(this.source, tenant, login)) ?? {};
    if (!tenantId || !personId) return null;
    const email = await inTenant(this.source, tenantId, async (tx) => {
      if (await isSuspended(tx, tenantId)) return null;
      return personContact(tx, await persons(tx).findOneByOrFail({ tenantId, id: personId })).email;
    });
    return email === null ? null : { tenantId, personId, email };
  }

  private async mail(request: ResetRequest, { tenantId, personId, email }: Addressee): Promise<string> {
    const code = newCode();
    await inTenant(this.source, tenantId, async (tx) => {
      await insertCode(tx, tenantId, {
        ...{ code, personId, purpose: 'RESET', minutes: codeHolds.mailed, issuedBy: null },
      });
      // By nobody: who asked is not known.
      await audit(
        tx,
        { tenantId, personId: null, requestId: null, address: null },
        { action: 'MAIL_CODE', objectType: 'person', objectId: personId },
      );
    });
    const letter = { id: `${request.id}-${request.attempts}`, ...resetMail(code) };
    return (await this.carriers.mail?.send(letter, email))?.kind ?? 'RETRY';
  }
}
