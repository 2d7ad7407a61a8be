import type { Client } from './client.js';
import type pg from 'pg';
import { eventually, found, key, mutationOf, type Told, told, type Town } from './town.js';

/** A place of a file, or a return, with what is wrong. */
export interface Wrong {
  sheet: string | null;
  row: number | null;
  column: number | null;
  union: string | null;
  code: string | null;
  text: string;
  problem: Told;
}

/** An import as the api answers it. */
export interface Imported {
  id: string;
  state: string;
  counts: Record<'taken' | 'blank' | 'passed' | 'wrong' | 'returns' | 'unsound' | 'doubtful', number> | null;
  problems: Wrong[];
}
export const importFields = `id state counts { taken blank passed wrong returns unsound doubtful }
  problems { sheet row column union code text problem { code severity messageZh messageEn cell } }`;

/** An operation of an import. */
export interface Step {
  id: string;
  kind: string;
  state: string;
  percent: number;
  problem: Told | null;
  fileName: string | null;
  url: string | null;
}
const stepFields = 'id kind state percent problem { code message messageZh } fileName url';

/** A file to be imported. */
export interface FileToImport {
  bytes: Uint8Array;
  fileName?: string;
  unionId?: string;
  form?: string;
  period?: string;
}

/** Begins an import; answers its id, and where its file is to be sent. */
export async function setAside(
  client: Client,
  file: Omit<FileToImport, 'bytes'> & { size: number },
): Promise<{ id: string; url: string }> {
  const { beginImport } = await client.get<{ beginImport: { import: { id: string }; url: string } }>(
    mutationOf('beginImport', 'import { id } url'),
    { input: { form: 'work-q', period: '2026Q3', fileName: '填报表.xlsx', ...file, idempotencyKey: key() } },
  );
  return { id: beginImport.import.id, url: beginImport.url };
}

/** Begins an import and sends its file; answers its id. */
export async function sent(
  client: Client,
  apiUrl: string,
  { bytes, ...file }: FileToImport,
): Promise<string> {
  return put(apiUrl, await setAside(client, { ...file, size: bytes.byteLength }), bytes);
}

/** Sends the file of an import; answers its id. */
async function put(
  apiUrl: string,
  { id, url }: { id: string; url: string },
  bytes: Uint8Array,
): Promise<string> {
  const { status } = await fetch(new URL(url, apiUrl), { method: 'PUT', body: Buffer.from(bytes) });
  if (status !== 204) throw new Error(`the upload was answered ${status}`);
  return id;
}

export const historyInput = (more: object) => ({
  ...{ form: 'work-q', source: '2026年上半年手工汇总表', sourceDate: '2026-07-20', fileName: '历史.csv' },
  ...{ idempotencyKey: key(), ...more },
});

/** Begins an import of past periods, sends its file and has it checked. */
export async function pastChecked(
  client: Client,
  apiUrl: string,
  { bytes, fileName = '历史.csv' }: Pick<FileToImport, 'bytes' | 'fileName'>,
): Promise<Imported & { step: Step }> {
  const { beginHistoryImport } = await client.get<{
    beginHistoryImport: { import: { id: string }; url: string };
  }>(mutationOf('beginHistoryImport', 'import { id } url'), {
    input: historyInput({ fileName, size: bytes.byteLength }),
  });
  const { import: begun, url } = beginHistoryImport;
  return checkedNow(client, await put(apiUrl, { id: begun.id, url }, bytes));
}

/** Begins a step of an import; answers its operation. */
export async function begun(
  client: Client,
  name: 'checkImport' | 'applyImport' | 'undoImport',
  input: { importId: string; submit?: boolean; explanation?: string; idempotencyKey?: string },
): Promise<Step> {
  const done = await client.get<Record<string, { operation: Step }>>(
    mutationOf(name, `operation { ${stepFields} }`),
    { input: { idempotencyKey: key(), ...input } },
  );
  return done[name]!.operation;
}

/** Waits until an operation has ended. */
export async function endedStep(client: Client, id: string): Promise<Step> {
  const asked = `query ($id: ID!) { operation(id: $id) { ${stepFields} } }`;
  let step: Step | undefined;
  await eventually(async () => {
    step = (await client.get<{ operation: Step }>(asked, { id })).operation;
    expectEnded(step);
  }, 60);
  return step!;
}

function expectEnded({ state }: Step): void {
  if (!['DONE', 'FAILED', 'CANCELLED'].includes(state)) throw new Error(`still ${state}`);
}

/** Does a step of an import to its end. */
export const step = async (...asked: Parameters<typeof begun>): Promise<Step> =>
  endedStep(asked[0], (await begun(...asked)).id);

/** An import as it is now; null for who may not see it. */
export async function imported(client: Client, id: string): Promise<Imported | null> {
  const asked = `query ($id: ID!) { import(id: $id) { ${importFields} } }`;
  return (await client.get<{ import: Imported | null }>(asked, { id })).import;
}

/** Sends a file and has it checked. */
export async function checked(
  client: Client,
  apiUrl: string,
  file: FileToImport,
): Promise<Imported & { step: Step }> {
  return checkedNow(client, await sent(client, apiUrl, file));
}

/** Has an import checked whose file is there. */
async function checkedNow(client: Client, id: string): Promise<Imported & { step: Step }> {
  const done = await step(client, 'checkImport', { importId: id });
  const found = await imported(client, id);
  if (!found) throw new Error('the import is gone');
  return { ...found, step: done };
}

/** What became of the returns of an import, by the code of their unions. */
export async function outcomes(
  client: Client,
  importId: string,
): Promise<Record<string, { outcome: string | null; kept: string[] | null }>> {
  const asked = `query ($importId: ID!) { importReturns(importId: $importId) { nodes { unionCode outcome kept } } }`;
  const { importReturns } = await client.get<{
    importReturns: { nodes: { unionCode: string; outcome: string | null; kept: string[] | null }[] };
  }>(asked, { importId });
  return Object.fromEntries(
    importReturns.nodes.map(({ unionCode, outcome, kept }) => [unionCode, { outcome, kept }]),
  );
}

/** Makes grassroots unions of a town's bureau one after the other, each filed for by its clerk alone: one for each test. */
export function filedUnions(town: Town, owner: pg.Client): () => Promise<{ id: string; code: string }> {
  let made = 10;
  return async () => {
    made += 1;
    const code = `G${made}`;
    const kind = { level: 'GRASSROOTS', kind: 'SINGLE' };
    const id = await found(town.admin, { parentId: town.bureau, code, name: `第${made}工会`, ...kind });
    const { rows } = await owner.query<{ id: string }>(`SELECT id FROM person WHERE login = 'clerk'`);
    const appointments = [{ unionId: id, role: 'FILER' }];
    const problems = await told(town.admin, 'appoint', { personId: rows[0]?.id, appointments });
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    return { id, code };
  };
}
