import { daysBetween } from '@huiji/domain/calendar';
import { formatFigure, scaledOf } from '@huiji/domain/figure';
import { transferDirections, transferStates } from '@huiji/domain/transfer';
import type { Address } from '../address.js';
import type { FormsAndPeriodsQuery } from '../totals/generated/totals.js';
import { periodsOf } from '../totals/scope.js';
import { transferCells } from './netting.js';
import type { BodyTransfersQueryVariables } from './generated/transfers.js';

/** Which orders an address asks for. Those that count in a period are accepted: with one, a state is not asked for. */
export function filterOf({
  state,
  direction,
  period,
}: Address<'state' | 'direction' | 'period'>): Pick<
  BodyTransfersQueryVariables,
  'states' | 'direction' | 'period'
> {
  const states = transferStates.filter((one) => one === state);
  return {
    states: period === undefined && states.length > 0 ? states : null,
    direction: transferDirections.find((one) => one === direction) ?? null,
    period: period ?? null,
  };
}

/** For how many days an order has waited. */
export const waitedOn = (today: string, sentOn: string): number => Math.max(0, daysBetween(sentOn, today));

/** The periods that orders count in: those that a form with both cells is filed for, and those that derive from its quarters. */
export function periodsCounted({ forms, periods }: FormsAndPeriodsQuery): {
  filed: string[];
  derived: string[];
} {
  const found = counting(forms).map((form) => periodsOf(form, periods));
  const filed = new Set(found.flatMap((of) => of.filed));
  const codes = periods.filter((period) => filed.has(period)).map(({ code }) => code);
  const derived = new Set(found.flatMap((of) => of.derived));
  return { filed: codes, derived: [...derived].filter((code) => !codes.includes(code)) };
}

/** The form that holds both cells for a period: the one that is filed for it, else the one that it derives from; null where none does. */
export function formCounting(period: string, { forms, periods }: FormsAndPeriodsQuery): string | null {
  const found = counting(forms).map((form) => ({ form, of: periodsOf(form, periods) }));
  const filed = found.find(({ of }) => of.filed.some(({ code }) => code === period));
  return (filed ?? found.find(({ of }) => of.derived.includes(period)))?.form.code ?? null;
}

const counting = (forms: FormsAndPeriodsQuery['forms']): FormsAndPeriodsQuery['forms'] =>
  forms.filter(
    ({ rollsUp, tables }) =>
      rollsUp &&
      Object.values(transferCells).every((wanted) =>
        tables.some(({ cells }) => cells.some(({ code }) => code === wanted)),
      ),
  );

/** 净转入: what came less what went. */
export const netOf = (came: string, went: string): string => formatFigure(scaledOf(came) - scaledOf(went), 0);
