import { refuse } from '@huiji/domain/problem';
import { auditedBelow, eventsFor } from '@huiji/filing/audited';
import { requireId } from '@huiji/filing/ids';
import { namedIn, type UnionNamed } from '@huiji/filing/visible';
import { type AuditSearch, auditEvents, type ReadEvent } from '@huiji/store/audit-search';
import type { TradeUnion } from '@huiji/store/entities';
import { unionsById } from '@huiji/store/organisation';
import { Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
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
      ...(await auditedBelow(tx, ask.actor, await namedIn(tx, ask.actor, asked))),
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
    const nodes = eventsFor(ask.actor, page.nodes);
    return { ...page, nodes: nodes.map((event) => viewOf(event, unions)) };
  }
}

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
