import { requirePassword } from '@huiji/domain/password';
import { refuse } from '@huiji/domain/problem';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import type { Person } from '@huiji/store/entities';
import { endCodes } from '@huiji/store/one-time-code';
import { passwordHashOf, persons, setPasswordHash } from '@huiji/store/person';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { Attempts } from './attempts.js';
import { isPassword, passwordHashFor } from './secret.js';
import { SessionService } from './session.service.js';

/** Changing passwords, and proving them once more in a session. */
@Injectable()
export class PasswordService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(SessionService) private readonly sessions: SessionService,
  ) {}

  /** Changes the password of the person signed in, and ends their other sessions. PASSWORD_WRONG: the current one is another. */
  async change(ask: Ask, { current, password }: { current: string; password: string }): Promise<void> {
    const { tenantId, personId, sessionId } = ask.inSession;
    requirePassword(password, await this.ownerOf(tenantId, personId));
    await this.requireCurrent(ask, current);
    const passwordHash = await passwordHashFor(password);
    await inTenant(this.source, tenantId, async (tx) => {
      await setPasswordHash(tx, tenantId, personId, passwordHash);
      await endCodes(tx, tenantId, personId);
      await audit(tx, ask.origin, { action: 'CHANGE_PASSWORD', objectType: 'person', objectId: personId });
      await this.sessions.endAllIn(tx, ask.origin, personId, sessionId);
    });
  }

  /**
   * The person signed in proves the password, for what a session that was stolen or left open must not do: PASSWORD_WRONG for
   * any other than the current one, FIELD_REQUIRED, TOO_MANY_ATTEMPTS.
   */
  async requireCurrent(ask: Ask, current: string | null | undefined): Promise<void> {
    if (typeof current !== 'string') refuse('FIELD_REQUIRED', { field: 'current' }, { field: 'current' });
    const { tenantId, personId } = ask.inSession;
    const proved = await this.attempts.verified(ask, 'currentPassword', [personId], async () => {
      const hash = await inTenant(this.source, tenantId, (tx) => passwordHashOf(tx, tenantId, personId));
      if (await isPassword(hash, current)) return true;
      const event = { action: 'CURRENT_PASSWORD_FAILED', objectType: 'person', objectId: personId };
      await inTenant(this.source, tenantId, (tx) => audit(tx, ask.origin, event));
      return null;
    });
    if (!proved) refuse('PASSWORD_WRONG', {}, { field: 'current' });
  }

  private ownerOf(tenantId: string, id: string): Promise<Person> {
    return inTenant(this.source, tenantId, (tx) => persons(tx).findOneByOrFail({ tenantId, id }));
  }
}
