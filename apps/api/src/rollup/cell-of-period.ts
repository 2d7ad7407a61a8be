import { layoutOf, type Position } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import type { Reading } from './rollup.service.js';

/** The place of a cell, for what looks behind the total of one filed period: CELL_UNKNOWN, FORM_NOT_FOR_PERIOD. */
export function requireCellOfPeriod({ form, period, yearToDate }: Reading, code: string): Position {
  const place =
    layoutOf(form).cell(code) ?? refuse('CELL_UNKNOWN', { cell: code.slice(0, 80) }, { field: 'cell' });
  if (!isFiledFor(form, parsePeriod(period)) || yearToDate)
    refuse('FORM_NOT_FOR_PERIOD', { form: form.code, period }, { field: 'period' });
  return place;
}
