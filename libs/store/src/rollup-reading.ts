import { type Form, layoutOf, transferPlaces } from '@huiji/domain/form';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { TreeAt } from './organisation.js';
import { byWidth, treeOf, widthOf } from './rollup.js';
import type { Scope } from './scope.js';
import { plusMembers, regionNettings } from './region-netting.js';
import { regionSql } from './rollup-sql.js';
import { recastSql, revisedInSql } from './tree-delta-sql.js';

const regionTexts = (asOf: boolean) => ({
  everywhere: byWidth((width) => regionSql(width, { within: false, asOf })),
  within: byWidth((width) => regionSql(width, { within: true, asOf })),
});
const regionNow = regionTexts(false);
const regionAsOf = regionTexts(true);

/** Over which periods totals are read, in which tree (`current`: recast to it), and (`known`) as of when. */
export interface TotalsRead {
  tenantId: string;
  form: Form;
  periods: readonly string[];
  tree: TreeAt;
  current: boolean;
  known: string | null;
}

/** One part of a total (or of a grassroots union's own figures), positions in the layout's order. */
export interface StoredPart {
  period: string;
  unionId: string;
  part: number;
  totals: string[];
  filled: number[];
  notApplicable: number[];
  atLeast: number[];
  about: number[];
  version: number;
  /** When it was last changed since its period became FINAL; null where it never was. */
  revisedAt: Date | null;
  /** Of a grassroots union's filed part: values kept but never added, by cell code. */
  held?: Record<string, { figure: string; mark: string }>;
}

const rollupColumns = `period, union_id AS "unionId", part, totals, filled, not_applicable AS "notApplicable",
  at_least AS "atLeast", about, version::int AS version,
  revised_at AS "revisedAt"`;

const counted = (states: readonly number[], ...codes: number[]): number[] =>
  states.map((state) => (codes.includes(state) ? 1 : 0));

/**
 * The stored totals of unions in periods: for bodies above the grassroots their rollup, for grassroots unions what
 * they themselves contribute. Parts that nothing has reached yet are absent.
 */
export async function storedParts(
  tx: Tx,
  scope: { tenantId: string; form: string; periods: readonly string[] },
  unions: { bodies: readonly string[]; grassroots: readonly string[] },
): Promise<StoredPart[]> {
  const key = [scope.tenantId, scope.form, scope.periods];
  const parts: StoredPart[] = [];
  if (unions.bodies.length > 0) {
    const totals = await sql<StoredPart>(
      tx,
      `SELECT ${rollupColumns} FROM rollup
       WHERE tenant_id = $1 AND form = $2 AND period = ANY($3) AND union_id = ANY($4)`,
      [...key, unions.bodies],
    );
    parts.push(...totals);
  }
  if (unions.grassroots.length > 0) {
    const own = await sql<
      Pick<StoredPart, 'period' | 'unionId' | 'part' | 'held' | 'revisedAt'> & {
        figures: string[];
        states: number[];
      }
    >(
      tx,
      // One look-up for each union and period: for a period just opened the statistics know nothing of its size yet.
      `SELECT p.period, u.union_id AS "unionId", c.part, c.figures, c.states, c.held, c."revisedAt"
       FROM unnest($3::text[]) AS p (period) CROSS JOIN unnest($4::uuid[]) AS u (union_id) CROSS JOIN LATERAL (
         SELECT c.part, c.figures, c.states, s.held, CASE WHEN c.kind = 'FILED' AND c.accepted_at > f.final_at THEN c.accepted_at END AS "revisedAt"
         FROM contribution c LEFT JOIN submission s ON s.tenant_id = $1 AND s.id = c.submission_id
         JOIN period f ON f.tenant_id = $1 AND f.code = c.period
         WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = p.period AND c.union_id = u.union_id
           AND c.superseded_at IS NULL) c`,
      [...key, unions.grassroots],
    );
    for (const { figures, states, ...where } of own) {
      parts.push({
        ...where,
        totals: figures,
        filled: counted(states, 2, 3, 4),
        notApplicable: counted(states, 1),
        atLeast: counted(states, 3),
        about: counted(states, 4),
        version: 1,
      });
    }
  }
  return parts;
}

type Added = Omit<StoredPart, 'period' | 'version' | 'held' | 'revisedAt'>;
type Recast = Added & { revised: boolean };

const plus = <T>(
  one: readonly T[],
  other: readonly T[],
  add: (a: T | undefined, b: T | undefined) => T,
): T[] => Array.from({ length: Math.max(one.length, other.length) }, (_, i) => add(one[i], other[i]));
const count = (a = 0, b = 0): number => a + b;
const nothing = {
  totals: [],
  filled: [],
  notApplicable: [],
  atLeast: [],
  about: [],
  version: 0,
  revisedAt: null,
};

/** How often a total has changed, of all its parts; how far reports have come is no figure of it. */
export const versionOf = (form: Form, parts: readonly StoredPart[]): string =>
  String(
    parts.reduce(
      (sum, { part, version }) => (part === layoutOf(form).progress.part ? sum : sum + version),
      0,
    ),
  );

/** The later of two moments, either of which may be missing. */
export const latest = (one: Date | null, other: Date | null): Date | null =>
  one !== null && (other === null || one > other) ? one : other;

/** Two parts of the layout added up position by position. */
export const together = <Part extends Omit<Added, 'unionId'>>(
  part: Part,
  more: Omit<Added, 'unionId'>,
): Part => ({
  ...part,
  totals: plus(part.totals, more.totals, (a = '0', b = '0') => String(BigInt(a) + BigInt(b))),
  filled: plus(part.filled, more.filled, count),
  notApplicable: plus(part.notApplicable, more.notApplicable, count),
  atLeast: plus(part.atLeast, more.atLeast, count),
  about: plus(part.about, more.about, count),
});

/**
 * `storedParts` in the tree of a day, as known now, instead of the period's own: dissolved unions go on in their
 * successors. What moved since is added and taken away; see tree-delta-sql.ts.
 */
export async function recastParts(
  tx: Tx,
  scope: { tenantId: string; form: string; periods: readonly string[] },
  unions: { bodies: readonly string[]; grassroots: readonly string[] },
  day: string,
): Promise<StoredPart[]> {
  const parts = new Map<string, StoredPart>();
  const keyOf = (period: string, { unionId, part }: Added): string => `${period} ${unionId} ${part}`;
  for (const part of await storedParts(tx, scope, unions)) parts.set(keyOf(part.period, part), part);
  for (const period of scope.periods) {
    const key = [scope.tenantId, scope.form, period];
    const filed = await treeOf(tx, scope.tenantId, period);
    const moved = await sql<Recast>(tx, recastSql, [
      ...[...key, filed.day, filed.recorded, day, 'infinity'],
      [...unions.bodies, ...unions.grassroots],
    ]);
    for (const more of moved) {
      const { unionId, part: number } = more;
      const part = parts.get(keyOf(period, more)) ?? { ...nothing, period, unionId, part: number };
      parts.set(keyOf(period, more), together(part, more));
    }
    const revised = new Set(moved.filter((more) => more.revised).map(({ unionId }) => unionId));
    if (revised.size === 0) continue;
    const rows = await sql<{ unionId: string; at: Date }>(tx, revisedInSql, [
      ...key,
      [...revised],
      day,
      'infinity',
    ]);
    const at = new Map(rows.map((row) => [row.unionId, row.at]));
    for (const [key, part] of parts)
      if (part.period === period && revised.has(part.unionId))
        parts.set(key, { ...part, revisedAt: at.get(part.unionId) ?? null });
  }
  return [...parts.values()];
}

/** One part of what the unions of a region add up to. */
export type RegionPart = Omit<Added, 'unionId'> & { region: string; period: string };

/**
 * What the unions add up to whose region code begins with `prefix`, by the next finer region (`digits` long): 属地口径.
 * `within`: only the subtree of a union. Contributions accepted a moment ago are in it, before they are in the totals. `known`:
 * as it was at a moment.
 */
export async function regionParts(
  tx: Tx,
  scope: { tenantId: string; form: Form; periods: readonly string[] },
  region: { prefix: string; digits: number },
  within: { unionId: string; tree: TreeAt } | null,
  known: string | null,
): Promise<RegionPart[]> {
  const texts = known ? regionAsOf : regionNow;
  const moment = known ? [known] : [];
  const key = [scope.tenantId, scope.form.code, scope.periods, region.prefix, region.digits];
  const width = widthOf(scope.form);
  const parts: RegionPart[] = within
    ? await sql(tx, texts.within(width), [
        ...[...key, within.unionId, within.tree.day, within.tree.recorded],
        ...moment,
      ])
    : await sql(tx, texts.everywhere(width), [...key, ...moment]);
  const places = transferPlaces(scope.form);
  for (const period of scope.periods) {
    const holds = (part: RegionPart): boolean =>
      part.period === period && places.some((at) => at.part === part.part && part.totals.length > at.index);
    if (!parts.some(holds)) continue;
    const nettings = await regionNettings(tx, { ...scope, region, within, known }, period);
    for (const { region: of, members } of nettings)
      parts.push({ ...nothing, period, region: of, part: 0, totals: plusMembers([], places, members) });
  }
  return parts;
}

/** How far the totals of a scope are: how many changes wait (counted up to 10,000) and since when. */
export async function pendingOf(
  tx: Tx,
  { tenantId, form }: Pick<Scope, 'tenantId' | 'form'>,
  periods: readonly string[],
): Promise<{ pending: number; upTo: Date }> {
  const row = await sqlOne<{ pending: number; upTo: Date }>(
    tx,
    `SELECT count(*)::int AS pending, coalesce(min(at), now()) AS "upTo" FROM (
       SELECT at FROM rollup_outbox WHERE tenant_id = $1 AND form = $2 AND period = ANY($3) LIMIT 10000) waiting`,
    [tenantId, form, periods],
  );
  return row;
}
