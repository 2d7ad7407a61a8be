import type { Client } from './client.js';
import { type Exported, exportedFields, rowsBelow, rowsMade } from './exports.js';
import { key, mutationOf, told } from './town.js';

/** A list to be exported, with what its page narrows it down to. */
export interface Listed {
  list: string;
  [filter: string]: unknown;
}

const inputOf = (input: Listed): object => ({ ...input, idempotencyKey: key() });

/** Begins an export of a list. */
export async function listBegun(client: Client, input: Listed): Promise<Exported> {
  const { exportList } = await client.get<{ exportList: { operation: Exported } }>(
    mutationOf('exportList', `operation { ${exportedFields} }`),
    { input: inputOf(input) },
  );
  return exportList.operation;
}

/** The texts of the rows of a list, once its file is made. */
export const listRows = async (client: Client, apiUrl: string, input: Listed): Promise<string[][]> =>
  rowsMade(client, apiUrl, await listBegun(client, input));

/** The same, below its headings: each text by what its column is called. `first`: the first heading. */
export const listLines = async (
  client: Client,
  apiUrl: string,
  input: Listed,
  first = '编码',
): Promise<Array<Record<string, string>>> => rowsBelow(await listRows(client, apiUrl, input), first);

/** The codes of what is wrong with an export of a list. */
export const listRefused = async (client: Client, input: Listed): Promise<string[]> =>
  (await told(client, 'exportList', inputOf(input))).map(({ code }) => code);
