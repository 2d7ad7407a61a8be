import { may } from '@huiji/domain/access';
import { daysBetween } from '@huiji/domain/calendar';
import { restore } from '@huiji/domain/draft';
import { entrustmentFor } from '@huiji/domain/entrustment';
import { cellsFiledBy } from '@huiji/domain/form';
import { parseDay } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import type { SubmissionState } from '@huiji/domain/submission';
import type { Tx } from '@huiji/store/data-source';
import { formAt } from '@huiji/store/form';
import { never, type TaskPlace, type TaskRow, tasksOf } from '@huiji/store/task';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Actor, Ask } from '../graphql/ask.js';
import { connection, type Connection, type PageAsked } from '../graphql/connection.js';
import { optionalText } from '../graphql/text.js';

type TaskState = SubmissionState | 'NOT_BEGUN';

interface TaskQuery extends PageAsked {
  form?: string | null;
  period?: string | null;
  states: TaskState[] | null;
  entrusted?: boolean | null;
  search?: string | null;
}

@Resolver()
export class TaskResolver {
  @Query('myTasks')
  async mine(@Args() query: TaskQuery, @Context('ask') ask: Ask): Promise<Connection<unknown>> {
    const { actor } = ask;
    const { tenantId, today } = actor;
    const tx = await ask.read();
    const meant = {
      ...{
        tenantId,
        today,
        filesFor: filesFor(actor),
        form: query.form ?? null,
        period: query.period ?? null,
      },
      states: query.states?.map((state) => (state === 'NOT_BEGUN' ? null : state)) ?? null,
      entrusted: query.entrusted ?? null,
      search: optionalText('search', query.search, 100),
    };
    const page = await connection(
      query,
      ({ first, after }) => tasksOf(tx, meant, { first, after: placeOf(after) }),
      ({ dueOn, period, form, code }) => `${dueOn ?? never} ${period} ${form} ${code}`,
    );
    const nodes: unknown[] = [];
    for (const row of page.nodes) nodes.push(await taskView(tx, actor, row));
    return { ...page, nodes };
  }
}

/** The unions that the actor files for, each once. */
const filesFor = ({ appointments }: Actor) =>
  [...new Set(appointments.map(({ unionId }) => unionId))]
    .filter((unionId) => may('FILE', appointments, unionId, []))
    .map((unionId) => ({ unionId, entrustmentId: entrustmentFor(appointments, unionId) }));

/** Where the last page ended. */
function placeOf(after: string | null): TaskPlace | null {
  if (after === null) return null;
  const [, dueOn, period, form, code] = /^(\S+) (\S+) (\S+) (.+)$/s.exec(after) ?? [];
  if (dueOn === undefined || period === undefined || form === undefined || code === undefined)
    return refuse('REQUEST_INVALID', { reason: 'after' });
  return [parseDay(dueOn, 'after'), period, form, code];
}

/** A task as the schema shows it. Forms are kept at hand, so this reads each once. */
async function taskView(tx: Tx, { tenantId, today }: Actor, { submission, ...row }: TaskRow) {
  const form = await formAt(tx, tenantId, row.form, row.formVersion);
  const own = cellsFiledBy(form, row.level);
  const entries = submission ? restore(form, submission) : new Map<string, unknown>();
  return {
    ...row,
    state: submission?.state ?? 'NOT_BEGUN',
    submissionId: submission?.id ?? null,
    ...{ version: submission?.version ?? 0, revision: submission?.revision ?? 0 },
    ...{ total: own.length, filled: own.filter(({ code }) => entries.has(code)).length },
    daysLeft: row.dueOn === null ? null : daysBetween(today, row.dueOn),
    returnReason: submission?.returnReason ?? null,
  };
}
