import { problem, Refusal, refuse } from '@huiji/domain/problem';
import { type DocumentNode, getVariableValues, type GraphQLSchema, Kind, Location, visit } from 'graphql';
import { costOf } from './cost.js';
import { documentLimits, inputLimits } from './limits.js';
import { fragmentDefinitionsOf, measureOf, mutationsOf, operationsOf } from './measure.js';

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

const tooLarge = (what: string, limit: number, field?: string): never =>
  refuse('REQUEST_TOO_LARGE', { what, limit }, field ? { field } : {});

/** Everything in the variables: texts that can be stored, and no more of it than a request may hold. */
class Inputs {
  private values = 0;

  require(value: unknown, depth = 0, at = 'variables'): void {
    this.values += 1;
    if (this.values > inputLimits.values) tooLarge('variables', inputLimits.values);
    if (typeof value === 'string') requireText(value);
    if (typeof value !== 'object' || value === null) return;
    if (depth === inputLimits.depth) tooLarge('depth', inputLimits.depth, at);
    if (Array.isArray(value) && value.length > inputLimits.list) tooLarge(at, inputLimits.list, at);
    for (const [key, item] of Object.entries(value)) {
      requireText(key);
      this.require(item, depth + 1, Array.isArray(value) ? at : key);
    }
  }
}

const timesSeen = new WeakMap<DocumentNode, number>();

/**
 * Refuses a request that holds text which could not be stored (REQUEST_INVALID), or more than one may hold (REQUEST_TOO_LARGE),
 * before anything runs. Mercurius leaves
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
  new Inputs().require(variables);
}

const requireFew = (what: string, found: number, limit: number): void => {
  if (found > limit) refuse('REQUEST_TOO_COMPLEX', { what, found, limit });
};

/** Refuses a document that holds more than one may, before it is validated: REQUEST_TOO_COMPLEX. */
export function requireSimple(document: DocumentNode): void {
  const found = {
    ...measureOf(document),
    operations: operationsOf(document).length,
    fragments: fragmentDefinitionsOf(document).length,
    mutations: mutationsOf(document),
  };
  for (const [what, count] of Object.entries(found))
    requireFew(what, count, documentLimits[what as keyof typeof found]);
}

/** What the answer costs (cost.ts); REQUEST_TOO_COMPLEX beyond what one may. */
export function requireAffordable(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables?: Record<string, unknown>,
): number {
  const cost = costOf(schema, document, variables);
  requireFew('cost', cost, documentLimits.cost);
  return cost;
}

/** Mercurius also takes a document as JSON, which nothing has checked for its shape; we take GraphQL only. */
export function requireDocument(document: Partial<DocumentNode> | null): void {
  if (!(document?.loc instanceof Location)) invalid('query');
}
