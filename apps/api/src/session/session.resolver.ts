import type { TradeUnion } from '@huiji/store/entities';
import type { AppointmentRow } from '@huiji/store/appointment';
import { tradeUnions } from '@huiji/store/organisation';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { SecondFactor } from '@huiji/domain/second-factor';
import type { Ask, Payload } from '../graphql/ask.js';
import { type Me, meOf } from './me.js';
import {
  type AppointmentInput,
  type ContactInput,
  type CreatePersonInput,
  PersonService,
} from './person.service.js';
import { PasswordService } from './password.service.js';
import { hashOf } from './secret.js';
import { SessionService, type SessionView } from './session.service.js';

@Resolver('Appointment')
export class SessionResolver {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(PersonService) private readonly people: PersonService,
    @Inject(PasswordService) private readonly passwords: PasswordService,
  ) {}

  @Query('me')
  me(@Context('ask') ask: Ask): Promise<Me> | null {
    return ask.actorOrNull ? meOf(ask) : null;
  }

  @ResolveField('union')
  async union(
    @Parent() { union, unionId: id }: AppointmentRow & { union?: TradeUnion },
    @Context('ask') ask: Ask,
  ): Promise<TradeUnion> {
    if (union) return union;
    return tradeUnions(await ask.read()).findOneByOrFail({ tenantId: ask.actor.tenantId, id });
  }

  @Mutation('signIn')
  signIn(
    @Args('input') input: { tenant: string; login: string; password: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ me: Me | null; secondFactor: SecondFactor | null }>> {
    return ask.told(async () => {
      const token = await this.sessions.signIn(ask, input);
      ask.request.setCookie('session', token);
      const tokenHash = hashOf(token);
      ask.becomes(await this.sessions.actorOf(tokenHash), tokenHash);
      const secondFactor = ask.halfSignedIn.owes;
      return { me: secondFactor ? null : await meOf(ask), secondFactor };
    });
  }

  @Mutation('signOut')
  signOut(@Context('ask') ask: Ask): Promise<Payload<object>> {
    return ask.halfAnswer(async () => {
      await this.sessions.signOut(ask);
      ask.request.setCookie('session', null);
      return {};
    });
  }

  @Query('mySessions')
  mySessions(@Context('ask') ask: Ask): Promise<SessionView[]> {
    return this.sessions.mine(ask);
  }

  @Mutation('revokeSession')
  revokeSession(
    @Args('input') input: { sessionId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ sessions: SessionView[] }>> {
    return this.sessionsAfter(ask, () => this.sessions.revoke(ask, input.sessionId));
  }

  @Mutation('revokeOtherSessions')
  revokeOtherSessions(@Context('ask') ask: Ask): Promise<Payload<{ sessions: SessionView[] }>> {
    return this.sessionsAfter(ask, () => this.sessions.revokeOthers(ask));
  }

  @Mutation('changePassword')
  changePassword(
    @Args('input') input: { current: string; password: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ sessions: SessionView[] }>> {
    return this.sessionsAfter(ask, () => this.passwords.change(ask, input));
  }

  @Mutation('endSessions')
  endSessions(
    @Args('input') input: { personId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ personId: string }>> {
    return ask.sessionAnswer(async () => ({ personId: await this.sessions.endOf(ask, input.personId) }));
  }

  @Mutation('createPerson')
  createPerson(
    @Args('input') input: CreatePersonInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ personId: string }>> {
    return ask.sessionAnswer(async () => ({ personId: await this.people.create(ask, input) }));
  }

  @Mutation('updateContact')
  updateContact(
    @Args('input') input: ContactInput & { current?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ me: Me }>> {
    return ask.sessionAnswer(async () => {
      await this.people.updateContact(ask, input);
      return { me: await meOf(ask) };
    });
  }

  @Mutation('appoint')
  appoint(
    @Args('input') input: { personId: string; appointments: AppointmentInput[] },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ personId: string }>> {
    return ask.sessionAnswer(async () => ({ personId: await this.people.appoint(ask, input) }));
  }

  private sessionsAfter(ask: Ask, work: () => Promise<void>): Promise<Payload<{ sessions: SessionView[] }>> {
    return ask.sessionAnswer(async () => {
      await work();
      return { sessions: await this.sessions.mine(ask) };
    });
  }
}
