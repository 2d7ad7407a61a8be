import type { Client } from './client.js';

/** The mutations that change the organisation, and what they take besides a day, a reason and a document. */
export type Change =
  'moveUnion' | 'renameUnion' | 'mergeUnion' | 'splitUnion' | 'dissolveUnion' | 'undoChange';

const typeOf = (name: Change): string => `${name[0]?.toUpperCase()}${name.slice(1)}Input`;

export const changeText = (name: Change): string =>
  `mutation ($input: ${typeOf(name)}!) { ${name}(input: $input) {
     union { id code version } change { id countedOn undoneAt unions { role union { code } } }
     effects { union { code } form period cells { cell before after } }
     userErrors { code field message } } }`;

export interface Changed {
  union: { id: string; code: string; version: number } | null;
  change: { id: string; countedOn: string; unions: Array<{ role: string; union: { code: string } }> } | null;
  effects: Array<{
    union: { code: string };
    form: string;
    period: string;
    cells: Array<{ cell: string; before: string | null; after: string | null }>;
  }> | null;
}

/** The version of a union, as it is to be sent back with a change of it. */
export async function versionOf(client: Client, id: string): Promise<number> {
  const { tradeUnion } = await client.get<{ tradeUnion: { version: number } }>(
    'query ($id: ID) { tradeUnion(id: $id) { version } }',
    { id },
  );
  return tradeUnion.version;
}

/** The input of a change as a test sends it: the version as it is now, a reason and a document. */
export async function inputFor(
  client: Client,
  name: Change,
  input: Record<string, unknown>,
): Promise<object> {
  const papers = { reason: '机构改革', documentNo: '编〔2026〕7号' };
  if (name === 'undoChange') return { reason: papers.reason, ...input };
  const expectedVersion = input['expectedVersion'] ?? (await versionOf(client, String(input['unionId'])));
  return { ...papers, expectedVersion, on: '2026-08-20', ...input };
}

/** Changes the organisation; throws what is refused. */
export async function change(client: Client, name: Change, input: Record<string, unknown>): Promise<Changed> {
  const data = await client.get<Record<string, Changed>>(changeText(name), {
    input: await inputFor(client, name, input),
  });
  return data[name]!;
}

/** The codes of what a change is refused for. */
export async function refusalOf(
  client: Client,
  name: Change,
  input: Record<string, unknown>,
): Promise<string[]> {
  return client.refusal(changeText(name), { input: await inputFor(client, name, input) });
}

/** Cells of a union's total, by code; `null` where nothing filled them. */
export async function cellsOf(
  client: Client,
  where: { unionId: string; period?: string; tree?: 'AS_FILED' | 'CURRENT'; yearToDate?: boolean },
  ...codes: string[]
): Promise<Array<number | null> | null> {
  const { rollup } = await client.get<{ rollup: { cells: Array<{ value: string | null }> } | null }>(
    `query ($unionId: ID, $period: String!, $tree: TreeReading, $yearToDate: Boolean, $codes: [String!]) {
       rollup(unionId: $unionId, form: "work-q", period: $period, tree: $tree, yearToDate: $yearToDate) {
         cells(codes: $codes) { value } } }`,
    { period: '2026Q3', tree: 'AS_FILED', yearToDate: false, ...where, codes },
  );
  return rollup && rollup.cells.map(({ value }) => (value === null ? null : Number(value)));
}
