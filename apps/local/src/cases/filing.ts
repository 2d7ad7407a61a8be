/** Filing (填报) as clerks and reviewers do it: a draft, 上报, and 审核通过 or 退回. */
import type { Client } from './client.js';
import { unionId } from './registers.js';

/** A count, one that is “at least” (以上), or word that the question does not apply (不适用). */
export type Figure = number | string | { atLeast: number } | null;

/** What a union reports for a form and a period. */
export interface Report {
  unionId: string;
  form: 'work-q' | 'work-y';
  period: string;
  cells: Readonly<Record<string, Figure>>;
  tables?: Readonly<Record<string, readonly object[]>>;
  /** 上报说明, where a check asks for one. */
  explanation?: string;
}

/** A submission as it stands. */
export interface Standing {
  id: string;
  version: number;
  state: 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'ACCEPTED';
}

const standing = 'submission { id version state }';

const cellInput = ([cell, figure]: [string, Figure]) =>
  figure === null
    ? { cell, value: null, mark: 'NOT_APPLICABLE' }
    : typeof figure === 'object'
      ? { cell, value: String(figure.atLeast), mark: 'AT_LEAST' }
      : { cell, value: String(figure), mark: 'EXACT' };

/** The same for the same report whenever it is loaded, so that a repeated request finds its own first answer. */
const keyOf = (act: string, { unionId, form, period }: Report): string =>
  `demo/${act}/${form}/${period}/${unionId}`;

const act = async (who: Client, mutation: string, type: string, input: object): Promise<Standing> =>
  (await who.change<{ submission: Standing }>(mutation, type, input, standing)).submission;

/** Saves a report as the union's draft. Repeated, it answers where the submission stands by now. */
export function saveDraft(clerk: Client, report: Report): Promise<Standing> {
  const { unionId, form, period, cells, tables = {} } = report;
  return act(clerk, 'saveDraft', 'SaveDraftInput', {
    ...{ unionId, form, period },
    cells: Object.entries(cells).map(cellInput),
    tables: Object.entries(tables).map(([table, rows]) => ({ table, rows })),
    idempotencyKey: keyOf('save', report),
  });
}

/** Saves and submits a report, as far as that is still to be done. */
export async function submit(clerk: Client, report: Report): Promise<Standing> {
  const saved = await saveDraft(clerk, report);
  if (saved.state !== 'DRAFT') return saved;
  return act(clerk, 'submit', 'SubmitInput', {
    ...{ submissionId: saved.id, expectedVersion: saved.version },
    explanation: report.explanation,
    idempotencyKey: keyOf('submit', report),
  });
}

/** Saves, submits and accepts a report, as far as that is still to be done. The reviewer is another person. */
export async function fileAndAccept(clerk: Client, reviewer: Client, report: Report): Promise<void> {
  const submitted = await submit(clerk, report);
  if (submitted.state !== 'SUBMITTED') return;
  await act(reviewer, 'acceptSubmission', 'AcceptSubmissionInput', {
    ...{ submissionId: submitted.id, expectedVersion: submitted.version },
    idempotencyKey: keyOf('accept', report),
  });
}

/** Saves and submits a report, and returns it with a reason, as far as that is still to be done. */
export async function fileAndReturn(
  clerk: Client,
  reviewer: Client,
  report: Report,
  reason: string,
): Promise<void> {
  const submitted = await submit(clerk, report);
  if (submitted.state !== 'SUBMITTED') return;
  await act(reviewer, 'returnSubmission', 'ReturnSubmissionInput', {
    ...{ submissionId: submitted.id, expectedVersion: submitted.version, reason },
    idempotencyKey: keyOf('return', report),
  });
}

/**
 * The states of a union's revisions for a form and period, newest first; empty when it has not begun, or when nobody has
 * opened the period. `union` is its code.
 */
export async function statesOf(
  reader: Client,
  union: string,
  { form, period }: Pick<Report, 'form' | 'period'>,
): Promise<Array<Standing['state']>> {
  const { periods } = await reader.read<{ periods: Array<{ code: string }> }>('{ periods { code } }');
  if (!periods.some(({ code }) => code === period)) return [];
  const { submissionHistory } = await reader.read<{ submissionHistory: Standing[] }>(
    `query ($unionId: ID!, $form: String!, $period: String!) {
       submissionHistory(unionId: $unionId, form: $form, period: $period) { state } }`,
    { unionId: await unionId(reader, union), form, period },
  );
  return submissionHistory.map((one) => one.state);
}
