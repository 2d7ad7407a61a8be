import type { DataSource } from 'typeorm';
import { type Tx, inTenant, sql, sqlOne } from './data-source.js';
import type { TreeAt } from './organisation.js';
import { drainPlan, drainSql } from './rollup-sql.js';

/** What is drained together and whose totals are written under one lock. Ids only: it travels in jobs. */
export interface Scope {
  tenantId: string;
  form: string;
  period: string;
}

/** How api and worker find each other in Redis: the queue of doorbell rings, and the channel of what has moved. */
export const doorbellQueue = 'rollup';
export const changeChannel = 'huiji:rollup.changed';

/** What the worker tells after a drain: whose totals of a scope have moved. */
export type Change = Scope & { unions: string[] };

/**
 * How many changes one transaction drains at most. At a steady pace a batch is what came in during the last one, tens of
 * changes; the limit matters only for a backlog, where a large batch writes each ancestor once for many leaves.
 */
export const drainBatch = 10_000;

const statements = new Map<number, string>();
const statementFor = (width: number): string => {
  const known = statements.get(width);
  if (known) return known;
  const made = drainSql(width);
  statements.set(width, made);
  return made;
};

/** Takes the scope's lock until the transaction ends. Every writer of its totals holds it. */
async function lockScope(tx: Tx, { tenantId, form, period }: Scope): Promise<void> {
  await sql(
    tx,
    'SELECT 1 FROM rollup_scope WHERE tenant_id = $1 AND form = $2 AND period = $3 FOR NO KEY UPDATE',
    [tenantId, form, period],
  );
}

/** The tree a period's totals climb: in force at its end; once FINAL, as recorded when it became final. */
export async function treeOf(tx: Tx, tenantId: string, period: string): Promise<TreeAt> {
  const [row] = await sql<{ day: string; recorded: string }>(
    tx,
    `SELECT ends_on::text AS day, coalesce(final_at, 'infinity')::text AS recorded FROM period
     WHERE tenant_id = $1 AND code = $2`,
    [tenantId, period],
  );
  if (!row) throw new Error(`period ${period} is not open in its tenant`);
  return row;
}

/**
 * Adds one batch of pending changes to the totals, in one transaction: a crash leaves both sides or neither.
 * `width` is the widest part of the form's layout. Answers how many changes were taken and whose totals moved.
 */
export function drain(
  source: DataSource,
  scope: Scope,
  width: number,
): Promise<{ taken: number; unions: string[] }> {
  return inTenant(source, scope.tenantId, async (tx) => {
    await tx.queryRunner?.query(drainPlan);
    await lockScope(tx, scope);
    // A statement of its own: its snapshot is taken after the lock, so it sees what the former holder wrote.
    const tree = await treeOf(tx, scope.tenantId, scope.period);
    const done = await sqlOne<{ taken: number; unions: string[] | null }>(tx, statementFor(width), [
      scope.tenantId,
      scope.form,
      scope.period,
      tree.day,
      drainBatch,
      tree.recorded,
    ]);
    if (done.taken > 0) {
      await sql(
        tx,
        'UPDATE rollup_scope SET drained_at = clock_timestamp() WHERE tenant_id = $1 AND form = $2 AND period = $3',
        [scope.tenantId, scope.form, scope.period],
      );
    }
    return { taken: done.taken, unions: done.unions ?? [] };
  });
}

/** The scopes of all tenants that have pending changes: ids only, through a door. */
export async function pendingScopes(source: DataSource): Promise<Scope[]> {
  const rows = await source.query<Array<{ tenant_id: string; form: string; period: string }>>(
    'SELECT tenant_id, form, period FROM door_pending_scopes()',
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, form: row.form, period: row.period }));
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
  /** Of a grassroots union's filed part: values kept but never added, by cell code. */
  held?: Record<string, { figure: string; mark: string }>;
}

const rollupColumns = `period, union_id AS "unionId", part, totals, filled, not_applicable AS "notApplicable",
  at_least AS "atLeast", about, version::int AS version`;

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
      Pick<StoredPart, 'period' | 'unionId' | 'part' | 'held'> & { figures: string[]; states: number[] }
    >(
      tx,
      // One look-up for each union and period: for a period just opened the statistics know nothing of its size yet.
      `SELECT p.period, u.union_id AS "unionId", c.part, c.figures, c.states, c.held
       FROM unnest($3::text[]) AS p (period) CROSS JOIN unnest($4::uuid[]) AS u (union_id) CROSS JOIN LATERAL (
         SELECT c.part, c.figures, c.states, s.held
         FROM contribution c LEFT JOIN submission s ON s.tenant_id = $1 AND s.id = c.submission_id
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
