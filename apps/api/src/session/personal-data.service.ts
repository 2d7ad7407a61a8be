import { refuse } from '@huiji/domain/problem';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { eraseFromTenant, isLastAdministrator } from '@huiji/store/erasure';
import { lockTree } from '@huiji/store/organisation';
import { persons } from '@huiji/store/person';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Ask } from '../graphql/ask.js';
import { requireFullyAdministered } from './administered.js';
import { PasswordService } from './password.service.js';

export interface EraseInput {
  personId: string;
  login: string;
  current?: string | null;
}

/** A person's rights in what is held about them: to have it (导出) and to have it erased (注销). */
@Injectable()
export class PersonalDataService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(PasswordService) private readonly passwords: PasswordService,
  ) {}

  /** Notes that somebody takes a person's data out; answers whose, after which it may be read. */
  export(ask: Ask, personId: string): Promise<string> {
    return inTenant(this.source, ask.actor.tenantId, async (tx) => {
      const id = await requireOneself(tx, ask, personId);
      await audit(tx, ask.origin, { action: 'EXPORT_PERSON', objectType: 'person', objectId: id });
      return id;
    });
  }

  /** ERASURE_UNCONFIRMED where the account typed is another; LAST_ADMINISTRATOR where nobody would be left to administer the tenant. */
  async erase(ask: Ask, { personId, login, current }: EraseInput): Promise<string> {
    const { tenantId, today, personId: self } = ask.actor;
    if (personId.toLowerCase() === self) await this.passwords.requireCurrent(ask, current);
    return inTenant(this.source, tenantId, async (tx) => {
      // One at a time: two administrators who erase each other must not leave none.
      await lockTree(tx, tenantId, 'ALONE');
      const id = await requireOneself(tx, ask, personId);
      const person = await persons(tx).findOneByOrFail({ tenantId, id });
      if (person.login !== login) refuse('ERASURE_UNCONFIRMED', {}, { field: 'login' });
      if (await isLastAdministrator(tx, tenantId, id, today))
        refuse('LAST_ADMINISTRATOR', {}, { field: 'personId' });
      const after = await eraseFromTenant(tx, tenantId, id, { by: self, today });
      await audit(tx, ask.origin, { action: 'ERASE_PERSON', objectType: 'person', objectId: id, after });
      return id;
    });
  }
}

/** The id of the person signed in, or of one whom the actor administers wholly. */
async function requireOneself(tx: Tx, ask: Ask, personId: string): Promise<string> {
  const { personId: self } = ask.actor;
  return personId.toLowerCase() === self ? self : requireFullyAdministered(tx, ask, personId);
}
