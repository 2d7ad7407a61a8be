import type { Form } from '@huiji/domain/form';
import { cellAt, type Difference, figuresOf } from '@huiji/domain/rollup-check';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { unionsById } from '@huiji/store/organisation';
import type { Rebuilt } from '@huiji/store/rollup-check';
import type { FoundDifference } from '@huiji/store/rollup-check-reading';

/** A row about a union, with the union where it exists. */
export type WithUnion<T> = T & { union: TradeUnion | null };

/** Looks the unions of rows up, all at once. */
export async function withUnions<T extends { unionId: string }>(
  tx: Tx,
  tenantId: string,
  rows: readonly T[],
): Promise<Array<WithUnion<T>>> {
  const ids = [...new Set(rows.map(({ unionId }) => unionId))];
  const unions = await unionsById(tx, tenantId, ids);
  return rows.map((row) => ({ ...row, union: unions.get(row.unionId) ?? null }));
}

/** A difference as the schema shows it. */
export const differenceView = (form: Form, difference: WithUnion<Difference>) => ({
  ...difference,
  ...figuresOf(form, difference),
  cell: cellAt(form, difference)?.code ?? null,
});

/** A difference that was found, as the schema shows it. */
export type FoundView = ReturnType<typeof foundView>;
export const foundView = (form: Form, found: WithUnion<FoundDifference>) => ({
  id: found.id,
  form: found.form,
  period: found.period,
  foundAt: found.foundAt,
  seenAt: found.seenAt,
  settledAt: found.settledAt,
  difference: differenceView(form, found),
});

/** What was rebuilt, before it is shown. */
export type RebuiltView = Omit<Rebuilt, 'differences'> & {
  differences: { all: number; first: Array<WithUnion<Difference>> };
  period: string;
  dryRun: boolean;
};
