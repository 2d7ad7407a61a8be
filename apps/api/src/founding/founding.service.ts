import { requireAfter, requireNotDissolved, requireWaiting } from '@huiji/domain/election';
import { refuse } from '@huiji/domain/problem';
import { requirePast } from '@huiji/domain/reorganisation';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { approveElection, type Election, establish } from '@huiji/store/election';
import type { TradeUnion } from '@huiji/store/entities';
import { ancestorsOf, treeOn } from '@huiji/store/organisation';
import { unionsCountingEmployersOf } from '@huiji/store/registry';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { type ChangeInput, ChangeService, type Outcome } from '../organisation/change.service.js';
import { type FoundUnionInput, OrganisationService } from '../organisation/organisation.service.js';
import { electionFor } from './election.service.js';

export type PrepareUnionInput = Omit<FoundUnionInput, 'establishedOn'>;

export interface ApproveElectionInput {
  electionId: string;
  on: string;
  documentNo: string;
  reason?: string | null;
  dryRun?: boolean | null;
}

/** The approval of an election, checked in itself. */
type Approval = ChangeInput & { electionId: string };

/** 建会, step by step: the approval to prepare, and the approval of the election. The congress: election.service.ts. */
@Injectable()
export class FoundingService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(ChangeService) private readonly changes: ChangeService,
    @Inject(OrganisationService) private readonly organisation: OrganisationService,
  ) {}

  /** 筹建批复. */
  prepare(ask: Ask, input: PrepareUnionInput): Promise<Outcome> {
    return this.organisation.found(ask, { ...input, establishedOn: null, reason: input.reason ?? '筹建' });
  }

  /** 选举结果批复. It founds a union in preparation, and completes the term (换届) of an established one. */
  async approve(ask: Ask, input: ApproveElectionInput): Promise<{ electionId: string; outcome: Outcome }> {
    const approval = {
      ...input,
      documentNo: requireText('documentNo', input.documentNo, 100),
      reason: requireText('reason', input.reason ?? '选举结果批复', 500),
    };
    requirePast('on', approval.on, ask.actor.today);
    const seen = await inTenant(this.source, ask.actor.tenantId, (tx) => approvable(tx, ask, approval));
    const approve = seen.union.establishedOn ? this.complete(ask, approval) : this.found(ask, approval);
    return { electionId: seen.election.id, outcome: await approve };
  }

  private found(ask: Ask, approval: Approval): Promise<Outcome> {
    const { tenantId } = ask.actor;
    return this.changes.run(ask, approval, async (tx) => {
      const { election, union } = await approvable(tx, ask, approval);
      const [parentId] = await ancestorsOf(tx, tenantId, union.id, treeOn(approval.on));
      return {
        kind: 'FOUND',
        subjectId: union.id,
        unions: [
          { unionId: union.id, role: 'SUBJECT' },
          ...(parentId ? [{ unionId: parentId, role: 'TO' as const }] : []),
        ],
        // What it covers is covered from now on, where that counts.
        following: await unionsCountingEmployersOf(tx, tenantId, union.id),
        lock: 'ALONE',
        apply: async (change) => {
          await establish(tx, change, union.id, approval.documentNo);
          await markApproved(tx, ask, election, { ...approval, changeId: change.id });
        },
      };
    });
  }

  private complete(ask: Ask, approval: Approval): Promise<Outcome> {
    return this.changes.inTree(ask, approval.dryRun ?? false, async (tx) => {
      const { election, union } = await approvable(tx, ask, approval);
      if (!union.establishedOn)
        refuse('UNION_NOT_ESTABLISHED', { union: union.name, date: approval.on }, { field: 'on' });
      return {
        unionId: union.id,
        changeId: null,
        concerned: [union.id],
        day: approval.on,
        lock: 'ALONE',
        made: () => markApproved(tx, ask, election, { ...approval, changeId: null }),
      };
    });
  }
}

/** An election that the actor may approve on a day, with its union: neither corrected nor approved meanwhile. */
async function approvable(
  tx: Tx,
  ask: Ask,
  { electionId, on }: Approval,
): Promise<{ election: Election; union: TradeUnion }> {
  const { election, union } = await electionFor(tx, ask, 'APPROVE_ELECTION', electionId);
  requireWaiting(election, 'electionId');
  requireAfter({ field: 'on', day: on }, { field: 'heldOn', day: election.heldOn });
  requireNotDissolved(union, on);
  return { election, union };
}

async function markApproved(
  tx: Tx,
  ask: Ask,
  election: Election,
  approval: Approval & { changeId: string | null },
): Promise<void> {
  await approveElection(tx, ask.actor.tenantId, election.id, approval);
  const { on, documentNo, reason } = approval;
  await audit(tx, ask.origin, {
    action: 'APPROVE_ELECTION',
    objectType: 'election',
    objectId: election.id,
    unionId: election.unionId,
    after: { unionId: election.unionId, termNo: election.termNo, on, documentNo, reason },
  });
}
