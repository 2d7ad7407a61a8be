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

/** All records of a union's book, page by page; `kinds`, `from`, `to`: only those. */
export async function bookOf(
  client: Client,
  unionId: string,
  more: { kinds?: string[]; from?: string; to?: string; first?: number } = {},
): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (let after: string | null = null; ;) {
    const {
      workRecords,
    }: { workRecords: { nodes: Recorded[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } } } =
      await client.get(
        `query ($unionId: ID, $kinds: [String!], $from: Date, $to: Date, $first: Int, $after: String) {
           workRecords(unionId: $unionId, kinds: $kinds, from: $from, to: $to, first: $first, after: $after) {
             nodes { ${recordFields} } pageInfo { endCursor hasNextPage } } }`,
        { unionId, ...more, after },
      );
    all.push(...workRecords.nodes);
    if (!workRecords.pageInfo.hasNextPage) return all;
    after = workRecords.pageInfo.endCursor;
  }
}

/** The records behind a cell of a union's quarterly return. */
export async function behindCell(
  client: Client,
  asked: { unionId: string; period: string; cell: string; form?: string; first?: number; after?: string },
): Promise<Recorded[]> {
  const { cellRecords } = await client.get<{ cellRecords: { nodes: Recorded[] } }>(
    `query ($unionId: ID, $form: String!, $period: String!, $cell: String!, $first: Int, $after: String) {
       cellRecords(unionId: $unionId, form: $form, period: $period, cell: $cell, first: $first, after: $after) {
         nodes { ${recordFields} } } }`,
    { form: 'work-q', ...asked },
  );
  return cellRecords.nodes;
}
