import { dayIn } from '@huiji/domain/calendar';
import { refuse } from '@huiji/domain/problem';
import { settled } from '@huiji/store/as-of';
import type { Tx } from '@huiji/store/data-source';
import { timeZoneOf } from '@huiji/store/deadline';

/** 截至: the moment as of which something is read. */
export interface AsOf {
  at: Date;
  /** The end of its millisecond, for SQL: moments are shown in milliseconds, and what was shown as at it is in. */
  known: string;
  /** Its day in the tenant's time zone. */
  day: string;
}

/** The moment as of which a query reads; null for now. AS_OF_TOO_RECENT while something recorded before it may still come in. Changes how the
 * request plans its statements: see `settled`. */
export async function requireAsOf(
  tx: Tx,
  tenantId: string,
  at: Date | null | undefined,
): Promise<AsOf | null> {
  if (!at) return null;
  const known = at.toISOString().replace('Z', '999Z');
  const { settled: past, latest } = await settled(tx, known);
  if (!past)
    refuse('AS_OF_TOO_RECENT', { asOf: at.toISOString(), latest: latest.toISOString() }, { field: 'asOf' });
  return { at, known, day: dayIn(at, await timeZoneOf(tx, tenantId)) };
}
