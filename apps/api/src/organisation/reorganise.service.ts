import { refuse } from '@huiji/domain/problem';
import {
  requireEstablished,
  requireMerge,
  requireMovable,
  requireParent,
  startOf,
} from '@huiji/domain/reorganisation';
import { ancestorsOf, treeOn } from '@huiji/store/organisation';
import { unionsCountingEmployersOf } from '@huiji/store/registry';
import {
  changed,
  dissolve,
  handOverEmployers,
  handOverMembers,
  livingBelow,
  rename,
} from '@huiji/store/reorganise';
import { Inject, Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { ChangeService, type Outcome } from './change.service.js';
import { maintained, type OfUnion, put, requireNotFiledAfter, subject } from './reorganising.js';

export type MoveUnionInput = OfUnion & { parentId: string };
export type RenameUnionInput = OfUnion & { name: string };
export type MergeUnionInput = OfUnion & { receiverId: string; members?: number | null };
export type DissolveUnionInput = OfUnion & {
  successorId?: string | null;
  membersTo?: 'SUCCESSOR' | 'RETAINED' | null;
  members?: number | null;
};
/** Reorganisation: a union is moved, renamed, merged, split or dissolved, from a day on and by a document. */
@Injectable()
export class ReorganiseService {
  constructor(@Inject(ChangeService) private readonly changes: ChangeService) {}

  /** 划转: the union and all below it stand under another parent from a day on. */
  move(ask: Ask, input: MoveUnionInput): Promise<Outcome> {
    const { tenantId } = ask.actor;
    return this.changes.run(ask, input, async (tx) => {
      const union = await subject(tx, ask, input);
      requireMovable(union, input.on);
      const parent = await maintained(tx, ask, 'parentId', input.parentId);
      requireParent(parent, input.on);
      const [from] = await ancestorsOf(tx, tenantId, union.id, treeOn(input.on));
      if (!from) return refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionId' });
      await maintained(tx, ask, 'unionId', from);
      if (from === parent.id)
        refuse('ALREADY_THERE', { union: union.name, parent: parent.name }, { field: 'parentId' });
      return {
        kind: 'MOVE',
        subjectId: union.id,
        unions: [
          { unionId: union.id, role: 'SUBJECT' },
          { unionId: from, role: 'FROM' },
          { unionId: parent.id, role: 'TO' },
        ],
        lock: 'TREE',
        apply: async (change) => {
          await put(tx, change, [union.id], parent);
          await changed(tx, tenantId, union.id);
        },
      };
    });
  }

  /** 更名 from a day on; the totals of earlier periods show the name that was borne then. */
  rename(ask: Ask, input: RenameUnionInput): Promise<Outcome> {
    const name = requireText('name', input.name, 100);
    return this.changes.run(ask, input, async (tx) => {
      const union = await subject(tx, ask, input);
      requireMovable(union, input.on);
      return {
        kind: 'RENAME',
        subjectId: union.id,
        unions: [{ unionId: union.id, role: 'SUBJECT' }],
        lock: 'ALONE',
        apply: (change) =>
          rename(tx, change, { id: union.id, name, formerName: union.name, since: startOf(union) }),
      };
    });
  }

  /**
   * 合并: the union ends; its employers, the unions below it, its open drafts and its members go to the receiver; its home
   * grade ends (domain rule 13).
   */
  merge(ask: Ask, input: MergeUnionInput): Promise<Outcome> {
    const { tenantId } = ask.actor;
    return this.changes.run(ask, input, async (tx) => {
      const union = await subject(tx, ask, input);
      const receiver = await maintained(tx, ask, 'receiverId', input.receiverId);
      const above = await ancestorsOf(tx, tenantId, receiver.id, treeOn(input.on));
      requireMerge(union, receiver, above, input.on);
      await requireNotFiledAfter(tx, union, input.on);
      const children = await livingBelow(tx, tenantId, union.id, input.on);
      return {
        kind: 'MERGE',
        subjectId: union.id,
        unions: [
          { unionId: union.id, role: 'SUBJECT' },
          { unionId: receiver.id, role: 'RECEIVER' },
          ...children.map(({ id }) => ({ unionId: id, role: 'PART' as const })),
        ],
        following: await unionsCountingEmployersOf(tx, tenantId, union.id),
        lock: children.length > 0 ? 'TREE' : 'ALONE',
        apply: async (change) => {
          await put(
            tx,
            change,
            children.map((child) => child.id),
            receiver,
          );
          await handOverEmployers(tx, change, { from: union.id, to: receiver.id });
          await handOverMembers(tx, change, union.id, {
            unionId: receiver.id,
            members: input.members ?? null,
          });
          await dissolve(tx, change, union.id, { ...input, successorId: receiver.id });
        },
      };
    });
  }

  /** 撤销: the union ends. Unions below it must have been moved; members go to a successor or into retained membership. */
  dissolve(ask: Ask, input: DissolveUnionInput): Promise<Outcome> {
    const { tenantId } = ask.actor;
    const to = input.membersTo ?? (input.successorId ? 'SUCCESSOR' : null);
    if (to === 'SUCCESSOR' && !input.successorId)
      refuse('FIELD_REQUIRED', { field: 'successorId' }, { field: 'successorId' });
    return this.changes.run(ask, input, async (tx) => {
      const union = await subject(tx, ask, input);
      requireEstablished(union, input.on);
      const successor = input.successorId
        ? await maintained(tx, ask, 'successorId', input.successorId)
        : null;
      if (successor?.id === union.id)
        refuse('MERGE_WITH_ITSELF', { union: union.name }, { field: 'successorId' });
      if (successor) requireEstablished(successor, input.on, 'successorId');
      const children = await livingBelow(tx, tenantId, union.id, input.on);
      if (children.length > 0) refuse('UNION_HAS_CHILDREN', { union: union.name, count: children.length });
      await requireNotFiledAfter(tx, union, input.on);
      return {
        kind: 'DISSOLVE',
        subjectId: union.id,
        unions: [
          { unionId: union.id, role: 'SUBJECT' },
          ...(successor ? [{ unionId: successor.id, role: 'RECEIVER' as const }] : []),
        ],
        following: await unionsCountingEmployersOf(tx, tenantId, union.id),
        lock: 'ALONE',
        apply: async (change) => {
          if (to) {
            const unionId = to === 'SUCCESSOR' ? (successor?.id ?? null) : null;
            await handOverMembers(tx, change, union.id, { unionId, members: input.members ?? null });
          }
          await dissolve(tx, change, union.id, { ...input, successorId: successor?.id ?? null });
        },
      };
    });
  }
}
