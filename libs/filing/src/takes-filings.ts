import type { Form } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import type { Tx } from '@huiji/store/data-source';
import { newestForm } from '@huiji/store/form';
import type { Filing } from '@huiji/store/period';

/** The newest version of a form of the tenant; FORM_UNKNOWN. */
export async function requireForm(tx: Tx, tenantId: string, code: string): Promise<Form> {
  const found = await newestForm(tx, tenantId, code);
  return found ?? refuse('FORM_UNKNOWN', { form: code.slice(0, 40) }, { field: 'form' });
}

/**
 * Refuses what a union may not file now: PERIOD_NOT_BEGUN before its level's first day, PERIOD_NOT_OPEN after filing has closed,
 * WINDOW_ENDED where a window let it file for a while. Past the deadline it may file, late.
 */
export function requireTakesFilings(
  { status, opensOn, window }: Filing,
  period: string,
  today: string,
): void {
  const place = { field: 'period' };
  if (status === 'OPEN') {
    if (opensOn !== null && today < opensOn) refuse('PERIOD_NOT_BEGUN', { period, opensOn }, place);
  } else if (!window) refuse('PERIOD_NOT_OPEN', { period }, place);
  else if (!window.open) refuse('WINDOW_ENDED', { period, until: window.endsOn }, place);
}

/** Refuses a period into which no history (历史数据) is taken: HISTORY_NOT_OVER while it goes on, HISTORY_FINAL once it is FINAL. */
export function requireOver({ status }: Filing, period: string, today: string): void {
  const place = { field: 'period' };
  if (parsePeriod(period).endsOn >= today) refuse('HISTORY_NOT_OVER', { period }, place);
  if (status === 'FINAL') refuse('HISTORY_FINAL', { period }, place);
}
