import { findForm } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import type { Tx } from '@huiji/store/data-source';
import { type TreeAt, treeOn } from '@huiji/store/organisation';
import { openPeriodsOf } from '@huiji/store/period';
import { type Scope, treeOf } from '@huiji/store/rollup';
import type { Actor, Ask } from '../graphql/ask.js';

/** AS_FILED: in the tree of a period's end. CURRENT: the same figures recast to today's tree. */
export type TreeReading = 'AS_FILED' | 'CURRENT';

/** The tree of a reading: the filed period's own, or today's, where dissolved unions go on in their successors. */
export async function treeRead(
  tx: Tx,
  { tenantId, today }: Actor,
  tree: TreeReading | null | undefined,
  period: string,
): Promise<TreeAt> {
  if (tree === 'CURRENT') return { ...treeOn(today), throughSuccessors: true };
  return treeOf(tx, tenantId, period);
}

/**
 * The scope that a form and a filed period name, with the tree it is read in. FORM_UNKNOWN, PERIOD_UNKNOWN (also when the
 * tenant never opened it), FORM_NOT_FOR_PERIOD.
 */
export async function requireScope(
  tx: Tx,
  ask: Ask,
  named: { form: string; period: string; tree?: TreeReading | null },
): Promise<Scope & { tree: TreeAt }> {
  const { tenantId } = ask.actor;
  const form =
    findForm(named.form) ?? refuse('FORM_UNKNOWN', { form: named.form.slice(0, 40) }, { field: 'form' });
  const period = parsePeriod(named.period);
  if (!isFiledFor(form, period))
    refuse('FORM_NOT_FOR_PERIOD', { form: form.code, period: period.code }, { field: 'period' });
  const opened = await openPeriodsOf(tx, tenantId, form.code, [period.code]);
  if (!opened.has(period.code)) refuse('PERIOD_UNKNOWN', { period: period.code }, { field: 'period' });
  const tree = await treeRead(tx, ask.actor, named.tree, period.code);
  return { tenantId, form: form.code, period: period.code, tree };
}
