import {
  checkEmployer,
  checkParent,
  checkUnion,
  type KnownEmployer,
  type KnownUnion,
  namedIn,
  sameEmployer,
  sameUnion,
} from './load-check.js';
import type { EmployerFile, EmployerRow, UnionFile, UnionRow } from './load-rows.js';
import { eachInSteps } from './steps.js';

/** What the tenant has of what the files name, by code. */
export interface Known {
  unions: ReadonlyMap<string, KnownUnion>;
  employers: ReadonlyMap<string, KnownEmployer>;
  today: string;
}

/** What a load comes to: the rows that are new, and how many are there already just as they stand in the file. */
export interface LoadPlan {
  unions: UnionRow[];
  unionsUnchanged: number;
  employers: EmployerRow[];
  employersUnchanged: number;
}

const isCode = (code: string | null | undefined): code is string => typeof code === 'string';

/** The codes that the files name, to be looked up in the tenant. */
export function* codesNamed(
  unions: UnionFile,
  employers: EmployerFile,
): Generator<void, { unions: string[]; employers: string[] }> {
  const named = new Set<string>();
  const registered = new Set<string>();
  const add = (code: string | null | undefined, to = named): void => {
    if (isCode(code)) to.add(code);
  };
  yield* eachInSteps(unions.rows, (row) => {
    add(row.code);
    add(row.parentCode);
  });
  yield* eachInSteps(employers.rows, (row) => {
    add(row.code, registered);
    add(row.accountableUnionCode);
    for (const code of row.coveredByCode ?? []) add(code);
  });
  return { unions: [...named], employers: [...registered] };
}

/** Checks the rows of both files against each other and the tenant, in steps; the files tell what is wrong. */
export function* checkLoad(
  unions: UnionFile,
  employers: EmployerFile,
  known: Known,
): Generator<void, LoadPlan> {
  const plan: LoadPlan = { unions: [], unionsUnchanged: 0, employers: [], employersUnchanged: 0 };
  const find = namedIn(yield* unions.byCode(), known.unions);
  yield* eachInSteps(unions.rows, (row) => {
    const there = known.unions.get(row.code ?? '');
    if (there) plan.unionsUnchanged += sameUnion(unions, row, there) ? 1 : 0;
    else {
      plan.unions.push(row);
      checkUnion(unions, row, known.today);
      checkParent(unions, row, find);
    }
  });
  for (const cycle of yield* cyclesIn(plan.unions)) {
    const path = [...cycle, cycle[0]].map((row) => row?.code);
    const codes = path.length > 6 ? [...path.slice(0, 5), '…'] : path;
    for (const row of cycle) unions.wrong(row, 'parentCode', 'LOAD_CYCLE', { codes: codes.join(' → ') });
  }
  yield* employers.byCode();
  yield* eachInSteps(employers.rows, (row) => {
    const there = known.employers.get(row.code ?? '');
    if (there) plan.employersUnchanged += sameEmployer(employers, row, there) ? 1 : 0;
    else {
      plan.employers.push(row);
      checkEmployer(employers, row, find, known.today);
    }
  });
  return plan;
}

/** The rows that stand above themselves, cycle by cycle, in steps. */
export function* cyclesIn<R extends Pick<UnionRow, 'code' | 'parentCode'>>(
  rows: readonly R[],
): Generator<void, R[][]> {
  const byCode = new Map<string | null | undefined, R>();
  yield* eachInSteps(rows, (row) => byCode.set(row.code, row));
  const above = (row: R): R | undefined => (row.parentCode ? byCode.get(row.parentCode) : undefined);
  const walks = new Map<R, number>();
  const cycles: R[][] = [];
  yield* eachInSteps(rows, (row, walk) => {
    let at: R | undefined = row;
    for (; at && !walks.has(at); at = above(at)) walks.set(at, walk);
    if (!at || walks.get(at) !== walk) return;
    const cycle = [at];
    for (let next = above(at); next && next !== at; next = above(next)) cycle.push(next);
    cycles.push(cycle);
  });
  return cycles;
}
