import type { Form } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { periodsRead, type Total } from '@huiji/domain/rollup';
import { requireForm } from '@huiji/filing/takes-filings';
import { requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { childrenOf, type TreeAt } from '@huiji/store/organisation';
import { formAt } from '@huiji/store/form';
import { openPeriodsOf } from '@huiji/store/period';
import { allFinal } from '@huiji/store/period-reading';
import { namesOn } from '@huiji/store/reorganise';
import { latest, pendingOf, type TotalsRead, versionOf } from '@huiji/store/rollup-reading';
import { totalOver, totalParts } from '@huiji/store/total-reading';
import { Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
import { type AsOf, requireAsOf } from '../period/as-of.js';
import { treeRead, type TreeReading } from '../period/scope.js';

/**
 * What is being read: one form over the filed periods that a period consists of, in the tree of the last one or in
 * today's.
 */
export interface Reading {
  tenantId: string;
  form: Form;
  period: string;
  yearToDate: boolean;
  periods: readonly string[];
  periodsMissing: readonly string[];
  tree: TreeAt;
  treeReading: TreeReading;
  /** The moment as of which it is read; null for now. */
  asOf: AsOf | null;
  /** How far its scopes are drained; read once, for however many unions stand side by side. */
  pending(): Promise<{ pending: number; upTo: Date }>;
  /** Whether all its periods are FINAL; read once. */
  final(): Promise<boolean>;
}

/** What a reading reads of totals. */
export const totalsReadOf = ({ tenantId, form, periods, tree, treeReading, asOf }: Reading): TotalsRead => ({
  ...{ tenantId, form, periods, tree },
  ...{ current: treeReading === 'CURRENT', known: asOf?.known ?? null },
});

/** A union's total as the resolver hands it out. */
export interface RollupView {
  reading: Reading;
  union: TradeUnion;
  /** The name that the union bore in this tree. */
  name: string;
  total: Total;
  version: string;
  /** When something accepted through a window last changed it; null before. */
  revisedAt: Date | null;
  abreast: Abreast;
}

/** The unions whose totals are read side by side: what is asked of one of them is looked up for all of them at once. */
export class Abreast {
  private readonly asked = new Map<string, Promise<unknown>>();

  constructor(readonly unions: readonly TradeUnion[]) {}

  /** Does the work once for a key, however many of the unions ask. */
  once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = (this.asked.get(key) as Promise<T> | undefined) ?? work();
    this.asked.set(key, known);
    return known;
  }
}

export interface RollupQuery extends UnionNamed {
  form: string;
  period: string;
  yearToDate?: boolean | null;
  tree?: TreeReading | null;
  asOf?: Date | null;
}

/** Reads totals: of one union, or of its children side by side. */
@Injectable()
export class RollupService {
  /** What `readingOf` refuses; NOT_FOUND for a union outside the actor's subtrees. */
  async read(ask: Ask, query: RollupQuery): Promise<RollupView> {
    const tx = await ask.read();
    const reading = await this.readingOf(tx, ask, query);
    const { union } = await requireMay(
      tx,
      ask.actor,
      'READ_FIGURES',
      await unionIdOf(tx, ask.actor, query),
      reading.tree,
    );
    const [view] = await this.viewsOf(tx, reading, [union]);
    return view ?? refuse('NOT_FOUND', { what: '工会 union' });
  }

  /** The totals of the unions directly below, in the tree that is read. */
  async children(
    ask: Ask,
    { reading, union }: RollupView,
    page: { first: number; after: string | null },
  ): Promise<RollupView[]> {
    const tx = await ask.read();
    return this.viewsOf(tx, reading, await childrenOf(tx, reading.tenantId, union.id, reading.tree, page));
  }

  /** What a query reads: FORM_UNKNOWN, PERIOD_UNKNOWN, FORM_NOT_FOR_PERIOD, AS_OF_TOO_RECENT, AS_OF_BEFORE_OPENING. */
  async readingOf(tx: Tx, ask: Ask, query: Omit<RollupQuery, keyof UnionNamed>): Promise<Reading> {
    const { tenantId } = ask.actor;
    const newest = await requireForm(tx, tenantId, query.form);
    const yearToDate = query.yearToDate ?? false;
    const codes = periodsRead(newest, parsePeriod(query.period), yearToDate);
    const asOf = await requireAsOf(tx, tenantId, query.asOf);
    const opened = await openPeriodsOf(tx, tenantId, newest.code, codes, asOf?.known);
    const periods = codes.filter((code) => opened.has(code));
    const last = periods.at(-1) ?? (await refuseUnopened(tx, tenantId, newest.code, { ...query, codes }));
    // One layout reads them all: a version only appends to those before it.
    const version = Math.max(...opened.values());
    const form = await formAt(tx, tenantId, newest.code, version);
    let pending: Promise<{ pending: number; upTo: Date }> | null = null;
    let final: Promise<boolean> | null = null;
    return {
      tenantId,
      form,
      period: query.period,
      yearToDate,
      periods,
      periodsMissing: codes.filter((code) => !opened.has(code)),
      tree: await treeRead(tx, ask.actor, query.tree, last, asOf),
      treeReading: query.tree ?? 'AS_FILED',
      asOf,
      pending: () =>
        (pending ??= asOf
          ? Promise.resolve({ pending: 0, upTo: asOf.at })
          : pendingOf(tx, { tenantId, form: form.code }, periods)),
      final: () => (final ??= allFinal(tx, tenantId, periods, asOf?.known)),
    };
  }

  /** The totals of unions over filed periods in the tree of a reading, with how often each has changed. */
  async totalsOf(
    tx: Tx,
    reading: Reading,
    unions: readonly TradeUnion[],
    periods: readonly string[],
  ): Promise<Map<string, Pick<RollupView, 'total' | 'version' | 'revisedAt'>>> {
    const { form, asOf } = reading;
    const read = { ...totalsReadOf(reading), periods };
    const stored = await totalParts(tx, read, unions);
    return new Map(
      unions.map(({ id }) => {
        const parts = stored.get(id) ?? [];
        const version = asOf ? asOf.at.toISOString() : versionOf(form, parts);
        const revisedAt = parts.reduce<Date | null>((at, part) => latest(at, part.revisedAt), null);
        return [id, { total: totalOver(read, parts), version, revisedAt }];
      }),
    );
  }

  private async viewsOf(tx: Tx, reading: Reading, unions: readonly TradeUnion[]): Promise<RollupView[]> {
    const totals = await this.totalsOf(tx, reading, unions, reading.periods);
    const ids = unions.map((union) => union.id);
    const names = await namesOn(tx, reading.tenantId, ids, reading.tree.day);
    const abreast = new Abreast(unions);
    return unions.flatMap((union) => {
      const read = totals.get(union.id);
      const name = names.get(union.id) ?? union.name;
      return read ? [{ reading, union, name, ...read, abreast }] : [];
    });
  }
}

/** Says why no period of those asked for is read: it was opened later than as of then, or never. */
async function refuseUnopened(
  tx: Tx,
  tenantId: string,
  form: string,
  { period, asOf, codes }: { period: string; asOf?: Date | null; codes: readonly string[] },
): Promise<never> {
  if (asOf && (await openPeriodsOf(tx, tenantId, form, codes)).size > 0)
    refuse('AS_OF_BEFORE_OPENING', { period, asOf: asOf.toISOString() }, { field: 'asOf' });
  return refuse('PERIOD_UNKNOWN', { period }, { field: 'period' });
}

/** Refuses what can only be read as it is now: NOT_AS_OF. */
export function requireNow({ asOf }: Reading, what: string): void {
  if (asOf) refuse('NOT_AS_OF', { what }, { field: 'asOf' });
}
