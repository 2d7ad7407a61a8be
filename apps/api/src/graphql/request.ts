import { problem, Refusal } from '@huiji/domain/problem';
import { type DocumentNode, getVariableValues, type GraphQLSchema, Kind, Location, visit } from 'graphql';

/** PostgreSQL stores neither U+0000 nor half a surrogate pair, in no column of ours. */
const unstorable = /[\0\p{Cs}]/u;

const invalid = (reason: string): never => {
  throw new Refusal([problem('REQUEST_INVALID', { reason })]);
};

const requireText = (text: string): void => {
  const at = text.search(unstorable);
  if (at === -1) return;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  invalid(`U+${code} (${at + 1}): ${text.slice(Math.max(0, at - 20), at)}`);
};

function requireIn(value: unknown): void {
  if (typeof value === 'string') requireText(value);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      requireText(key);
      requireIn(item);
    }
  }
}

const timesSeen = new WeakMap<DocumentNode, number>();

/**
 * Refuses a request that holds text which could not be stored, before anything runs: REQUEST_INVALID. Mercurius leaves
 * the variables of a document's second request to the compiled query, which does not say where a wrong one stood; so
 * those of the first two are checked here.
 */
export function requireStorable(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown> = {},
): void {
  const seen = timesSeen.get(document) ?? 0;
  if (seen === 0) visit(document, { StringValue: ({ value }) => requireText(value) });
  if (seen < 2) {
    timesSeen.set(document, seen + 1);
    const [operation, other] = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    const read =
      operation && !other && getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    if (read && read.errors) throw read.errors[0] as Error;
  }
  requireIn(variables);
}

/** Mercurius also takes a document as JSON, which nothing has checked for its shape; we take GraphQL only. */
export function requireDocument(document: Partial<DocumentNode> | null): void {
  if (!(document?.loc instanceof Location)) invalid('query');
}
