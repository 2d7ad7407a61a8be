import { may } from '@huiji/domain/access';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { newestForms } from '@huiji/store/form';
import { lockTree, tradeUnions } from '@huiji/store/organisation';
import { formsOf, insertPeriod, lockPeriod, markFinal, openScope, periods } from '@huiji/store/period';
import { postEveryUnion, renewForm } from '@huiji/store/registry';
import { drainAll, type Scope } from '@huiji/store/rollup';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { requireScope } from './scope.js';

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
    const scopes = await inTenant(this.source, tenantId, async (tx) => {
      await this.requireManager(tx, ask);
      const forms = await newestForms(tx, tenantId);
      const filed = forms.filter((form) => isFiledFor(form, period));
      if (filed.length === 0) {
        refuse(
          'FORM_NOT_FOR_PERIOD',
          { form: forms.map((f) => f.code).join('、'), period: code },
          { field: 'period' },
        );
      }
      await lockTree(tx, tenantId, 'ALONE');
      if (!(await insertPeriod(tx, tenantId, period)))
        refuse('PERIOD_EXISTS', { period: code }, { field: 'period' });
      const opened: Scope[] = [];
      for (const form of filed) {
        const scope = { tenantId, form: form.code, period: code };
        await openScope(tx, scope, form.version);
        await postEveryUnion(tx, scope, { new: true });
        opened.push(scope);
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

  /** Files a period by the newest version of a form; what has been filed under the older one is read by the new layout. */
  async renewForm(ask: Ask, named: { form: string; period: string }): Promise<string> {
    const { tenantId } = ask.actor;
    const scope = await inTenant(this.source, tenantId, async (tx) => {
      await this.requireManager(tx, ask);
      const { period, form } = await requireScope(tx, ask, named);
      await lockTree(tx, tenantId, 'ALONE');
      const { status } =
        (await lockPeriod(tx, tenantId, period, 'ALONE')) ?? refuse('PERIOD_UNKNOWN', { period });
      if (status === 'FINAL') refuse('PERIOD_NOT_OPEN', { period }, { field: 'period' });
      if (await renewForm(tx, { tenantId, form, period }))
        await audit(tx, ask.origin, {
          action: 'RENEW_FORM',
          objectType: 'period',
          objectId: period,
          after: { form },
        });
      return { tenantId, form, period };
    });
    this.doorbell.ring([scope]);
    return scope.period;
  }

  private async requireManager(tx: Tx, ask: Ask): Promise<void> {
    const root = await tradeUnions(tx).findOneByOrFail({ tenantId: ask.actor.tenantId, level: 'FEDERATION' });
    if (!may('MANAGE_PERIODS', ask.actor.appointments, root.id, []))
      refuse('FORBIDDEN', { action: 'MANAGE_PERIODS' });
  }
}
