import { formatFigure } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import { overPeriods, type StoredTotal, type Total } from '@huiji/domain/rollup';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { formOf } from '@huiji/store/form';
import { unionsById } from '@huiji/store/organisation';
import { changeableScopes } from '@huiji/store/registry';
import { drainAll } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import { storedParts } from '@huiji/store/rollup-reading';

/** How a change moves one body's total in one open period: the cells that differ, and by how much. */
export interface Effect {
  union: TradeUnion;
  form: string;
  period: string;
  cells: Array<{ cell: string; before: string | null; after: string | null }>;
}

/** The totals of bodies in every scope that can still change, drained, before a change is rehearsed. */
export interface Before {
  bodies: TradeUnion[];
  totals: Array<{ scope: Scope; of: Map<string, Total> }>;
}

/** Reads the totals that a change may move: those of the bodies among `touched`. */
export async function totalsBefore(tx: Tx, tenantId: string, touched: ReadonlySet<string>): Promise<Before> {
  const unions = await unionsById(tx, tenantId, [...touched]);
  const bodies = [...unions.values()].filter((union) => union.level !== 'GRASSROOTS');
  const totals = [];
  for (const scope of await changeableScopes(tx, tenantId)) {
    totals.push({ scope, of: await totalsIn(tx, scope, bodies) });
  }
  return { bodies, totals };
}

/** What has become of them: only bodies and cells that differ, the smallest body first. */
export async function effectsOf(tx: Tx, before: Before): Promise<Effect[]> {
  const effects: Effect[] = [];
  for (const { scope, of } of before.totals) {
    const after = await totalsIn(tx, scope, before.bodies);
    const form = await formOf(tx, scope);
    for (const union of before.bodies) {
      const cells = layoutOf(form)
        .cells.map((cell) => {
          const value = (total: Total | undefined): string | null => {
            const sum = total?.cell(cell.code).total ?? null;
            return sum === null ? null : formatFigure(sum, cell.decimals);
          };
          return { cell: cell.code, before: value(of.get(union.id)), after: value(after.get(union.id)) };
        })
        .filter((cell) => cell.before !== cell.after);
      if (cells.length > 0) effects.push({ union, form: scope.form, period: scope.period, cells });
    }
  }
  return effects;
}

async function totalsIn(tx: Tx, scope: Scope, bodies: readonly TradeUnion[]): Promise<Map<string, Total>> {
  await drainAll(tx, scope);
  const form = await formOf(tx, scope);
  const parts = await storedParts(
    tx,
    { ...scope, periods: [scope.period] },
    { bodies: bodies.map((union) => union.id), grassroots: [] },
  );
  return new Map(
    bodies.map(({ id }) => {
      const stored: StoredTotal = Object.fromEntries(
        parts.filter((part) => part.unionId === id).map((part) => [part.part, part]),
      );
      return [id, overPeriods(form, [stored])];
    }),
  );
}
