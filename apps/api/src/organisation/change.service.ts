import { refuse } from '@huiji/domain/problem';
import { requirePast } from '@huiji/domain/reorganisation';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { lockTree } from '@huiji/store/organisation';
import {
  type ChangeKind,
  type ChangeRole,
  countedFrom,
  laterChange,
  recordChange,
} from '@huiji/store/organisation-change';
import { changeRegisters, type RegisterLock } from '@huiji/store/registry';
import type { Change } from '@huiji/store/reorganise';
import type { Change as TotalsChange } from '@huiji/store/rollup';
import { withAncestors } from '@huiji/store/tree';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { type Effect, effectsOf, totalsBefore } from './effects.js';

/** What every change of the organisation says of itself. */
export interface ChangeInput {
  on: string;
  reason: string;
  documentNo: string;
  dryRun?: boolean | null;
}

/** What a change does, once its rules have been looked at. */
export interface Plan {
  kind: ChangeKind;
  /** The union that it is about, and the others that it concerns. */
  subjectId: string;
  unions: ReadonlyArray<{ unionId: string; role: ChangeRole }>;
  /** Other unions whose registers follow, such as those that count the employers concerned. */
  following?: readonly string[];
  lock: Exclude<RegisterLock, 'SHARED'>;
  apply: (change: Change) => Promise<void>;
}

/** What came of a change; `effects` only where it was rehearsed (`dryRun`), and then there is no change. */
export interface Outcome {
  unionId: string;
  changeId: string | null;
  effects: Effect[] | null;
}

/** Thrown at the end of a rehearsal, so that its transaction leaves nothing behind. */
class Rehearsed extends Error {
  constructor(readonly outcome: Outcome) {
    super('rehearsed');
  }
}

/** Runs changes of the organisation (组织变动): one transaction each, under the tenant's tree lock. */
@Injectable()
export class ChangeService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** Makes a change that `plan` describes; it reads under the lock, so what it has seen still holds when it is applied. */
  run(ask: Ask, input: ChangeInput, plan: (tx: Tx) => Promise<Plan>): Promise<Outcome> {
    const reason = requireText('reason', input.reason, 500);
    const documentNo = requireText('documentNo', input.documentNo, 100);
    requirePast('on', input.on, ask.actor.today);
    const { tenantId, personId } = ask.actor;
    return this.inTree(ask, input.dryRun ?? false, async (tx) => {
      const { kind, subjectId, unions, following = [], lock, apply } = await plan(tx);
      await requireLatest(
        tx,
        tenantId,
        unions.filter(({ role }) => role === 'SUBJECT' || role === 'PART').map(({ unionId }) => unionId),
        input.on,
      );
      const id = uuid();
      const countedOn = await countedFrom(tx, tenantId, input.on);
      const made = async (moment: string): Promise<void> => {
        await apply({ tenantId, id, moment, on: input.on, countedOn });
        await recordChange(
          tx,
          { tenantId, id, kind, effectiveOn: input.on, countedOn, reason, documentNo, recordedBy: personId },
          unions,
        );
        await audit(tx, ask.origin, {
          action: `${kind}_UNION`,
          objectType: 'trade_union',
          objectId: subjectId,
          unionId: subjectId,
          after: { changeId: id, on: input.on, documentNo, unions },
        });
      };
      const concerned = [...unions.map(({ unionId }) => unionId), ...following];
      return { unionId: subjectId, changeId: id, concerned, day: input.on, lock, made };
    });
  }

  /**
   * Changes the tree in one transaction: `prepare` reads under the lock and says what is to be made. A rehearsal does
   * all of it, reads what has become of the totals, and takes it back.
   */
  async inTree(
    ask: Ask,
    dryRun: boolean,
    prepare: (tx: Tx) => Promise<{
      unionId: string;
      changeId: string | null;
      concerned: readonly string[];
      day: string;
      lock: Exclude<RegisterLock, 'SHARED'>;
      made: (moment: string) => Promise<void>;
    }>,
  ): Promise<Outcome> {
    const { tenantId } = ask.actor;
    let moved: TotalsChange[] = [];
    let outcome: Outcome = { unionId: '', changeId: null, effects: null };
    try {
      await inTenant(this.source, tenantId, async (tx) => {
        await lockTree(tx, tenantId, 'ALONE');
        const { unionId, changeId, concerned, day, lock, made } = await prepare(tx);
        const above = new Set(await withAncestors(tx, tenantId, concerned, day));
        const before = dryRun ? await totalsBefore(tx, tenantId, above) : null;
        const touched = lock === 'TREE' ? above : new Set(concerned);
        moved = await changeRegisters(tx, tenantId, touched, made, lock);
        outcome = { unionId, changeId, effects: null };
        if (before) {
          const effects = await effectsOf(tx, before);
          throw new Rehearsed({ unionId, changeId: null, effects });
        }
      });
    } catch (error) {
      if (error instanceof Rehearsed) return error.outcome;
      throw error;
    }
    this.doorbell.ring(moved);
    return outcome;
  }
}

/** Changes of one union are made in the order of their days: LATER_CHANGE names the one that comes after. */
async function requireLatest(tx: Tx, tenantId: string, unionIds: string[], on: string): Promise<void> {
  const later = await laterChange(tx, tenantId, unionIds, { than: on });
  if (later)
    refuse(
      'LATER_CHANGE',
      { kind: later.kind, date: later.effectiveOn, documentNo: later.documentNo },
      { field: 'on' },
    );
}
