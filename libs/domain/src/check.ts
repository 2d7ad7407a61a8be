import { activityChecks } from './checks/activities.js';
import { aidChecks } from './checks/aid.js';
import { congressChecks } from './checks/congress.js';
import { handoverChecks } from './checks/handover.js';
import { memberChecks } from './checks/members.js';
import { openingStockChecks } from './checks/opening-stock.js';
import {
  type Check,
  type CheckInput,
  type CheckParameters,
  defaultParameters,
  type Handover,
} from './checks/port.js';
import { registryChecks } from './checks/registry.js';
import { trainingChecks } from './checks/training.js';
import { type Entry, missing } from './figure.js';
import { type Form, layoutOf } from './form.js';
import type { Problem } from './problem.js';
import type { Rows } from './rows.js';

export type { Check, CheckHit, CheckInput, CheckParameters, Handover } from './checks/port.js';

/** Every check, in the order of the tables. Whatever fulfils the port may join: typed functions now, a rule language later. */
const checks: readonly Check[] = [
  ...registryChecks,
  ...memberChecks,
  ...handoverChecks,
  ...openingStockChecks,
  ...congressChecks,
  ...activityChecks,
  ...trainingChecks,
  ...aidChecks,
];

/** The checks that apply to a form: those of its frequency whose cells it has. */
export function checksOf(form: Form): readonly Check[] {
  const layout = layoutOf(form);
  return checks.filter(
    (check) =>
      (check.frequency === undefined || check.frequency === form.frequency) &&
      check.cells.every((cell) => layout.cell(cell) !== undefined),
  );
}

const none: Handover = { in: 0, out: 0 };

/** What checks look at, made from entries by cell code (a cell that is not among them is missing) and canonical rows. */
export function checkInput(
  entries: ReadonlyMap<string, Entry>,
  rows: Rows = {},
  { handover = none, ...parameters }: Partial<CheckParameters & { handover: Handover }> = {},
): CheckInput {
  const entry = (cell: string) => entries.get(cell) ?? missing;
  return {
    figure: (cell) => entry(cell).figure,
    mark: (cell) => entry(cell).mark,
    rows,
    handover,
    parameters: { ...defaultParameters, ...parameters },
  };
}

/**
 * Runs the form's checks of a scope: FILED on one submission, TOTAL on a total. Each hit is a problem CHECK_FAILED with
 * the check's severity, at its row or at the first of its cells, and details { zh, en, check }. Nothing is thrown:
 * whether to block (ARITHMETIC), to ask (PLAUSIBILITY) or to flag (LAW) is the caller's.
 */
export function runChecks(form: Form, input: CheckInput, scope: Check['scope']): Problem[] {
  return checksOf(form)
    .filter((check) => check.scope === scope)
    .flatMap((check) =>
      check.evaluate(input).map(({ zh, en, table, row }): Problem => ({
        code: 'CHECK_FAILED',
        severity: check.severity,
        details: { zh, en, check: check.code },
        ...(table === undefined ? { cell: check.cells[0] } : { table, row }),
      })),
    );
}
