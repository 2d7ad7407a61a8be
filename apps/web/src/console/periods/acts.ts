import type { Operation } from '../../client/operation.js';
import {
  CloseFiling,
  CloseWindow,
  ExtendDeadline,
  FinalisePeriod,
  OpenPeriod,
  OpenWindow,
  RenewForm,
  ReopenFiling,
  SetDeadline,
} from './generated/periods.js';

/** What is done to a period, or to one union's filing in it. */
export type Act =
  | ('open' | 'close' | 'reopen' | 'finalise' | 'renew' | 'deadline')
  | ('extend' | 'openWindow' | 'closeWindow');

export interface Told {
  outcome: { userErrors: { code: string; messageZh: string; messageEn: string }[] };
}

/** What is asked of the person before it is done. */
export type Field = 'reason' | 'level' | 'dueOn' | 'untilOn';

export interface Values {
  reason?: string;
  level?: string;
  dueOn?: string;
  untilOn?: string;
}

/** What it is done to. */
export interface Target {
  period: string;
  form: string;
  unionId: string;
}

/** Of each act: its operation, what it asks of the person, what it means, and what is sent. */
export const acts: Readonly<
  Record<
    Act,
    {
      operation: Operation<Told, never>;
      asks: readonly Field[];
      means: `${Exclude<Act, 'openWindow'>}Means` | 'windowMeans';
      variables: (target: Target, values: Values) => object;
    }
  >
> = {
  open: { operation: OpenPeriod, asks: [], means: 'openMeans', variables: ({ period }) => ({ period }) },
  close: { operation: CloseFiling, asks: [], means: 'closeMeans', variables: ({ period }) => ({ period }) },
  reopen: {
    ...{ operation: ReopenFiling, asks: ['reason'], means: 'reopenMeans' },
    variables: ({ period }, { reason }) => ({ period, reason }),
  },
  finalise: {
    ...{ operation: FinalisePeriod, asks: [], means: 'finaliseMeans' },
    variables: ({ period }) => ({ period }),
  },
  renew: {
    ...{ operation: RenewForm, asks: [], means: 'renewMeans' },
    variables: ({ period, form }) => ({ period, form }),
  },
  deadline: {
    ...{ operation: SetDeadline, asks: ['level', 'dueOn'], means: 'deadlineMeans' },
    variables: ({ period }, { level, dueOn }) => ({ input: { period, level, dueOn } }),
  },
  extend: {
    ...{ operation: ExtendDeadline, asks: ['dueOn', 'reason'], means: 'extendMeans' },
    variables: (target, { dueOn, reason }) => ({ input: { ...target, dueOn, reason } }),
  },
  openWindow: {
    ...{ operation: OpenWindow, asks: ['untilOn', 'reason'], means: 'windowMeans' },
    variables: (target, { untilOn, reason }) => ({ input: { ...target, untilOn, reason } }),
  },
  closeWindow: {
    ...{ operation: CloseWindow, asks: [], means: 'closeWindowMeans' },
    variables: (target) => ({ input: target }),
  },
};
