import type { Action } from '@huiji/domain/access';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { differenceLine } from '@huiji/domain/rollup-check';
import { requireId } from '@huiji/filing/ids';
import { requireForm } from '@huiji/filing/takes-filings';
import { requireAtRoot, visibleUnion } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { formAt } from '@huiji/store/form';
import { periods } from '@huiji/store/period';
import { rebuildTotals } from '@huiji/store/rollup-check';
import {
  type CheckedScope,
  checkedScopes,
  differencesFound,
  type ScopesMeant,
} from '@huiji/store/rollup-check-reading';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { requireScope } from '../period/scope.js';
import { type FoundView, foundView, type RebuiltView, withUnions } from './rollup-check.answer.js';

/** Which scopes are asked about, and which page. */
export interface ChecksAsked {
  form?: string | null;
  period?: string | null;
  first: number;
  after?: string | null;
}

export interface RebuildTotalsInput {
  unionId: string;
  form: string;
  period: string;
  dryRun?: boolean | null;
}

/** How many of the former differences the audit row holds. */
const mostAudited = 20;

/** Whether totals are what the contributions add up to (自检), and rebuilding those that are not; at the federation only. */
@Injectable()
export class RollupCheckService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  async checks(ask: Ask, asked: ChecksAsked): Promise<Connection<CheckedScope>> {
    const tx = await ask.read();
    const meant = await this.meant(tx, ask, 'READ_CHECKS', asked);
    return connection(
      asked,
      (page) => checkedScopes(tx, meant, page),
      ({ form, period }) => `${form} ${period}`,
    );
  }

  async differences(
    ask: Ask,
    { open, ...asked }: ChecksAsked & { open?: boolean | null },
  ): Promise<Connection<FoundView>> {
    const tx = await ask.read();
    const meant = await this.meant(tx, ask, 'VERIFY_TOTALS', asked);
    const { nodes, pageInfo } = await connection(
      asked,
      ({ first, after }) =>
        differencesFound(tx, meant, open ?? null, { first, after: after && requireId(after, '页 page') }),
      ({ id }) => id,
    );
    const views: FoundView[] = [];
    for (const node of await withUnions(tx, meant.tenantId, nodes))
      views.push(foundView(await formAt(tx, meant.tenantId, node.form, node.formVersion), node));
    return { nodes: views, pageInfo };
  }

  /** FORM_UNKNOWN, PERIOD_UNKNOWN; NOT_FOUND for a union that is not in the period's tree. */
  async rebuild(ask: Ask, input: RebuildTotalsInput): Promise<RebuiltView> {
    const { tenantId } = ask.actor;
    const dryRun = input.dryRun ?? false;
    const { rebuilt, scope } = await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'VERIFY_TOTALS');
      const { form, period, tree } = await requireScope(tx, ask, { form: input.form, period: input.period });
      const { union } = await visibleUnion(tx, ask.actor, input.unionId, tree);
      const unionId = union.level === 'FEDERATION' ? null : union.id;
      const named = { tenantId, form, period };
      const done = await rebuildTotals(tx, named, { unionId, dryRun });
      const { all, first } = done.differences;
      if (done.unions.length > 0)
        await audit(tx, ask.origin, {
          ...{ action: 'REBUILD_TOTALS', objectType: 'trade_union', objectId: union.id, unionId },
          before: {
            differences: first.slice(0, mostAudited).map((one) => differenceLine(done.form, one)),
          },
          after: { form, period, unions: done.unions.length, differences: all },
        });
      const differences = { all, first: await withUnions(tx, tenantId, first) };
      return { rebuilt: { ...done, differences }, scope: named };
    });
    if (rebuilt.unions.length > 0) this.doorbell.tell({ ...scope, unions: rebuilt.unions });
    return { ...rebuilt, period: scope.period, dryRun };
  }

  /** FORBIDDEN away from the federation; FORM_UNKNOWN, PERIOD_UNKNOWN. */
  private async meant(tx: Tx, ask: Ask, action: Action, { form, period }: ChecksAsked): Promise<ScopesMeant> {
    const { tenantId } = ask.actor;
    await requireAtRoot(tx, ask.actor, action);
    const code = period ? parsePeriod(period).code : null;
    if (code !== null && !(await periods(tx).existsBy({ tenantId, code })))
      refuse('PERIOD_UNKNOWN', { period: code }, { field: 'period' });
    return { tenantId, form: form ? (await requireForm(tx, tenantId, form)).code : null, period: code };
  }
}
