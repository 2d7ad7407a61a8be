import { randomUUID } from 'node:crypto';
import { act } from './act.js';
import { ask } from './browser.js';

/** The form and the year that tests appraise. */
export const inYear = { form: 'work-q', period: '2026' } as const;

/** Takes a step of an appraisal of that year by the api. */
export const appraising = (
  login: string,
  step: 'setAppraisalScheme' | 'claimAppraisal' | 'appraise' | 'publishAppraisal' | 'appealAppraisal',
  input: object,
): Promise<void> =>
  act(
    login,
    step,
    { ...inYear, idempotencyKey: randomUUID(), ...input },
    step === 'publishAppraisal' ? 'AppraisalStepInput' : undefined,
  );

/** Issues targets of the year to unions directly below a body. */
export async function issueTargets(
  login: string,
  issuerId: string,
  lines: ReadonlyArray<{ unionId: string; cell: string; value: string; weight: string }>,
): Promise<void> {
  const { targetBook } = await ask<{ targetBook: { version: number } }>(
    login,
    'query ($id: ID, $form: String!, $period: String!) { targetBook(unionId: $id, form: $form, period: $period) { version } }',
    { id: issuerId, ...inYear },
  );
  await act(login, 'issueTargets', {
    ...{ issuerId, ...inYear, expectedVersion: targetBook.version, documentNo: '考工发〔2026〕2号', lines },
    idempotencyKey: randomUUID(),
  });
}
