/** 目标任务 of 临江市总工会 for the year: set by the federation, handed on by its district. */
import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';

/** What a union is to reach: cell, target, and the weight where it is given one. */
type Goal = readonly [cell: string, value: string, weight?: string];

/** One issue: to which unions which targets. */
interface Issue {
  issuerId: string;
  documentNo: string;
  goals: ReadonlyArray<readonly [unionId: string, ...goals: Goal[]]>;
}

const year = { form: 'work-q', period: '2026' };

/** Issues targets, where the body has not issued any yet. */
async function issue(client: Client, { issuerId, documentNo, goals }: Issue): Promise<void> {
  const { targetBook } = await client.read<{ targetBook: { version: number } }>(
    'query ($id: ID, $form: String!, $period: String!) { targetBook(unionId: $id, form: $form, period: $period) { version } }',
    { id: issuerId, ...year },
  );
  if (targetBook.version > 0) return;
  const lines = goals.flatMap(([unionId, ...each]) =>
    each.map(([cell, value, weight]) => ({ unionId, cell, value, weight })),
  );
  const input = { issuerId, ...year, expectedVersion: 0, documentNo, lines, idempotencyKey: randomUUID() };
  await client.change('issueTargets', 'IssueTargetsInput', input, 'book { version }');
}

/** Sets the year's targets of the federation, its two bodies, and three unions of the district. */
export async function loadTargets(
  { statistician, districtReviewer }: Record<'statistician' | 'districtReviewer', Client>,
  ids: { root: string; district: string; bureau: string; schools: string; hospital: string; street: string },
): Promise<void> {
  await issue(statistician, {
    issuerId: ids.root,
    documentNo: '临工发〔2026〕1号',
    goals: [
      [ids.root, ['mem_new_member_cnt', '300'], ['mem_member_cnt', '4200'], ['cov_unionised_rate', '95']],
      [ids.district, ['mem_new_member_cnt', '180', '30'], ['mem_member_cnt', '2900', '20']],
      [ids.bureau, ['mem_new_member_cnt', '100', '30'], ['mem_member_cnt', '1200', '20']],
    ],
  });
  await issue(districtReviewer, {
    issuerId: ids.district,
    documentNo: '东工发〔2026〕4号',
    goals: [
      [ids.schools, ['mem_new_member_cnt', '20', '50']],
      [ids.hospital, ['mem_new_member_cnt', '90', '50']],
      [ids.street, ['mem_new_member_cnt', '40', '50']],
    ],
  });
}
