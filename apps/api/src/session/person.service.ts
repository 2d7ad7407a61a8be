import { type Role } from '@huiji/domain/access';
import { parseEmail, parsePhone } from '@huiji/domain/contact';
import { requirePassword } from '@huiji/domain/password';
import { refuse } from '@huiji/domain/problem';
import { audit } from '@huiji/store/audit';
import { personContact, sealPersonContact } from '@huiji/store/contact';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { insertAppointment, insertPerson, persons } from '@huiji/store/person';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { requireMay } from '../organisation/visible.js';
import { requireAdministered } from './administered.js';
import { PasswordService } from './password.service.js';
import { passwordHashFor } from './secret.js';

export interface AppointmentInput {
  unionId: string;
  role: Role;
  from?: string | null;
}

/** Where a person is reached; what is undefined stays as it is. */
export interface ContactInput {
  email?: string | null;
  phone?: string | null;
}

export interface InvitePersonInput extends ContactInput {
  login: string;
  name: string;
  appointments: AppointmentInput[];
}

export interface CreatePersonInput extends InvitePersonInput {
  password: string;
}

const mostAppointments = 200;

/** People and their appointments. Whoever appoints must administer the union appointed at. */
@Injectable()
export class PersonService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(PasswordService) private readonly passwords: PasswordService,
  ) {}

  async create(ask: Ask, { password, ...input }: CreatePersonInput): Promise<string> {
    const passwordHash = await passwordHashFor(requirePassword(password, input));
    return inTenant(this.source, ask.actor.tenantId, (tx) =>
      this.createIn(tx, ask, { ...input, passwordHash }),
    );
  }

  /** Adds a person in the transaction given, without a password where the hash is null. Answers the id. */
  async createIn(
    tx: Tx,
    ask: Ask,
    input: InvitePersonInput & { passwordHash: string | null },
  ): Promise<string> {
    const { tenantId } = ask.actor;
    const { passwordHash, appointments } = input;
    const login = requireText('login', input.login, 50);
    const name = requireText('name', input.name, 50);
    if (appointments.length === 0)
      refuse('FIELD_REQUIRED', { field: 'appointments' }, { field: 'appointments' });
    const contact = { email: parseEmail(input.email), phone: parsePhone(input.phone) };
    // First of all, or whoever is signed in could try out which accounts exist.
    for (const { unionId } of appointments) await requireMay(tx, ask.actor, 'APPOINT', unionId);
    const id = uuid();
    if (!(await insertPerson(tx, { tenantId, id, login, name, passwordHash, ...contact })))
      refuse('LOGIN_TAKEN', { login }, { field: 'login' });
    await audit(tx, ask.origin, {
      action: 'CREATE_PERSON',
      objectType: 'person',
      objectId: id,
      unionId: appointments[0]?.unionId ?? null,
    });
    await this.appointIn(tx, ask, id, appointments);
    return id;
  }

  /**
   * Changes where the person signed in is reached. The audit says what was changed, never to what. Where codes for passwords are mailed is
   * changed by the current password only, else a stolen session would be enough to take the account over.
   */
  async updateContact(
    ask: Ask,
    { email, phone, current }: ContactInput & { current?: string | null },
  ): Promise<void> {
    const { tenantId, personId: id } = ask.actor;
    const given = {
      ...(email !== undefined && { email: parseEmail(email) }),
      ...(phone !== undefined && { phone: parsePhone(phone) }),
    };
    if (Object.keys(given).length === 0) return;
    const before = await inTenant(this.source, tenantId, async (tx) =>
      personContact(tx, await persons(tx).findOneByOrFail({ tenantId, id })),
    );
    if (given.email !== undefined && given.email !== before.email)
      await this.passwords.requireCurrent(ask, current);
    await inTenant(this.source, tenantId, async (tx) => {
      const sealed = sealPersonContact(tx, id, { email: null, phone: null, ...given });
      await persons(tx).update(
        { tenantId, id },
        {
          ...('email' in given && { email: sealed.email }),
          ...('phone' in given && { phone: sealed.phone }),
        },
      );
      await audit(tx, ask.origin, {
        action: 'UPDATE_CONTACT',
        objectType: 'person',
        objectId: id,
        after: { changed: Object.keys(given) },
      });
    });
  }

  async appoint(ask: Ask, input: { personId: string; appointments: AppointmentInput[] }): Promise<string> {
    const { tenantId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      const id = await requireAdministered(tx, ask, input.personId);
      await this.appointIn(tx, ask, id, input.appointments);
      return id;
    });
  }

  private async appointIn(
    tx: Tx,
    ask: Ask,
    personId: string,
    appointments: AppointmentInput[],
  ): Promise<void> {
    if (appointments.length > mostAppointments) {
      refuse(
        'REQUEST_TOO_LARGE',
        { what: 'appointments', limit: mostAppointments },
        { field: 'appointments' },
      );
    }
    const { tenantId, today } = ask.actor;
    for (const { unionId, role, from } of appointments) {
      const { union } = await requireMay(tx, ask.actor, 'APPOINT', unionId);
      await insertAppointment(tx, {
        tenantId,
        id: uuid(),
        personId,
        unionId: union.id,
        role,
        from: from ?? today,
      });
      await audit(tx, ask.origin, {
        action: 'APPOINT',
        objectType: 'person',
        objectId: personId,
        unionId: union.id,
        after: { unionId: union.id, role, from: from ?? today },
      });
    }
  }
}
