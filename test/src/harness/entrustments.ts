import type { Client } from './client.js';
import { mutationOf } from './town.js';

/** A term around today, wherever the clock of the machine stands. */
export const term = (fromDays = -30, untilDays = 365): { from: string; untilOn: string } => {
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return { from: day(fromDays), untilOn: day(untilDays) };
};

/** Entrusts somebody, whose name is the login, with the filing of unions. Answers the entrustments' ids, in the order of the unions. */
export async function entrust(
  admin: Client,
  unionIds: readonly string[],
  login: string,
  more: object = {},
): Promise<string[]> {
  const input = { unionIds, login, name: login, documentNo: '委〔2026〕7号', ...term(), ...more };
  const { entrust: made } = await admin.get<{ entrust: { entrustments: Array<{ id: string }> } }>(
    mutationOf('entrust', 'entrustments { id }'),
    { input },
  );
  return made.entrustments.map(({ id }) => id);
}

/** An entrustment of one union, with words that are to be found nowhere else. */
export async function entrustmentId(
  admin: Client,
  { unionId, login, words }: { unionId: string; login: string; words: string },
): Promise<string> {
  const [id] = await entrust(admin, [unionId], login, { documentNo: words, documentName: words });
  return id!;
}

export const end = (client: Client, entrustmentId: string, reason = '岗位调整'): Promise<string[]> =>
  client.refusal(mutationOf('endEntrustment'), { input: { entrustmentId, reason } });

export interface Task {
  union: { code: string };
  form: string;
  period: string;
  state: string;
  submissionId: string | null;
  version: number;
  filled: number;
  total: number;
  dueOn: string | null;
  daysLeft: number | null;
  returnReason: string | null;
  entrustment: { documentNo: string } | null;
}

const tasksQuery = `query ($states: [TaskState!] = [NOT_BEGUN, DRAFT, RETURNED], $entrusted: Boolean, $search: String,
    $form: String = "work-q", $first: Int = 200, $after: String) {
  myTasks(form: $form, period: "2026Q3", states: $states, entrusted: $entrusted, search: $search, first: $first, after: $after) {
    nodes { union { code } form period state submissionId version filled total dueOn daysLeft returnReason entrustment { documentNo } }
    pageInfo { endCursor hasNextPage } } }`;

/** A page of what somebody may file now for 2026Q3. */
export async function tasks(
  client: Client,
  asked: object = {},
): Promise<{ nodes: Task[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } }> {
  return (await client.get<{ myTasks: Awaited<ReturnType<typeof tasks>> }>(tasksQuery, asked)).myTasks;
}
