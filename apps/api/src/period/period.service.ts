import { deadlinesOf } from '@huiji/domain/calendar';
import type { Form } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import { requireAtRoot } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import { newestForms } from '@huiji/store/form';
import { lockTree } from '@huiji/store/organisation';
import {
  formsOf,
  insertPeriod,
  lockPeriod,
  markClosed,
  markFinal,
  markOpen,
  openScope,
} from '@huiji/store/period';
import { postEveryUnion, renewForm } from '@huiji/store/registry';
import { type Change, drainAll } from '@huiji/store/rollup';
import { setAsideIn } from '@huiji/store/set-aside';
import type { Scope } from '@huiji/store/scope';
import { setPeriodDeadline, timeZoneOf } from '@huiji/store/deadline';
import { endWindowsOf } from '@huiji/store/window';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { calendarFor } from './calendar.js';
import { requireScope } from './scope.js';

/** The life of a reporting period. Only who manages periods at the federation may change it. */
@Injectable()
export class PeriodService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** Opens a period for the forms of its frequency that are still valid (有效期至), with the deadlines of the calendar, and posts what the registers know of every union for it. */
  async open(ask: Ask, code: string): Promise<string> {
    const { tenantId } = ask.actor;
    const period = parsePeriod(code);
    const scopes = await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'MANAGE_PERIODS');
      await lockTree(tx, tenantId, 'ALONE');
      const forms = await newestForms(tx, tenantId);
      const holds = ({ cover }: Form): boolean => (cover.validUntil ?? period.startsOn) >= period.startsOn;
      const filed = forms.filter((form) => isFiledFor(form, period) && holds(form));
      const [{ frequency } = { frequency: null }] = filed;
      if (!frequency) {
        return refuse(
          'FORM_NOT_FOR_PERIOD',
          { form: forms.map((f) => f.code).join('、'), period: code },
          { field: 'period' },
        );
      }
      if (!(await insertPeriod(tx, tenantId, period)))
        refuse('PERIOD_EXISTS', { period: code }, { field: 'period' });
      const calendar = await calendarFor(tx, tenantId, frequency);
      for (const deadline of deadlinesOf(period, calendar, await timeZoneOf(tx, tenantId)))
        await setPeriodDeadline(tx, tenantId, code, deadline);
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
      await requireAtRoot(tx, ask.actor, 'MANAGE_PERIODS');
      const period = await lockPeriod(tx, tenantId, code, 'ALONE');
      if (!period) return refuse('PERIOD_UNKNOWN', { period: code.slice(0, 40) }, { field: 'period' });
      if (period.status !== 'OPEN') return refuse('PERIOD_NOT_OPEN', { period: code }, { field: 'period' });
      await markClosed(tx, tenantId, code);
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

  /** Takes filings again, with a reason. Windows end: a filing through one would else look like any other. */
  async reopen(ask: Ask, input: { period: string; reason: string }): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const reason = requireText('reason', input.reason, 500);
    const code = input.period;
    await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'MANAGE_PERIODS');
      const period = await lockPeriod(tx, tenantId, code, 'ALONE');
      if (!period) return refuse('PERIOD_UNKNOWN', { period: code.slice(0, 40) }, { field: 'period' });
      const { status } = period;
      if (status !== 'FILING_CLOSED')
        return refuse('PERIOD_NOT_REOPENED', { period: code, status }, { field: 'period' });
      const windows = await endWindowsOf(tx, tenantId, code, personId);
      await markOpen(tx, tenantId, code);
      await audit(tx, ask.origin, {
        action: 'REOPEN_FILING',
        objectType: 'period',
        objectId: code,
        before: { status },
        after: { status: 'OPEN', reason, windowsEnded: windows },
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
    const drained = await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'MANAGE_PERIODS');
      await lockTree(tx, tenantId, 'ALONE');
      const period = await lockPeriod(tx, tenantId, code, 'ALONE');
      if (!period) return refuse('PERIOD_UNKNOWN', { period: code.slice(0, 40) }, { field: 'period' });
      if (period.status !== 'FILING_CLOSED')
        return refuse('PERIOD_NOT_CLOSED', { period: code }, { field: 'period' });
      const written: Change[] = [];
      for (const form of await formsOf(tx, tenantId, code)) {
        const scope = { tenantId, form, period: code };
        written.push({ ...scope, unions: [...(await drainAll(tx, scope))] });
      }
      const count = await setAsideIn(tx, tenantId, code);
      if (count > 0) refuse('CHANGES_SET_ASIDE', { period: code, count }, { field: 'period' });
      await markFinal(tx, tenantId, code);
      await audit(tx, ask.origin, {
        action: 'FINALISE_PERIOD',
        objectType: 'period',
        objectId: code,
        before: { status: 'FILING_CLOSED' },
        after: { status: 'FINAL' },
      });
      return written;
    });
    this.doorbell.ring(drained);
    return code;
  }

  /** Files a period by the newest version of a form; what has been filed under the older one is read by the new layout. */
  async renewForm(ask: Ask, named: { form: string; period: string }): Promise<string> {
    const { tenantId } = ask.actor;
    const scope = await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'MANAGE_PERIODS');
      const { period, form } = await requireScope(tx, ask, named);
      await lockTree(tx, tenantId, 'ALONE');
      const { status } =
        (await lockPeriod(tx, tenantId, period, 'ALONE')) ?? refuse('PERIOD_UNKNOWN', { period });
      if (status === 'FINAL') refuse('PERIOD_NOT_OPEN', { period }, { field: 'period' });
      const renewed = await renewForm(tx, { tenantId, form, period });
      if (renewed)
        await audit(tx, ask.origin, {
          action: 'RENEW_FORM',
          objectType: 'period',
          objectId: period,
          after: { form },
        });
      return renewed ?? { tenantId, form, period };
    });
    this.doorbell.ring([scope]);
    return scope.period;
  }
}
