import pg from 'pg';
import type { Answer, Client } from './client.js';
import { type Huiji, openTestTenant, startHuiji } from './huiji.js';
import type { Chance } from './random.js';
import { addPerson, found } from './town.js';

/** The quarters in which the model lives, and the year of which a yearly report is filed meanwhile. */
export const quarters = ['2025Q4', '2026Q1', '2026Q2', '2026Q3'] as const;
export const year = '2026';
export const firstDay = '2025-10-01';
export const lastDay = '2026-09-30';

export const formOf = (period: string): string => (period === year ? 'work-y' : 'work-q');

/** A union as the model chooses among them: where it stands now, and the day of the last that happened to it. */
export interface Unit {
  id: string;
  code: string;
  level: 'FEDERATION' | 'INTERMEDIATE' | 'GRASSROOTS';
  kind: string;
  version: number;
  parentId: string | null;
  start: string;
  establishedOn: string | null;
  dissolvedOn: string | null;
  last: string;
  /** The first day of the last period that it has filed for. */
  filed: string;
}

/** What a command did: `done`, or the code of what it was refused for. */
type Tally = Map<string, Map<string, number>>;

/** One federation, its people, and a count of what they have done. */
export class World {
  readonly tally: Tally = new Map();
  changes = 0;
  private readonly administrative = new Set<string>();
  private readonly appointed = new Set<string>();

  constructor(
    readonly huiji: Huiji,
    readonly owner: pg.Client,
    readonly people: Record<'admin' | 'statistician' | 'clerk' | 'reviewer', Client>,
    readonly clerkId: string,
  ) {}

  static async open(settings?: NodeJS.ProcessEnv): Promise<World> {
    const huiji = await startHuiji({ settings });
    await openTestTenant(huiji, 'alpha');
    const admin = await huiji.client('alpha', 'admin');
    const { me } = await admin.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
      '{ me { appointments { union { id } } } }',
    );
    const unionId = me.appointments[0]?.union.id ?? '';
    const person = async (login: string, role: string): Promise<Client> => {
      await addPerson(admin, login, [{ unionId, role }]);
      return huiji.client('alpha', login);
    };
    const people = {
      admin,
      statistician: await person('statistician', 'STATISTICIAN'),
      // Where a body has no reviewer of its own, acceptance goes up to the one of the root.
      reviewer: await person('reviewer', 'REVIEWER'),
      clerk: await person('clerk', 'FILER'),
    };
    const { me: clerk } = await people.clerk.get<{ me: { id: string } }>('{ me { id } }');
    const owner = new pg.Client(huiji.database.ownerUrl);
    await owner.connect();
    return new World(huiji, owner, people, clerk.id);
  }

  async close(): Promise<void> {
    await this.owner.end();
    await this.huiji.stop();
  }

  async rows<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.owner.query<T>(text, values)).rows;
  }

  /** The unions that are not withdrawn, by code. */
  units(): Promise<Unit[]> {
    return this.rows(
      `SELECT u.id, u.code, u.level, u.kind, u.version, a.parent_id AS "parentId",
         coalesce(u.prepared_on, u.established_on)::text AS start, u.established_on::text AS "establishedOn",
         u.dissolved_on::text AS "dissolvedOn", greatest(u.prepared_on, u.established_on, c.last)::text AS last,
         coalesce((SELECT max(p.starts_on) FROM submission s JOIN period p ON p.code = s.period
           WHERE s.union_id = u.id AND s.state IN ('SUBMITTED', 'ACCEPTED')), '2000-01-01')::text AS filed
       FROM trade_union u
       LEFT JOIN affiliation a ON a.union_id = u.id AND a.recorded_to IS NULL AND a.valid_to IS NULL
       LEFT JOIN LATERAL (
         SELECT max(c.effective_on) AS last FROM organisation_change_union x
         JOIN organisation_change c ON c.id = x.change_id
         WHERE x.union_id = u.id AND x.role IN ('SUBJECT', 'RECEIVER', 'PART') AND c.undone_at IS NULL) c ON true
       WHERE u.withdrawn_at IS NULL ORDER BY u.code`,
    );
  }

  /** Appoints the clerk to file for all unions that there are. */
  async appointClerk(): Promise<void> {
    const ids = (await this.units()).map((unit) => unit.id).filter((id) => !this.appointed.has(id));
    ids.forEach((id) => this.appointed.add(id));
    for (const unionId of ids) {
      const codes = await this.people.admin.refusal(
        'mutation ($input: AppointInput!) { appoint(input: $input) { userErrors { code } } }',
        { input: { personId: this.clerkId, appointments: [{ unionId, role: 'FILER' }] } },
      );
      // Its founding may have been undone meanwhile.
      if (codes.some((code) => code !== 'NOT_FOUND')) throw new Error(`appoint: ${codes.join()}`);
    }
  }

  count(name: string, result: string): void {
    const results = this.tally.get(name) ?? new Map<string, number>();
    this.tally.set(name, results.set(result, (results.get(result) ?? 0) + 1));
  }

  /**
   * Sends one mutation and answers its payload; null where it was refused for one of the codes that such a command may
   * be refused for. Anything else, and every fault, is thrown.
   */
  async attempt<T extends object>(command: Command): Promise<T | null> {
    const { name, client, mutation, variables, mayRefuse } = command;
    const answer: Answer<Record<string, { userErrors?: Array<{ code: string }> }>> = await this.people[
      client
    ].ask(mutation, variables);
    const payload = Object.values(answer.data ?? {})[0];
    const codes = [
      ...(answer.errors ?? []).map((error) => error.extensions['code'] ?? ''),
      ...(payload?.userErrors ?? []).map((error) => error.code),
    ];
    const [code] = codes;
    if (code && !mayRefuse.includes(code))
      throw new Error(`${name}: ${JSON.stringify(variables)} was refused: ${JSON.stringify(answer)}`);
    this.count(name, code ?? 'done');
    if (client === 'admin') this.administrative.add(name);
    return code || !payload ? null : (payload as T);
  }

  /** How many of the administrators' commands were done, from 0 to 1. */
  get success(): number {
    const results = [...this.tally].flatMap(([name, of]) => (this.administrative.has(name) ? [...of] : []));
    const sum = (of: Array<[string, number]>): number => of.reduce((all, [, count]) => all + count, 0);
    return sum(results.filter(([result]) => result === 'done')) / sum(results);
  }

  /** What was done and refused, a line for each command. */
  get report(): string {
    const lines = [...this.tally].map(([name, of]) => {
      const refused = [...of].filter(([result]) => result !== 'done').map(([code, n]) => `${code} ${n}`);
      return `  ${name.padEnd(20)} ${String(of.get('done') ?? 0).padStart(5)}  ${refused.join(', ')}`;
    });
    return lines.sort().join('\n');
  }
}

/** One mutation to be sent, and what it may be refused for. */
export interface Command {
  name: string;
  client: keyof World['people'];
  mutation: string;
  variables: Record<string, unknown>;
  mayRefuse: readonly string[];
}

/** Founds bodies below one another and grassroots unions below them, and appoints the clerk to file for all. */
export async function populate(
  world: World,
  chance: Chance,
  bodies: number,
  grassroots: number,
): Promise<void> {
  const { admin } = world.people;
  const [root] = await world.units();
  const above = [root?.id ?? ''];
  for (let n = 1; n <= bodies; n++) {
    const body = { code: `B${n}`, name: `局${n}`, level: 'INTERMEDIATE', kind: 'BUREAU' };
    above.push(await found(admin, { parentId: chance.pick(above), ...body }));
  }
  for (let n = 1; n <= grassroots; n++) {
    const union = { code: `G${n}`, name: `第${n}工会`, level: 'GRASSROOTS' };
    await found(admin, { kind: chance.pick(['SINGLE', 'JOINT']), parentId: chance.pick(above), ...union });
  }
  await world.appointClerk();
}

/** A day from one to another, mostly not long after the first. */
export function dayBetween(chance: Chance, from: string, to: string): string {
  const [start, end] = [from, to].map((day) => Date.parse(`${day}T00:00:00Z`) / 86_400_000) as [
    number,
    number,
  ];
  if (start >= end) return from;
  const reach = chance.below(3) === 0 ? end - start + 1 : Math.min(60, end - start + 1);
  return new Date((start + chance.below(reach)) * 86_400_000).toISOString().slice(0, 10);
}

/** The steps of the periods' lives and how far the run must be for each, from 0 to 1. */
export function calendar(
  chance: Chance,
): Array<{ at: number; step: 'open' | 'close' | 'finalise'; period: string }> {
  const about = (at: number): number => at + (chance.below(100) - 50) / 1_000;
  const [q4, q1, q2, q3] = quarters;
  return [
    { at: about(0.05), step: 'open', period: year },
    { at: about(0.1), step: 'open', period: q2 },
    { at: about(0.15), step: 'close', period: q4 },
    { at: about(0.25), step: 'finalise', period: q4 },
    { at: about(0.3), step: 'open', period: q3 },
    { at: about(0.4), step: 'close', period: q1 },
    { at: about(0.5), step: 'finalise', period: q1 },
    { at: about(0.65), step: 'close', period: q2 },
    { at: about(0.75), step: 'finalise', period: q2 },
    { at: about(0.9), step: 'close', period: chance.pick([q3, year]) },
  ];
}
