import { entrustmentFor } from '@huiji/domain/entrustment';
import type { Form } from '@huiji/domain/form';
import { parsePeriod, type Period } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { holdEntrustment } from '@huiji/store/entrustment';
import { formAt } from '@huiji/store/form';
import { lockFiling } from '@huiji/store/period';
import type { Submission } from '@huiji/store/submission';
import type { Filer } from './actor.js';
import { requireForm, requireTakesFilings } from './takes-filings.js';
import { holdForFiling } from './visible.js';

/** What the actor may file, and under which entrustment (代报); null for the union's own filer. */
export interface Opened {
  union: TradeUnion;
  form: Form;
  entrustmentId: string | null;
}

/** A return that the actor may file, as it is while its row is locked. */
export interface OpenedSubmission extends Opened {
  submission: Submission;
}

/** How an audit row says that something was done under an entrustment (代报). */
export const under = (entrustmentId: string | null): object => (entrustmentId ? { entrustmentId } : {});

/**
 * The union and the form, if the actor may file for it and the period takes filings of the form from it now. An entrustment that the
 * actor files under cannot end until the transaction does.
 */
export async function requireOpen(
  tx: Tx,
  filer: Filer,
  { unionId, form: formCode, period: code }: { unionId: string; form: string; period: string },
): Promise<Opened> {
  const { tenantId, today } = filer.actor;
  const period = parsePeriod(code);
  const { union, appointments } = await holdForFiling(tx, filer.actor, unionId);
  const entrustmentId = entrustmentFor(appointments, union.id);
  // It may have ended since the request began.
  if (entrustmentId && !(await holdEntrustment(tx, tenantId, entrustmentId, today)))
    refuse('FORBIDDEN', { action: 'FILE' });
  const opened = await lockFiling(tx, { tenantId, form: formCode, period: code }, union);
  if (!opened?.formVersion) return refuseScope(tx, tenantId, formCode, period);
  requireTakesFilings(opened, code, today);
  if (!opened.expected) refuse('NOT_EXPECTED', { union: union.name, period: code }, { field: 'unionId' });
  return { union, entrustmentId, form: await formAt(tx, tenantId, formCode, opened.formVersion) };
}

/** Says why nothing is filed in a scope: FORM_UNKNOWN, FORM_NOT_FOR_PERIOD or PERIOD_UNKNOWN. */
async function refuseScope(tx: Tx, tenantId: string, formCode: string, period: Period): Promise<never> {
  const form = await requireForm(tx, tenantId, formCode);
  if (!isFiledFor(form, period))
    refuse('FORM_NOT_FOR_PERIOD', { form: form.code, period: period.code }, { field: 'period' });
  return refuse('PERIOD_UNKNOWN', { period: period.code }, { field: 'period' });
}
