import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DocumentNode, Kind, OperationTypeNode, parse } from 'graphql';
import pg from 'pg';

// Whatever a suite changes through an api must have left its row in the audit: looked up for each of its requests when the
// suite ends (`Huiji.stop`). That every mutation there is was looked up by some suite is seen by global-teardown.mjs.

interface Change {
  mutations: string[];
  /** More than one where a request was sent again with its idempotency key: which of them wrote is not said. */
  requestIds: string[];
}
/** By the api's address, then by the idempotency key, or the request where it has none. */
const changes = new Map<string, Map<string, Change>>();

/** Mutations that may change nothing without being refused, and why. */
const mayBeSilent: Readonly<Record<string, string>> = {
  appoint: 'the person holds it already',
  suspendTenant: 'it is suspended already',
  resumeTenant: 'it goes on already',
  markRead: 'they have been read already',
  updateContact: 'nothing is given',
  completeUpload: 'it has been completed already',
  setReportTemplate: 'it has been set already',
  dropReportTemplate: 'there is none',
  rebuildTotals: 'every total is right already',
  retryChanges: 'nothing is set aside',
  loadOrganisation:
    'everything is there already; or it is a dry run, which it is unless it is told otherwise',
  acceptSubmissions: 'each of them is answered why it is not accepted',
  requestReset: 'it is of no tenant; the worker, once it has found whose account it is, leaves MAIL_CODE',
};

/** Notes what a request has changed, from what it asked and what it was answered. */
export function noteChanges(
  apiUrl: string,
  { query, variables }: { query: string; variables: object },
  requestId: string | null,
  data: unknown,
): void {
  if (!/\bmutation\b/.test(query) || !data || !requestId) return;
  const asked = JSON.stringify(variables);
  const [idempotencyKey] = /(?<="idempotencyKey":")[^"]*/.exec(asked) ?? [];
  if (/\bdryRun"?:\s*true/.test(query + asked)) return;
  const mutations = mutationsOf(parse(query)).flatMap(([answerName, mutation]) => {
    const payload = (data as Record<string, { userErrors?: unknown[] } | null>)[answerName];
    return payload && (payload.userErrors?.length ?? 0) === 0 ? [mutation] : [];
  });
  if (mutations.length === 0) return;
  const made = changes.get(apiUrl) ?? new Map<string, Change>();
  const key = idempotencyKey === undefined ? requestId : `${idempotencyKey} ${mutations.join()}`;
  const before = made.get(key)?.requestIds ?? [];
  changes.set(apiUrl, made.set(key, { mutations, requestIds: [...before, requestId] }));
}

const mutationsOf = (document: DocumentNode): Array<[answerName: string, mutation: string]> =>
  document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION
      ? definition.selectionSet.selections.flatMap((selection): Array<[string, string]> =>
          selection.kind === Kind.FIELD
            ? [[selection.alias?.value ?? selection.name.value, selection.name.value]]
            : [],
        )
      : [],
  );

/** Throws with every mutation that this suite asked of an api and that left no row in the audit. */
export async function requireAudited(apiUrl: string, ownerUrl: string): Promise<void> {
  const made = changes.get(apiUrl);
  changes.delete(apiUrl);
  if (!made) return;
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ id: string; events: number }>(
    'SELECT request_id AS id, count(*)::int AS events FROM audit_event WHERE request_id = ANY($1) GROUP BY request_id',
    [[...made.values()].flatMap(({ requestIds }) => requestIds)],
  );
  await owner.end();
  const events = new Map(rows.map((row) => [row.id, row.events]));
  const [audited, silent] = [new Set<string>(), new Set<string>()];
  for (const { mutations, requestIds } of made.values()) {
    const found = requestIds.reduce((sum, id) => sum + (events.get(id) ?? 0), 0);
    for (const mutation of mutations) (found < mutations.length ? silent : audited).add(mutation);
  }
  const wrong = [...silent].filter((mutation) => !(mutation in mayBeSilent));
  if (wrong.length > 0) throw new Error(`Changed without a row in the audit: ${wrong.join(', ')}`);
  for (const mutation of audited) await writeFile(join(process.env['TEST_AUDITED'] ?? '', mutation), '');
}
