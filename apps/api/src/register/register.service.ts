import { refuse } from '@huiji/domain/problem';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { Employer, type TradeUnion } from '@huiji/store/entities';
import { accountableUnionsOf, insertAward, insertCoverage, insertEmployer } from '@huiji/store/register';
import { changeRegisters } from '@huiji/store/registry';
import type { Scope } from '@huiji/store/rollup';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Doorbell } from '../doorbell.js';
import { type Ask, requireId } from '../graphql/ask.js';
import { optionalText, requireText } from '../graphql/text.js';
import { inField, requireMay } from '../organisation/visible.js';

export interface RegisterEmployerInput {
  code: string;
  name: string;
  aboveScale: boolean;
  ownership?: string | null;
  headcount: number;
  operatingFrom: string;
  source: string;
  sourceDate: string;
  accountableUnionId: string;
  coveredBy?: Array<{ unionId: string; from: string }> | null;
}

export interface AwardHomeInput {
  unionId: string;
  grade: number;
  awardingLevel: string;
  documentNo: string;
  awardedOn: string;
  validUntil?: string | null;
}

/** The registers of employers and of 职工之家 awards. What they know is posted to the totals, never typed. */
@Injectable()
export class RegisterService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  async registerEmployer(ask: Ask, input: RegisterEmployerInput): Promise<string> {
    const actor = ask.actor;
    const employer = {
      tenantId: actor.tenantId,
      id: uuid(),
      code: requireText('code', input.code, 40),
      name: requireText('name', input.name, 100),
      aboveScale: input.aboveScale,
      ownership: optionalText('ownership', input.ownership, 50),
      headcount: input.headcount,
      operatingFrom: input.operatingFrom,
      operatingTo: null,
      source: requireText('source', input.source, 100),
      sourceDate: input.sourceDate,
      unitType: null,
      regionCode: null,
      version: 1,
    };
    if (input.headcount < 0) {
      refuse('NEGATIVE', { cell: 'headcount', value: input.headcount }, { field: 'headcount' });
    }
    await this.change(async (tx) => {
      const accountable = requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.accountableUnionId);
      const { union } = await inField('accountableUnionId', accountable);
      requireStanding(union, employer.operatingFrom);
      const covering: Array<{ union: TradeUnion; from: string }> = [];
      for (const { unionId, from } of input.coveredBy ?? []) {
        covering.push({ union: (await requireMay(tx, actor, 'MAINTAIN_REGISTERS', unionId)).union, from });
      }
      return changeRegisters(tx, actor.tenantId, new Set([union.id]), async () => {
        if (!(await insertEmployer(tx, employer, union.id))) {
          refuse('CODE_TAKEN', { code: employer.code }, { field: 'code' });
        }
        for (const each of covering) await cover(tx, employer, each.union, each.from);
        await audit(tx, ask.origin, {
          action: 'REGISTER_EMPLOYER',
          objectType: 'employer',
          objectId: employer.id,
          after: {
            code: employer.code,
            accountableUnionId: union.id,
            coveredBy: covering.map((c) => c.union.id),
          },
        });
      });
    }, actor.tenantId);
    return employer.id;
  }

  async coverEmployer(
    ask: Ask,
    input: { employerId: string; unionId: string; from: string },
  ): Promise<string> {
    const actor = ask.actor;
    const id = requireId(input.employerId, '用人单位 employer', 'employerId');
    await this.change(async (tx) => {
      const employer = await tx.getRepository(Employer).findOneBy({ tenantId: actor.tenantId, id });
      const accountable = employer ? await accountableUnionsOf(tx, actor.tenantId, id) : [];
      const [first] = accountable;
      if (!employer || !first)
        return refuse('NOT_FOUND', { what: '用人单位 employer' }, { field: 'employerId' });
      await requireMay(tx, actor, 'MAINTAIN_REGISTERS', first);
      const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.unionId);
      return changeRegisters(tx, actor.tenantId, new Set(accountable), async () => {
        await cover(tx, employer, union, input.from);
        await audit(tx, ask.origin, {
          action: 'COVER_EMPLOYER',
          objectType: 'employer',
          objectId: id,
          after: { unionId: union.id, from: input.from },
        });
      });
    }, actor.tenantId);
    return id;
  }

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
    await this.change(async (tx) => {
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
          after: {
            unionId: union.id,
            grade: award.grade,
            documentNo: award.documentNo,
            awardedOn: award.awardedOn,
          },
        });
      });
    }, actor.tenantId);
    return award.id;
  }

  private async change(work: (tx: Tx) => Promise<Scope[]>, tenantId: string): Promise<void> {
    this.doorbell.ring(await inTenant(this.source, tenantId, work));
  }
}

/** An employer counts from its first day, so the union accountable is in the tree by then, else it counts nowhere. */
function requireStanding(union: TradeUnion, day: string): void {
  const from = union.preparedOn ?? union.establishedOn;
  if (from === null || from > day) {
    refuse('UNION_NOT_ESTABLISHED', { union: union.name, date: day }, { field: 'accountableUnionId' });
  }
}

/** Writes a coverage from a day on; COVERAGE_EXISTS when the union covers the employer already. */
async function cover(
  tx: Tx,
  employer: { tenantId: string; id: string; name: string },
  union: TradeUnion,
  from: string,
): Promise<void> {
  if (union.level !== 'GRASSROOTS')
    refuse('UNION_KIND_MISMATCH', { level: union.level, kind: union.kind }, { field: 'unionId' });
  const written = await insertCoverage(tx, employer.tenantId, {
    employerId: employer.id,
    unionId: union.id,
    from,
  });
  if (!written)
    refuse('COVERAGE_EXISTS', { employer: employer.name, union: union.name }, { field: 'unionId' });
}
