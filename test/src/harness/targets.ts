import type { Client } from './client.js';
import { key, mutationOf, type Told, told } from './town.js';

export interface Target {
  measure: { cell: string };
  value: string;
  reserve: string | null;
  handedOn: string | null;
  weight: string | null;
  actual: string | null;
  mark: string;
  missing: number | null;
  completion: string | null;
  behind: boolean | null;
}
export interface Book {
  version: number;
  periods: string[];
  periodsMissing: string[];
  upTo: string | null;
  elapsed: string;
  open: boolean;
  targets: Target[];
  children: { nodes: Array<{ union: { id: string; code: string }; targets: Target[] }> };
}

const target = 'measure { cell } value reserve handedOn weight actual mark missing completion behind';
export const bookFields = `version periods periodsMissing upTo elapsed open targets { ${target} }`;

/** The book of a union, with those of the unions below it. */
export async function bookOf(
  client: Client,
  unionId: string,
  where: { form?: string; period?: string } = {},
): Promise<Book> {
  const { targetBook } = await client.get<{ targetBook: Book }>(
    `query ($unionId: ID, $form: String!, $period: String!) { targetBook(unionId: $unionId, form: $form, period: $period) {
       ${bookFields} children { nodes { union { id code } targets { ${target} } } } } }`,
    { unionId, form: 'work-q', period: '2026', ...where },
  );
  return targetBook;
}

export interface Line {
  unionId: string;
  cell?: string;
  value?: string | null;
  weight?: string | null;
}

/** An issue as a test sends it: of `mem_new_member_cnt`, with the issuer's version as it is now. */
export async function issueInput(
  client: Client,
  issuerId: string,
  lines: readonly Line[],
  more: { period?: string; expectedVersion?: number } = {},
): Promise<object> {
  const period = more.period ?? '2026';
  return {
    ...{ issuerId, form: 'work-q', documentNo: '工发〔2026〕3号', idempotencyKey: key() },
    expectedVersion: (await bookOf(client, issuerId, { period })).version,
    lines: lines.map((line) => ({ cell: 'mem_new_member_cnt', ...line })),
    ...more,
    period,
  };
}

/** Issues targets; answers what is refused, or nothing. */
export async function issueTargets(
  client: Client,
  ...[issuerId, lines, more]: [string, readonly Line[], Parameters<typeof issueInput>[3]?]
): Promise<Told[]> {
  return told(client, 'issueTargets', await issueInput(client, issuerId, lines, more));
}

/** The mutation itself, answering the issuer's book. */
export const issueText = mutationOf('issueTargets', `book { ${bookFields} }`);
