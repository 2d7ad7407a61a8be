import { may } from '@huiji/domain/access';
import { forms } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { lockTree, tradeUnions } from '@huiji/store/organisation';
import { formsOf, insertPeriod, lockPeriod, markFinal, openScope, periods } from '@huiji/store/period';
import { postEveryUnion } from '@huiji/store/registry';
import { drainAll, type Scope } from '@huiji/store/rollup';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';

/** The life of a reporting period. Only who manages periods at the federation may change it. */
@Injectable()
export class PeriodService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** Opens a period for the forms of its frequency, and posts what the registers know of every union for it. */
  async open(ask: Ask, code: string): Promise<string> {
    const { tenantId } = ask.actor;
    const period = parsePeriod(code);
    const filed = forms.filter((form) => isFiledFor(form, period));
    if (filed.length === 0) {
      refuse(
        'FORM_NOT_FOR_PERIOD',
        { form: forms.map((f) => f.code).join('、'), period: code },
        { field: 'period' },
      );
    }
    const scopes = await inTenant(this.source, tenantId, async (tx) => {
      await this.requireManager(tx, ask);
      await lockTree(tx, tenantId, 'ALONE');
      if (!(await insertPeriod(tx, tenantId, period)))
        refuse('PERIOD_EXISTS', { period: code }, { field: 'period' });
      const opened: Scope[] = filed.map((form) => ({ tenantId, form: form.code, period: code }));
      for (const scope of opened) {
        await openScope(tx, scope);
        await postEveryUnion(tx, scope, { new: true });
      }
      await audit(tx, ask.origin, {
        action: 'OPEN_PERIOD',
        objectType: 'period',
        objectId: code,
        after: { status: 'OPEN' },
      });
      return opened;
    });
    this.doorbell.ring(scopes);
    return code;
  }

  /** Ends filing. Waits for filings under way, so that none is accepted as filed after it. */
  async closeFiling(ask: Ask, code: string): Promise<string> {
    const { tenantId } = ask.actor;
    await inTenant(this.source, tenantId, async (tx) => {
      await this.requireManager(tx, ask);
      const period = await lockPeriod(tx, tenantId, code, 'ALONE');
      if (!period) return refuse('PERIOD_UNKNOWN', { period: code.slice(0, 40) }, { field: 'period' });
      if (period.status !== 'OPEN') return refuse('PERIOD_NOT_OPEN', { period: code }, { field: 'period' });
      await periods(tx).update({ tenantId, code }, { status: 'FILING_CLOSED', filingClosedAt: new Date() });
      await audit(tx, ask.origin, {
        action: 'CLOSE_FILING',
        objectType: 'period',
        objectId: code,
        before: { status: 'OPEN' },
        after: { status: 'FILING_CLOSED' },
      });
    });
    return code;
  }

  /**
   * Makes a period FINAL (定稿): its tree, its figures and who files for it stay as they are known now. Waits for
   * acceptances under way, and adds what they leave to the totals first.
   */
  async finalise(ask: Ask, code: string): Promise<string> {
    const { tenantId } = ask.actor;
    await inTenant(this.source, tenantId, async (tx) => {
      await this.requireManager(tx, ask);
      await lockTree(tx, tenantId, 'ALONE');
      const period = await lockPeriod(tx, tenantId, code, 'ALONE');
      if (!period) return refuse('PERIOD_UNKNOWN', { period: code.slice(0, 40) }, { field: 'period' });
      if (period.status !== 'FILING_CLOSED')
        return refuse('PERIOD_NOT_CLOSED', { period: code }, { field: 'period' });
      for (const form of await formsOf(tx, tenantId, code)) {
        await drainAll(tx, { tenantId, form, period: code });
      }
      await markFinal(tx, tenantId, code);
      await audit(tx, ask.origin, {
        action: 'FINALISE_PERIOD',
        objectType: 'period',
        objectId: code,
        before: { status: 'FILING_CLOSED' },
        after: { status: 'FINAL' },
      });
    });
    return code;
  }

  private async requireManager(tx: Tx, ask: Ask): Promise<void> {
    const root = await tradeUnions(tx).findOneByOrFail({ tenantId: ask.actor.tenantId, level: 'FEDERATION' });
    if (!may('MANAGE_PERIODS', ask.actor.appointments, root.id, []))
      refuse('FORBIDDEN', { action: 'MANAGE_PERIODS' });
  }
}
