import { responsibilitiesOf, type ResponsibilityStatus, responsibilityStatus } from '@huiji/domain/employer';
import { parseDay } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { requirePast } from '@huiji/domain/reorganisation';
import type { UnionNamed } from '@huiji/filing/visible';
import {
  type DuePage,
  endResponsibility,
  insertResponsibility,
  lastResponsibility,
  responsibilitiesIn,
  type Responsibility,
  type ResponsibilityOn,
} from '@huiji/store/responsibility';
import { Inject, Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { requireText } from '../graphql/text.js';
import { EmployerChanges, holdEmployer, requireNotBefore, requireOperating } from './employer-change.js';
import { type EmployerView, subtreeOf, viewsOf } from './employer-view.js';

export interface AssignEmployerInput {
  employerId: string;
  personName: string;
  assignedOn: string;
  dueOn: string;
}

/** A responsibility as the schema has it. */
export type ResponsibilityView = Responsibility & { employer: EmployerView; status: ResponsibilityStatus };

/** Makes a view of a responsibility on a day. */
export function responsibilityView(
  found: ResponsibilityOn,
  employer: EmployerView,
  day: string,
): ResponsibilityView {
  return { ...found, employer, status: responsibilityStatus(found, day) };
}

/** 包干责任制: who is responsible for unionising which employer, and by when. */
@Injectable()
export class ResponsibilityService {
  constructor(@Inject(EmployerChanges) private readonly changes: EmployerChanges) {}

  async assign(ask: Ask, input: AssignEmployerInput): Promise<string> {
    const { tenantId, today } = ask.actor;
    const { assignedOn, dueOn } = input;
    const personName = requireText('personName', input.personName, 50);
    requirePast('assignedOn', assignedOn, today);
    requireNotBefore('dueOn', dueOn, assignedOn);
    return this.changes.make(ask, async (tx) => {
      const { employer, accountable } = await holdEmployer(tx, ask.actor, input.employerId);
      requireNotBefore('assignedOn', assignedOn, employer.operatingFrom);
      requireOperating(employer, assignedOn, 'assignedOn');
      const last = await lastResponsibility(tx, tenantId, employer.id);
      if (last) requireNotBefore('assignedOn', assignedOn, last.endedOn ?? last.assignedOn);
      return {
        employerId: employer.id,
        touched: accountable,
        write: async () => {
          if (last?.endedOn === null) await endResponsibility(tx, tenantId, last.id, assignedOn);
          await insertResponsibility(tx, tenantId, {
            employerId: employer.id,
            personName,
            assignedOn,
            dueOn,
          });
        },
        event: { action: 'ASSIGN_EMPLOYER', after: { assignedOn, dueOn } },
      };
    });
  }

  async end(ask: Ask, { employerId, on }: { employerId: string; on: string }): Promise<string> {
    const { tenantId, today } = ask.actor;
    requirePast('on', on, today);
    return this.changes.make(ask, async (tx) => {
      const { employer, accountable } = await holdEmployer(tx, ask.actor, employerId);
      const last = await lastResponsibility(tx, tenantId, employer.id);
      if (last?.endedOn !== null)
        return refuse('NOBODY_RESPONSIBLE', { employer: employer.name }, { field: 'employerId' });
      requireNotBefore('on', on, last.assignedOn);
      return {
        employerId: employer.id,
        touched: accountable,
        write: () => endResponsibility(tx, tenantId, last.id, on),
        event: { action: 'END_RESPONSIBILITY', before: { endedOn: null }, after: { endedOn: on } },
      };
    });
  }

  async list(
    ask: Ask,
    query: UnionNamed & {
      status?: ResponsibilityStatus | null;
      on?: string | null;
      first: number;
      after?: string | null;
    },
  ): Promise<Connection<ResponsibilityView>> {
    const tx = await ask.read();
    const subtree = await subtreeOf(tx, ask.actor, query);
    const where = responsibilitiesOf(query.status ?? null, subtree.day);
    const page = await connection(
      query,
      ({ first, after }) => responsibilitiesIn(tx, subtree, where, { first, after: placeOf(after) }),
      ({ dueOn, code }) => `${dueOn} ${code}`,
    );
    const views = await viewsOf(
      tx,
      subtree.tenantId,
      page.nodes.map((row) => row.employerId),
    );
    const employers = new Map(views.map((view) => [view.id, view]));
    const nodes = page.nodes.flatMap((row) => {
      const employer = employers.get(row.employerId);
      return employer ? [responsibilityView(row, employer, subtree.day)] : [];
    });
    return { ...page, nodes };
  }
}

/** Where the last page ended: a day and a code. */
function placeOf(after: string | null): DuePage['after'] {
  if (after === null) return null;
  const [, dueOn = '', code = ''] = /^(\S{10}) ([^]+)$/.exec(after) ?? [];
  return { dueOn: parseDay(dueOn, 'after'), code };
}
