import { restore, type Stored } from '@huiji/domain/draft';
import type { Form } from '@huiji/domain/form';
import { layoutOf } from '@huiji/domain/form';
import { changesOf } from '@huiji/domain/restatement';
import { requireId } from '@huiji/filing/ids';
import { requireMayBelow } from '@huiji/filing/visible';
import { formAt } from '@huiji/store/form';
import { unionsById } from '@huiji/store/organisation';
import { replacedBy, revisionsIn } from '@huiji/store/restatement';
import type { Submission } from '@huiji/store/submission';
import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { entryOf } from '../entry/present.js';
import type { Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { requireFiledPeriod } from './cell-of-period.js';
import { decimal } from './present.js';
import type { RollupView } from './rollup.service.js';

@Resolver('Rollup')
export class RestatementResolver {
  @ResolveField('revisions')
  async revisions(
    @Parent() { reading, union }: RollupView,
    @Args() page: { first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<unknown>> {
    requireFiledPeriod(reading);
    const { tenantId, form, period, tree, asOf } = reading;
    const tx = await ask.read();
    await requireMayBelow(tx, ask.actor, 'READ_FIGURES', union.id, tree);
    const part = layoutOf(form).filedParts[0]?.part ?? 1;
    const found = await connection(
      page,
      (keyset) =>
        revisionsIn(
          tx,
          { tenantId, form: form.code, period },
          { unionId: union.id, part, known: asOf?.known ?? null },
          tree,
          { ...keyset, after: keyset.after && requireId(keyset.after, '页 page') },
        ),
      ({ id }) => id,
    );
    const unions = await unionsById(
      tx,
      tenantId,
      found.nodes.map(({ unionId }) => unionId),
    );
    const nodes = found.nodes.map(({ now, then, ...row }) => ({
      ...{ ...row, former: asOf !== null, union: unions.get(row.unionId) },
      cells: changes(form, then, now),
    }));
    return { ...found, nodes };
  }
}

/** `Submission.changes` for all submissions of an answer by one statement (a Mercurius loader). */
export const changesLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: Submission }>,
    { ask }: { ask: Ask },
  ): Promise<Array<unknown[] | null>> {
    const { tenantId } = ask.actor;
    const tx = await ask.read();
    const ids = queries.flatMap(({ obj }) => (obj.revision > 1 ? obj.id : []));
    const replaced = await replacedBy(tx, tenantId, ids);
    const answers: Array<unknown[] | null> = [];
    for (const { obj } of queries) {
      const then = replaced.get(obj.id);
      // A form's version is kept at hand, so this asks the database once for each.
      const form = then && (await formAt(tx, tenantId, obj.form, obj.formVersion));
      answers.push(form ? changes(form, then, obj) : null);
    }
    return answers;
  },
  opts: { cache: false },
};

const changes = (form: Form, then: Stored | null, now: Stored): unknown[] =>
  changesOf(form, then ? restore(form, then) : new Map(), restore(form, now)).map((change) => {
    const [was, is] = [entryOf(change.then, change.cell), entryOf(change.now, change.cell)];
    return {
      cell: change.cell.code,
      ...{ then: was.value, thenMark: was.mark, now: is.value, nowMark: is.mark },
      delta: decimal(change.delta, change.cell),
    };
  });
