/** A bureau of a file's own with its people, so that no file depends on what another one does to the demonstration. */
import { randomUUID } from 'node:crypto';
import { ask } from './browser.js';

export const asked = { form: 'work-q', period: '2026Q3' } as const;

export interface Bureau {
  id: string;
  code: string;
  name: string;
  /** Logins; everybody has the demonstration's password. */
  reviewer: string;
  filer: string;
  /** The grassroots unions below it. */
  unions: ReadonlyArray<{ id: string; name: string }>;
}

const password = 'huiji-demo-2026';

async function found(
  parentId: string,
  code: string,
  name: string,
  kind: 'BUREAU' | 'SINGLE',
): Promise<string> {
  const input = {
    ...{ parentId, code, name, kind, establishedOn: '2015-05-01', approvalNo: `临工组〔2015〕${code}号` },
    level: kind === 'SINGLE' ? 'GRASSROOTS' : 'INTERMEDIATE',
  };
  const { foundUnion } = await ask<{ foundUnion: { union: { id: string } } }>(
    'guanli',
    'mutation ($input: FoundUnionInput!) { foundUnion(input: $input) { union { id } userErrors { code message } } }',
    { input },
  );
  return foundUnion.union.id;
}

async function join(login: string, name: string, role: string, at: readonly string[]): Promise<void> {
  const appointments = at.map((unionId) => ({ unionId, role }));
  await ask(
    'guanli',
    'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { personId userErrors { code message } } }',
    { input: { login, name, password, appointments } },
  );
}

/** Founds a bureau below the federation, so many unions below it, a reviewer of it and a filer of those. */
export async function foundBureau(name: string, unions: number): Promise<Bureau> {
  const code = `LJ-${randomUUID().slice(0, 6).toUpperCase()}`;
  const { tradeUnion } = await ask<{ tradeUnion: { id: string } }>(
    'guanli',
    '{ tradeUnion(code: "LJ") { id } }',
  );
  const id = await found(tradeUnion.id, code, name, 'BUREAU');
  const made: { id: string; name: string }[] = [];
  for (let nth = 1; nth <= unions; nth += 1) {
    const own = `${name.slice(0, -2)}第${nth}分厂工会`;
    made.push({ id: await found(id, `${code}-${nth}`, own, 'SINGLE'), name: own });
  }
  const [reviewer, filer] = [`shenhe.${code.toLowerCase()}`, `tianbao.${code.toLowerCase()}`];
  await join(reviewer, '苏敏', 'REVIEWER', [id]);
  await join(
    filer,
    '白兰',
    'FILER',
    made.map((union) => union.id),
  );
  return { id, code, name, reviewer, filer, unions: made };
}

/** Where a return stands. */
export interface Standing {
  id: string;
  version: number;
  state: string;
}

/** Fills a union's draft with members and submits it; answers where it stands then. */
export async function file(
  { filer }: Bureau,
  unionId: string,
  { workers, members, explanation }: { workers: number; members: number; explanation?: string },
): Promise<Standing> {
  const figures = {
    ...{ mem_worker_cnt: workers, mem_member_cnt: members, mem_new_member_cnt: 3 },
    mem_leave_cnt: 0,
  };
  const cells = Object.entries(figures).map(([cell, value]) => ({ cell, value: String(value) }));
  const { entrySheet } = await ask<{ entrySheet: { version: number } }>(
    filer,
    'query ($unionId: ID, $form: String!, $period: String!) { entrySheet(unionId: $unionId, form: $form, period: $period) { version } }',
    { unionId, ...asked },
  );
  const { saveDraft } = await ask<{ saveDraft: { submission: Standing } }>(
    filer,
    'mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { submission { id version state } userErrors { code message } } }',
    {
      input: {
        ...{ unionId, ...asked, cells, idempotencyKey: randomUUID() },
        ...(entrySheet.version > 0 ? { expectedVersion: entrySheet.version } : {}),
      },
    },
  );
  const { id, version } = saveDraft.submission;
  const { submit } = await ask<{ submit: { submission: Standing } }>(
    filer,
    'mutation ($input: SubmitInput!) { submit(input: $input) { submission { id version state } userErrors { code message } } }',
    { input: { submissionId: id, expectedVersion: version, explanation, idempotencyKey: randomUUID() } },
  );
  return submit.submission;
}

/** Accepts a return, as its reviewer does by the api. */
export async function accept({ reviewer }: Bureau, { id, version }: Standing): Promise<void> {
  await ask(
    reviewer,
    'mutation ($input: AcceptSubmissionInput!) { acceptSubmission(input: $input) { submission { id } userErrors { code message } } }',
    { input: { submissionId: id, expectedVersion: version, idempotencyKey: randomUUID() } },
  );
}
