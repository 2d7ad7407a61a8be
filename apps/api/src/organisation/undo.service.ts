import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import {
  changeById,
  type Concerned,
  finalPeriodOf,
  laterChange,
  markUndone,
  type OrganisationChange,
  unionsOf,
} from '@huiji/store/organisation-change';
import { standsAboveItself } from '@huiji/store/reorganise';
import {
  deadParents,
  employerChangedSince,
  takeBack,
  unionsCountingFor,
  useOfFounded,
} from '@huiji/store/undo';
import { Inject, Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { hideUnion } from '../submission/submission.service.js';
import { ChangeService, type Outcome } from './change.service.js';

export interface UndoChangeInput {
  changeId: string;
  reason: string;
  dryRun?: boolean | null;
}

/** Undoing (撤回) a change of the organisation, until a period that counts it is FINAL. The newest goes first. */
@Injectable()
export class UndoService {
  constructor(@Inject(ChangeService) private readonly changes: ChangeService) {}

  undo(ask: Ask, input: UndoChangeInput): Promise<Outcome> {
    const { tenantId, personId } = ask.actor;
    const reason = requireText('reason', input.reason, 500);
    const id = requireId(input.changeId, '组织变动 change', 'changeId');
    return this.changes.inTree(ask, input.dryRun ?? false, async (tx) => {
      const { change, unions } = await changeOf(tx, ask, id);
      const own = unions.filter(({ role }) => role !== 'FROM' && role !== 'TO').map(({ unionId }) => unionId);
      await requireUndoable(tx, change, own);
      const subjectId = unions.find(({ role }) => role === 'SUBJECT')?.unionId ?? '';
      return {
        unionId: subjectId,
        changeId: id,
        concerned: [...unions.map(({ unionId }) => unionId), ...(await unionsCountingFor(tx, tenantId, id))],
        day: change.effectiveOn,
        lock: 'TREE',
        made: async (moment) => {
          await takeBack(tx, { tenantId, changeId: id, moment });
          const [dead] = await deadParents(tx, tenantId, own);
          if (dead) refuse('UNION_DISSOLVED', { union: dead.name, date: dead.date }, { field: 'changeId' });
          if (await standsAboveItself(tx, tenantId, own, change.effectiveOn))
            refuse('MOVE_INTO_OWN_SUBTREE', {}, { field: 'changeId' });
          await markUndone(tx, change, { personId, reason, moment });
          await audit(tx, ask.origin, {
            action: 'UNDO_CHANGE',
            objectType: 'organisation_change',
            objectId: id,
            unionId: subjectId || null,
            before: { kind: change.kind, on: change.effectiveOn },
            after: { reason },
          });
        },
      };
    });
  }
}

/** The change, if the actor may reorganise the union that it is about and keeps the registers of the others. */
async function changeOf(
  tx: Tx,
  ask: Ask,
  id: string,
): Promise<{ change: OrganisationChange; unions: Concerned[] }> {
  const unknown = (): never => refuse('NOT_FOUND', { what: '组织变动 change' }, { field: 'changeId' });
  const change = (await changeById(tx, ask.actor.tenantId, id)) ?? unknown();
  const unions = (await unionsOf(tx, ask.actor.tenantId, [id])).get(id) ?? [];
  for (const { unionId, role } of unions) {
    if (role === 'PART') continue;
    const action = role === 'SUBJECT' ? 'REORGANISE' : 'MAINTAIN_REGISTERS';
    await hideUnion(requireMay(tx, ask.actor, action, unionId), unknown);
  }
  return { change, unions };
}

/** CHANGE_UNDONE, CHANGE_IS_FINAL, LATER_CHANGE where a newer one rests on it, UNION_IN_USE where something else does. */
async function requireUndoable(tx: Tx, change: OrganisationChange, own: readonly string[]): Promise<void> {
  const { tenantId, id } = change;
  const place = { field: 'changeId' };
  if (change.undoneAt) refuse('CHANGE_UNDONE', {}, place);
  const period = await finalPeriodOf(tx, tenantId, change.countedOn);
  if (period) refuse('CHANGE_IS_FINAL', { period }, place);
  const later = await laterChange(tx, tenantId, own, { since: id });
  if (later)
    refuse(
      'LATER_CHANGE',
      { kind: later.kind, date: later.effectiveOn, documentNo: later.documentNo },
      place,
    );
  const employer = await employerChangedSince(tx, tenantId, id);
  if (employer) refuse('EMPLOYER_CHANGED_SINCE', { employer }, place);
  const used = await useOfFounded(tx, tenantId, id);
  if (used) refuse('UNION_IN_USE', { union: used.name, use: used.use }, place);
}
