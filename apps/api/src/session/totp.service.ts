import { randomBytes } from 'node:crypto';
import { codeFrom } from '@huiji/domain/one-time-code';
import { refuse } from '@huiji/domain/problem';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { FieldCipher } from '@huiji/store/field-cipher';
import { codeHashOf } from '@huiji/store/one-time-code';
import { persons, tenantNow } from '@huiji/store/person';
import { placeOf } from '@huiji/store/sealed-field';
import {
  confirmSecret,
  removeTotp,
  replaceRecoveryCodes,
  setPendingSecret,
  totpOf,
  useRecoveryCode,
  useStep,
  verifySession,
} from '@huiji/store/totp';
import { Inject, Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { DataSource } from 'typeorm';
import { type Ask, originOf } from '../graphql/ask.js';
import { requireFullyAdministered } from './administered.js';
import { Attempts } from './attempts.js';
import { SessionService } from './session.service.js';

const issuer = 'Huiji 汇集';
/** Of 160 bits, as RFC 4226 asks for. */
const secretLength = 20;
const recoveryCodes = 10;

/** Authenticator apps as the second factor. What is asked here may be asked by who has passed the password only. */
@Injectable()
export class TotpService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  /** A secret that waits for its first code. Not for a session that still owes a code of the secret in use. */
  async enrol(ask: Ask): Promise<{ secret: string; uri: string }> {
    const { tenantId, personId, owes } = ask.halfSignedIn;
    if (owes === 'VERIFY') refuse('SECOND_FACTOR_REQUIRED');
    const secret = randomBytes(secretLength);
    return inTenant(this.source, tenantId, async (tx) => {
      const { login } = await persons(tx).findOneByOrFail({ tenantId, id: personId });
      const { code } = await tenantNow(tx, tenantId);
      await setPendingSecret(tx, tenantId, personId, this.cipher.seal(secret, placeOf('totp', personId)));
      await audit(tx, originOf(ask, { tenantId, personId }), {
        ...{ action: 'ENROL_TOTP', objectType: 'person', objectId: personId },
      });
      const totp = authenticator(secret, `${login}@${code}`);
      return { secret: totp.secret.base32, uri: totp.toString() };
    });
  }

  /** Puts the waiting secret into use. Ends the other sessions, which have not proved it. */
  async confirm(ask: Ask, code: string): Promise<string[]> {
    const { tenantId, personId, sessionId, owes } = ask.halfSignedIn;
    if (owes === 'VERIFY') refuse('SECOND_FACTOR_REQUIRED');
    const { pending } = await inTenant(this.source, tenantId, (tx) => totpOf(tx, tenantId, personId));
    if (!pending) return refuse('TOTP_NOT_ENROLLED');
    const step = await this.attempts.verified(ask, 'verifyTotp', [personId], async () => {
      const found = this.stepOf(pending, personId, code);
      if (found === null) await inTenant(this.source, tenantId, (tx) => auditFailure(tx, ask));
      return found;
    });
    if (step === null) return refuse('SECOND_FACTOR_WRONG', {}, { field: 'code' });
    const codes = Array.from({ length: recoveryCodes }, () => codeFrom(randomBytes(10)));
    await inTenant(this.source, tenantId, async (tx) => {
      if (!(await confirmSecret(tx, { tenantId, personId }, pending, step)))
        refuse('SECOND_FACTOR_WRONG', {}, { field: 'code' });
      const hashes = codes.map(codeHashOf);
      await replaceRecoveryCodes(tx, tenantId, personId, hashes);
      await verifySession(tx, tenantId, sessionId);
      const origin = originOf(ask, { tenantId, personId });
      await audit(tx, origin, { action: 'CONFIRM_TOTP', objectType: 'person', objectId: personId });
      await this.sessions.endAllIn(tx, origin, personId, sessionId);
    });
    return codes;
  }

  /** Proves the second factor by a code of the authenticator, or by a recovery code: SECOND_FACTOR_WRONG, also for one used before. */
  async verify(ask: Ask, code: string): Promise<void> {
    const { tenantId, personId, sessionId } = ask.halfSignedIn;
    const { secret } = await inTenant(this.source, tenantId, (tx) => totpOf(tx, tenantId, personId));
    if (!secret) return refuse('TOTP_NOT_ENROLLED');
    const proved = await this.attempts.verified(ask, 'verifyTotp', [personId], () => {
      // A recovery code needs no key.
      const step = /^\d{6}$/.test(digits(code)) ? this.stepOf(secret, personId, code) : null;
      return inTenant(this.source, tenantId, async (tx) => {
        const used = step
          ? await useStep(tx, tenantId, personId, step)
          : await useRecoveryCode(tx, tenantId, personId, codeHashOf(code));
        if (!used) {
          await auditFailure(tx, ask);
          return null;
        }
        await verifySession(tx, tenantId, sessionId);
        const action = step ? 'VERIFY_TOTP' : 'USE_RECOVERY_CODE';
        const event = { action, objectType: 'person', objectId: personId };
        await audit(tx, originOf(ask, { tenantId, personId }), event);
        return true;
      });
    });
    if (!proved) refuse('SECOND_FACTOR_WRONG', {}, { field: 'code' });
  }

  /** Takes a person's authenticator away, by who administers all that the person holds. */
  reset(ask: Ask, personId: string): Promise<string> {
    const { tenantId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      const id = await requireFullyAdministered(tx, ask, personId);
      await removeTotp(tx, tenantId, id);
      await audit(tx, ask.origin, { action: 'RESET_TOTP', objectType: 'person', objectId: id });
      await this.sessions.endAllIn(tx, ask.origin, id, null);
      return id;
    });
  }

  /** Which step of 30 seconds a code is of: this one, that before or that after; null for any other. */
  private stepOf(sealed: Buffer, personId: string, code: string): number | null {
    const totp = authenticator(this.cipher.open(sealed, placeOf('totp', personId)), '');
    const delta = totp.validate({ token: digits(code), window: 1 });
    return delta === null ? null : totp.counter() + delta;
  }
}

/** At most as often as it may be tried before it locks. */
function auditFailure(tx: Tx, ask: Ask): Promise<void> {
  const { tenantId, personId } = ask.halfSignedIn;
  const event = { action: 'SECOND_FACTOR_FAILED', objectType: 'person', objectId: personId };
  return audit(tx, originOf(ask, { tenantId, personId }), event);
}

/** A code of an authenticator as typed, also on a Chinese keyboard (full-width digits). */
const digits = (code: string): string => code.normalize('NFKC').replace(/\s/g, '');

/** What every authenticator app takes: SHA-1, six digits, 30 seconds. */
const authenticator = (secret: Buffer, label: string): TOTP =>
  new TOTP({ issuer, label, secret: new Secret({ buffer: new Uint8Array(secret).buffer }) });
