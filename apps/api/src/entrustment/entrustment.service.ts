import { entrustingProblems, mostEntrusting, requireTerm } from '@huiji/domain/entrustment';
import { problem, refuse, refuseAny } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { allowed, requireMay, type Seen, visibleInTree } from '@huiji/filing/visible';
import { appointmentsDuring } from '@huiji/store/appointment';
import { audit, auditAll } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { entrustmentsById, insertEntrustments, markEnded } from '@huiji/store/entrustment';
import { tradeUnions, treeOn } from '@huiji/store/organisation';
import { personNamed } from '@huiji/store/person';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { optionalText, requireText } from '../graphql/text.js';
import { hideUnion } from '../submission/submission.service.js';

export interface EntrustInput {
  unionIds: string[];
  login: string;
  name: string;
  from?: string | null;
  untilOn: string;
  documentNo: string;
  documentName?: string | null;
}

export interface EndEntrustmentInput {
  entrustmentId: string;
  reason: string;
}

const objectType = 'entrustment';

/** 代报: entrusting a person with the filing of unions, and ending that. */
@Injectable()
export class EntrustmentService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Entrusts all the unions or, where anything is wrong with one of them, none. Answers the ids, in the order of the unions. */
  async entrust(ask: Ask, input: EntrustInput): Promise<string[]> {
    const { tenantId, personId: recordedBy, today } = ask.actor;
    const documentNo = requireText('documentNo', input.documentNo, 100);
    const documentName = optionalText('documentName', input.documentName, 200);
    return inTenant(this.source, tenantId, async (tx) => {
      // First of all, or whoever is signed in could try out which accounts exist.
      const seen = await entrusting(tx, ask, input.unionIds);
      const term = requireTerm({ from: input.from ?? today, untilOn: input.untilOn }, today);
      const { login, name } = input;
      const personId =
        (await personNamed(tx, tenantId, { login: login.trim(), name: name.trim() })) ??
        refuse('ENTRUSTED_PERSON_UNKNOWN', { login: login.slice(0, 50) }, { field: 'login' });
      const appointments = await appointmentsDuring(tx, tenantId, personId, term);
      refuseAny(
        seen.flatMap(({ union, ancestors }) =>
          entrustingProblems({ union, ancestors, recordedBy: standing(ask, union.id), appointments }),
        ),
      );
      const ids = seen.map(({ union }) => union.id);
      const made = { personId, ...term, documentNo, documentName, recordedBy };
      const written = await insertEntrustments(tx, tenantId, ids, made);
      refuseAny(
        seen
          .filter(({ union }) => !written.has(union.id))
          .map(({ union }) => problem('ENTRUSTMENT_EXISTS', { union: union.name }, { field: 'unionIds' })),
      );
      const entrustments = [...written].map(([unionId, id]) => ({ unionId, id }));
      await auditAll(
        tx,
        ask.origin,
        entrustments.map(({ unionId, id }) => ({
          ...{ action: 'ENTRUST', objectType, objectId: id, unionId },
          after: { unionId, personId, ...term, documentNo },
        })),
      );
      return ids.flatMap((unionId) => written.get(unionId) ?? []);
    });
  }

  /** Ends an entrustment. NOT_FOUND where the actor neither is the person entrusted nor may see the union. */
  async end(ask: Ask, input: EndEntrustmentInput): Promise<string> {
    const { tenantId, personId, today } = ask.actor;
    const what = '代报委托 entrustment';
    const id = requireId(input.entrustmentId, what, 'entrustmentId');
    const reason = requireText('reason', input.reason, 500);
    const unknown = (): never => refuse('NOT_FOUND', { what }, { field: 'entrustmentId' });
    await inTenant(this.source, tenantId, async (tx) => {
      const found = (await entrustmentsById(tx, tenantId, [id])).get(id) ?? unknown();
      const { unionId, personId: entrusted, from, untilOn } = found;
      if (entrusted !== personId) await hideUnion(requireMay(tx, ask.actor, 'ENTRUST', unionId), unknown);
      if (!(await markEnded(tx, tenantId, id, { by: personId, reason, today }))) {
        const { name: union } = await tradeUnions(tx).findOneByOrFail({ tenantId, id: unionId });
        refuse('ENTRUSTMENT_NOT_STANDING', { union }, { field: 'entrustmentId' });
      }
      await audit(tx, ask.origin, {
        ...{ action: 'END_ENTRUSTMENT', objectType, objectId: id, unionId },
        before: { unionId, personId: entrusted, from, untilOn },
        after: { givenUp: entrusted === personId },
      });
    });
    return id;
  }
}

/** The unions that are to entrust, in the order in which they were sent, each once: FIELD_REQUIRED, REQUEST_TOO_LARGE, NOT_FOUND, FORBIDDEN. */
async function entrusting(tx: Tx, ask: Ask, unionIds: readonly string[]): Promise<Seen[]> {
  const field = 'unionIds';
  if (unionIds.length === 0) refuse('FIELD_REQUIRED', { field }, { field });
  if (unionIds.length > mostEntrusting)
    refuse('REQUEST_TOO_LARGE', { what: field, limit: mostEntrusting }, { field });
  const what = '工会 union';
  const ids = [...new Set(unionIds.map((id) => requireId(id, what, field)))];
  const seen = await visibleInTree(tx, ask.actor, ids, treeOn(ask.actor.today));
  return ids.map((id) => allowed('ENTRUST', seen.get(id) ?? refuse('NOT_FOUND', { what }, { field })));
}

/** Whether the actor administers the union itself, whatever else of it from above. */
const standing = ({ actor }: Ask, unionId: string): 'ITSELF' | 'ABOVE' =>
  actor.appointments.some((held) => held.role === 'UNION_ADMIN' && held.unionId === unionId)
    ? 'ITSELF'
    : 'ABOVE';
