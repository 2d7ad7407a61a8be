import { kindsOf, type Kind, type Level, requireKind } from '@huiji/domain/organisation';
import { refuse } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import {
  affiliate,
  type Founding,
  insertUnion,
  livingChildren,
  tradeUnions,
} from '@huiji/store/organisation';
import { changeRegisters, unionsCountingEmployersOf } from '@huiji/store/registry';
import { filedAfter } from '@huiji/store/submission';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Doorbell } from '../doorbell.js';
import type { Actor, Ask } from '../graphql/ask.js';
import { optionalText, requireText } from '../graphql/text.js';
import { inField, requireMay } from './visible.js';

export interface FoundUnionInput {
  parentId: string;
  code: string;
  name: string;
  level: Level;
  kind: Kind;
  preparedOn?: string | null;
  establishedOn?: string | null;
  approvalNo?: string | null;
  legalPerson?: boolean | null;
  regionCode?: string | null;
  industry?: string | null;
  unitType?: string | null;
  chair?: string | null;
  contact?: string | null;
  phone?: string | null;
}

export interface DissolveUnionInput {
  unionId: string;
  expectedVersion: number;
  on: string;
  reason: string;
  documentNo: string;
}

/** The life of unions: founded under a parent, dissolved. Each change posts to every period that it touches. */
@Injectable()
export class OrganisationService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  async found(ask: Ask, input: FoundUnionInput): Promise<string> {
    const actor = ask.actor;
    const founding = foundingOf(actor, input);
    const id = founding.id;
    const scopes = await inTenant(this.source, actor.tenantId, async (tx) => {
      const { union: parent } = await inField(
        'parentId',
        requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.parentId),
      );
      return changeRegisters(
        tx,
        actor.tenantId,
        new Set([id]),
        async () => {
          requireParent(parent, founding);
          if (!(await insertUnion(tx, founding)))
            refuse('CODE_TAKEN', { code: founding.code }, { field: 'code' });
          await affiliate(tx, actor.tenantId, id, parent, startOf(founding));
          const { code, level, kind } = founding;
          await audit(tx, ask.origin, {
            action: 'FOUND_UNION',
            objectType: 'trade_union',
            objectId: id,
            after: { code, level, kind, parentId: parent.id, establishedOn: founding.establishedOn },
          });
        },
        'ALONE',
      );
    });
    this.doorbell.ring(scopes);
    return id;
  }

  async dissolve(ask: Ask, input: DissolveUnionInput): Promise<string> {
    const actor = ask.actor;
    const reason = requireText('reason', input.reason, 500);
    const documentNo = requireText('documentNo', input.documentNo, 100);
    requirePast('on', input.on, actor.today);
    const { id, scopes } = await inTenant(this.source, actor.tenantId, async (tx) => {
      const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.unionId);
      const counting = await unionsCountingEmployersOf(tx, actor.tenantId, union.id);
      const moved = await changeRegisters(
        tx,
        actor.tenantId,
        new Set([union.id, ...counting]),
        async () => {
          const now = await tradeUnions(tx).findOneByOrFail({ tenantId: actor.tenantId, id: union.id });
          requireVersion(now.version, input.expectedVersion);
          if (now.level === 'FEDERATION') refuse('ROOT_CANNOT_BE_DISSOLVED');
          if (now.dissolvedOn) refuse('UNION_DISSOLVED', { union: now.name, date: now.dissolvedOn });
          if (!now.establishedOn || now.establishedOn > input.on) {
            refuse('UNION_NOT_ESTABLISHED', { union: now.name, date: input.on }, { field: 'on' });
          }
          const count = await livingChildren(tx, actor.tenantId, now.id, input.on);
          if (count > 0) refuse('UNION_HAS_CHILDREN', { union: now.name, count });
          const period = await filedAfter(tx, actor.tenantId, now.id, input.on);
          if (period) refuse('UNION_HAS_FILED_AFTER', { union: now.name, period }, { field: 'on' });
          await tradeUnions(tx).update(
            { tenantId: actor.tenantId, id: now.id },
            {
              dissolvedOn: input.on,
              dissolutionReason: reason,
              dissolutionDocumentNo: documentNo,
              version: now.version + 1,
            },
          );
          await audit(tx, ask.origin, {
            action: 'DISSOLVE_UNION',
            objectType: 'trade_union',
            objectId: now.id,
            before: { dissolvedOn: null },
            after: { dissolvedOn: input.on, documentNo },
          });
        },
        'ALONE',
      );
      return { id: union.id, scopes: moved };
    });
    this.doorbell.ring(scopes);
    return id;
  }
}

/** The day from which a union stands in the tree: the approval to prepare, or else its founding. */
const startOf = (union: Pick<Founding, 'preparedOn' | 'establishedOn'>): string =>
  union.preparedOn ??
  union.establishedOn ??
  refuse('FIELD_REQUIRED', { field: 'establishedOn' }, { field: 'establishedOn' });

/** What was sent, checked in itself. */
function foundingOf(actor: Actor, input: FoundUnionInput): Founding {
  if (!(input.level in kindsOf) || input.level === 'FEDERATION') {
    refuse('UNION_KIND_MISMATCH', { level: input.level, kind: input.kind }, { field: 'level' });
  }
  requireKind(input.level, input.kind);
  const founding = {
    tenantId: actor.tenantId,
    id: uuid(),
    code: requireText('code', input.code, 40),
    name: requireText('name', input.name, 100),
    level: input.level,
    kind: input.kind,
    legalPerson: input.legalPerson ?? false,
    preparedOn: input.preparedOn ?? null,
    establishedOn: input.establishedOn ?? null,
    approvalNo: optionalText('approvalNo', input.approvalNo, 100),
    regionCode: optionalText('regionCode', input.regionCode, 20),
    industry: optionalText('industry', input.industry, 100),
    unitType: optionalText('unitType', input.unitType, 50),
    chair: optionalText('chair', input.chair, 50),
    contact: optionalText('contact', input.contact, 50),
    phone: optionalText('phone', input.phone, 30),
  };
  if (founding.preparedOn && founding.establishedOn && founding.establishedOn < founding.preparedOn) {
    refuse('DATE_ORDER', { later: 'establishedOn', earlier: 'preparedOn' }, { field: 'establishedOn' });
  }
  requirePast('establishedOn', founding.establishedOn, actor.today);
  requirePast('preparedOn', founding.preparedOn, actor.today);
  if (founding.establishedOn && !founding.approvalNo)
    refuse('FIELD_REQUIRED', { field: 'approvalNo' }, { field: 'approvalNo' });
  return founding;
}

/** What is registered has happened: a union of tomorrow would be in nobody's tree today. */
function requirePast(field: string, day: string | null, today: string): void {
  if (day && day > today) refuse('DATE_IN_FUTURE', { field, value: day }, { field });
}

/** A parent stands above the grassroots, is in the tree before its child, and is not dissolved. */
function requireParent(parent: TradeUnion, founding: Founding): void {
  if (parent.level === 'GRASSROOTS')
    refuse('PARENT_CANNOT_HAVE_CHILDREN', { union: parent.name }, { field: 'parentId' });
  if (parent.dissolvedOn)
    refuse('UNION_DISSOLVED', { union: parent.name, date: parent.dissolvedOn }, { field: 'parentId' });
  if (startOf(founding) < startOf(parent)) {
    refuse('UNION_NOT_ESTABLISHED', { union: parent.name, date: startOf(founding) }, { field: 'parentId' });
  }
}
