import type { Form } from '@huiji/domain/form';
import { type Tx, sqlOne, sql } from './data-source.js';
import type { TreeAt } from './organisation.js';
import { byWidth, treeOf, widthOf } from './rollup.js';
import { type StoredPart, storedParts } from './rollup-reading.js';
import { asOfSql } from './rollup-sql.js';

/**
 * Whether a moment is settled, so that nothing still under way may come in before it: it is older than any one statement may
 * take, and no transaction that writes has been open since before it (a large load goes on for longer than one statement; seen
 * are those of the application's role). Answers the last moment that is settled, too.
 *
 * From here on the transaction, and so every other field of the request, plans each statement once, whatever its parameters:
 * planning hundreds of sums takes longer than adding up a small subtree,
 * and PostgreSQL does not count that, so left to itself it would plan them each time.
 */
export async function settled(tx: Tx, known: string): Promise<{ settled: boolean; latest: Date }> {
  return sqlOne(
    tx,
    `SELECT $1::timestamptz < at AS settled, at - interval '1 millisecond' AS latest,
       set_config('plan_cache_mode', 'force_generic_plan', true) FROM (
       SELECT least(now() - current_setting('statement_timeout')::interval,
         (SELECT min(a.xact_start) FROM pg_stat_activity a
          WHERE a.datname = current_database() AND a.backend_xid IS NOT NULL)) AS at) limits`,
    [known],
  );
}

const widths = {
  AS_FILED: byWidth((width) => asOfSql(width, false)),
  AS_RECORDED: byWidth((width) => asOfSql(width, 'AS_RECORDED')),
  OWN: byWidth((width) => asOfSql(width, 'OWN')),
};

/** What is read as it was at a moment: one form over periods. */
export interface AsOfScope {
  tenantId: string;
  form: Form;
  periods: readonly string[];
  known: string;
}

/**
 * What `storedParts` and `recastParts` would have answered at a moment. `recast`: the one tree in which all periods are read;
 * without it each is read in its own, as recorded then.
 */
export async function partsAsOf(
  tx: Tx,
  scope: AsOfScope,
  unions: { bodies: readonly string[]; grassroots: readonly string[] },
  recast: TreeAt | null,
): Promise<StoredPart[]> {
  const text = widths[recast ? 'AS_RECORDED' : 'AS_FILED'](widthOf(scope.form));
  const own = unions.grassroots.length > 0 ? await ownParts(tx, scope, unions.grassroots) : [];
  // In a period's own tree nothing stands below a grassroots union; recast, unions that went on in it do.
  const roots = recast ? [...unions.bodies, ...unions.grassroots] : unions.bodies;
  const parts: StoredPart[] = recast ? [] : [...own];
  for (const period of roots.length > 0 ? scope.periods : []) {
    const tree = recast ?? (await treeOf(tx, scope.tenantId, period, scope.known));
    const found = await sql<Omit<StoredPart, 'period' | 'version'>>(tx, text, [
      ...[scope.tenantId, scope.form.code, roots, period, scope.known],
      ...[tree.day, tree.recorded],
    ]);
    parts.push(...found.map((part) => ({ ...part, period, version: 1 })));
  }
  if (!recast || own.length === 0) return parts;
  const held = new Map(own.map((part) => [keyOf(part), part.held]));
  return parts.map((part) => ({ ...part, held: held.get(keyOf(part)) }));
}

const keyOf = ({ period, unionId, part }: StoredPart): string => `${period} ${unionId} ${part}`;

/** 本级: what unions themselves contribute, whatever stands below them; now, or (`known`) as it was at a moment. */
export async function ownParts(
  tx: Tx,
  { tenantId, form, periods, known }: Omit<AsOfScope, 'known'> & { known: string | null },
  unionIds: readonly string[],
): Promise<StoredPart[]> {
  if (!known)
    return storedParts(tx, { tenantId, form: form.code, periods }, { bodies: [], grassroots: unionIds });
  const parts: StoredPart[] = [];
  for (const period of periods) {
    const found = await sql<Omit<StoredPart, 'period' | 'version'>>(tx, widths.OWN(widthOf(form)), [
      ...[tenantId, form.code, unionIds, period, known],
    ]);
    parts.push(...found.map((part) => ({ ...part, period, version: 1 })));
  }
  return parts;
}
