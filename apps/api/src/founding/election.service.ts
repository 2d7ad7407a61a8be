import type { Action } from '@huiji/domain/access';
import {
  type Congress,
  nextTerm,
  requireAfter,
  requireCongress,
  requirePreparing,
  requireWaiting,
  termEnd,
} from '@huiji/domain/election';
import type { ElectedBody } from '@huiji/domain/organisation';
import { refuse } from '@huiji/domain/problem';
import { requirePast } from '@huiji/domain/reorganisation';
import { requireId } from '@huiji/filing/ids';
import { requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { type Election, electionById, electionsOf, endBody, insertElection } from '@huiji/store/election';
import type { TradeUnion } from '@huiji/store/entities';
import { lockTree, lockUnions } from '@huiji/store/organisation';
import { changeRegisters } from '@huiji/store/registry';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { optionalText } from '../graphql/text.js';
import { hideUnion } from '../submission/submission.service.js';

export interface RecordCongressInput {
  unionId: string;
  heldOn: string;
  due?: number | null;
  present?: number | null;
  termYears: number;
  bodies: Array<{ body: ElectedBody; members: number; head?: string | null }>;
  replaces?: string | null;
}

export type RecordElectionInput = RecordCongressInput & { termNo?: number | null };

export interface EndBodyInput {
  electionId: string;
  body: ElectedBody;
  on: string;
}

/** Elections as they were held. They count once they are approved: founding.service.ts. */
@Injectable()
export class ElectionService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** 会员大会 of a union in preparation: its first term. */
  recordCongress(ask: Ask, input: RecordCongressInput): Promise<string> {
    return this.record(ask, 'RECORD_CONGRESS', input, (union) => {
      requirePreparing(union, input.heldOn);
      return 1;
    });
  }

  /** 换届 of an established union: its next term. */
  recordElection(ask: Ask, input: RecordElectionInput): Promise<string> {
    return this.record(ask, 'RECORD_ELECTION', input, (union, former) =>
      nextTerm(union, former, { heldOn: input.heldOn, termNo: input.termNo ?? null }),
    );
  }

  /** A body ends before its term; the unions that have one are counted anew. */
  async endBody(ask: Ask, input: EndBodyInput): Promise<string> {
    const { tenantId, today } = ask.actor;
    requirePast('on', input.on, today);
    const { id, scopes } = await inTenant(this.source, tenantId, async (tx) => {
      const { election, union } = await electionFor(tx, ask, 'MAINTAIN_REGISTERS', input.electionId);
      const moved = await changeRegisters(tx, tenantId, new Set([union.id]), async () => {
        const now = (await electionById(tx, tenantId, election.id)) ?? election;
        requireEnding(now, input);
        await endBody(tx, tenantId, now.id, input);
        await audit(tx, ask.origin, {
          action: 'END_BODY',
          objectType: 'election',
          objectId: now.id,
          unionId: union.id,
          after: { body: input.body, on: input.on },
        });
      });
      return { id: election.id, scopes: moved };
    });
    this.doorbell.ring(scopes);
    return id;
  }

  private record(
    ask: Ask,
    action: 'RECORD_CONGRESS' | 'RECORD_ELECTION',
    input: RecordCongressInput,
    termOf: (union: TradeUnion, former: Election | null) => number,
  ): Promise<string> {
    const { actor } = ask;
    const { tenantId } = actor;
    const congress = congressOf(input);
    requirePast('heldOn', congress.heldOn, actor.today);
    return inTenant(this.source, tenantId, async (tx) => {
      const unionId = requireId(input.unionId, '工会 union', 'unionId');
      // Asked once the union is held, and only then: it may have moved away while this waited.
      await lockTree(tx, tenantId, 'SHARED');
      await lockUnions(tx, tenantId, [unionId]);
      const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', unionId);
      const terms = await electionsOf(tx, tenantId, union.id);
      const termNo = termOf(union, terms.find((term) => term.approvedOn !== null) ?? null);
      const replaces = await corrected(tx, tenantId, union.id, input.replaces ?? null);
      const waiting = terms.find((term) => term.approvedOn === null);
      if (waiting && !replaces) refuse('ELECTION_WAITING', { term: waiting.termNo }, { field: 'replaces' });
      const termEndsOn = termEnd(congress.heldOn, congress.termYears);
      const recordedBy = actor.personId;
      const term = { ...congress, unionId: union.id, termNo, termEndsOn, recordedBy };
      const id = await insertElection(tx, tenantId, term, replaces);
      await audit(tx, ask.origin, {
        action,
        objectType: 'election',
        objectId: id,
        unionId: union.id,
        ...(replaces && { before: { replaces } }),
        after: { unionId: union.id, termNo, heldOn: congress.heldOn, termEndsOn },
      });
      return id;
    });
  }
}

/** What was sent, checked in itself. */
function congressOf(input: RecordCongressInput): Congress {
  const congress = {
    heldOn: input.heldOn,
    due: input.due ?? null,
    present: input.present ?? null,
    termYears: input.termYears,
    bodies: input.bodies.map(({ body, members, head }, i) => ({
      body,
      members,
      head: optionalText(`bodies[${i}].head`, head, 50),
    })),
  };
  requireCongress(congress);
  return congress;
}

/** The election that another corrects, if it is this union's and still waits. NOT_FOUND, ELECTION_REPLACED, … */
async function corrected(
  tx: Tx,
  tenantId: string,
  unionId: string,
  replaces: string | null,
): Promise<string | null> {
  if (replaces === null) return null;
  const field = 'replaces';
  const found = await electionById(tx, tenantId, requireId(replaces, '选举 election', field));
  if (found?.unionId !== unionId) return refuse('NOT_FOUND', { what: '选举 election' }, { field });
  requireWaiting(found, field);
  return found.id;
}

/** ELECTION_NOT_APPROVED, ELECTION_BODY_UNKNOWN, ELECTION_BODY_ENDED, DATE_ORDER. */
function requireEnding(election: Election, { body, on }: EndBodyInput): void {
  if (!election.approvedOn)
    refuse('ELECTION_NOT_APPROVED', { term: election.termNo }, { field: 'electionId' });
  const elected = election.bodies.find((one) => one.body === body);
  if (!elected) return refuse('ELECTION_BODY_UNKNOWN', { body }, { field: 'body' });
  if (elected.endedOn) refuse('ELECTION_BODY_ENDED', { body, date: elected.endedOn }, { field: 'body' });
  requireAfter({ field: 'on', day: on }, { field: 'heldOn', day: election.heldOn });
}

/** An election with its union, if the actor may do this to the union; else it is as if it were not there. */
export async function electionFor(
  tx: Tx,
  ask: Ask,
  action: Action,
  electionId: string,
): Promise<{ election: Election; union: TradeUnion }> {
  const what = '选举 election';
  const unknown = (): never => refuse('NOT_FOUND', { what }, { field: 'electionId' });
  const id = requireId(electionId, what, 'electionId');
  const election = (await electionById(tx, ask.actor.tenantId, id)) ?? unknown();
  const { union } = await hideUnion(requireMay(tx, ask.actor, action, election.unionId), unknown);
  return { election, union };
}
