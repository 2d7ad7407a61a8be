import { requirePast } from '@huiji/domain/reorganisation';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { endGuidance, insertGuidance, lockGuidance } from '@huiji/store/guidance';
import { treeOn, unionInTree } from '@huiji/store/organisation';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor, Ask } from '../graphql/ask.js';

export interface AddGuidanceInput {
  unionId: string;
  superiorId: string;
  from: string;
}

export interface EndGuidanceInput {
  unionId: string;
  superiorId: string;
  on: string;
}

/** 业务指导: superiors beside the statistical parent. Nothing rolls up along it, so no register and no total moves. */
@Injectable()
export class GuidanceService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  add(ask: Ask, input: AddGuidanceInput): Promise<string> {
    const { actor } = ask;
    const { from } = input;
    requirePast('from', from, actor.today);
    return inTenant(this.source, actor.tenantId, async (tx) => {
      const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.unionId);
      const { union: superior, ancestors } = await anyUnion(tx, actor, input.superiorId);
      const place = { field: 'superiorId' };
      const names = { union: union.name, superior: superior.name };
      if (superior.id === union.id) refuse('GUIDANCE_TO_ITSELF', { union: union.name }, place);
      if (ancestors.includes(union.id)) refuse('GUIDANCE_FROM_BELOW', names, place);
      if (superior.level === 'GRASSROOTS')
        refuse('PARENT_CANNOT_HAVE_CHILDREN', { union: superior.name }, place);
      requireStanding(union, from, 'from');
      requireStanding(superior, from, 'superiorId');
      if (!(await insertGuidance(tx, actor.tenantId, { unionId: union.id, superiorId: superior.id, from })))
        refuse('GUIDANCE_EXISTS', names, place);
      await audit(tx, ask.origin, {
        action: 'ADD_GUIDANCE',
        objectType: 'trade_union',
        objectId: union.id,
        unionId: union.id,
        after: { superiorId: superior.id, from },
      });
      return union.id;
    });
  }

  end(ask: Ask, input: EndGuidanceInput): Promise<string> {
    const { actor } = ask;
    requirePast('on', input.on, actor.today);
    return inTenant(this.source, actor.tenantId, async (tx) => {
      const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.unionId);
      const superiorId = requireId(input.superiorId, '业务指导 guidance', 'superiorId');
      const link = await lockGuidance(tx, actor.tenantId, { unionId: union.id, superiorId });
      if (!link) return refuse('NOT_FOUND', { what: '业务指导 guidance' }, { field: 'superiorId' });
      if (input.on <= link.from) refuse('DATE_ORDER', { later: 'on', earlier: 'from' }, { field: 'on' });
      await endGuidance(tx, actor.tenantId, link.id, input.on);
      await audit(tx, ask.origin, {
        action: 'END_GUIDANCE',
        objectType: 'trade_union',
        objectId: union.id,
        unionId: union.id,
        before: { superiorId, from: link.from },
        after: { to: input.on },
      });
      return union.id;
    });
  }
}

/**
 * A union of the tenant, also one outside the actor's subtrees: whoever guides a union mostly stands elsewhere in the tree,
 * and who the bodies of a federation are is no secret inside it. Another tenant's is NOT_FOUND, as one that is nowhere.
 */
async function anyUnion(
  tx: Tx,
  actor: Actor,
  unionId: string,
): Promise<{ union: TradeUnion; ancestors: string[] }> {
  const id = requireId(unionId, '工会 union', 'superiorId');
  const found = await unionInTree(tx, actor.tenantId, id, treeOn(actor.today));
  return found ?? refuse('NOT_FOUND', { what: '工会 union' }, { field: 'superiorId' });
}

/** Both ends are in the tree when the link begins. */
function requireStanding(union: TradeUnion, day: string, field: string): void {
  const begun = union.preparedOn ?? union.establishedOn;
  if (!begun || begun > day) refuse('UNION_NOT_ESTABLISHED', { union: union.name, date: day }, { field });
  if (union.dissolvedOn) refuse('UNION_DISSOLVED', { union: union.name, date: union.dissolvedOn }, { field });
}
