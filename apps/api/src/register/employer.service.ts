import { ownerships, requireWord, unitTypes } from '@huiji/domain/employer';
import { dayAfter } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { requirePast } from '@huiji/domain/reorganisation';
import { requireVersion } from '@huiji/domain/submission';
import { inField, requireMay } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { Employer, TradeUnion } from '@huiji/store/entities';
import { employers, insertEmployer, moveAccountability } from '@huiji/store/register';
import { endResponsibility, lastResponsibility } from '@huiji/store/responsibility';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Actor, Ask } from '../graphql/ask.js';
import { optionalText, requireText } from '../graphql/text.js';
import { CoverageService } from './coverage.service.js';
import {
  EmployerChanges,
  holdEmployer,
  requireNotBefore,
  requireOperating,
  requireStanding,
} from './employer-change.js';

export interface RegisterEmployerInput {
  code: string;
  name: string;
  aboveScale: boolean;
  ownership?: string | null;
  unitType?: string | null;
  regionCode?: string | null;
  headcount: number;
  operatingFrom: string;
  source: string;
  sourceDate: string;
  accountableUnionId: string;
  coveredBy?: Array<{ unionId: string; from: string }> | null;
}

export interface UpdateEmployerInput {
  employerId: string;
  expectedVersion: number;
  name?: string | null;
  aboveScale?: boolean | null;
  ownership?: string | null;
  unitType?: string | null;
  regionCode?: string | null;
  headcount?: number | null;
  source: string;
  sourceDate: string;
}

export interface CeaseEmployerInput {
  employerId: string;
  expectedVersion: number;
  on: string;
}

export interface MoveAccountabilityInput {
  employerId: string;
  unionId: string;
  on: string;
}

/** The most unions that a registration may name as covering. */
const mostClaims = 50;

/** The register of employers, and at which union each counts (统计归口). */
@Injectable()
export class EmployerService {
  constructor(
    @Inject(EmployerChanges) private readonly changes: EmployerChanges,
    @Inject(CoverageService) private readonly coverage: CoverageService,
  ) {}

  async register(ask: Ask, input: RegisterEmployerInput): Promise<string> {
    const actor = ask.actor;
    const employer = employerOf(actor, input);
    const claims = input.coveredBy ?? [];
    if (claims.length > mostClaims) {
      refuse('REQUEST_TOO_LARGE', { what: 'coveredBy', limit: mostClaims }, { field: 'coveredBy' });
    }
    return this.changes.make(ask, async (tx) => {
      const accountable = requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.accountableUnionId);
      const { union } = await inField('accountableUnionId', accountable);
      requireStanding(union, employer.operatingFrom, 'accountableUnionId');
      const covering: Array<{ union: TradeUnion; from: string }> = [];
      for (const { unionId, from } of claims) {
        covering.push({ union: await this.coverage.coveringUnion(tx, actor, { unionId, from }), from });
      }
      return {
        employerId: employer.id,
        touched: [union.id],
        write: async () => {
          if (!(await insertEmployer(tx, employer, union.id))) {
            refuse('CODE_TAKEN', { code: employer.code }, { field: 'code' });
          }
          for (const each of covering) await this.coverage.write(tx, employer, each.union, each.from);
        },
        event: {
          action: 'REGISTER_EMPLOYER',
          after: {
            code: employer.code,
            accountableUnionId: union.id,
            coveredBy: covering.map((each) => each.union.id),
          },
        },
      };
    });
  }

  async update(ask: Ask, input: UpdateEmployerInput): Promise<string> {
    const changed = changedBy(ask.actor, input);
    return this.changes.make(ask, async (tx) => {
      const { employer, accountable } = await holdEmployer(tx, ask.actor, input.employerId);
      requireVersion(employer.version, input.expectedVersion);
      const before = Object.keys(changed).map((field) => [field, employer[field as keyof Employer]]);
      return {
        employerId: employer.id,
        touched: accountable,
        write: () => renew(tx, employer, changed),
        event: {
          action: 'UPDATE_EMPLOYER',
          before: Object.fromEntries(before) as unknown,
          after: changed,
        },
      };
    });
  }

  async cease(ask: Ask, { employerId, expectedVersion, on }: CeaseEmployerInput): Promise<string> {
    const { tenantId, today } = ask.actor;
    requirePast('on', on, today);
    return this.changes.make(ask, async (tx) => {
      const { employer, accountable } = await holdEmployer(tx, ask.actor, employerId);
      requireVersion(employer.version, expectedVersion);
      if (employer.operatingTo) {
        refuse('EMPLOYER_CEASED', { employer: employer.name, date: employer.operatingTo });
      }
      requireNotBefore('on', on, dayAfter(employer.operatingFrom));
      const last = await lastResponsibility(tx, tenantId, employer.id);
      return {
        employerId: employer.id,
        touched: accountable,
        write: async () => {
          await renew(tx, employer, { operatingTo: on });
          if (last?.endedOn === null) {
            const ends = last.assignedOn > on ? last.assignedOn : on;
            await endResponsibility(tx, tenantId, last.id, ends);
          }
        },
        event: { action: 'CEASE_EMPLOYER', before: { operatingTo: null }, after: { operatingTo: on } },
      };
    });
  }

  async moveAccountability(ask: Ask, input: MoveAccountabilityInput): Promise<string> {
    const { actor } = ask;
    const { on } = input;
    requirePast('on', on, actor.today);
    return this.changes.make(ask, async (tx) => {
      const { employer, present, accountable } = await holdEmployer(tx, actor, input.employerId);
      const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', input.unionId);
      if (union.id === present.unionId) {
        const details = { employer: employer.name, union: union.name, date: present.from };
        refuse('ACCOUNTABLE_ALREADY', details, { field: 'unionId' });
      }
      requireNotBefore('on', on, present.from);
      requireOperating(employer, on, 'on');
      requireStanding(union, on, 'unionId');
      return {
        employerId: employer.id,
        touched: [...accountable, union.id],
        write: () => moveAccountability(tx, actor.tenantId, present, { unionId: union.id, on }),
        event: {
          action: 'MOVE_ACCOUNTABILITY',
          before: { unionId: present.unionId, from: present.from },
          after: { unionId: union.id, from: on },
        },
      };
    });
  }
}

type Changed = Partial<Omit<Employer, 'tenantId' | 'id' | 'code' | 'version'>>;

/** Writes what has changed of an employer that is held, as its next version. */
const renew = (tx: Tx, { tenantId, id, version }: Employer, changed: Changed): Promise<unknown> =>
  employers(tx).update({ tenantId, id }, { ...changed, version: version + 1 });

/** What was sent of a new employer, checked in itself. */
function employerOf(actor: Actor, input: RegisterEmployerInput): Omit<Employer, 'version'> {
  const employer = {
    tenantId: actor.tenantId,
    id: uuid(),
    code: requireText('code', input.code, 40),
    name: requireText('name', input.name, 100),
    aboveScale: input.aboveScale,
    ...classesOf(input),
    headcount: requireHeadcount(input.headcount),
    operatingFrom: input.operatingFrom,
    operatingTo: null,
    source: requireText('source', input.source, 100),
    sourceDate: input.sourceDate,
  };
  requirePast('operatingFrom', employer.operatingFrom, actor.today);
  requirePast('sourceDate', employer.sourceDate, actor.today);
  return employer;
}

/** What was sent to change an employer, checked in itself; what was left out is left out. */
function changedBy(actor: Actor, input: UpdateEmployerInput): Changed {
  const sent = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;
  const classes = classesOf(input);
  requirePast('sourceDate', input.sourceDate, actor.today);
  return {
    ...(sent(input.name) && { name: requireText('name', input.name, 100) }),
    ...(sent(input.aboveScale) && { aboveScale: input.aboveScale }),
    ...(sent(input.headcount) && { headcount: requireHeadcount(input.headcount) }),
    ...(sent(input.ownership) && { ownership: classes.ownership }),
    ...(sent(input.unitType) && { unitType: classes.unitType }),
    ...(sent(input.regionCode) && { regionCode: classes.regionCode }),
    source: requireText('source', input.source, 100),
    sourceDate: input.sourceDate,
  };
}

/** What an employer is grouped by, checked against its lists. */
function classesOf(
  input: Pick<RegisterEmployerInput, 'ownership' | 'unitType' | 'regionCode'>,
): Pick<Employer, 'ownership' | 'unitType' | 'regionCode'> {
  const word = (field: 'ownership' | 'unitType', words: readonly string[]): string | null =>
    requireWord(field, optionalText(field, input[field], 50), words);
  return {
    ownership: word('ownership', ownerships),
    unitType: word('unitType', unitTypes),
    regionCode: optionalText('regionCode', input.regionCode, 20),
  };
}

function requireHeadcount(headcount: number): number {
  return headcount >= 0
    ? headcount
    : refuse('NEGATIVE', { cell: 'headcount', value: headcount }, { field: 'headcount' });
}
