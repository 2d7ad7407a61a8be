import { personsMeant } from '@huiji/filing/administered';
import { auditedBelow, eventsFor } from '@huiji/filing/audited';
import { type AuditPage, auditEvents } from '@huiji/store/audit-search';
import { searchPersons } from '@huiji/store/person-search';
import { eventsSheet, stateText } from '@huiji/workbook/tables/audit';
import { peopleSheet } from '@huiji/workbook/tables/people';
import type { Sheet } from '@huiji/workbook/workbook';
import { page, pagesOf } from '../all.js';
import type { ListSource } from '../list-source.js';

/** 人员, as of now. */
export async function people(source: ListSource, title: string): Promise<Sheet> {
  const { tx, actor, input } = source;
  const meant = await personsMeant(tx, actor, input.whole ? null : input.unionId);
  const pages = pagesOf(
    (after: string | null) => searchPersons(tx, meant, input.text ?? '', { first: page, after }),
    ({ login }) => login,
  );
  const rows = await source.rows(pages, async (some) => {
    const unions = await source.names(
      some.flatMap(({ appointments }) => appointments.map(({ unionId }) => unionId)),
    );
    return some.flatMap(({ appointments, lastSignInAt, ...person }) =>
      appointments.map(({ role, unionId, from, until }) => ({
        ...{ ...person, role, from, until, lastSignInAt: source.shown(lastSignInAt) },
        union: unions.get(unionId) ?? { code: '', name: '' },
      })),
    );
  });
  const narrowed = input.text === null ? '' : `;账号或姓名含“${input.text}”`;
  return peopleSheet(
    { title, notes: source.notes(`本人管理的账号,共 ${rows.length} 项任职${narrowed}`) },
    rows,
  );
}

/** 审计, the newest first. */
export async function events(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, actor, input } = source;
  const { personId, action, since, until } = input;
  const search = {
    ...(await auditedBelow(tx, actor, input.whole ? null : input.unionId)),
    ...{ ...(personId && { personId }), ...(action && { action }) },
    ...{ ...(since && { since: new Date(since) }), ...(until && { until: new Date(until) }) },
  };
  const pages = pagesOf(
    (after: AuditPage['after']) => auditEvents(tx, tenantId, search, { first: page, after }),
    ({ exactly, id }) => ({ exactly, id }),
  );
  const rows = await source.rows(pages, async (some) => {
    const unions = await source.names(some.flatMap(({ unionId }) => unionId ?? []));
    return eventsFor(actor, some).map(({ at, personName, unionId, ...event }) => ({
      ...{ ...event, at: source.shown(at), person: personName },
      union: unions.get(unionId ?? '')?.name ?? null,
      ...{ before: stateText(event.before), after: stateText(event.after) },
    }));
  });
  const span = [
    since && `${source.shown(new Date(since))} 起`,
    until && `${source.shown(new Date(until))} 前`,
  ];
  const told = [action && `操作 ${action}`, ...span, `共 ${rows.length} 条,新的在前`]
    .filter(Boolean)
    .join(';');
  return eventsSheet({ title, notes: source.notes(told) }, rows);
}
