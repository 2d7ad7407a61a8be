import { type CoverageDimension, type CoverageRow, coverageRows } from '@huiji/domain/employer';
import { refuse } from '@huiji/domain/problem';
import { requirePast } from '@huiji/domain/reorganisation';
import { requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import {
  claimedTwiceIn,
  coverageCounts,
  coveragesOf,
  coveragesSince,
  endCoverage,
  insertCoverage,
  openCoverage,
} from '@huiji/store/coverage';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor, Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { EmployerChanges, holdEmployer, requireNotBefore, requireOperating } from './employer-change.js';
import {
  type CoverageView,
  coverageViews,
  type EmployerView,
  requireRate,
  subtreeOf,
  viewsOf,
} from './employer-view.js';

export interface CoverEmployerInput {
  employerId: string;
  unionId: string;
  from: string;
}

export interface EndCoverageInput {
  employerId: string;
  unionId: string;
  on: string;
}

export interface DoubleClaim {
  employer: EmployerView;
  claims: CoverageView[];
}

/** A rate as the schema has it: its counts fit an Int. */
type RateRow = Omit<CoverageRow, 'operating' | 'covered'> & { operating: number; covered: number };

export interface CoverageRate {
  union: TradeUnion;
  on: string;
  whole: RateRow;
  rows: RateRow[];
}

/** Which unions cover which employers (覆盖). An employer counts once, however many claim it. */
@Injectable()
export class CoverageService {
  constructor(@Inject(EmployerChanges) private readonly changes: EmployerChanges) {}

  async cover(ask: Ask, input: CoverEmployerInput): Promise<string> {
    const { actor } = ask;
    return this.changes.make(ask, async (tx) => {
      const { employer, accountable } = await holdEmployer(tx, actor, input.employerId);
      const union = await this.coveringUnion(tx, actor, input);
      requireOperating(employer, input.from, 'from');
      return {
        employerId: employer.id,
        touched: accountable,
        write: () => this.write(tx, employer, union, input.from),
        event: {
          action: 'COVER_EMPLOYER',
          unionId: union.id,
          after: { unionId: union.id, from: input.from },
        },
      };
    });
  }

  async end(ask: Ask, { employerId, unionId, on }: EndCoverageInput): Promise<string> {
    const { actor } = ask;
    requirePast('on', on, actor.today);
    return this.changes.make(ask, async (tx) => {
      const { employer, accountable } = await holdEmployer(tx, actor, employerId);
      const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', unionId);
      const between = { employerId: employer.id, unionId: union.id };
      const coverage =
        (await openCoverage(tx, actor.tenantId, between)) ??
        refuse('NOT_COVERED', { employer: employer.name, union: union.name }, { field: 'unionId' });
      requireNotBefore('on', on, coverage.from);
      return {
        employerId: employer.id,
        touched: accountable,
        write: () => endCoverage(tx, actor.tenantId, coverage, on),
        event: {
          action: 'END_COVERAGE',
          unionId: union.id,
          before: { unionId: union.id, from: coverage.from, to: null },
          after: { unionId: union.id, from: coverage.from, to: on },
        },
      };
    });
  }

  /** A union that may cover an employer from a day on: a grassroots union, not dissolved by then. */
  async coveringUnion(
    tx: Tx,
    actor: Actor,
    { unionId, from }: { unionId: string; from: string },
  ): Promise<TradeUnion> {
    requirePast('from', from, actor.today);
    const { union } = await requireMay(tx, actor, 'MAINTAIN_REGISTERS', unionId);
    if (union.level !== 'GRASSROOTS')
      refuse('UNION_KIND_MISMATCH', { level: union.level, kind: union.kind }, { field: 'unionId' });
    if (union.dissolvedOn && union.dissolvedOn <= from)
      refuse('UNION_DISSOLVED', { union: union.name, date: union.dissolvedOn }, { field: 'unionId' });
    return union;
  }

  /** Writes a coverage from a day on; COVERAGE_EXISTS when the union covers the employer already. */
  async write(
    tx: Tx,
    employer: { tenantId: string; id: string; name: string },
    union: TradeUnion,
    from: string,
  ): Promise<void> {
    const coverage = { employerId: employer.id, unionId: union.id, from, to: null };
    if (!(await insertCoverage(tx, employer.tenantId, coverage)))
      refuse('COVERAGE_EXISTS', { employer: employer.name, union: union.name }, { field: 'unionId' });
  }

  /** Who else than the union of a coverage covers the employer, on the day it begins or later. */
  async otherClaims(
    ask: Ask,
    employerId: string,
    { unionId, from }: CoverEmployerInput,
  ): Promise<CoverageView[]> {
    const tx = await ask.read();
    const claims = await coveragesSince(tx, ask.actor.tenantId, employerId, from);
    const others = claims.filter((claim) => claim.unionId !== unionId.toLowerCase());
    return (await coverageViews(tx, ask.actor, others)).get(employerId) ?? [];
  }

  async doubleClaims(
    ask: Ask,
    query: UnionNamed & { on?: string | null; first: number; after?: string | null },
  ): Promise<Connection<DoubleClaim>> {
    const tx = await ask.read();
    const { tenantId } = ask.actor;
    const subtree = await subtreeOf(tx, ask.actor, query);
    const page = await connection(
      query,
      async (keyset) => viewsOf(tx, tenantId, await claimedTwiceIn(tx, subtree, keyset)),
      (employer) => employer.code,
    );
    const ids = page.nodes.map((employer) => employer.id);
    const claims = await coverageViews(tx, ask.actor, await coveragesOf(tx, tenantId, ids, subtree.day));
    return {
      ...page,
      nodes: page.nodes.map((employer) => ({ employer, claims: claims.get(employer.id) ?? [] })),
    };
  }

  /** From sums over the subtree, in the tree of the day. NOT_FOUND for a union outside the actor's subtrees then. */
  async rate(
    ask: Ask,
    query: UnionNamed & { on?: string | null; by?: CoverageDimension[] | null },
  ): Promise<CoverageRate> {
    const tx = await ask.read();
    const { actor } = ask;
    const on = query.on ?? actor.today;
    const union = await requireRate(tx, actor, await unionIdOf(tx, actor, query), on);
    const counts = await coverageCounts(tx, actor.tenantId, union.id, on);
    const by = query.by ?? [];
    const [whole] = coverageRows(counts, []).map(inInts) as [RateRow];
    return { union, on, whole, rows: by.length > 0 ? coverageRows(counts, by).map(inInts) : [] };
  }
}

const inInts = (row: CoverageRow): RateRow => ({
  ...row,
  operating: Number(row.operating),
  covered: Number(row.covered),
});
