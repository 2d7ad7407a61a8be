import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { endedQuarters } from './harness/periods.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import {
  addPerson,
  buildTown,
  eventually,
  found,
  key,
  mutationOf,
  operations,
  type Seen,
  toldIn,
  type Town,
} from './harness/town.js';

/**
 * Clerks submit while filing is closed and reopened, again and again: no report is filed after its period was closed, none is
 * lost, and nobody is told of anything but that.
 */
const seed = seedOf();
const unions = lengthOf('UNIONS', { short: 40, long: 200 });
const rounds = lengthOf('ROUNDS', { short: 3, long: 50 });
const chance = new Chance(seed);
const form = 'work-q';
const [period] = endedQuarters(1) as [string];

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let clerk: Client;
const ids: string[] = [];

beforeAll(async () => {
  console.log(`seed ${seed}: repeat with SEED=${seed} npm test -- period-race`);
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  for (let n = 1; n <= unions; n++) {
    const code = `R${n}`;
    ids.push(
      await found(town.admin, {
        parentId: town.bureau,
        code,
        name: code,
        level: 'GRASSROOTS',
        kind: 'SINGLE',
      }),
    );
  }
  await addPerson(
    town.admin,
    'racer',
    ids.map((unionId) => ({ unionId, role: 'FILER' })),
  );
  clerk = await huiji.client('alpha', 'racer');
  await town.statistician.get(operations.open, { period });
}, longest);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

test(
  `${unions * rounds} submissions race ${rounds} closings: none carries a time after the closing`,
  async () => {
    const drafts: Seen[] = [];
    for (const unionId of ids) {
      const input = {
        unionId,
        form,
        period,
        idempotencyKey: key(),
        cells: [{ cell: 'mem_member_cnt', value: '5' }],
      };
      drafts.push(
        (await clerk.get<{ saveDraft: { submission: Seen } }>(operations.save, { input })).saveDraft
          .submission,
      );
    }
    let [filed, refused] = [0, 0];
    for (let round = 1; round <= rounds; round++) {
      const at = 1 + chance.below(unions - 1);
      const attempt = async (draft: Seen) => {
        const answer = await clerk.ask<{ submit: { submission: Seen | null } }>(operations.submit, {
          input: {
            submissionId: draft.id,
            expectedVersion: draft.version,
            explanation: '说明',
            idempotencyKey: key(),
          },
        });
        return {
          draft: answer.data?.submit.submission ?? draft,
          codes: toldIn(answer).map(({ code }) => code),
        };
      };
      // Those before it are all under way when the closing comes; the others follow three at a time, since a period that is shared
      // without a break is never had alone.
      const under = drafts.slice(0, at).map(attempt);
      const closed = town.statistician.get(operations.close, { period });
      const after = drafts.slice(at);
      const following: typeof under = [];
      const lane = async (): Promise<void> => {
        for (let draft = after[following.length]; draft; draft = after[following.length]) {
          const one = attempt(draft);
          following.push(one);
          await one;
        }
      };
      await Promise.all([lane(), lane(), lane()]);
      const answers = await Promise.all([...under, ...following]);
      await closed;
      const told = answers.flatMap(({ codes }) => codes);
      expect(told.filter((code) => code !== 'PERIOD_NOT_OPEN')).toEqual([]);
      const { rows } = await owner.query<{ filed: number; after: number }>(
        `SELECT count(*) FILTER (WHERE s.state = 'SUBMITTED')::int AS filed,
         count(*) FILTER (WHERE s.filed_at > p.filing_closed_at)::int AS after
       FROM submission s JOIN period p ON p.code = s.period WHERE s.period = $1`,
        [period],
      );
      expect(rows).toEqual([{ filed: unions - told.length, after: 0 }]);
      [filed, refused] = [filed + unions - told.length, refused + told.length];
      // What was filed comes back, the period is opened again, and everybody submits once more.
      for (const [i, { draft, codes }] of answers.entries()) {
        const input = {
          submissionId: draft.id,
          expectedVersion: draft.version,
          reason: '再来一次',
          idempotencyKey: key(),
        };
        drafts[i] =
          codes.length > 0
            ? draft
            : (
                await town.reviewer.get<{ returnSubmission: { submission: Seen } }>(operations.return, {
                  input,
                })
              ).returnSubmission.submission;
      }
      await town.statistician.get(mutationOf('reopenFiling'), { input: { period, reason: '再来一次' } });
    }
    console.log(`${filed} filed in time, ${refused} refused as closed, 0 after the closing`);
    expect(filed).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    await eventually(async () => {
      const { rollup } = await town.chief.get<{ rollup: { completeness: object } }>(
        `query ($unionId: ID, $period: String!) { rollup(unionId: $unionId, form: "work-q", period: $period) {
         completeness { started submitted returned waiting } } }`,
        { unionId: town.root, period },
      );
      const { rows } = await owner.query(
        `SELECT count(*)::int AS started, count(first_filed_at)::int AS submitted,
         count(*) FILTER (WHERE state = 'RETURNED')::int AS returned, 0 AS waiting FROM submission WHERE period = $1`,
        [period],
      );
      expect(rollup.completeness).toEqual(rows[0]);
    });
  },
  longest,
);
