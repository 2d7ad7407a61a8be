import { exclude, isSeparate, type Role } from '@huiji/domain/access';
import { parseEmail, parsePhone } from '@huiji/domain/contact';
import { requirePassword } from '@huiji/domain/password';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import {
  appointmentById,
  endAppointment,
  insertAppointment,
  lockAppointmentsDuring,
} from '@huiji/store/appointment';
import { audit } from '@huiji/store/audit';
import { personContact, sealPersonContact } from '@huiji/store/contact';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { isLastAdministrator } from '@huiji/store/erasure';
import { lockTree } from '@huiji/store/organisation';
import { insertPerson, persons } from '@huiji/store/person';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { administers, requireAdministered, requireAppointing } from './administered.js';
import { PasswordService } from './password.service.js';
import { passwordHashFor } from './secret.js';

export interface AppointmentInput {
  unionId: string;
  role: Role;
  from?: string | null;
  until?: string | null;
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
    for (const post of appointments) await requireAppointing(tx, ask, post);
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
    for (const appointment of appointments) await this.appointOne(tx, ask, personId, appointment);
  }

  /** Writes one appointment; what the person holds already is left as it is. Two people at once wait for each other. */
  private async appointOne(tx: Tx, ask: Ask, personId: string, input: AppointmentInput): Promise<void> {
    const { tenantId, today } = ask.actor;
    const { role } = input;
    const union = await requireAppointing(tx, ask, input);
    const [from, until] = [input.from ?? today, input.until ?? null];
    if (until !== null && until <= from)
      refuse('DATE_ORDER', { earlier: 'from', later: 'until' }, { field: 'until' });
    for (const held of await lockAppointmentsDuring(tx, tenantId, personId, { from, until })) {
      if (exclude(role, held.role))
        refuse('APPOINTMENT_EXCLUDED', { role, held: held.role }, { field: 'role' });
      if (held.role !== role || held.unionId !== union.id) continue;
      if (held.from <= from && held.until === until) return;
      refuse('APPOINTMENT_OVERLAPS', { role, from: held.from }, { field: 'from' });
    }
    const id = uuid();
    await insertAppointment(tx, { tenantId, id, personId, unionId: union.id, role, from, until });
    await audit(tx, ask.origin, {
      action: 'APPOINT',
      objectType: 'person',
      objectId: personId,
      unionId: union.id,
      after: { unionId: union.id, role, from, ...(until !== null && { until }) },
    });
  }

  /**
   * Ends somebody's appointment from a day on, today at the earliest: what was done under it was done by right. It ends every power
   * of it at once, as it is looked up by each request. NOT_FOUND for one that the actor may not give, or has ended by then;
   * LAST_ADMINISTRATOR where nobody would hold it then who guards the accounts, or operates the platform.
   */
  async endAppointment(ask: Ask, input: { appointmentId: string; on?: string | null }): Promise<string> {
    const { tenantId, today, personId: self } = ask.actor;
    const what = '岗位任命 appointment';
    const id = requireId(input.appointmentId, what, 'appointmentId');
    const unknown = (): never => refuse('NOT_FOUND', { what }, { field: 'appointmentId' });
    return inTenant(this.source, tenantId, async (tx) => {
      const found = (await appointmentById(tx, tenantId, id)) ?? unknown();
      if (!(await administers(tx, ask, found))) unknown();
      const { personId, unionId, role } = found;
      if (personId === self) refuse('NOT_ONESELF');
      const on = input.on ?? today;
      if (on < today) refuse('DATE_ORDER', { earlier: 'today', later: 'on' }, { field: 'on' });
      if (isSeparate(role)) {
        // One at a time: two who end each other must not leave none.
        await lockTree(tx, tenantId, 'ALONE');
        if (await isLastAdministrator(tx, tenantId, personId, on))
          refuse('LAST_ADMINISTRATOR', {}, { field: 'appointmentId' });
      }
      if (!(await endAppointment(tx, tenantId, id, on))) unknown();
      await audit(tx, ask.origin, {
        ...{ action: 'END_APPOINTMENT', objectType: 'person', objectId: personId, unionId },
        before: { role, from: found.from, until: found.until },
        after: { role, until: on },
      });
      return personId;
    });
  }
}
