import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import type { UnionNamed } from '@huiji/filing/visible';
import { employersIn } from '@huiji/store/coverage';
import { accountabilitiesOf, employers } from '@huiji/store/register';
import { Injectable } from '@nestjs/common';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { optionalText } from '../graphql/text.js';
import { orNull } from '../organisation/organisation.resolver.js';
import { readsEmployersOf } from './employer-change.js';
import { type EmployerView, subtreeOf, viewsOf } from './employer-view.js';

export interface EmployerQuery {
  id?: string | null;
  code?: string | null;
}

export interface EmployersQuery extends UnionNamed {
  on?: string | null;
  covered?: boolean | null;
  text?: string | null;
  first: number;
  after?: string | null;
}

/** Reads the register of employers. */
@Injectable()
export class EmployerReader {
  /** An employer whose accountable union the actor may read now; null for any other, and for one that is not there. */
  find(ask: Ask, by: EmployerQuery): Promise<EmployerView | null> {
    return orNull(this.require(ask, by));
  }

  private async require(ask: Ask, { id, code }: EmployerQuery): Promise<EmployerView> {
    const tx = await ask.read();
    const { tenantId } = ask.actor;
    const employerId = id
      ? requireId(id, '用人单位 employer', 'id')
      : (await employers(tx).findOneBy({ tenantId, code: code ?? '' }))?.id;
    const [present] = employerId ? await accountabilitiesOf(tx, tenantId, employerId) : [];
    const seen = present && (await readsEmployersOf(tx, ask.actor, present.unionId));
    const [view] = seen ? await viewsOf(tx, tenantId, [present.employerId]) : [];
    return view ?? refuse('NOT_FOUND', { what: '用人单位 employer' }, { field: 'id' });
  }

  async list(ask: Ask, query: EmployersQuery): Promise<Connection<EmployerView>> {
    const tx = await ask.read();
    const text = optionalText('text', query.text, 100);
    const subtree = await subtreeOf(tx, ask.actor, query);
    return connection(
      query,
      async (keyset) => {
        const where = { covered: query.covered ?? null, text };
        return viewsOf(tx, subtree.tenantId, await employersIn(tx, subtree, where, keyset));
      },
      (employer) => employer.code,
    );
  }

  /** What a mutation answers: the employer that `change` has changed, as it is now. */
  answer(
    ask: Ask,
    change: () => Promise<string>,
  ): Promise<Payload<{ employerId: string; employer: EmployerView }>> {
    return ask.answer(async () => {
      const employerId = await change();
      const [employer] = await viewsOf(await ask.read(), ask.actor.tenantId, [employerId]);
      return { employerId, ...(employer && { employer }) };
    });
  }
}
