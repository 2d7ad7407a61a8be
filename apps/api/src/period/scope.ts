import type { Form } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import { requireForm } from '@huiji/filing/takes-filings';
import { type requireMayBelow, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import { formAt } from '@huiji/store/form';
import { type TreeAt, treeOn } from '@huiji/store/organisation';
import { openPeriodsOf } from '@huiji/store/period';
import { treeOf } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import type { Actor, Ask } from '../graphql/ask.js';
import type { AsOf } from './as-of.js';

/** AS_FILED: in the tree of a period's end. CURRENT: the same figures recast to today's tree. */
export type TreeReading = 'AS_FILED' | 'CURRENT';

/**
 * The tree of a reading: the filed period's own, or today's, where dissolved unions go on in their successors. As of a moment:
 * either as it was recorded then, today being the day of the moment.
 */
export async function treeRead(
  tx: Tx,
  { tenantId, today }: Actor,
  tree: TreeReading | null | undefined,
  period: string,
  asOf: AsOf | null = null,
): Promise<TreeAt> {
  if (tree !== 'CURRENT') return treeOf(tx, tenantId, period, asOf?.known);
  return asOf
    ? { day: asOf.day, recorded: asOf.known, throughSuccessors: 'AS_RECORDED' }
    : { ...treeOn(today), throughSuccessors: true };
}

/**
 * The scope that a form and a filed period name, with the form as it is filed there and the tree it is read in. FORM_UNKNOWN, PERIOD_UNKNOWN (also when the
 * tenant never opened it), FORM_NOT_FOR_PERIOD.
 */
export async function requireScope(
  tx: Tx,
  ask: Ask,
  named: { form: string; period: string; tree?: TreeReading | null },
): Promise<Scope & { tree: TreeAt; filed: Form }> {
  const { tenantId } = ask.actor;
  const newest = await requireForm(tx, tenantId, named.form);
  const period = parsePeriod(named.period);
  if (!isFiledFor(newest, period))
    refuse('FORM_NOT_FOR_PERIOD', { form: newest.code, period: period.code }, { field: 'period' });
  const opened = await openPeriodsOf(tx, tenantId, newest.code, [period.code]);
  const version =
    opened.get(period.code) ?? refuse('PERIOD_UNKNOWN', { period: period.code }, { field: 'period' });
  const tree = await treeRead(tx, ask.actor, named.tree, period.code);
  const form = await formAt(tx, tenantId, newest.code, version);
  return { tenantId, form: form.code, period: period.code, tree, filed: form };
}

/** The scope and union that a query names, if `guard` lets the actor read the union's figures in the tree that is read. */
export async function readableScope(
  ask: Ask,
  where: UnionNamed & Parameters<typeof requireScope>[2],
  guard: typeof requireMayBelow,
) {
  const tx = await ask.read();
  const scope = await requireScope(tx, ask, where);
  const unionId = await unionIdOf(tx, ask.actor, where);
  const { union } = await guard(tx, ask.actor, 'READ_FIGURES', unionId, scope.tree);
  return { tx, scope, union };
}
