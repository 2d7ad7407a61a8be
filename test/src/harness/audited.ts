import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DocumentNode, Kind, OperationTypeNode, parse } from 'graphql';
import pg from 'pg';

// Whatever a suite changes through an api must have left its row in the audit: looked up for each of its requests when the
// suite ends (`Huiji.stop`). That every mutation there is was looked up by some suite is seen by global-teardown.mjs.

/** By the api's address: the mutations of each request, by its id. */
const changes = new Map<string, Map<string, string[]>>();
const keysUsed = new Set<string>();

/** Mutations that may change nothing without being refused, and why. */
const mayBeSilent: Readonly<Record<string, string>> = {
  markRead: 'they have been read already',
  updateContact: 'nothing is given',
  completeUpload: 'it has been completed already',
  rebuildTotals: 'every total is right already',
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
  const again = idempotencyKey !== undefined && keysUsed.has(idempotencyKey);
  if (idempotencyKey !== undefined) keysUsed.add(idempotencyKey);
  if (again || /\bdryRun"?:\s*true/.test(query + asked)) return;
  const made = mutationsOf(parse(query)).flatMap(([answerName, mutation]) => {
    const payload = (data as Record<string, { userErrors?: unknown[] } | null>)[answerName];
    return payload && (payload.userErrors?.length ?? 0) === 0 ? [mutation] : [];
  });
  if (made.length > 0)
    changes.set(apiUrl, (changes.get(apiUrl) ?? new Map<string, string[]>()).set(requestId, made));
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
    [[...made.keys()]],
  );
  await owner.end();
  const events = new Map(rows.map((row) => [row.id, row.events]));
  const [audited, silent] = [new Set<string>(), new Set<string>()];
  for (const [requestId, mutations] of made)
    for (const mutation of mutations)
      ((events.get(requestId) ?? 0) < mutations.length ? silent : audited).add(mutation);
  const wrong = [...silent].filter((mutation) => !(mutation in mayBeSilent));
  if (wrong.length > 0) throw new Error(`Changed without a row in the audit: ${wrong.join(', ')}`);
  for (const mutation of audited) await writeFile(join(process.env['TEST_AUDITED'] ?? '', mutation), '');
}
