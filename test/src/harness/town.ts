import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';
import { type Huiji, password } from './huiji.js';
import { inputOf } from './mutation-inputs.js';

const payload = 'submission { id version state revision } userErrors { code cell field severity message }';

export const operations = {
  found:
    'mutation ($input: FoundUnionInput!) { foundUnion(input: $input) { union { id version } userErrors { code field } } }',
  dissolve:
    'mutation ($input: DissolveUnionInput!) { dissolveUnion(input: $input) { union { id } userErrors { code field } } }',
  person:
    'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { personId userErrors { code } } }',
  open: 'mutation ($period: String!) { openPeriod(period: $period) { period { code } userErrors { code } } }',
  close:
    'mutation ($period: String!) { closeFiling(period: $period) { period { status } userErrors { code } } }',
  finalise:
    'mutation ($period: String!) { finalisePeriod(period: $period) { period { status } userErrors { code } } }',
  save: `mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { ${payload} } }`,
  submit: `mutation ($input: SubmitInput!) { submit(input: $input) { ${payload} } }`,
  accept: `mutation ($input: AcceptSubmissionInput!) { acceptSubmission(input: $input) { ${payload} } }`,
  return: `mutation ($input: ReturnSubmissionInput!) { returnSubmission(input: $input) { ${payload} } }`,
  withdraw: `mutation ($input: WithdrawSubmissionInput!) { withdrawSubmission(input: $input) { ${payload} } }`,
  restate: `mutation ($input: RestateSubmissionInput!) { restateSubmission(input: $input) { ${payload} } }`,
};

export const key = (): string => randomUUID();

export interface Seen {
  id: string;
  version: number;
  state: string;
  revision: number;
}

/** A federation with one bureau and three grassroots unions, its people, and the quarter 2026Q3 open. */
export interface Town {
  root: string;
  bureau: string;
  grassroots: [string, string, string];
  admin: Client;
  statistician: Client;
  /** Files for the three grassroots unions. */
  clerk: Client;
  /** Reviews at the bureau. */
  reviewer: Client;
  /** Reviews at the federation. */
  chief: Client;
  save(unionId: string, cells: Record<string, string | null>, expectedVersion?: number): Promise<Seen>;
  submit(submission: Seen): Promise<Seen>;
  accept(submission: Seen): Promise<Seen>;
  fileAndAccept(unionId: string, cells: Record<string, string>): Promise<Seen>;
}

const cellsOf = (cells: Record<string, string | null>) =>
  Object.entries(cells).map(([cell, value]) => ({ cell, value }));

export async function found(admin: Client, input: Record<string, unknown>): Promise<string> {
  const { foundUnion } = await admin.get<{ foundUnion: { union: { id: string } } }>(operations.found, {
    input: { approvalNo: '批〔2000〕1号', establishedOn: '2000-01-01', ...input },
  });
  return foundUnion.union.id;
}

/** A second bureau beside that of the town. */
export const foundSecond = (admin: Client, root: string): Promise<string> =>
  found(admin, {
    ...{ parentId: root, code: 'B2', name: '交通局工会', level: 'INTERMEDIATE', kind: 'BUREAU' },
  });

export async function addPerson(
  admin: Client,
  login: string,
  appointments: Array<{ unionId: string; role: string; from?: string }>,
  contact: { email?: string } = {},
): Promise<void> {
  await admin.get(operations.person, { input: { login, name: login, password, appointments, ...contact } });
}

/** Takes a step of a submission and answers it as it is then. */
export async function act(client: Client, operation: keyof typeof operations, input: object): Promise<Seen> {
  const data = await client.get<Record<string, { submission: Seen }>>(operations[operation], {
    input: { ...input, idempotencyKey: key() },
  });
  return Object.values(data)[0]!.submission;
}

/** The union of a person's first appointment. */
export async function unionOf(client: Client): Promise<string> {
  const found = await client.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
    '{ me { appointments { union { id } } } }',
  );
  return found.me.appointments[0]!.union.id;
}

export async function buildTown(huiji: Huiji, tenant: string): Promise<Town> {
  const admin = await huiji.client(tenant, 'admin');
  const root = await unionOf(admin);
  const bureau = await found(admin, {
    parentId: root,
    code: 'B1',
    name: '建设局工会',
    level: 'INTERMEDIATE',
    kind: 'BUREAU',
  });
  const base = (n: number) =>
    found(admin, {
      parentId: bureau,
      code: `G${n}`,
      name: `第${n}工会`,
      level: 'GRASSROOTS',
      kind: 'SINGLE',
    });
  const grassroots: Town['grassroots'] = [await base(1), await base(2), await base(3)];
  await addPerson(admin, 'statistician', [{ unionId: root, role: 'STATISTICIAN' }]);
  await addPerson(
    admin,
    'clerk',
    grassroots.map((unionId) => ({ unionId, role: 'FILER' })),
  );
  await addPerson(admin, 'reviewer', [{ unionId: bureau, role: 'REVIEWER' }]);
  await addPerson(admin, 'chief', [{ unionId: root, role: 'REVIEWER' }]);
  const [statistician, clerk, reviewer, chief] = (await Promise.all(
    ['statistician', 'clerk', 'reviewer', 'chief'].map((login) => huiji.client(tenant, login)),
  )) as [Client, Client, Client, Client];
  await statistician.get(operations.open, { period: '2026Q3' });

  const town: Town = {
    root,
    bureau,
    grassroots,
    admin,
    statistician,
    clerk,
    reviewer,
    chief,
    save: (unionId, cells, expectedVersion) =>
      act(clerk, 'save', {
        unionId,
        form: 'work-q',
        period: '2026Q3',
        cells: cellsOf(cells),
        expectedVersion,
      }),
    submit: ({ id, version }) =>
      act(clerk, 'submit', { submissionId: id, expectedVersion: version, explanation: '说明' }),
    accept: ({ id, version }) => act(reviewer, 'accept', { submissionId: id, expectedVersion: version }),
    fileAndAccept: async (unionId, cells) => town.accept(await town.submit(await town.save(unionId, cells))),
  };
  return town;
}

/** One thing a mutation or query refused, from `userErrors` and `errors` alike. */
export interface Told {
  code: string;
  severity?: string;
  message: string;
  messageZh: string;
  messageEn: string;
  field: string | null;
  cell: string | null;
  table: string | null;
  row: number | null;
}

export type MutationName = keyof typeof inputOf;

export const mutationOf = (name: MutationName, answer = ''): string =>
  `mutation ($input: ${inputOf[name]}!) { ${name}(input: $input) { ${answer}
     userErrors { code severity message messageZh messageEn field cell table row } } }`;

type Refusing = { userErrors?: Told[]; results?: Array<{ userErrors?: Told[] }> | null } | null;

/** What an answer refuses, whichever way it does: as a whole, or one of many. */
export function toldIn(answer: {
  data?: unknown;
  errors?: Array<{ message: string; extensions: object }>;
}): Told[] {
  const payloads = Object.values(answer.data ?? {}) as Refusing[];
  const thrown = (answer.errors ?? []).map(({ message, extensions }) => ({ message, ...extensions }) as Told);
  const each = payloads.flatMap((payload) => payload?.results ?? []);
  return [...thrown, ...[...payloads, ...each].flatMap((payload) => payload?.userErrors ?? [])];
}

/** What a mutation refuses; nothing where it is done. */
export const told = async (client: Client, name: MutationName, input: object): Promise<Told[]> =>
  toldIn(await client.ask(mutationOf(name), { input }));

/** Waits until an expectation holds; a total is right within a second, a slow machine gets ten. */
export async function eventually(expectation: () => Promise<unknown>, seconds = 10): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
