import { parseSpreadsheet } from '@huiji/workbook/parse';
import { readLimits, type ReadSheet } from '@huiji/workbook/workbook';
import type { Client } from './client.js';
import { expect } from '@jest/globals';
import { eventually, key, mutationOf, type Told } from './town.js';
import { unzipped } from './zip.js';

/** An operation as the api answers it. */
export interface Exported {
  id: string;
  table: string;
  state: string;
  percent: number;
  problem: Told | null;
  fileName: string | null;
  size: number | null;
  url: string | null;
}
export const exportedFields = 'id table state percent problem { code message } fileName size url';

export interface ToExport {
  table: string;
  unionId?: string;
  unionCode?: string;
  form?: string;
  period?: string;
  tree?: 'AS_FILED' | 'CURRENT';
  yearToDate?: boolean;
  cell?: string;
  idempotencyKey?: string;
}

export const exporting = (input: ToExport) => ({
  ...{ form: 'work-q', period: '2026Q3', idempotencyKey: key(), ...input },
});

/** Begins an export. */
export async function exported(client: Client, input: ToExport): Promise<Exported> {
  const { exportTable } = await client.get<{ exportTable: { operation: Exported } }>(
    mutationOf('exportTable', `operation { ${exportedFields} }`),
    { input: exporting(input) },
  );
  return exportTable.operation;
}

/** An operation as it is now; null for who may not see it. */
export async function operation(client: Client, id: string): Promise<Exported | null> {
  const asked = `query ($id: ID!) { operation(id: $id) { ${exportedFields} } }`;
  return (await client.get<{ operation: Exported | null }>(asked, { id })).operation;
}

/** Waits until an operation has ended. */
export async function ended(client: Client, id: string): Promise<Exported> {
  await eventually(
    async () => expect((await operation(client, id))?.state).toMatch(/^(DONE|FAILED|CANCELLED)$/),
    60,
  );
  return (await operation(client, id))!;
}

/** The bytes at a signed address of the api. */
export async function fetched(
  apiUrl: string,
  url: string,
): Promise<{ status: number; headers: Headers; bytes: Uint8Array }> {
  const answer = await fetch(new URL(url, apiUrl));
  return {
    status: answer.status,
    headers: answer.headers,
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
}

/** The first sheet of a file. */
export async function sheetIn(bytes: Uint8Array): Promise<ReadSheet> {
  const read = await parseSpreadsheet(bytes, readLimits);
  const [sheet] = Array.isArray(read) ? read : [];
  if (!sheet) throw new Error('no sheet');
  return sheet;
}

/** The texts of a sheet's rows; blank cells are ''. */
export const textsOf = ({ rows }: ReadSheet): string[][] =>
  rows.map((row) => row.map((cell) => cell?.text ?? ''));

/** The texts of a Word document's paragraphs, those of its tables in between. */
export function paragraphsIn(bytes: Uint8Array): string[] {
  const document = unzipped(bytes).find(({ name }) => name === 'word/document.xml');
  const xml = document?.content.toString('utf8') ?? '';
  return [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([paragraph]) =>
    [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''),
  );
}

/** Waits for an operation and reads the first sheet of its file: the texts of its rows. */
export async function rowsMade(client: Client, apiUrl: string, { id }: Exported): Promise<string[][]> {
  const done = await ended(client, id);
  expect(done).toMatchObject({ state: 'DONE', percent: 100, problem: null });
  const { status, bytes } = await fetched(apiUrl, done.url ?? '');
  expect([status, bytes.length]).toEqual([200, done.size]);
  return textsOf(await sheetIn(bytes));
}

/** The texts of the rows of a table of the bureau, unless another union is named, once its file is made. */
export const tableRows = async (client: Client, apiUrl: string, input: ToExport): Promise<string[][]> =>
  rowsMade(client, apiUrl, await exported(client, { unionCode: 'B1', ...input }));

/** The rows below a heading as objects: each text by what its column is called. */
export function rowsBelow(rows: string[][], first: string): Array<Record<string, string>> {
  const at = rows.findIndex((row) => row[0] === first);
  const heads = rows[at] ?? [];
  return rows
    .slice(at + 1)
    .map((row) => Object.fromEntries(heads.map((head, column) => [head, row[column] ?? ''])));
}
