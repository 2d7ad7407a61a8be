import { readableBy } from '@huiji/filing/employers';
import { requireMay, requireMayBelow, unionIdOf, type UnionNamed, visibleAmong } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { Subtree } from '@huiji/store/coverage';
import type { Employer, TradeUnion } from '@huiji/store/entities';
import { treeOn } from '@huiji/store/organisation';
import { employersById, type Held } from '@huiji/store/register';
import type { Actor } from '../graphql/ask.js';

/** Employers that are read together: what a field of one of them asks is asked once, for all. */
export class Together {
  private readonly asked = new Map<string, Promise<ReadonlyMap<string, unknown>>>();

  constructor(private readonly ids: readonly string[]) {}

  /** What `read` answers by employer; read at the first asking only. `what` names it, with its arguments. */
  once<T>(
    what: string,
    read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<ReadonlyMap<string, T>> {
    const asked = this.asked.get(what) ?? read(this.ids);
    this.asked.set(what, asked);
    return asked as Promise<ReadonlyMap<string, T>>;
  }
}

/** An employer as the resolvers hand it out. */
export type EmployerView = Employer & { together: Together };

/** Employers by their ids, in that order, to be read together. */
export async function viewsOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<EmployerView[]> {
  const found = await employersById(tx, tenantId, ids);
  const together = new Together(ids);
  return ids.flatMap((id) => {
    const employer = found.get(id);
    return employer ? [{ ...employer, together }] : [];
  });
}

/** A coverage as the schema has it; the union is null where the actor may not see it. */
export interface CoverageView {
  union: TradeUnion | null;
  from: string;
  to: string | null;
}

/** Coverages by employer, in the order given. */
export async function coverageViews(
  tx: Tx,
  actor: Actor,
  coverages: readonly Held[],
): Promise<Map<string, CoverageView[]>> {
  const unions = await visibleAmong(tx, actor, [...new Set(coverages.map((coverage) => coverage.unionId))]);
  const views = new Map<string, CoverageView[]>();
  for (const { employerId, unionId, from, to } of coverages) {
    const view = { union: unions.get(unionId) ?? null, from, to };
    views.set(employerId, [...(views.get(employerId) ?? []), view]);
  }
  return views;
}

/** Whose employers a list is about, and on which day, today when left out. FORBIDDEN for who reads the total only. */
export async function subtreeOf(
  tx: Tx,
  actor: Actor,
  query: UnionNamed & { on?: string | null },
): Promise<Subtree> {
  const day = query.on ?? actor.today;
  const id = await unionIdOf(tx, actor, query);
  const { union } = await requireMayBelow(tx, actor, 'READ_FIGURES', id, treeOn(day));
  return { tenantId: actor.tenantId, unionId: union.id, day, readable: readableBy(actor) };
}

/** The union whose coverage rate may be read on a day, which is a total: NOT_FOUND, FORBIDDEN. */
export const requireRate = async (tx: Tx, actor: Actor, unionId: string, day: string): Promise<TradeUnion> =>
  (await requireMay(tx, actor, 'READ_FIGURES', unionId, treeOn(day))).union;
