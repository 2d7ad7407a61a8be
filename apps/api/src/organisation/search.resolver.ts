import { unionIdOf, type UnionNamed, visibleUnion } from '@huiji/filing/visible';
import type { TradeUnion } from '@huiji/store/entities';
import { searchUnions } from '@huiji/store/search';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { type Connection, connection } from '../graphql/connection.js';
import { requireText } from '../graphql/text.js';

@Resolver()
export class SearchResolver {
  @Query('searchUnions')
  async searchUnions(
    @Args() query: UnionNamed & { text: string; first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<TradeUnion>> {
    const tx = await ask.read();
    const { actor } = ask;
    const { tenantId, today } = actor;
    const text = requireText('text', query.text, 100);
    const tops =
      query.unionId || query.unionCode
        ? [(await visibleUnion(tx, actor, await unionIdOf(tx, actor, query))).union.id]
        : actor.appointments.map((appointment) => appointment.unionId);
    return connection(
      query,
      (keyset) => searchUnions(tx, { tenantId, today, tops }, text, keyset),
      (union) => union.code,
    );
  }
}
