import { type Kind, requireKind } from '@huiji/domain/organisation';
import { refuse } from '@huiji/domain/problem';
import { requireSplit, type SplitPart } from '@huiji/domain/reorganisation';
import { requireId } from '@huiji/filing/ids';
import { unionContact } from '@huiji/store/contact';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { affiliate, type Founding, insertUnion } from '@huiji/store/founding';
import { ancestorsOf, treeOn } from '@huiji/store/organisation';
import { unionsCountingEmployersOf } from '@huiji/store/registry';
import {
  type Change,
  changed,
  dissolve,
  employersOfUnion,
  foundedBy,
  handOverEmployers,
  handOverMembers,
  livingBelow,
} from '@huiji/store/reorganise';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { ChangeService, type Outcome } from './change.service.js';
import { maintained, type OfUnion, put, requireNotFiledAfter, subject } from './reorganising.js';

export type SplitUnionInput = OfUnion & {
  dissolves?: boolean | null;
  parts: Array<{
    code: string;
    name: string;
    kind: Kind;
    legalPerson?: boolean | null;
    members?: number | null;
    employerIds?: string[] | null;
    childIds?: string[] | null;
  }>;
};

/** 分立. */
@Injectable()
export class SplitService {
  constructor(@Inject(ChangeService) private readonly changes: ChangeService) {}

  /** 分立: new unions are founded beside the union, each with its share; `dissolves`: nothing of the old one is left. */
  split(ask: Ask, input: SplitUnionInput): Promise<Outcome> {
    const { tenantId } = ask.actor;
    const parts = input.parts.map(partOf);
    return this.changes.run(ask, input, async (tx) => {
      const union = await subject(tx, ask, input);
      requireSplit(union, parts, input.on);
      for (const { kind } of parts) requireKind(union.level, kind);
      const [parentId = ''] = await ancestorsOf(tx, tenantId, union.id, treeOn(input.on));
      const parent = await maintained(tx, ask, 'unionId', parentId);
      const left = await requireShares(tx, union, parts, input.on);
      if (input.dissolves) {
        await requireNotFiledAfter(tx, union, input.on);
        if (left > 0) refuse('UNION_HAS_CHILDREN', { union: union.name, count: left }, { field: 'parts' });
      }
      const going = parts.flatMap((part) => part.childIds);
      return {
        kind: 'SPLIT',
        subjectId: union.id,
        unions: [
          { unionId: union.id, role: 'SUBJECT' },
          ...[...parts.map((part) => part.id), ...going].map((unionId) => ({
            unionId,
            role: 'PART' as const,
          })),
          { unionId: parent.id, role: 'TO' },
        ],
        following: await unionsCountingEmployersOf(tx, tenantId, union.id),
        lock: going.length > 0 ? 'TREE' : 'ALONE',
        apply: async (change) => {
          for (const part of parts) await foundPart(tx, change, { union, parent, part, ...input });
          if (input.dissolves) await dissolve(tx, change, union.id, { ...input, successorId: null });
          else await changed(tx, tenantId, union.id);
        },
      };
    });
  }
}

type Part = Omit<SplitUnionInput['parts'][number], 'employerIds' | 'childIds'> & SplitPart & { id: string };

/** What was sent of a part, checked in itself. */
const partOf = (part: SplitUnionInput['parts'][number]): Part => ({
  ...part,
  id: uuid(),
  code: requireText('code', part.code, 40),
  name: requireText('name', part.name, 100),
  employerIds: (part.employerIds ?? []).map((id) => requireId(id, '用人单位 employer', 'employerIds')),
  childIds: (part.childIds ?? []).map((id) => requireId(id, '工会 union', 'childIds')),
});

/** What goes over is the union's to give: NOT_ITS_OWN else. Answers how many unions stay below it. */
async function requireShares(tx: Tx, union: TradeUnion, parts: readonly Part[], on: string): Promise<number> {
  const { tenantId, id } = union;
  const children = new Set((await livingBelow(tx, tenantId, id, on)).map((child) => child.id));
  const employers = new Set(await employersOfUnion(tx, tenantId, id, on));
  const foreign = parts.flatMap(({ childIds, employerIds }) => [
    ...childIds.filter((child) => !children.delete(child)),
    ...employerIds.filter((employer) => !employers.has(employer)),
  ]);
  if (foreign[0]) refuse('NOT_ITS_OWN', { id: foreign[0], union: union.name }, { field: 'parts' });
  return children.size;
}

/** Founds one part beside the union and gives it its share. */
async function foundPart(
  tx: Tx,
  change: Change,
  of: { union: TradeUnion; parent: TradeUnion; part: Part; documentNo: string },
): Promise<void> {
  const { union, parent, part } = of;
  const founding: Founding = {
    ...union,
    ...unionContact(tx, union),
    ...{ id: part.id, code: part.code, name: part.name, kind: part.kind },
    legalPerson: part.legalPerson ?? false,
    preparedOn: null,
    establishedOn: change.on,
    approvalNo: of.documentNo,
  };
  if (!(await insertUnion(tx, founding))) refuse('CODE_TAKEN', { code: part.code }, { field: 'parts' });
  await affiliate(tx, change.tenantId, part.id, parent, change.on);
  await foundedBy(tx, change, part.id);
  const only = part.employerIds;
  if (only.length > 0) await handOverEmployers(tx, change, { from: union.id, to: part.id, only });
  await put(tx, change, part.childIds, { id: part.id, level: union.level });
  if (typeof part.members === 'number')
    await handOverMembers(tx, change, union.id, { unionId: part.id, members: part.members });
}
