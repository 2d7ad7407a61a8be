import { refuse } from '@huiji/domain/problem';
import { requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import { insertAward } from '@huiji/store/register';
import { changeRegisters } from '@huiji/store/registry';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';

export interface AwardHomeInput {
  unionId: string;
  grade: number;
  awardingLevel: string;
  documentNo: string;
  awardedOn: string;
  validUntil?: string | null;
}

/** The register of 职工之家 awards. What it knows is posted to the totals, never typed. */
@Injectable()
export class RegisterService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  async awardHome(ask: Ask, input: AwardHomeInput): Promise<string> {
    const actor = ask.actor;
    if (input.grade < 1 || input.grade > 3)
      refuse('GRADE_UNKNOWN', { grade: input.grade }, { field: 'grade' });
    const validUntil = input.validUntil ?? null;
    if (validUntil && validUntil < input.awardedOn) {
      refuse('DATE_ORDER', { later: 'validUntil', earlier: 'awardedOn' }, { field: 'validUntil' });
    }
    const award = {
      tenantId: actor.tenantId,
      id: uuid(),
      grade: input.grade,
      awardingLevel: requireText('awardingLevel', input.awardingLevel, 20),
      documentNo: requireText('documentNo', input.documentNo, 100),
      awardedOn: input.awardedOn,
      validUntil,
    };
    const scopes = await inTenant(this.source, actor.tenantId, async (tx) => {
      const { union } = await requireMay(tx, actor, 'AWARD_HOMES', input.unionId);
      if (!union.establishedOn || union.establishedOn > award.awardedOn) {
        refuse('UNION_NOT_ESTABLISHED', { union: union.name, date: award.awardedOn }, { field: 'awardedOn' });
      }
      return changeRegisters(tx, actor.tenantId, new Set([union.id]), async () => {
        if (!(await insertAward(tx, { ...award, unionId: union.id }))) {
          refuse(
            'AWARD_EXISTS',
            { union: union.name, documentNo: award.documentNo },
            { field: 'documentNo' },
          );
        }
        await audit(tx, ask.origin, {
          action: 'AWARD_HOME',
          objectType: 'home_award',
          objectId: award.id,
          unionId: union.id,
          after: {
            unionId: union.id,
            grade: award.grade,
            documentNo: award.documentNo,
            awardedOn: award.awardedOn,
          },
        });
      });
    });
    this.doorbell.ring(scopes);
    return award.id;
  }
}
