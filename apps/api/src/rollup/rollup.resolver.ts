import { type Completeness, completenessOf } from '@huiji/domain/completeness';
import { marks } from '@huiji/domain/figure';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireMay, requireMayBelow } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import { unionsById } from '@huiji/store/organisation';
import { contributionsIn } from '@huiji/store/provenance';
import { nettedRows } from '@huiji/store/recast-netting';
import type { Scope } from '@huiji/store/scope';
import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { orNull } from '../organisation/organisation.resolver.js';
import { requireScope } from '../period/scope.js';
import { requireCellOfPeriod } from './cell-of-period.js';
import { type Changes, topicOf } from './changes.js';
import { cellTotals, decimal, figuresOf, ratiosOf } from './present.js';
import { type RollupQuery, RollupService, type RollupView, totalsReadOf } from './rollup.service.js';

const mostPeriods = 40;

@Resolver('Rollup')
export class RollupResolver {
  constructor(@Inject(RollupService) private readonly rollups: RollupService) {}

  @Query('rollup')
  rollup(@Args() query: RollupQuery, @Context('ask') ask: Ask): Promise<RollupView | null> {
    return orNull(this.rollups.read(ask, query));
  }

  @Query('rollupTrend')
  async trend(
    @Args() query: RollupQuery & { periods: string[] },
    @Context('ask') ask: Ask,
  ): Promise<RollupView[]> {
    if (query.periods.length > mostPeriods)
      refuse('REQUEST_TOO_LARGE', { what: 'periods', limit: mostPeriods });
    const trend: RollupView[] = [];
    for (const period of query.periods) {
      const view = await orNull(this.rollups.read(ask, { ...query, period }));
      if (view) trend.push(view);
    }
    return trend.length > 0 || query.periods.length === 0
      ? trend
      : refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionId' });
  }

  @ResolveField('form')
  form(@Parent() { reading }: RollupView): string {
    return reading.form.code;
  }

  @ResolveField('period')
  period(@Parent() { reading }: RollupView): string {
    return reading.period;
  }

  @ResolveField('yearToDate')
  yearToDate(@Parent() { reading }: RollupView): boolean {
    return reading.yearToDate;
  }

  @ResolveField('tree')
  tree(@Parent() { reading }: RollupView): string {
    return reading.treeReading;
  }

  @ResolveField('asOf')
  asOf(@Parent() { reading }: RollupView): Date | null {
    return reading.asOf?.at ?? null;
  }

  @ResolveField('periods')
  periods(@Parent() { reading }: RollupView): readonly string[] {
    return reading.periods;
  }

  @ResolveField('periodsMissing')
  periodsMissing(@Parent() { reading }: RollupView): readonly string[] {
    return reading.periodsMissing;
  }

  @ResolveField('figures')
  figures(@Parent() { reading, total }: RollupView): Array<string | null> {
    return figuresOf(reading.form, total);
  }

  @ResolveField('cells')
  cells(@Parent() { reading, total }: RollupView, @Args('codes') codes: string[] | null): unknown[] {
    return cellTotals(reading.form, total, codes);
  }

  @ResolveField('ratios')
  ratios(@Parent() { reading, total }: RollupView): unknown[] {
    return ratiosOf(reading.form, total);
  }

  @ResolveField('reportsExpected')
  reportsExpected(@Parent() { total }: RollupView): number {
    return total.reportsExpected;
  }

  @ResolveField('reportsAccepted')
  reportsAccepted(@Parent() { total }: RollupView): number {
    return total.reportsAccepted;
  }

  @ResolveField('completeness')
  completeness(@Parent() { total }: RollupView): Completeness {
    return completenessOf(total);
  }

  @ResolveField('status')
  async status(@Parent() { reading, revisedAt }: RollupView): Promise<'PROVISIONAL' | 'FINAL' | 'REVISED'> {
    if (!(await reading.final())) return 'PROVISIONAL';
    return revisedAt ? 'REVISED' : 'FINAL';
  }

  @ResolveField('upTo')
  async upTo(@Parent() { reading }: RollupView): Promise<Date> {
    return (await reading.pending()).upTo;
  }

  @ResolveField('pending')
  async pending(@Parent() { reading }: RollupView): Promise<number> {
    return (await reading.pending()).pending;
  }

  @ResolveField('children')
  async children(
    @Parent() view: RollupView,
    @Args() page: { first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<RollupView>> {
    await requireMayBelow(await ask.read(), ask.actor, 'READ_FIGURES', view.union.id, view.reading.tree);
    return connection(
      page,
      (keyset) => this.rollups.children(ask, view, keyset),
      (child) => child.union.code,
    );
  }

  @ResolveField('contributions')
  async contributions(
    @Parent() { reading, union }: RollupView,
    @Args() page: { cell: string; first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<unknown>> {
    const { form, period, tree, tenantId, asOf } = reading;
    const place = requireCellOfPeriod(reading, page.cell);
    const tx = await ask.read();
    await requireMayBelow(tx, ask.actor, 'READ_FIGURES', union.id, tree);
    const found = await connection(
      page,
      (keyset) =>
        contributionsIn(
          tx,
          { tenantId, form: form.code, period },
          {
            ...{ unionId: union.id, grassroots: union.level === 'GRASSROOTS' },
            ...{ part: place.part, position: place.index + 1, known: asOf?.known ?? null },
          },
          tree,
          { ...keyset, after: keyset.after === null ? null : pairIn(keyset.after) },
        ),
      (row) => `${row.unionId} ${row.id}`,
    );
    const unions = await unionsById(
      tx,
      tenantId,
      found.nodes.map((row) => row.unionId),
    );
    const rows = await nettedRows(tx, { ...totalsReadOf(reading), period, cell: page.cell }, found.nodes);
    const nodes = rows.map((row) => ({
      ...row,
      former: asOf !== null,
      union: unions.get(row.unionId),
      value: row.adds ? decimal(BigInt(row.figure), place.cell) : null,
      mark: marks[row.state],
    }));
    return { ...found, nodes };
  }

  @Subscription('rollupChanged')
  async rollupChanged(
    @Args() where: { unionId: string; form: string; period: string },
    @Context('ask') ask: Ask,
    @Context('changes') changes: Changes,
  ): Promise<unknown> {
    const scopeOf = (tx: Tx): Promise<Scope & { unionId: string }> => this.requireReadable(tx, ask, where);
    const { form, period, unionId, tenantId } = await ask.readOnce(scopeOf);
    const event = { rollupChanged: { unionId, form, period } };
    return changes.of(topicOf({ tenantId, form, period, unionId }), event, async () => {
      await ask.stillSignedIn();
      await ask.readOnce(scopeOf);
    });
  }

  private async requireReadable(
    tx: Tx,
    ask: Ask,
    where: { unionId: string; form: string; period: string },
  ): Promise<Scope & { unionId: string }> {
    const scope = await requireScope(tx, ask, where);
    const { union } = await requireMay(tx, ask.actor, 'READ_FIGURES', where.unionId, scope.tree);
    return { ...scope, unionId: union.id };
  }
}

/** The two ids of a cursor. */
function pairIn(after: string): [string, string] {
  const [one = '', other = ''] = after.split(' ');
  return [requireId(one, '页 page'), requireId(other, '页 page')];
}
