import type { Form } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import type { Problem } from '@huiji/domain/problem';
import { writeContext } from '@huiji/domain/rule-context';
import { runRules } from '@huiji/domain/rule-run';
import { inputOf } from '@huiji/domain/rule-world';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { aroundReturns, type LookedUp } from '@huiji/store/rule-input';
import type { Scope } from '@huiji/store/scope';
import { handoversIn, type Submission } from '@huiji/store/submission';
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

/** Like `hitsOf`, where what lies around the return has been looked up, for many returns at once. */
export function hitsWith(form: Form, submission: Submission, beside: LookedUp, level: Level): Problem[] {
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
  const handover = (await handoversIn(tx, scope, [id])).get(id);
  if (!beside || !handover) throw new Error(`nothing was looked up for ${id}`);
  return writeContext({ form, around: { ...beside, handover, level } });
}
