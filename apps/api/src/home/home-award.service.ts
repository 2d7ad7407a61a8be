import { requireAfter, requireNotDissolved, requireWithin } from '@huiji/domain/election';
import { type HomeTrack, minded, noticedOfAward, refused } from '@huiji/domain/home';
import { flagWords, gradeOf } from '@huiji/domain/home-standard';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { allowed, requireMay, visibleUnion } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import {
  awardsById,
  endAward,
  type HomeAward,
  insertAward,
  insertRecheck,
  type NewAward,
} from '@huiji/store/home-award';
import { changeRegisters } from '@huiji/store/registry';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { hideUnion } from '../submission/submission.service.js';
import { homeIn, requireGrassroots } from './home-year.js';
import { Standards } from '@huiji/filing/home-standards';

export interface AwardHomeInput {
  unionId: string;
  track: HomeTrack;
  grade: number;
  year?: number | null;
  awardingLevel: string;
  awardedBy?: string | null;
  documentNo: string;
  awardedOn: string;
  validUntil?: string | null;
}

export interface RecheckHomeInput {
  awardId: string;
  checkedOn: string;
  outcome: 'KEPT' | 'LOWERED' | 'REVOKED';
  grade?: number | null;
  documentNo: string;
  reason?: string | null;
  idempotencyKey: string;
}

const noSuchAward = (): never => refuse('NOT_FOUND', { what: '命名 award' }, { field: 'awardId' });

/** The register of 职工之家 awards. What it knows is posted to the totals, never typed. */
@Injectable()
export class HomeAwardService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** 命名: answers the award's id. The same document cannot be entered twice, so no key is needed. */
  async award(ask: Ask, input: AwardHomeInput): Promise<string> {
    const { actor } = ask;
    const { unionId, track, grade, awardedOn } = input;
    const validUntil = input.validUntil ?? null;
    requireAfter({ field: 'validUntil', day: validUntil }, { field: 'awardedOn', day: awardedOn });
    const ofDay = Number(awardedOn.slice(0, 4));
    const year = requireWithin('year', input.year ?? ofDay, ofDay - 1, ofDay);
    const said = {
      ...{ id: uuid(), track, grade, awardedOn, validUntil, loweredFrom: null },
      awardingLevel: requireText('awardingLevel', input.awardingLevel, 20),
      awardedBy: optionalText('awardedBy', input.awardedBy, 100),
      documentNo: requireText('documentNo', input.documentNo, 100),
    };
    const scopes = await inTenant(this.source, actor.tenantId, async (tx) => {
      const { union } = await requireMay(tx, actor, 'AWARD_HOMES', unionId);
      requireGrassroots(union);
      if (!union.establishedOn || union.establishedOn > awardedOn)
        refuse('UNION_NOT_ESTABLISHED', { union: union.name, date: awardedOn }, { field: 'awardedOn' });
      requireNotDissolved(union, awardedOn);
      return changeRegisters(tx, actor.tenantId, new Set([union.id]), async () => {
        const scope = { tenantId: actor.tenantId, unionId: union.id, year, track };
        const { standard, home } = await homeIn(tx, scope, actor.today);
        const { zh, countsAs } = gradeOf(standard, grade);
        const noticed = noticedOfAward(standard, grade, awardedOn, home);
        const against = refused(standard, noticed);
        if (against.length > 0) {
          const reasons = against.map((flag) => flagWords[flag]).join('、');
          refuse('HOME_AWARD_REFUSED', { union: union.name, grade: zh, reasons }, { field: 'grade' });
        }
        const flags = minded(standard, noticed);
        await write(tx, ask, union, { ...said, unionId: union.id, countsAs, standardId: standard.id, flags });
      });
    });
    this.doorbell.ring(scopes);
    return said.id;
  }

  /** 复查: answers the id of the award that stands afterwards, or of the one that was revoked. */
  async recheck(ask: Ask, { idempotencyKey, ...input }: RecheckHomeInput): Promise<string> {
    const { actor } = ask;
    const awardId = requireId(input.awardId, '命名 award', 'awardId');
    const said = {
      ...{ id: uuid(), awardId, checkedOn: input.checkedOn, outcome: input.outcome },
      documentNo: requireText('documentNo', input.documentNo, 100),
      reason:
        input.outcome === 'KEPT'
          ? optionalText('reason', input.reason, 500)
          : requireText('reason', input.reason ?? '', 500),
    };
    if (said.checkedOn > actor.today)
      refuse('DATE_IN_FUTURE', { field: 'checkedOn' }, { field: 'checkedOn' });
    const { stands, scopes } = await onceIn(
      this.source,
      ask,
      idempotencyKey,
      { recheckHome: input },
      async (tx) => {
        const [found] = await awardsById(tx, actor.tenantId, [awardId]);
        const { unionId } = found ?? noSuchAward();
        const seen = await hideUnion(visibleUnion(tx, actor, unionId), noSuchAward);
        const { union } = allowed('AWARD_HOMES', seen);
        let stands = awardId;
        const scopes = await changeRegisters(tx, actor.tenantId, new Set([union.id]), async () => {
          // As it is now that the union is locked.
          const [award] = await awardsById(tx, actor.tenantId, [awardId]);
          stands = await this.settle(tx, ask, union, {
            ...said,
            award: award ?? noSuchAward(),
            grade: input.grade,
          });
        });
        return { stands, scopes };
      },
    );
    this.doorbell.ring(scopes);
    return stands;
  }

  /** Writes a re-check and what comes of it. HOME_AWARD_ENDED, DATE_ORDER, HOME_NOT_LOWER, AWARD_EXISTS. */
  private async settle(
    tx: Tx,
    ask: Ask,
    union: TradeUnion,
    { award, grade, ...check }: Settled,
  ): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const { id, checkedOn, outcome, documentNo } = check;
    const over = award.validUntil !== null && award.validUntil < checkedOn ? award.validUntil : null;
    const date = award.endedOn ?? over;
    if (date) refuse('HOME_AWARD_ENDED', { date }, { field: 'awardId' });
    requireAfter({ field: 'checkedOn', day: checkedOn }, { field: 'awardedOn', day: award.awardedOn });
    await insertRecheck(tx, tenantId, { ...check, checkedBy: personId });
    if (outcome !== 'KEPT') await endAward(tx, tenantId, award.id, { on: checkedOn, by: id });
    await audit(tx, ask.origin, {
      ...{ action: 'RECHECK_HOME', objectType: 'home_award', objectId: award.id, unionId: union.id },
      after: { outcome, checkedOn, documentNo },
    });
    if (outcome !== 'LOWERED') return award.id;
    // By the ladder that it was awarded on: ranks of another would say something else.
    const ladder = (await Standards.of(tx, tenantId)).byId(award.standardId);
    const to = grade ?? refuse('FIELD_REQUIRED', { field: 'grade' }, { field: 'grade' });
    const { countsAs } = gradeOf(ladder, to);
    if (to >= award.grade) refuse('HOME_NOT_LOWER', { grade: to, held: award.grade }, { field: 'grade' });
    const lowered = {
      ...{ ...award, id: uuid(), grade: to, countsAs, documentNo, awardedOn: checkedOn, flags: [] },
      loweredFrom: award.id,
    };
    await write(tx, ask, union, lowered);
    return lowered.id;
  }
}

/** A re-check of an award, and to which grade where it is lowered. */
interface Settled {
  id: string;
  awardId: string;
  award: HomeAward;
  checkedOn: string;
  outcome: RecheckHomeInput['outcome'];
  grade?: number | null | undefined;
  documentNo: string;
  reason: string | null;
}

async function write(
  tx: Tx,
  ask: Ask,
  { id: unionId, name: union }: TradeUnion,
  award: NewAward,
): Promise<void> {
  const { grade, documentNo, awardedOn } = award;
  if (!(await insertAward(tx, ask.actor.tenantId, award)))
    refuse('AWARD_EXISTS', { union, documentNo }, { field: 'documentNo' });
  await audit(tx, ask.origin, {
    ...{ action: 'AWARD_HOME', objectType: 'home_award', objectId: award.id, unionId },
    after: { unionId, grade, documentNo, awardedOn },
  });
}
