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
export function codesNamed(
  unions: UnionFile,
  employers: EmployerFile,
): { unions: string[]; employers: string[] } {
  const named = new Set<string | null | undefined>();
  for (const row of unions.rows) named.add(row.code).add(row.parentCode);
  for (const row of employers.rows) {
    named.add(row.accountableUnionCode);
    for (const code of row.coveredByCode ?? []) named.add(code);
  }
  const registered = new Set(employers.rows.map((row) => row.code));
  return { unions: [...named].filter(isCode), employers: [...registered].filter(isCode) };
}

/** How many rows are checked at a step. */
const stride = 1_000;

/** Checks the rows of both files against each other and the tenant, in steps; the files tell what is wrong. */
export function* checkLoad(
  unions: UnionFile,
  employers: EmployerFile,
  known: Known,
): Generator<void, LoadPlan> {
  const plan: LoadPlan = { unions: [], unionsUnchanged: 0, employers: [], employersUnchanged: 0 };
  const find = namedIn(firstByCode(unions), known.unions);
  yield;
  for (const [n, row] of unions.rows.entries()) {
    const there = known.unions.get(row.code ?? '');
    if (there) plan.unionsUnchanged += sameUnion(unions, row, there) ? 1 : 0;
    else {
      plan.unions.push(row);
      checkUnion(unions, row, known.today);
      checkParent(unions, row, find);
    }
    if (n % stride === 0) yield;
  }
  for (const cycle of cyclesIn(plan.unions)) {
    const path = [...cycle, cycle[0]].map((row) => row?.code);
    const codes = path.length > 6 ? [...path.slice(0, 5), '…'] : path;
    for (const row of cycle) unions.wrong(row, 'parentCode', 'LOAD_CYCLE', { codes: codes.join(' → ') });
  }
  yield;
  firstByCode(employers);
  for (const [n, row] of employers.rows.entries()) {
    const there = known.employers.get(row.code ?? '');
    if (there) plan.employersUnchanged += sameEmployer(employers, row, there) ? 1 : 0;
    else {
      plan.employers.push(row);
      checkEmployer(employers, row, find, known.today);
    }
    if (n % stride === 0) yield;
  }
  return plan;
}

/** The first row of each code; a code that stands in another row too is told of. */
function firstByCode<F extends UnionFile | EmployerFile>(file: F): Map<string, F['rows'][number]> {
  const first = new Map<string, F['rows'][number]>();
  for (const row of file.rows) {
    if (!isCode(row.code)) continue;
    const other = first.get(row.code);
    if (!other) first.set(row.code, row);
    else
      (file as UnionFile).wrong(row as UnionRow, 'code', 'LOAD_CODE_TWICE', {
        code: row.code,
        line: other.line,
      });
  }
  return first;
}

/** The rows that stand above themselves, cycle by cycle. */
export function cyclesIn<R extends Pick<UnionRow, 'code' | 'parentCode'>>(rows: readonly R[]): R[][] {
  const parents = new Map(rows.map((row) => [row.code, row]));
  const above = (row: R): R | undefined => (row.parentCode ? parents.get(row.parentCode) : undefined);
  const walks = new Map<R, number>();
  const cycles: R[][] = [];
  for (const [walk, row] of rows.entries()) {
    let at: R | undefined = row;
    for (; at && !walks.has(at); at = above(at)) walks.set(at, walk);
    if (!at || walks.get(at) !== walk) continue;
    const cycle = [at];
    for (let next = above(at); next && next !== at; next = above(next)) cycle.push(next);
    cycles.push(cycle);
  }
  return cycles;
}
