import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import { markMessagesRead, type Message, messagesOf, unreadOf } from '@huiji/store/message';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';

const mostMarked = 200;

/** The messages of the person signed in. Nobody reads another's. */
@Injectable()
export class MessageService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  async list(
    ask: Ask,
    { unreadOnly, ...page }: { first: number; after?: string | null; unreadOnly?: boolean | null },
  ): Promise<Connection<Message> & { unread: number }> {
    const { tenantId, personId } = ask.actor;
    const tx = await ask.read();
    const found = await connection(
      page,
      ({ first, after }) =>
        messagesOf(tx, tenantId, personId, {
          ...{ first, after: after && requireId(after, '页 page'), unreadOnly: unreadOnly ?? false },
        }),
      ({ id }) => id,
    );
    return { ...found, unread: await unreadOf(tx, tenantId, personId) };
  }

  /** Marks messages read; reading twice changes nothing. NOT_FOUND where one is not the actor's own. */
  async markRead(ask: Ask, messageIds: readonly string[]): Promise<void> {
    const { tenantId, personId } = ask.actor;
    const [what, field] = ['消息 message', 'messageIds'] as const;
    if (messageIds.length > mostMarked)
      refuse('REQUEST_TOO_LARGE', { what: field, limit: mostMarked }, { field });
    const ids = messageIds.map((id) => requireId(id, what, field));
    await inTenant(this.source, tenantId, async (tx) => {
      const { theirs, marked } = await markMessagesRead(tx, tenantId, personId, ids);
      if (theirs.length < new Set(ids).size) refuse('NOT_FOUND', { what }, { field });
      if (marked.length === 0) return;
      await audit(tx, ask.origin, {
        ...{ action: 'MARK_READ', objectType: 'person', objectId: personId },
        after: { messages: marked },
      });
    });
  }

  async unread(ask: Ask): Promise<number> {
    return unreadOf(await ask.read(), ask.actor.tenantId, ask.actor.personId);
  }
}
