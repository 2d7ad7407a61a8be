import { deepStrictEqual as deepEqual } from 'node:assert';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import type { Started } from '../command.js';
import { launchApp } from '../launch.js';
import { OPERATIONS } from '../places.js';
import { freePort, type Stoppable } from '../supervise.js';
import { Busy, Caller } from './caller.js';
import { appraiseAll, firstBody, quarters, rankedUnions, reader } from './federation.js';
import { at, type Figures, median, notDone, repeatedly } from './figures.js';
import type { Play } from './player.js';
import { childrenBeside, startPostGraphile } from './postgraphile.js';
import { processorTime } from './processes.js';
import type { Recorded } from './recorder.js';
import { type BenchTenant, layout } from './tenant.js';

/** At how many clients, and in how many rounds, api and floor in turn. */
const crowds = [1, 8, 32];
const rounds = 3;

/** One request as the console, or a program, asks it. */
export interface Read {
  name: string;
  query: string;
  variables: object;
}

/** Where reads are asked, and by whom. */
export interface Asked {
  env: NodeJS.ProcessEnv;
  folder: string;
  seconds: number;
  tell: (figures: Figures) => void;
}

/** How long reads take over one way, and what they cost the processor, by process. */
interface Cost {
  times: number[];
  rates: number[];
  processor: Array<Map<string, number>>;
}

export const childrenRead = '50 children side by side';

/** The cells that are looked at: ten that a table of the console would show. */
export const shownCells = layout.filed
  .filter((cell) => cell.adds)
  .slice(0, 10)
  .map(({ code }) => code);

/**
 * What reads cost through GraphQL over HTTP by somebody who is signed in, beside the floor: the very statements that they send to PostgreSQL, session
 * and transaction included, sent through `pg` by a process that does nothing else. Processor time of all of either side.
 */
export async function readCosts(started: Started, tenant: BenchTenant, asked: Asked): Promise<void> {
  const { env, seconds, tell } = asked;
  const { url } = await startApi(started, env);
  const caller = new Caller(url, Math.max(...crowds));
  await appraiseAll(tenant, caller);
  const cookie = await reader(tenant, caller);
  const recorded = await record(started, await readsOf(tenant), { ...asked, cookie });
  const [player] = await started.together(() => startPlayer(env));
  for (const { statements, ...read } of recorded)
    for (const clients of crowds) {
      const how = { clients, seconds: seconds / rounds };
      let busy = 0;
      const ours = (): Promise<number[]> =>
        repeatedly(how, () =>
          caller.ask(read.query, read.variables, cookie).catch((error: unknown) => {
            if (!(error instanceof Busy)) throw error;
            busy += 1;
            return notDone;
          }),
        );
      const floor = (): Promise<number[]> => player.play({ ...how, statements });
      await ours();
      await floor();
      const [one, other] = await inTurn([ours, floor]);
      const api = told(one!, ['api', 'postgres', 'redis']);
      const alone = told(other!, ['floor', 'postgres']);
      const which = `${read.name}, ${clients} clients`;
      tell({
        [which]: busy === 0 ? api.text : `${api.text}, told BUSY ${busy} times`,
        [`${which}: floor, ${statements.length} statements`]: alone.text,
        [`${which}: processor, ratio`]: (api.all / alone.all).toFixed(2),
      });
    }
  const beside = await startPostGraphile(started, tenant, { ...asked, cells: shownCells });
  if (beside !== null) await sideBySide(tenant, asked, { caller, cookie, beside });
  caller.close();
}

interface CellRead {
  cell: string;
}
interface Child {
  [field: string]: unknown;
  cells: CellRead[];
  union: { id: string; code: string; level: string; parent: { id: string; name: string } };
}
interface ChildBeside {
  [field: string]: unknown;
  cells: { nodes: CellRead[] };
}

/** PostGraphile has an order of its own. */
const byCode = (cells: readonly CellRead[]): CellRead[] =>
  cells.toSorted((one, other) => (one.cell < other.cell ? -1 : 1));

/** The same 50 children with the same cells by us, for somebody signed in, and by PostGraphile over the same tables, for anybody. */
async function sideBySide(
  { rootId, scope }: BenchTenant,
  { seconds, tell }: Asked,
  { caller, cookie, beside }: { caller: Caller; cookie: string; beside: string },
): Promise<void> {
  const variables = { unionId: rootId, form: scope.form, period: scope.period };
  const other = new Caller(beside, Math.max(...crowds));
  const askUs = () =>
    caller.ask<{ rollup: { children: { nodes: Child[] } } }>(
      childrenAlone,
      { ...variables, codes: shownCells },
      cookie,
    );
  const askThem = () => other.ask<{ allChildren: { nodes: ChildBeside[] } }>(childrenBeside, variables);
  const ours = (await askUs()).data.rollup.children.nodes.map(
    ({ union: { parent, ...union }, ...child }) => ({
      ...{ ...child, ...union, parentId: parent.id, parentName: parent.name, cells: byCode(child.cells) },
    }),
  );
  const theirs = (await askThem()).data.allChildren.nodes.map((child) => ({
    ...child,
    cells: byCode(child.cells.nodes),
  }));
  deepEqual(theirs, ours);
  for (const clients of crowds) {
    const how = { clients, seconds: seconds / rounds };
    const ways = [() => repeatedly(how, askUs), () => repeatedly(how, askThem)];
    for (const way of ways) await way();
    const [one, two] = await inTurn(ways);
    const us = told(one!, ['api', 'postgres', 'redis']);
    const them = told(two!, ['postgraphile', 'postgres']);
    const which = `50 children alone, ${clients} clients`;
    tell({
      [which]: us.text,
      [`${which}: PostGraphile`]: them.text,
      [`${which}: processor, ratio`]: (us.all / them.all).toFixed(2),
    });
  }
  other.close();
}

const childrenAlone = `query ($unionId: ID!, $form: String!, $period: String!, $codes: [String!]!) {
  rollup(unionId: $unionId, form: $form, period: $period) { children(first: 50) {
    nodes { union { id code level parent { id name } } name reportsExpected reportsAccepted
      cells(codes: $codes) { cell value mark filled notApplicable expected missing } }
    pageInfo { endCursor hasNextPage } } } }`;

/** An api of its own; answers where it is asked. */
async function startApi(started: Started, env: NodeJS.ProcessEnv): Promise<{ url: string; api: Stoppable }> {
  const port = await freePort();
  const [api] = await started.together(() => launchApp('api', { ...env, PORT: String(port) }));
  return { url: `http://127.0.0.1:${port}/graphql`, api };
}

/** Asks each read once of an api that writes down what it sends to PostgreSQL. */
async function record(
  started: Started,
  reads: readonly Read[],
  { env, folder, cookie }: Asked & { cookie: string },
): Promise<Array<Read & { statements: Recorded[] }>> {
  const file = join(folder, 'statements');
  await writeFile(file, '');
  const { url, api } = await startApi(started, {
    ...env,
    RECORD_TO: file,
    NODE_OPTIONS: `--import ${import.meta.dirname}/recorder.js`,
  });
  const caller = new Caller(url, 1);
  const recorded = [];
  for (const read of reads) {
    // The second time is like all that follow: the first also finds out what the process keeps.
    await caller.ask(read.query, read.variables, cookie);
    await truncate(file);
    await caller.ask(read.query, read.variables, cookie);
    const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
    const statements = lines.map((line) => deserialize(Buffer.from(line, 'base64')) as Recorded);
    recorded.push({ ...read, statements });
  }
  caller.close();
  await api.stop();
  return recorded;
}

/** A process that plays statements, and nothing else. */
function startPlayer(env: NodeJS.ProcessEnv) {
  const child = fork(join(import.meta.dirname, 'player.js'), { env, serialization: 'advanced' });
  return {
    /** Answers how long each time took, in ms. */
    async play(asked: Play): Promise<number[]> {
      child.send(asked);
      const [times] = (await once(child, 'message')) as [number[]];
      return times;
    },
    async stop(): Promise<void> {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Works in some ways in turn, `rounds` times; answers what each way cost. */
export async function inTurn(ways: ReadonlyArray<() => Promise<number[]>>): Promise<Cost[]> {
  const costs = ways.map((): Cost => ({ times: [], rates: [], processor: [] }));
  for (let round = 0; round < rounds; round++)
    for (const [way, work] of ways.entries()) {
      const before = await processorTime();
      const began = performance.now();
      const times = await work();
      const took = (performance.now() - began) / 1_000;
      const after = [...(await processorTime())];
      const each = after.map(
        ([name, time]) => [name, (time - (before.get(name) ?? 0)) / times.length] as const,
      );
      costs[way]?.times.push(...times);
      costs[way]?.rates.push(times.length / took);
      costs[way]?.processor.push(new Map(each));
    }
  return costs;
}

/** Of a way: reads a second, their median and 99th percentile, and what each cost, of all and by process. */
export function told(
  { times, rates, processor }: Cost,
  processes: readonly string[],
): { all: number; text: string } {
  const sorted = times.toSorted((a, b) => a - b);
  const of = (name: string): number => median(processor.map((round) => round.get(name) ?? 0));
  const all = processes.reduce((sum, name) => sum + of(name), 0);
  const each = processes.map((name) => `${name} ${of(name).toFixed(2)}`).join(' + ');
  const [half, most] = [at(sorted, 0.5).toFixed(1), at(sorted, 0.99).toFixed(1)];
  return { all, text: `${median(rates).toFixed(0)}/s, p50 ${half}, p99 ${most} ms, processor ${each} ms` };
}

/** What is read of the federation: by the console's own operations, and a total with all its cells by a program. */
async function readsOf({ rootId, scope }: BenchTenant): Promise<Read[]> {
  const operations = Object.values(JSON.parse(await readFile(OPERATIONS, 'utf8')) as Record<string, string>);
  const operation = (name: string): string => {
    const found = operations.find((text) => text.includes(`query ${name}(`));
    if (found === undefined) throw new Error(`the console has no operation ${name}`);
    return found;
  };
  const { form, period } = scope;
  const inPeriod = { form, period };
  const root = { ...inPeriod, unionCode: 'root' };
  const plain = { yearToDate: false, tree: 'AS_FILED', asOf: null, after: null };
  const alone = { compare: false, with: 'PREVIOUS', carried: false };
  return [
    { name: 'total of a union, all cells', query: wholeTotal, variables: { ...inPeriod, unionCode: 'U1-2' } },
    {
      name: childrenRead,
      query: operation('Totals'),
      variables: { ...inPeriod, ...plain, ...alone, unionId: rootId, codes: shownCells },
    },
    {
      name: `trend of ${quarters.length} periods`,
      query: operation('Trend'),
      variables: { form, unionCode: 'root', periods: quarters, codes: shownCells },
    },
    {
      name: `ranking of ${rankedUnions} unions, 100 of them`,
      query: operation('AppraisalOf'),
      variables: { form, unionCode: firstBody, period: '2026', after: null },
    },
    {
      name: 'page of 50 contributions to the root',
      query: operation('Contributions'),
      variables: { ...inPeriod, ...plain, unionId: rootId, cell: shownCells[0] },
    },
    { name: 'completeness of the root', query: operation('Below'), variables: { ...root, after: null } },
  ];
}

const wholeTotal = `query ($unionCode: String, $form: String!, $period: String!) {
  rollup(unionCode: $unionCode, form: $form, period: $period) {
    name status upTo pending reportsExpected reportsAccepted
    cells { cell value mark filled notApplicable expected missing } ratios { indicator value unit } } }`;
