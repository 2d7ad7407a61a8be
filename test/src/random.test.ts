import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { killing } from './harness/killing.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import { totals } from './harness/recompute.js';
import { addPerson, eventually, found, key, operations } from './harness/town.js';

/**
 * Random people at work on a random tree, while the worker is killed and started again. Afterwards every total equals
 * what brute force makes of the contributions in force, and those are exactly what was last accepted.
 */
const seed = seedOf();
const wanted = lengthOf('COMMANDS', { short: 1_000, long: 10_000 });
const lanes = 6;
const periods = ['2026Q2', '2026Q3'] as const;
type Quarter = (typeof periods)[number];

/** Cells that no check reads, one of them money, one never added; `witness` says which filing a total holds. */
const free = [
  'mem_retained_cnt',
  'aid_donation_amount',
  'act_award_item_cnt',
  'cad_staff_cnt',
  'info_submitted_cnt',
] as const;
const witness = 'info_research_cnt';
const marks = ['EXACT', 'EXACT', 'EXACT', 'AT_LEAST', 'ABOUT', 'PLANNED', 'NOT_APPLICABLE'] as const;

interface Return {
  id: string;
  version: number;
  state: 'SUBMITTED' | 'RETURNED' | 'ACCEPTED';
  sent: bigint;
  /** What its union's contribution must say of the witness; null before the first acceptance. */
  accepted: bigint | null;
}

interface Union {
  id: string;
  grassroots: boolean;
  establishedOn: string;
  dissolved: boolean;
  files: readonly Quarter[];
  returns: Map<Quarter, Return>;
}

let huiji: Huiji;
let owner: pg.Client;
let [admin, clerk, reviewer]: Client[] = [];
let clerkId = '';
const bodies: string[] = [];
const done: Record<string, number> = {};

beforeAll(async () => {
  console.log(`seed ${seed}: repeat with SEED=${seed} npm test -- random`);
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  admin = await huiji.client('alpha', 'admin');
  const chance = new Chance(seed);
  const { me } = await admin.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
    '{ me { appointments { union { id } } } }',
  );
  bodies.push(me.appointments[0]?.union.id ?? '');
  for (let n = 1; n <= 8; n++) {
    const parentId = chance.pick(bodies);
    bodies.push(
      await found(admin, { parentId, code: `B${n}`, name: `局${n}`, level: 'INTERMEDIATE', kind: 'BUREAU' }),
    );
  }
  const at = (role: string) => bodies.map((unionId) => ({ unionId, role }));
  await addPerson(admin, 'clerk', at('FILER'));
  await addPerson(admin, 'reviewer', at('REVIEWER'));
  await addPerson(admin, 'statistician', at('STATISTICIAN').slice(0, 1));
  clerk = await huiji.client('alpha', 'clerk');
  reviewer = await huiji.client('alpha', 'reviewer');
  clerkId = (await clerk.get<{ me: { id: string } }>('{ me { id } }')).me.id;
  const statistician = await huiji.client('alpha', 'statistician');
  for (const period of periods) await statistician.get(operations.open, { period });
}, 60_000);

afterAll(async () => {
  await owner.end();
  await huiji.stop();
});

async function foundOne(chance: Chance): Promise<Union> {
  const establishedOn = chance.pick(['2001-01-01', '2026-05-05', '2026-08-08']);
  const code = `G${key()}`;
  const id = await found(admin!, {
    parentId: chance.pick(bodies),
    code,
    name: code,
    level: 'GRASSROOTS',
    kind: chance.pick(['SINGLE', 'JOINT']),
    establishedOn,
  });
  await admin!.get('mutation ($input: AppointInput!) { appoint(input: $input) { userErrors { code } } }', {
    input: { personId: clerkId, appointments: [{ unionId: id, role: 'FILER' }] },
  });
  const files = establishedOn > '2026-06-30' ? (['2026Q3'] as const) : periods;
  return { id, grassroots: true, establishedOn, dissolved: false, files, returns: new Map() };
}

/** Ends a union in the third quarter, or, where it has not filed for that yet, sometimes already in the second. */
async function dissolveOne(chance: Chance, union: Union): Promise<void> {
  const early = union.establishedOn < '2026-05-15' && !union.returns.has('2026Q3') && chance.below(2) === 0;
  const { tradeUnion } = await admin!.get<{ tradeUnion: { version: number } }>(
    'query ($id: ID) { tradeUnion(id: $id) { version } }',
    { id: union.id },
  );
  await admin!.get(operations.dissolve, {
    input: {
      unionId: union.id,
      expectedVersion: tradeUnion.version,
      on: early ? '2026-05-15' : '2026-08-15',
      reason: '单位撤销',
      documentNo: '批〔2026〕9号',
    },
  });
  union.dissolved = true;
  if (early) union.files = ['2026Q2'];
}

async function act(
  client: Client,
  operation: keyof typeof operations,
  input: object,
): Promise<{ id: string; version: number }> {
  const data = await client.get<Record<string, { submission: { id: string; version: number } }>>(
    operations[operation],
    {
      input: { ...input, idempotencyKey: key() },
    },
  );
  return Object.values(data)[0]!.submission;
}

/** Fills the draft anew and submits it; `from` is the draft's version, undefined when there is none yet. */
async function file(chance: Chance, union: Union, period: Quarter, from?: number): Promise<void> {
  const sent = BigInt(chance.below(100_000));
  const cells = free
    .filter((cell) => union.grassroots || cell !== 'aid_donation_amount')
    .map((cell) => {
      const mark = chance.pick(marks);
      const blank = mark === 'NOT_APPLICABLE' || chance.below(4) === 0;
      return { cell, mark, value: blank ? null : String(chance.below(1_000_000)) };
    });
  const saved = await act(clerk!, 'save', {
    unionId: union.id,
    form: 'work-q',
    period,
    expectedVersion: from,
    cells: [...cells, { cell: witness, value: String(sent) }],
  });
  const filed = await act(clerk!, 'submit', {
    submissionId: saved.id,
    expectedVersion: saved.version,
    explanation: '随机数据',
  });
  const accepted = union.returns.get(period)?.accepted ?? null;
  union.returns.set(period, { ...filed, state: 'SUBMITTED', sent, accepted });
}

/** One random command on one of a lane's own unions; answers what it was. */
async function command(chance: Chance, mine: Union[]): Promise<string> {
  const dice = chance.below(1_000);
  if (dice < 4) {
    mine.push(await foundOne(chance));
    return 'found';
  }
  const union = chance.pick(mine);
  if (dice < 7 && union.grassroots && !union.dissolved) {
    await dissolveOne(chance, union);
    return 'dissolve';
  }
  const period = chance.pick(union.files);
  const now = union.returns.get(period);
  if (!now || now.state === 'RETURNED') {
    await file(chance, union, period, now?.version);
    return now ? 'file again' : 'file';
  }
  if (now.state === 'ACCEPTED') {
    const draft = await act(clerk!, 'restate', {
      submissionId: now.id,
      reason: '更正',
      idempotencyKey: key(),
    });
    await file(chance, union, period, draft.version);
    return 'revise';
  }
  const seen = { submissionId: now.id, expectedVersion: now.version };
  if (chance.below(5) === 0) {
    const { version } = await act(reviewer!, 'return', { ...seen, reason: '数据不全' });
    union.returns.set(period, { ...now, version, state: 'RETURNED' });
    return 'return';
  }
  const { version } = await act(reviewer!, 'accept', seen);
  union.returns.set(period, { ...now, version, state: 'ACCEPTED', accepted: now.sent });
  return 'accept';
}

test(
  `${wanted} random commands, the worker killed meanwhile: every total is what its contributions make`,
  async () => {
    const killer = killing(huiji, new Chance(seed + 1_000));
    const roots = await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const chance = new Chance(seed + lane);
        const own = bodies
          .filter((_body, n) => n % lanes === lane)
          .map((id): Union => ({
            id,
            grassroots: false,
            establishedOn: '2000-01-01',
            dissolved: false,
            files: periods,
            returns: new Map(),
          }));
        const mine = [...own, ...(await Promise.all([1, 2, 3, 4, 5].map(() => foundOne(chance))))];
        for (let n = 0; n < wanted / lanes; n++) {
          const what = await command(chance, mine);
          done[what] = (done[what] ?? 0) + 1;
        }
        return mine;
      }),
    );
    const kills = await killer.stop();
    const unions = roots.flat();
    console.log(`${JSON.stringify(done)} on ${unions.length} unions, worker killed ${kills} times`);

    await eventually(async () => expect(await pending()).toBe(0), 60);
    const { stored, recomputed } = await totals(owner);
    expect(recomputed.size).toBeGreaterThan(30);
    expect(stored).toEqual(recomputed);
    expect(await acceptedInForce()).toEqual(expectedInForce(unions));
  },
  longest,
);

async function pending(): Promise<number> {
  const { rows } = await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM rollup_outbox');
  return rows[0]?.count ?? 0;
}

/** What the contributions in force say of the witness, by union and period. */
async function acceptedInForce(): Promise<Map<string, string>> {
  const position = (layoutOf(shippedForm('work-q')).cell(witness)?.index ?? NaN) + 1;
  const { rows } = await owner.query<{ union_id: string; period: string; figure: string }>(
    `SELECT union_id, period, figures[$1] AS figure FROM contribution WHERE kind = 'FILED' AND part = 1 AND superseded_at IS NULL`,
    [position],
  );
  return new Map(rows.map((row) => [`${row.union_id} ${row.period}`, row.figure]));
}

function expectedInForce(unions: readonly Union[]): Map<string, string> {
  return new Map(
    unions.flatMap((union) =>
      [...union.returns].flatMap(([period, { accepted }]): Array<[string, string]> =>
        accepted === null ? [] : [[`${union.id} ${period}`, String(accepted)]],
      ),
    ),
  );
}
