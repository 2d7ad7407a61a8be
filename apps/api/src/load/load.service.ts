import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { may } from '@huiji/domain/access';
import { checkLoad, codesNamed, type LoadPlan } from '@huiji/domain/load';
import type { KnownUnion } from '@huiji/domain/load-check';
import { type LoadProblem, LoadProblems, readEmployers, readUnions } from '@huiji/domain/load-rows';
import { type Problem, problem, refuse } from '@huiji/domain/problem';
import { eachInSteps } from '@huiji/domain/steps';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import {
  insertEmployers,
  insertUnions,
  knownEmployers,
  knownUnions,
  type NewEmployer,
  type NewUnion,
  planAnew,
} from '@huiji/store/load';
import { lockTree } from '@huiji/store/organisation';
import { changeRegisters } from '@huiji/store/registry';
import type { Change } from '@huiji/store/rollup';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Doorbell } from '../doorbell.js';
import type { Actor, Ask } from '../graphql/ask.js';

export interface LoadInput {
  unions?: string | null;
  employers?: string | null;
  dryRun?: boolean | null;
}

export interface LoadReport {
  unionsNew: number;
  unionsUnchanged: number;
  employersNew: number;
  employersUnchanged: number;
  problems: unknown[];
  problemCount: number;
  /** Why nothing was written although it was not a dry run. */
  refused: Problem | null;
}

/** The unions whose registers, and those of all below, the actor maintains. */
export const maintainedTops = ({ appointments }: Actor): string[] =>
  appointments.filter((a) => may('MAINTAIN_REGISTERS', [a], a.unionId, [])).map((a) => a.unionId);

/** The bulk load (批量导入) of a tenant's tree and employers: all or nothing, and the same files twice change nothing. */
@Injectable()
export class LoadService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  async load(ask: Ask, input: LoadInput): Promise<LoadReport> {
    const { actor } = ask;
    if (maintainedTops(actor).length === 0) refuse('FORBIDDEN', { action: 'MAINTAIN_REGISTERS' });
    const [unions, employers] = [input.unions ?? '', input.employers ?? ''];
    if (unions.trim() === '' && employers.trim() === '')
      refuse('FIELD_REQUIRED', { field: 'unions' }, { field: 'unions' });
    const problems = new LoadProblems();
    const files = {
      unions: await inSteps(readUnions(unions, problems)),
      employers: await inSteps(readEmployers(employers, problems)),
    };
    const check = (tx: Tx): Promise<Checked> => checkFiles(tx, actor, files);
    const dryRun = input.dryRun ?? true;
    if (dryRun) return reportOf(ask, (await check(await ask.read())).plan, problems, dryRun);
    const { plan, scopes } = await inTenant(this.source, actor.tenantId, async (tx) => {
      await lockTree(tx, actor.tenantId, 'ALONE');
      const checked = await check(tx);
      const news = checked.plan.unions.length + checked.plan.employers.length;
      const apply = problems.count === 0 && news > 0;
      return { plan: checked.plan, scopes: apply ? await write(tx, ask, checked, [unions, employers]) : [] };
    });
    this.doorbell.ring(scopes);
    return reportOf(ask, plan, problems, dryRun);
  }
}

/** Runs steps with a turn of the event loop after each, so that others are answered meanwhile. */
async function inSteps<T>(steps: Generator<void, T>): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await setImmediate();
  }
}

interface Checked {
  plan: LoadPlan;
  known: ReadonlyMap<string, KnownUnion>;
}

type Files = Record<'unions', Parameters<typeof checkLoad>[0]> &
  Record<'employers', Parameters<typeof checkLoad>[1]>;

async function checkFiles(tx: Tx, actor: Actor, { unions, employers }: Files): Promise<Checked> {
  const { tenantId, today } = actor;
  const maintained = { tenantId, today, tops: maintainedTops(actor) };
  const codes = await inSteps(codesNamed(unions, employers));
  await planAnew(tx, true);
  const known = {
    unions: await knownUnions(tx, maintained, codes.unions),
    employers: await knownEmployers(tx, maintained, codes.employers),
    today,
  };
  return { plan: await inSteps(checkLoad(unions, employers, known)), known: known.unions };
}

/** Writes what a load has found right, with one audit row, and posts it to every period that is not FINAL. */
async function write(tx: Tx, ask: Ask, checked: Checked, files: readonly string[]): Promise<Change[]> {
  const { tenantId } = ask.actor;
  const { unions, employers } = await inSteps(placed(checked));
  const counting = employers.map((employer) => employer.accountableUnionId);
  const touched = new Set([...unions.map((union) => union.id), ...counting]);
  const sha256 = await Promise.all(files.map(sha256Of));
  return changeRegisters(
    tx,
    tenantId,
    touched,
    async () => {
      await planAnew(tx, false);
      await insertUnions(tx, tenantId, unions);
      await insertEmployers(tx, tenantId, employers);
      await planAnew(tx, true);
      await audit(tx, ask.origin, {
        action: 'LOAD_ORGANISATION',
        objectType: 'tenant',
        objectId: tenantId,
        after: { unions: unions.length, employers: employers.length, sha256 },
      });
    },
    'ALONE',
  );
}

/** Gives the new rows their ids, and finds those of the unions that they name. */
function* placed({
  plan,
  known,
}: Checked): Generator<void, { unions: NewUnion[]; employers: NewEmployer[] }> {
  const places = new Map<string, NewUnion['parent']>();
  const put = ({ code, level }: Pick<KnownUnion, 'code' | 'level'>, id: string): void => {
    if (code && level) places.set(code, { id, level });
  };
  const at = (code: string | null | undefined): NewUnion['parent'] => {
    const place = places.get(code ?? '');
    if (!place) throw new Error('a load was checked: every union that it names is there');
    return place;
  };
  for (const union of known.values()) put(union, union.id);
  const ids: string[] = [];
  yield* eachInSteps(plan.unions, (row) => {
    const id = uuid();
    ids.push(id);
    put(row, id);
  });
  const unions: NewUnion[] = [];
  yield* eachInSteps(plan.unions, (row, n) => {
    unions.push({ id: ids[n] ?? '', row, parent: at(row.parentCode) });
  });
  const employers: NewEmployer[] = [];
  yield* eachInSteps(plan.employers, (row) => {
    const coveredBy = (row.coveredByCode ?? []).map((code) => at(code).id);
    employers.push({ id: uuid(), row, accountableUnionId: at(row.accountableUnionCode).id, coveredBy });
  });
  return { unions, employers };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  const bytes = Buffer.from(file);
  for (let at = 0; at < bytes.length; at += hashed) {
    hash.update(bytes.subarray(at, at + hashed));
    await setImmediate();
  }
  return hash.digest('hex');
}

const hashed = 1_048_576;

function reportOf(ask: Ask, plan: LoadPlan, { list, count }: LoadProblems, dryRun: boolean): LoadReport {
  const inOrder = (a: LoadProblem, b: LoadProblem): number =>
    Number(a.file === 'EMPLOYERS') - Number(b.file === 'EMPLOYERS') || (a.row ?? 0) - (b.row ?? 0);
  return {
    unionsNew: plan.unions.length,
    unionsUnchanged: plan.unionsUnchanged,
    employersNew: plan.employers.length,
    employersUnchanged: plan.employersUnchanged,
    problems: list.toSorted(inOrder).map(({ problem: found, ...place }) => ({
      ...(ask.errors([found])[0] as object),
      ...place,
    })),
    problemCount: count,
    refused: !dryRun && count > 0 ? problem('LOAD_REFUSED', { count }) : null,
  };
}
