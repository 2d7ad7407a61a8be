import type { DataSource } from 'typeorm';
import { inTenant, reading, sql, sqlOne, type Tx } from './data-source.js';

/** The tenant of what belongs to none: what nobody who is signed in has sent. */
export const nobodys = '00000000-0000-0000-0000-000000000000';

/** What an attempt is counted by: so many may fail of late, each within `minutes` of the one before. */
export interface Counted {
  key: string;
  limit: number;
  minutes: number;
}

/**
 * Counts an attempt under each key in turn, before it is made, so that attempts made at once are all counted. False when one
 * of them is locked: the attempt may not be made then, and is not counted under the keys after that one. A lock lasts for
 * `minutes`, however often it is tried meanwhile.
 */
export async function countAttempt(source: DataSource, counts: readonly Counted[]): Promise<boolean> {
  return inTenant(source, nobodys, async (tx) => {
    for (const counted of counts) if (!(await count(tx, counted))) return false;
    await forgetOld(tx);
    return true;
  });
}

const keyed = `sha256(convert_to($2, 'UTF8'))`;

async function count(tx: Tx, { key, limit, minutes }: Counted): Promise<boolean> {
  const { free } = await sqlOne<{ free: boolean }>(
    tx,
    `INSERT INTO attempt AS a (tenant_id, key, failures, since) VALUES ($1, ${keyed}, 1, now())
     ON CONFLICT (tenant_id, key) DO UPDATE SET
       failures = CASE WHEN a.since <= now() - make_interval(mins => $4) THEN 1 ELSE least(a.failures, $3) + 1 END,
       since = CASE WHEN a.failures <= $3 OR a.since <= now() - make_interval(mins => $4) THEN now() ELSE a.since END
     RETURNING failures <= $3 AS free`,
    [nobodys, key, limit, minutes],
  );
  return free;
}

/** Rows of which nothing follows any more; a few each time, none that somebody else is at. */
async function forgetOld(tx: Tx): Promise<void> {
  await sql(
    tx,
    `DELETE FROM attempt WHERE tenant_id = $1 AND key IN (SELECT key FROM attempt
       WHERE tenant_id = $1 AND since < now() - interval '1 day' ORDER BY since LIMIT 10 FOR UPDATE SKIP LOCKED)`,
    [nobodys],
  );
}

/** After a success: `spent` counted it as a failure, which it was not, and `cleared` starts anew. */
export async function forgiveAttempt(
  source: DataSource,
  { spent, cleared }: { spent: string; cleared: string },
): Promise<void> {
  await inTenant(source, nobodys, async (tx) => {
    await sql(
      tx,
      `UPDATE attempt SET failures = greatest(failures - 1, 0) WHERE tenant_id = $1 AND key = ${keyed}`,
      [nobodys, spent],
    );
    await sql(tx, `UPDATE attempt SET failures = 0 WHERE tenant_id = $1 AND key = ${keyed}`, [
      nobodys,
      cleared,
    ]);
  });
}

/** Which of some keys are locked now: `limit` have failed of late, and the next one would be refused. */
export async function lockedAmong(source: DataSource, counts: readonly Counted[]): Promise<Set<string>> {
  const locked = await reading(source, nobodys, (tx) =>
    sql<{ key: string }>(
      tx,
      `SELECT k.key FROM unnest($2::text[], $3::int[], $4::int[]) AS k (key, most, minutes)
       JOIN attempt a ON a.tenant_id = $1 AND a.key = sha256(convert_to(k.key, 'UTF8'))
       WHERE a.failures >= k.most AND a.since > now() - make_interval(mins => k.minutes)`,
      [
        nobodys,
        counts.map(({ key }) => key),
        counts.map(({ limit }) => limit),
        counts.map((one) => one.minutes),
      ],
    ),
  );
  return new Set(locked.map(({ key }) => key));
}
