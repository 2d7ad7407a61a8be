import { kindsOf, type Kind, type Level, requireKind } from '@huiji/domain/organisation';
import { refuse } from '@huiji/domain/problem';
import { requireParent, requirePast, startOf } from '@huiji/domain/reorganisation';
import { inField, requireMay } from '@huiji/filing/visible';
import { affiliate, type Founding, insertUnion } from '@huiji/store/founding';
import { foundedBy } from '@huiji/store/reorganise';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Actor, Ask } from '../graphql/ask.js';
import { optionalText, requireText } from '../graphql/text.js';
import { ChangeService, type Outcome } from './change.service.js';

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
  reason?: string | null;
  dryRun?: boolean | null;
}

/** The founding of unions (建会), where its steps are not registered one by one. */
@Injectable()
export class OrganisationService {
  constructor(@Inject(ChangeService) private readonly changes: ChangeService) {}

  found(ask: Ask, input: FoundUnionInput): Promise<Outcome> {
    const actor = ask.actor;
    const founding = foundingOf(actor, input);
    const on = founding.establishedOn ?? startOf(founding);
    const documentNo = founding.approvalNo ?? '';
    const { reason = null, dryRun = null } = input;
    return this.changes.run(ask, { on, documentNo, reason: reason ?? '建会', dryRun }, async (tx) => {
      const { union: parent } = await inField(
        'parentId',
        requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.parentId),
      );
      requireParent(parent, startOf(founding));
      return {
        kind: founding.establishedOn ? 'FOUND' : 'PREPARE',
        subjectId: founding.id,
        unions: [
          { unionId: founding.id, role: 'SUBJECT' },
          { unionId: parent.id, role: 'TO' },
        ],
        lock: 'ALONE',
        apply: async (change) => {
          if (!(await insertUnion(tx, founding)))
            refuse('CODE_TAKEN', { code: founding.code }, { field: 'code' });
          await affiliate(tx, actor.tenantId, founding.id, parent, startOf(founding));
          await foundedBy(tx, change, founding.id);
        },
      };
    });
  }
}

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
  if (!founding.approvalNo) refuse('FIELD_REQUIRED', { field: 'approvalNo' }, { field: 'approvalNo' });
  return founding;
}
