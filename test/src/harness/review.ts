import { expect } from '@jest/globals';
import type { Client } from './client.js';
import { elect } from './elections.js';
import type { Huiji } from './huiji.js';
import {
  act,
  addPerson,
  eventually,
  found,
  key,
  mutationOf,
  type Seen,
  told,
  type Told,
  type Town,
} from './town.js';

export const form = 'work-q';
/** What every return compared with another in these tests was accepted with before. */
export const before = { mem_worker_cnt: '100', mem_member_cnt: '100', mem_retained_cnt: '100' };

export interface Risk {
  plausibilityHits: number;
  lawHits: number;
  comparedWith: string | null;
  largestChange: { cell: string; then: string; now: string | null; changePercent: string | null } | null;
  changedMuch: boolean;
  carriedCells: number;
  late: boolean;
  score: number;
  clean: boolean;
}
export interface Item {
  submission: Seen & { union: { code: string } };
  risk: Risk | null;
}

const risk = `plausibilityHits lawHits comparedWith largestChange { cell then now changePercent } changedMuch carriedCells late score clean`;
const queueQuery = `query ($period: String!, $unionId: ID, $first: Int, $after: String) {
  reviewQueue(form: "work-q", period: $period, unionId: $unionId, first: $first, after: $after) {
    nodes { submission { id version state revision union { code } } risk { ${risk} } } pageInfo { endCursor hasNextPage } } }`;

/** One page of what waits for somebody. */
export async function queue(
  client: Client,
  period: string,
  more: { unionId?: string; first?: number; after?: string | null } = {},
): Promise<{ nodes: Item[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } }> {
  const asked = { period, first: 200, ...more };
  return (await client.get<{ reviewQueue: Awaited<ReturnType<typeof queue>> }>(queueQuery, asked))
    .reviewQueue;
}

/** The codes of the unions that wait for somebody, in the queue's order. */
export const waiting = async (client: Client, period: string): Promise<string[]> =>
  (await queue(client, period)).nodes.map(({ submission }) => submission.union.code);

let n = 0;
/** A bureau directly below the root, or below another. */
export function bureauOf(town: Town, parentId = town.root): Promise<string> {
  n += 1;
  return found(town.admin, {
    ...{ parentId, code: `Q${n}`, name: `审核${n}局`, level: 'INTERMEDIATE', kind: 'BUREAU' },
  });
}

/** Grassroots unions below a bureau. */
export async function unionsOf(town: Town, parentId: string, codes: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const code of codes)
    ids.push(await found(town.admin, { parentId, code, name: code, level: 'GRASSROOTS', kind: 'SINGLE' }));
  return ids;
}

/** Somebody new with appointments, signed in. */
export async function person(
  huiji: Huiji,
  town: Town,
  login: string,
  ...appointments: ReadonlyArray<readonly [unionId: string, role: string]>
): Promise<Client> {
  await addPerson(
    town.admin,
    login,
    appointments.map(([unionId, role]) => ({ unionId, role })),
  );
  return huiji.client('alpha', login);
}

/** Saves figures into a draft. */
export const save = (
  client: Client,
  { unionId, period, version }: { unionId: string; period: string; version?: number },
  cells: Readonly<Record<string, string | null>>,
  more: object = {},
): Promise<Seen> =>
  act(client, 'save', {
    ...{ unionId, form, period, expectedVersion: version },
    cells: Object.entries(cells).map(([cell, value]) => ({ cell, value })),
    ...more,
  });

export const seen = ({ id, version }: Pick<Seen, 'id' | 'version'>) => ({
  submissionId: id,
  expectedVersion: version,
});

export const submit = (client: Client, draft: Seen): Promise<Seen> =>
  act(client, 'submit', { ...seen(draft), explanation: '说明' });

/** Files a return. */
export const file = async (
  client: Client,
  where: { unionId: string; period: string },
  cells: Readonly<Record<string, string>>,
  more: object = {},
): Promise<Seen> => submit(client, await save(client, where, cells, more));

export interface Result {
  submissionId: string;
  accepted: boolean;
  userErrors: Told[];
}

/** Accepts many; answers what became of each. */
export async function acceptMany(
  client: Client,
  submissions: ReadonlyArray<{ submissionId: string; expectedVersion: number }>,
  more: object = {},
): Promise<Result[]> {
  const answer = 'results { submissionId accepted userErrors { code severity message messageZh messageEn } }';
  const input = { submissions, idempotencyKey: key(), ...more };
  const data = await client.get<{ acceptSubmissions: { results: Result[] } }>(
    mutationOf('acceptSubmissions', answer),
    { input },
  );
  return data.acceptSubmissions.results;
}

/** Registers a union’s committee and auditor, so that no check asks for them. */
export async function elected(town: Town, unionId: string): Promise<void> {
  const bodies = [
    { body: 'COMMITTEE', members: 5 },
    { body: 'AUDITOR', members: 1 },
  ];
  const held = { unionId, termNo: 2, heldOn: '2025-03-01', termYears: 5, bodies };
  const { id } = await elect(town.admin, 'recordElection', held);
  await elect(town.admin, 'approveElection', { electionId: id, on: '2025-03-02', documentNo: '批1号' });
}

/** A bureau with its reviewer, unions and their clerk; with `compared` all were accepted in that period, and no check finds anything. */
export async function officeOf(
  huiji: Huiji,
  town: Town,
  login: string,
  codes: readonly string[],
  compared: string | null = null,
) {
  const bureau = await bureauOf(town);
  const ids = await unionsOf(town, bureau, codes);
  const reviewer = await person(huiji, town, `${login}-reviewer`, [bureau, 'REVIEWER']);
  const clerk = await person(huiji, town, `${login}-clerk`, ...ids.map((id) => [id, 'FILER'] as const));
  if (compared) {
    for (const unionId of ids) await elected(town, unionId);
    const filed: Seen[] = [];
    for (const unionId of ids) filed.push(await file(clerk, { unionId, period: compared }, before));
    const results = await acceptMany(reviewer, filed.map(seen), { onlyClean: false });
    expect(results.map(({ accepted }) => accepted)).toEqual(ids.map(() => true));
  }
  const unionOf = Object.fromEntries(codes.map((code, i) => [code, ids[i]!]));
  return { bureau, ids, unionOf, reviewer, clerk };
}

/** What an acceptance by somebody is told; nothing where it is done. */
export const accepting = (client: Client, submission: Seen) =>
  told(client, 'acceptSubmission', { ...seen(submission), idempotencyKey: key() });

/** Whose a session is. */
export const idOf = async (client: Client): Promise<string> =>
  (await client.get<{ me: { id: string } }>('{ me { id } }')).me.id;

/** A cell of a union's total, and how many reports it holds, once nothing waits. */
export async function totalOf(
  town: Town,
  { unionId, period }: { unionId: string; period: string },
  cell: string,
): Promise<{ value: string | null; accepted: number }> {
  let read = { value: null as string | null, accepted: -1 };
  await eventually(async () => {
    const { rollup } = await town.statistician.get<{
      rollup: { pending: number; reportsAccepted: number; cells: Array<{ value: string | null }> };
    }>(
      `query ($unionId: ID!, $period: String!, $cells: [String!]) { rollup(unionId: $unionId, form: "work-q", period: $period) {
         pending reportsAccepted cells(codes: $cells) { value } } }`,
      { unionId, period, cells: [cell] },
    );
    expect(rollup.pending).toBe(0);
    read = { value: rollup.cells[0]!.value, accepted: rollup.reportsAccepted };
  });
  return read;
}
