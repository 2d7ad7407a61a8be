import { endOfDay, mostDays } from '@huiji/domain/calendar';
import { daysAfter } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { requireAtRoot, visibleUnion } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { timeZoneOf } from '@huiji/store/deadline';
import type { TradeUnion } from '@huiji/store/entities';
import { lockUnions } from '@huiji/store/organisation';
import { lockPeriod } from '@huiji/store/period';
import type { Scope } from '@huiji/store/scope';
import { endWindow, insertWindow, openWindowOf } from '@huiji/store/window';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { requireDay, requireExpected, type UnionScope } from './filing.js';
import { requireScope } from './scope.js';

export interface OpenWindowInput extends UnionScope {
  reason: string;
  untilOn: string;
}

/** Windows: after filing has closed one union may file (补报) or correct (更正) until a day ends. */
@Injectable()
export class WindowService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  open(ask: Ask, input: OpenWindowInput): Promise<UnionScope> {
    const { tenantId, personId, today } = ask.actor;
    const reason = requireText('reason', input.reason, 500);
    return inTenant(this.source, tenantId, async (tx) => {
      const { scope, union } = await this.lock(tx, ask, input);
      const period = await lockPeriod(tx, tenantId, scope.period, 'SHARED');
      if (period?.status === 'OPEN')
        refuse('WINDOW_NOT_NEEDED', { period: scope.period }, { field: 'period' });
      await requireExpected(tx, scope, union);
      const standing = await openWindowOf(tx, scope, union.id);
      if (standing)
        refuse('WINDOW_EXISTS', { union: union.name, until: standing.untilOn }, { field: 'unionId' });
      const untilOn = requireDay('untilOn', input.untilOn, {
        earliest: ['today', today],
        latest: daysAfter(today, mostDays),
      });
      const untilAt = endOfDay(untilOn, await timeZoneOf(tx, tenantId));
      const id = await insertWindow(tx, scope, { unionId: union.id, reason, untilOn, untilAt, by: personId });
      await audit(tx, ask.origin, {
        action: 'OPEN_WINDOW',
        objectType: 'filing_window',
        objectId: id,
        unionId: union.id,
        after: { unionId: union.id, form: scope.form, period: scope.period, untilOn, reason },
      });
      return { unionId: union.id, form: scope.form, period: scope.period };
    });
  }

  close(ask: Ask, input: UnionScope): Promise<UnionScope> {
    const { tenantId, personId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      const { scope, union } = await this.lock(tx, ask, input);
      const window =
        (await openWindowOf(tx, scope, union.id)) ??
        refuse('NO_WINDOW', { union: union.name, period: scope.period }, { field: 'unionId' });
      await endWindow(tx, tenantId, window.id, personId);
      await audit(tx, ask.origin, {
        action: 'CLOSE_WINDOW',
        objectType: 'filing_window',
        objectId: window.id,
        unionId: union.id,
        before: { untilOn: window.untilOn },
      });
      return { unionId: union.id, form: scope.form, period: scope.period };
    });
  }

  /** The scope and the union, which waits for what it is filing now: a window is never closed under a filing. */
  private async lock(tx: Tx, ask: Ask, input: UnionScope): Promise<{ scope: Scope; union: TradeUnion }> {
    await requireAtRoot(tx, ask.actor, 'MANAGE_PERIODS');
    const { tenantId, form, period, tree } = await requireScope(tx, ask, input);
    const { union } = await visibleUnion(tx, ask.actor, input.unionId, tree);
    await lockUnions(tx, tenantId, [union.id]);
    return { scope: { tenantId, form, period }, union };
  }
}
