/** What the api counts of its requests, for Prometheus. No label says whose they were. */
import type { FastifyInstance } from 'fastify';
import { type DocumentNode, Kind, OperationTypeNode } from 'graphql';
import { Counter, Histogram } from 'prom-client';
import { operationsOf } from './graphql/measure.js';

const requestSeconds = new Histogram({
  name: 'huiji_request_seconds',
  help: 'Seconds until a request was answered',
  labelNames: ['route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

/**
 * `outcome`: done; refused, for what a person can mend (userErrors); failed, as a whole. acceptSubmission that is done is an acceptance.
 * What is refused before it runs is not counted.
 */
const mutations = new Counter({
  name: 'huiji_mutations_total',
  help: 'Mutations by their name and outcome',
  labelNames: ['mutation', 'outcome'],
});

/** Measures every request, by the route that it found. */
export function measureRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requestSeconds.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}

/** Counts what becomes of mutations. They have been validated, so their names are those of the schema. */
export function measureMutations(fastify: FastifyInstance): void {
  const asked = new WeakMap<object, ReadonlyMap<string, string>>();
  // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius waits for its hooks
  fastify.graphql.addHook('preExecution', async (_schema, document, context) => {
    asked.set(context, mutationsOf(document));
  });
  // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius waits for its hooks
  fastify.graphql.addHook('onResolution', async ({ data }, context) => {
    for (const [key, mutation] of asked.get(context) ?? [])
      mutations.inc({ mutation, outcome: outcomeOf(data?.[key]) });
  });
}

/** The mutations of a document, by the names under which they are answered. */
function mutationsOf(document: DocumentNode): ReadonlyMap<string, string> {
  const fields = operationsOf(document)
    .filter(({ operation }) => operation === OperationTypeNode.MUTATION)
    .flatMap(({ selectionSet }) => selectionSet.selections)
    .filter((selection) => selection.kind === Kind.FIELD);
  return new Map(fields.map(({ name, alias }) => [(alias ?? name).value, name.value]));
}

function outcomeOf(payload: unknown): 'done' | 'refused' | 'failed' {
  if (payload === null || payload === undefined) return 'failed';
  const { userErrors = [] } = payload as { userErrors?: readonly unknown[] };
  return userErrors.length > 0 ? 'refused' : 'done';
}
