import type { Client } from './client.js';
import { key, mutationOf } from './town.js';

/** A record of a union's book, as the api answers it. */
export interface Recorded {
  id: string;
  kind: string;
  day: string;
  name: string;
  heldBy: string | null;
  values: Record<string, unknown>;
  counted: boolean;
  version: number;
}

export const recordFields = 'id kind day name heldBy values counted version';

/** A record as a test sends it: a contest of 12 in the third quarter of 2026. */
export const workInput = (more: object = {}): object => ({
  ...{ kind: 'contest', day: '2026-08-20', name: '焊工技能比武', values: { participants: '12' } },
  ...more,
});

/** Writes records into a union's book; answers them. */
export async function recordAll(client: Client, unionId: string, records: object[]): Promise<Recorded[]> {
  const { recordWork: written } = await client.get<{ recordWork: { records: Recorded[] } }>(
    mutationOf('recordWork', `records { ${recordFields} }`),
    { input: { unionId, records: records.map(workInput), idempotencyKey: key() } },
  );
  return written.records;
}

/** Writes one record into a union's book; answers its id. */
export const recordWork = async (client: Client, unionId: string, more: object = {}): Promise<string> =>
  (await recordAll(client, unionId, [more]))[0]!.id;

/** Corrects a record. */
export async function correctWork(
  client: Client,
  { id, version }: Pick<Recorded, 'id' | 'version'>,
  more: object,
): Promise<Recorded> {
  const { correctWork: corrected } = await client.get<{ correctWork: { record: Recorded } }>(
    mutationOf('correctWork', `record { ${recordFields} }`),
    {
      input: {
        ...{ recordId: id, expectedVersion: version, record: workInput(more), idempotencyKey: key() },
      },
    },
  );
  return corrected.record;
}

interface Page {
  nodes: Recorded[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

/** All pages of a query that answers records. */
async function allPages(client: Client, query: string, variables: object): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (let after: string | null = null; ;) {
    const { records }: { records: Page } = await client.get(query, { ...variables, after });
    all.push(...records.nodes);
    if (!records.pageInfo.hasNextPage) return all;
    after = records.pageInfo.endCursor;
  }
}

const page = `{ nodes { ${recordFields} } pageInfo { endCursor hasNextPage } }`;

/** All records of a union's book, page by page; `kinds`, `from`, `to`: only those. */
export const bookOf = (
  client: Client,
  unionId: string,
  more: { kinds?: string[]; from?: string; to?: string; first?: number } = {},
): Promise<Recorded[]> =>
  allPages(
    client,
    `query ($unionId: ID, $kinds: [String!], $from: Date, $to: Date, $first: Int, $after: String) {
       records: workRecords(unionId: $unionId, kinds: $kinds, from: $from, to: $to, first: $first, after: $after) ${page} }`,
    { unionId, ...more },
  );

/** All records behind a cell of a union's quarterly return, page by page. */
export const behindCell = (
  client: Client,
  asked: { unionId: string; period: string; cell: string; first?: number },
): Promise<Recorded[]> =>
  allPages(
    client,
    `query ($unionId: ID, $period: String!, $cell: String!, $first: Int, $after: String) {
       records: cellRecords(unionId: $unionId, form: "work-q", period: $period, cell: $cell, first: $first, after: $after) ${page} }`,
    asked,
  );
