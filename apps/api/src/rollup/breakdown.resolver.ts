import { requireMayBelow } from '@huiji/filing/visible';
import { attributeShares, type UnionAttribute } from '@huiji/store/attribute-breakdown';
import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { requireCellOfPeriod } from './cell-of-period.js';
import { decimal } from './present.js';
import { requireNow, type RollupView } from './rollup.service.js';

@Resolver('Rollup')
export class BreakdownResolver {
  @ResolveField('breakdown')
  async breakdown(
    @Parent() { reading, union }: RollupView,
    @Args() asked: { cell: string; by: UnionAttribute },
    @Context('ask') ask: Ask,
  ): Promise<unknown[]> {
    requireNow(reading, 'breakdown');
    const { cell, part, index } = requireCellOfPeriod(reading, asked.cell);
    const { tenantId, form, period, tree } = reading;
    const tx = await ask.read();
    await requireMayBelow(tx, ask.actor, 'READ_FIGURES', union.id, tree);
    const where = { unionId: union.id, part, position: index + 1, by: asked.by };
    const shares = await attributeShares(tx, { tenantId, form: form.code, period }, where, tree);
    return shares.map((share) => ({ ...share, figure: decimal(BigInt(share.figure), cell) }));
  }
}
