import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import { unionsById } from '@huiji/store/organisation';
import { deliveriesAbout, type LoggedDelivery, remindersAbout, scopeOfReminder } from '@huiji/store/reminder';
import { treeOf } from '@huiji/store/rollup';
import { Inject, Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { requireScope } from '../period/scope.js';
import { hideUnion } from '../submission/submission.service.js';
import { ChannelsSetUp } from './channels.js';
import type { ReminderAsked } from './prepare.js';
import { type PreviewView, previewView, reminderView, unionView } from './reminder.answer.js';
import { ReminderService } from './reminder.service.js';

export interface Paged {
  first: number;
  after?: string | null;
}

/** The previews and the log of reminders, as the schema shows them. */
@Injectable()
export class ReminderReader {
  constructor(
    @Inject(ReminderService) private readonly service: ReminderService,
    @Inject(ChannelsSetUp) private readonly channels: ChannelsSetUp,
  ) {}

  async preview(ask: Ask, asked: ReminderAsked & Paged): Promise<PreviewView> {
    const prepared = await this.service.preview(ask, asked);
    const page = await connection(
      asked,
      ({ first, after }) =>
        Promise.resolve(prepared.owing.filter(({ code }) => after === null || code > after).slice(0, first)),
      ({ code }) => code,
    );
    const ids = page.nodes.map(({ id }) => id);
    const unions = await unionsById(await ask.read(), ask.actor.tenantId, ids);
    const now = new Date();
    const nodes = page.nodes.map((one) => unionView(prepared, one, unions, now));
    return previewView(prepared, { ...page, nodes }, this.channels.all, now);
  }

  async log(
    ask: Ask,
    where: UnionNamed & Paged & { form: string; period: string },
  ): Promise<Connection<ReturnType<typeof reminderView>>> {
    const tx = await ask.read();
    const { tree, ...scope } = await requireScope(tx, ask, { form: where.form, period: where.period });
    const { union } = await requireMay(tx, ask.actor, 'REMIND', await unionIdOf(tx, ask.actor, where), tree);
    const page = await connection(
      where,
      ({ first, after }) =>
        remindersAbout(tx, scope, { unionId: union.id, tree }, { first, after: pageAfter(after) }),
      ({ id }) => id,
    );
    return { ...page, nodes: page.nodes.map(reminderView) };
  }

  /** One reminder as its sender sees it, just sent. */
  async sent(ask: Ask, id: string, unionId: string): Promise<ReturnType<typeof reminderView>> {
    const { tx, scope, tree } = await this.scopeOf(ask, id);
    const [found] = await remindersAbout(tx, scope, { unionId, tree, only: id }, { first: 1, after: null });
    return found ? reminderView(found) : refuse('NOT_FOUND', { what: '催报 reminder' });
  }

  async deliveries(
    ask: Ask,
    where: Paged & { reminderId: string; unionId: string },
  ): Promise<Connection<LoggedDelivery>> {
    const { tx, scope, tree, id } = await this.scopeOf(ask, where.reminderId);
    const unknown = (): never => refuse('NOT_FOUND', { what: '催报 reminder' }, { field: 'reminderId' });
    const { union } = await hideUnion(requireMay(tx, ask.actor, 'REMIND', where.unionId, tree), unknown);
    const about = { unionId: union.id, tree, reminderId: id };
    const [reminder] = await remindersAbout(tx, scope, { ...about, only: id }, { first: 1, after: null });
    if (!reminder) unknown();
    return connection(
      where,
      ({ first, after }) => deliveriesAbout(tx, scope.tenantId, about, { first, after: pageAfter(after) }),
      (row) => row.id,
    );
  }

  private async scopeOf(ask: Ask, reminderId: string) {
    const { tenantId } = ask.actor;
    const tx = await ask.read();
    const [what, field] = ['催报 reminder', 'reminderId'] as const;
    const id = requireId(reminderId, what, field);
    const scope = (await scopeOfReminder(tx, tenantId, id)) ?? refuse('NOT_FOUND', { what }, { field });
    return { tx, id, scope, tree: await treeOf(tx, tenantId, scope.period) };
  }
}

const pageAfter = (after: string | null): string | null => after && requireId(after, '页 page');
