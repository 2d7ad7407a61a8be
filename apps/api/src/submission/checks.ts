import { hitsWith } from '@huiji/filing/checks';
import { formAt } from '@huiji/store/form';
import { unionsById } from '@huiji/store/organisation';
import { aroundReturns } from '@huiji/store/rule-input';
import type { Submission } from '@huiji/store/submission';
import type { Ask } from '../graphql/ask.js';
import { byScope } from './by-scope.js';

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
