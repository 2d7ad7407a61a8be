import { expect } from '@jest/globals';
import type { Client } from './client.js';
import type { Huiji } from './huiji.js';
import { addPerson, buildTown, eventually, found, type MutationName, mutationOf, type Town } from './town.js';

/** The last day of 2026Q3, on which its reports are read. */
export const lastDay = '2026-09-30';

interface Counts {
  operating: number;
  covered: number;
  rate: string | null;
}
export interface Rate {
  whole: Counts;
  rows: Array<Counts & { aboveScale: boolean | null; ownership: string | null; unitType: string | null }>;
}
interface Page<T> {
  nodes: T[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

/** Coverage by unions, since 2021. */
export const since = (...unionIds: string[]) => unionIds.map((unionId) => ({ unionId, from: '2021-01-01' }));

/** Sends a mutation, and answers the codes of what it refuses. */
export const change = (client: Client, name: MutationName, input: object): Promise<string[]> =>
  client.refusal(mutationOf(name), { input });

/**
 * A federation with two bureaus to register employers in. root ─ here ─ own, near (joint); └ there ─ far, farJoint (joint).
 * The period is 2026Q3.
 */
export class Register {
  readonly ids = {} as Record<'root' | 'here' | 'there' | 'own' | 'near' | 'far' | 'farJoint', string>;
  private n = 0;

  private constructor(
    private readonly huiji: Huiji,
    private readonly tenant: string,
    readonly town: Town,
  ) {}

  static async build(huiji: Huiji, tenant: string): Promise<Register> {
    const register = new Register(huiji, tenant, await buildTown(huiji, tenant));
    const { town, ids } = register;
    ids.root = town.root;
    for (const [name, code] of [
      ['here', 'HERE'],
      ['there', 'THERE'],
    ] as const)
      ids[name] = await register.found({ code, parentId: ids.root, level: 'INTERMEDIATE', kind: 'BUREAU' });
    ids.own = await register.found({ code: 'OWN' });
    ids.near = await register.found({ code: 'NEAR', kind: 'JOINT' });
    ids.far = await register.found({ code: 'FAR', parentId: ids.there });
    ids.farJoint = await register.found({ code: 'FARJ', parentId: ids.there, kind: 'JOINT' });
    return register;
  }

  /** Founds a union: a single one below `here`, unless said otherwise. */
  found(more: { code: string } & Record<string, unknown>): Promise<string> {
    return found(this.town.admin, {
      ...{ parentId: this.ids.here, level: 'GRASSROOTS', kind: 'SINGLE', name: `${more.code}工会` },
      ...more,
    });
  }

  async person(login: string, unionId: string, role: string): Promise<Client> {
    await addPerson(this.town.admin, login, [{ unionId, role }]);
    return this.huiji.client(this.tenant, login);
  }

  /** The input of a registration: of an employer that counts at `own`, and that nobody covers. */
  newEmployer(more: object = {}) {
    this.n += 1;
    return {
      ...{ code: `E${String(this.n).padStart(4, '0')}`, name: `第${this.n}厂`, aboveScale: false },
      ...{ headcount: 10, operatingFrom: '2020-01-01', source: '市监局', sourceDate: '2026-06-30' },
      ...{ accountableUnionId: this.ids.own, ...more },
    };
  }

  /** Registers an employer; answers its id. */
  async employer(more: object = {}): Promise<string> {
    const { registerEmployer } = await this.town.admin.get<{ registerEmployer: { employerId: string } }>(
      mutationOf('registerEmployer', 'employerId'),
      { input: this.newEmployer(more) },
    );
    return registerEmployer.employerId;
  }

  async rateOf(unionId: string, on: string = lastDay, by: string[] = []): Promise<Rate> {
    const row = 'aboveScale ownership unitType operating covered rate';
    const { coverageRate } = await this.town.admin.get<{ coverageRate: Rate }>(
      `query ($unionId: ID, $on: Date, $by: [CoverageDimension!]) {
         coverageRate(unionId: $unionId, on: $on, by: $by) { whole { ${row} } rows { ${row} } } }`,
      { unionId, on, by },
    );
    return coverageRate;
  }

  /** A union's report of 2026Q3, cell by cell, once nothing waits. */
  async cellsOf(unionId: string): Promise<Record<string, number>> {
    let cells: Array<{ cell: string; value: string | null }> = [];
    await eventually(async () => {
      const { rollup } = await this.town.admin.get<{ rollup: { pending: number; cells: typeof cells } }>(
        'query ($unionId: ID) { rollup(unionId: $unionId, form: "work-q", period: "2026Q3") { pending cells { cell value } } }',
        { unionId },
      );
      expect(rollup.pending).toBe(0);
      ({ cells } = rollup);
    });
    return Object.fromEntries(cells.map(({ cell, value }) => [cell, Number(value ?? 0)]));
  }

  async operatingAndCovered(unionId: string): Promise<[number, number]> {
    const cells = await this.cellsOf(unionId);
    return [cells['cov_operating_enterprise_cnt']!, cells['cov_covered_enterprise_cnt']!];
  }

  /** Every node of a list, read two at a time, so that pages meet. */
  async all<T>(field: string, args: string, nodes: string, client = this.town.admin): Promise<T[]> {
    const read: T[] = [];
    for (let after: string | null = null; ;) {
      const answer: Record<string, Page<T>> = await client.get(
        `query ($after: String) { ${field}(${args}, first: 2, after: $after) {
           nodes { ${nodes} } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      const page = answer[field]!;
      read.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return read;
      after = page.pageInfo.endCursor;
    }
  }

  async codesIn(args: string, client = this.town.admin): Promise<string[]> {
    return (await this.all<{ code: string }>('employers', args, 'code', client)).map((one) => one.code);
  }
}
