import type { Form } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import type { Problem } from '@huiji/domain/problem';
import { runRules } from '@huiji/domain/rule-run';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { formAt } from '@huiji/store/form';
import { unionsById } from '@huiji/store/organisation';
import { writeContext } from '@huiji/domain/rule-context';
import { inputOf } from '@huiji/domain/rule-world';
import { aroundReturns, type LookedUp } from '@huiji/store/rule-input';
import type { Scope } from '@huiji/store/scope';
import { handoverIn, type Submission } from '@huiji/store/submission';
import type { Ask } from '../graphql/ask.js';
import { byScope } from './by-scope.js';
import { contentOf } from './content.js';

/** What the rules of a form find in what one union of this level has filled in; `known` are the parameters of its period, if read already. */
export async function hitsOf(
  tx: Tx,
  tenantId: string,
  { form, submission, level }: { form: Form; submission: Submission; level: Level },
  known?: LookedUp['parameters'],
): Promise<Problem[]> {
  const scope = { tenantId, form: form.code, period: submission.period };
  const around = (await aroundReturns(tx, scope, form, [submission.unionId], known)).get(submission.unionId);
  return around ? hitsWith(form, submission, around, level) : [];
}

function hitsWith(form: Form, submission: Submission, beside: LookedUp, level: Level): Problem[] {
  const { entries, rows } = contentOf(form, submission);
  const { handover } = submission;
  return runRules(form, inputOf({ ...beside, handover, level }, entries, rows), 'FILED');
}

/** What `returnChecks` needs to find the same in a return while it is filled in, begun or not. */
export async function contextOf(
  tx: Tx,
  { tenantId, period }: Pick<Scope, 'tenantId' | 'period'>,
  form: Form,
  { id, level }: Pick<TradeUnion, 'id' | 'level'>,
): Promise<string> {
  const scope = { tenantId, form: form.code, period };
  const beside = (await aroundReturns(tx, scope, form, [id])).get(id);
  if (!beside) throw new Error(`nothing was looked up for ${id}`);
  const handover = await handoverIn(tx, scope, id);
  return writeContext({ form, around: { ...beside, handover, level } });
}

/** `Submission.hits` for all submissions of an answer: what their rules look up is read once for a scope (a Mercurius loader). */
export const hitsLoader = {
  async loader(queries: ReadonlyArray<{ obj: Submission }>, { ask }: { ask: Ask }): Promise<unknown[][]> {
    const { tenantId } = ask.actor;
    const tx = await ask.read();
    const submissions = queries.map(({ obj }) => obj);
    const unions = await unionsById(
      tx,
      tenantId,
      submissions.map(({ unionId }) => unionId),
    );
    const found = new Map<Submission, unknown[]>();
    for (const alike of byScope(submissions, (one) => one)) {
      const [first] = alike;
      const form = await formAt(tx, tenantId, first.form, first.formVersion);
      const scope = { tenantId, form: form.code, period: first.period };
      const ids = [...new Set(alike.map(({ unionId }) => unionId))];
      const around = await aroundReturns(tx, scope, form, ids);
      for (const submission of alike) {
        const [union, beside] = [unions.get(submission.unionId), around.get(submission.unionId)];
        const hits = union && beside ? hitsWith(form, submission, beside, union.level) : [];
        found.set(submission, ask.errors(hits));
      }
    }
    return submissions.map((submission) => found.get(submission) ?? []);
  },
  opts: { cache: false },
};
