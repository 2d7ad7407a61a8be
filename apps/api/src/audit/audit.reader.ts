import { may } from '@huiji/domain/access';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireAtRoot, requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import { type AuditSearch, auditEvents, type ReadEvent } from '@huiji/store/audit-search';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { unionsById } from '@huiji/store/organisation';
import { Injectable } from '@nestjs/common';
import type { Actor, Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';

/** What a query of audit events names. */
export interface AuditAsked extends UnionNamed {
  personId?: string | null;
  objectType?: string | null;
  objectId?: string | null;
  action?: string | null;
  since?: Date | null;
  until?: Date | null;
  first: number;
  after?: string | null;
}

/** An audit event as the schema shows it. */
export type AuditEventView = Omit<ReadEvent, 'personId' | 'personName' | 'unionId' | 'exactly'> & {
  person: { id: string; name: string } | null;
  union: TradeUnion | null;
  sealed: boolean;
};

/** Finds what has happened, as far as the actor may read of it. */
@Injectable()
export class AuditReader {
  async events(ask: Ask, asked: AuditAsked): Promise<Connection<AuditEventView>> {
    const { tenantId } = ask.actor;
    const tx = await ask.read();
    const search: AuditSearch = {
      ...(await below(tx, ask.actor, asked)),
      ...(asked.personId && { personId: requireId(asked.personId, '人员 person', 'personId') }),
      ...objectOf(asked),
      ...(asked.action && { action: asked.action }),
      ...(asked.since && { since: asked.since }),
      ...(asked.until && { until: asked.until }),
    };
    const page = await connection(
      asked,
      ({ first, after }) =>
        auditEvents(tx, tenantId, search, { first, after: after === null ? null : placeOf(after) }),
      ({ exactly, id }) => `${exactly} ${id}`,
    );
    const ids = page.nodes.flatMap(({ unionId }) => unionId ?? []);
    const unions = await unionsById(tx, tenantId, [...new Set(ids)]);
    const hidden = readsFigures(ask.actor) ? [] : withFigures;
    const nodes = page.nodes.map((event) =>
      hidden.includes(event.action) ? { ...event, before: null, after: null } : event,
    );
    return { ...page, nodes: nodes.map((event) => viewOf(event, unions)) };
  }
}

/**
 * Where events are looked for: about the union that is named and those below it, or everything, also what is about no union, as
 * accounts and settings are.
 */
async function below(tx: Tx, actor: Actor, named: UnionNamed): Promise<Pick<AuditSearch, 'below'>> {
  if (!named.unionId && !named.unionCode) {
    await requireAtRoot(tx, actor, 'READ_TENANT_AUDIT');
    return {};
  }
  const { union } = await requireMay(tx, actor, 'READ_AUDIT', await unionIdOf(tx, actor, named));
  return { below: { unionIds: [union.id], day: actor.today } };
}

/** What a row of these says was before and after are figures of totals: for whoever may read figures. */
const withFigures: readonly string[] = ['REBUILD_TOTALS', 'ACKNOWLEDGE_BREACH'];

/** Whether any of the actor's appointments lets them read figures at all: where they may read of a union, they may read its figures. */
const readsFigures = ({ appointments }: Actor): boolean =>
  appointments.some((held) => may('READ_FIGURES', [held], held.unionId, []));

/** Ids are unique among things of one type only: a code such as 2026Q3 may be that of anything. */
function objectOf({ objectType, objectId }: AuditAsked): Pick<AuditSearch, 'objectType' | 'objectId'> {
  if (objectId && !objectType) refuse('FIELD_REQUIRED', { field: 'objectType' }, { field: 'objectType' });
  return { ...(objectType && { objectType }), ...(objectId && { objectId }) };
}

const place = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/;

function placeOf(after: string): { exactly: string; id: string } {
  const [, exactly, id] = place.exec(after) ?? [];
  if (!exactly || !id || Number.isNaN(Date.parse(exactly)))
    return refuse('REQUEST_INVALID', { reason: 'after' }, { field: 'after' });
  return { exactly, id: requireId(id, '页 page', 'after') };
}

function viewOf(
  { personId, personName, unionId, exactly: _, ...event }: ReadEvent,
  unions: ReadonlyMap<string, TradeUnion>,
): AuditEventView {
  return {
    ...event,
    person: personId && personName !== null ? { id: personId, name: personName } : null,
    union: (unionId && unions.get(unionId)) || null,
    sealed: event.sequence !== null,
  };
}
