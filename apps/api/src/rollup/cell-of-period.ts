import { layoutOf, type Position } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import type { Reading } from './rollup.service.js';

/** Refuses to look behind a total that derives from several filed periods: FORM_NOT_FOR_PERIOD. */
export function requireFiledPeriod({ form, period, yearToDate }: Reading): void {
  if (!isFiledFor(form, parsePeriod(period)) || yearToDate)
    refuse('FORM_NOT_FOR_PERIOD', { form: form.code, period }, { field: 'period' });
}

/** The place of a cell, for what looks behind the total of one filed period: CELL_UNKNOWN, FORM_NOT_FOR_PERIOD. */
export function requireCellOfPeriod(reading: Reading, code: string): Position {
  const place =
    layoutOf(reading.form).cell(code) ??
    refuse('CELL_UNKNOWN', { cell: code.slice(0, 80) }, { field: 'cell' });
  requireFiledPeriod(reading);
  return place;
}
