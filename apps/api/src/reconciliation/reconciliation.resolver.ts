import { refuse } from '@huiji/domain/problem';
import type { Statement } from '@huiji/filing/breach';
import { requireId } from '@huiji/filing/ids';
import { requireMayBelow, type UnionNamed } from '@huiji/filing/visible';
import { unionsById } from '@huiji/store/organisation';
import { treeOf } from '@huiji/store/rollup';
import { submissionById } from '@huiji/store/submission';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { readableScope } from '../period/scope.js';
import { decimal } from '../rollup/present.js';
import { type AcknowledgeBreachInput, ReconciliationService } from './reconciliation.service.js';

@Resolver()
export class ReconciliationResolver {
  constructor(@Inject(ReconciliationService) private readonly reconciliation: ReconciliationService) {}

  @Query('statementBreaches')
  async breaches(
    @Args() where: UnionNamed & { form: string; period: string; first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<unknown>> {
    const { tx, scope, union } = await readableScope(ask, where, requireMayBelow);
    const page = await connection(
      where,
      ({ first, after }) =>
        this.reconciliation.differing(tx, scope, union.id, {
          ...{ first, after: after && requireId(after, '页 page') },
        }),
      ({ submission }) => submission.unionId,
    );
    return { ...page, nodes: await shown(ask, page.nodes) };
  }

  @Mutation('acknowledgeBreach')
  acknowledge(
    @Args('input') input: AcknowledgeBreachInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ statement: unknown }>> {
    return ask.answer(async () => {
      const id = await this.reconciliation.acknowledge(ask, input);
      const { tenantId } = ask.actor;
      const tx = await ask.read();
      const submission =
        (await submissionById(tx, tenantId, id)) ?? refuse('NOT_FOUND', { what: '填报 submission' });
      const tree = await treeOf(tx, tenantId, submission.period);
      const statement = await this.reconciliation.statementOf(tx, tenantId, submission, tree);
      return { statement: statement && (await shown(ask, [statement]))[0] };
    });
  }
}

/** Statements as they travel; the bodies above are looked up once for all of them. */
async function shown(ask: Ask, statements: readonly Statement[]): Promise<unknown[]> {
  const ids = statements.flatMap(({ above }) => above.map(({ unionId }) => unionId));
  const unions = await unionsById(await ask.read(), ask.actor.tenantId, [...new Set(ids)]);
  return statements.map(({ submission, breaches, above }) => ({
    submission,
    breaches: breaches.map(({ cell, stated, below, difference }) => ({
      ...{ cell: cell.code, stated: decimal(stated, cell), below: decimal(below, cell) },
      difference: decimal(difference, cell),
    })),
    acknowledgements: above.flatMap(({ unionId, acknowledgement, current }) =>
      acknowledgement ? [{ ...acknowledgement, union: unions.get(unionId), current }] : [],
    ),
    awaiting: above.flatMap(({ unionId, current }) => (current ? [] : [unions.get(unionId)])),
  }));
}
