/** 搁置: a change that cannot be added to totals keeps nothing else waiting, is seen, and is added once it can be. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { drained } from './harness/recompute.js';
import { addPerson, buildTown, eventually, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let leader: Client;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  await addPerson(town.admin, 'leader', [{ unionId: town.root, role: 'LEADER' }]);
  leader = await huiji.client('alpha', 'leader');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  await drained(owner);
  // Rows of the outbox that name a union in `poison` cannot be taken, by a fault of the values as PostgreSQL tells it.
  await owner.query(`CREATE TABLE poison (union_id uuid, code text);
    CREATE SEQUENCE refusals;
    CREATE FUNCTION poisoned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    DECLARE found text := (SELECT code FROM poison p WHERE p.union_id = old.union_id);
    BEGIN
      IF found IS NOT NULL THEN
        PERFORM nextval('refusals'); -- is not taken back with the transaction
        RAISE EXCEPTION 'a value of 137 members is out of range' USING ERRCODE = found;
      END IF;
      RETURN old;
    END $$;
    CREATE TRIGGER poisoned BEFORE DELETE ON rollup_outbox FOR EACH ROW EXECUTE FUNCTION poisoned()`);
}, 60_000);
afterAll(async () => {
  await owner?.query('DROP FUNCTION poisoned CASCADE; DROP TABLE poison; DROP SEQUENCE refusals');
  await owner?.end();
  await huiji.stop();
});

interface Seen {
  rollup: { pending: number; cells: Array<{ value: string | null }> };
  jobs: Array<{ kind: string; waiting: number; failed: number }>;
}
async function seen(): Promise<{ pending: number; value: string | null; waiting: number; setAside: number }> {
  const { rollup, jobs } = await town.statistician.get<Seen>(
    `{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3") { pending cells(codes: ["mem_member_cnt"]) { value } }
       jobs { kind waiting failed } }`,
  );
  const of = jobs.find(({ kind }) => kind === 'ROLLUP')!;
  return {
    ...{ pending: rollup.pending, value: rollup.cells[0]!.value },
    ...{ waiting: of.waiting, setAside: of.failed },
  };
}
const retry = (client: Client) =>
  client.get<{ retryChanges: { retried: number } }>(
    'mutation { retryChanges { retried userErrors { code } } }',
  );

test('what cannot be added is set aside alone, counts as pending, and is added when it can be', async () => {
  const [one, two, three] = town.grassroots;
  await owner.query('INSERT INTO poison VALUES ($1, $2)', [two, '22003']);
  await huiji.killWorker();
  for (const [unionId, members] of [
    [one, '10'],
    [two, '200'],
    [three, '3000'],
  ] as const)
    await town.fileAndAccept(unionId, { mem_member_cnt: members });
  await huiji.startWorker();
  await eventually(async () => expect((await seen()).value).toBe('3010'), 20);
  const { pending, ...found } = await seen();
  expect(found).toMatchObject({ value: '3010', waiting: 0 });
  expect([pending > 0, found.setAside]).toEqual([true, pending]);
  const { rows } = await owner.query<{ union_id: string; set_aside_why: string }>(
    'SELECT DISTINCT union_id, set_aside_why FROM rollup_outbox',
  );
  expect(rows.map(({ union_id }) => union_id)).toEqual([two]);
  // Why, without any value.
  expect(rows[0]?.set_aside_why).toMatch(/code=22003/);
  expect(rows[0]?.set_aside_why).not.toMatch(/137/);
  // Tried again in vain it is set aside again.
  expect((await retry(town.statistician)).retryChanges.retried).toBe(pending);
  await eventually(async () => expect(await seen()).toMatchObject({ waiting: 0, setAside: pending }), 20);
  expect((await seen()).value).toBe('3010');
  // A period is not final while its totals lack anything.
  await town.statistician.get('mutation { closeFiling(period: "2026Q3") { userErrors { code } } }');
  const finalise = 'mutation { finalisePeriod(period: "2026Q3") { userErrors { code } } }';
  expect(await town.statistician.refusal(finalise)).toEqual(['CHANGES_SET_ASIDE']);
  await owner.query('DELETE FROM poison');
  expect((await retry(town.statistician)).retryChanges.retried).toBe(pending);
  await eventually(async () => {
    expect(await seen()).toEqual({ value: '3210', pending: 0, waiting: 0, setAside: 0 });
  }, 20);
  expect((await retry(town.statistician)).retryChanges.retried).toBe(0);
  expect(await town.statistician.refusal(finalise)).toEqual([]);
});

test('what is no fault of the values is not set aside but tried again by itself', async () => {
  const [one] = town.grassroots;
  await town.statistician.get('mutation { openPeriod(period: "2026Q2") { userErrors { code } } }');
  await drained(owner, 20);
  await owner.query('INSERT INTO poison VALUES ($1, $2)', [one, '53100']);
  const draft = await town.clerk.get<{ saveDraft: { submission: { id: string; version: number } } }>(
    `mutation ($unionId: ID!) { saveDraft(input: { unionId: $unionId, form: "work-q", period: "2026Q2", idempotencyKey: "k-2026Q2",
       cells: [{ cell: "mem_member_cnt", value: "7" }] }) { submission { id version } userErrors { code } } }`,
    { unionId: one },
  );
  expect(draft.saveDraft.submission.version).toBe(1);
  const refusals = async (): Promise<number> =>
    (await owner.query<{ count: number }>('SELECT last_value::int AS count FROM refusals')).rows[0]!.count;
  const before = await refusals();
  await eventually(async () => expect(await refusals()).toBeGreaterThan(before + 2), 20);
  const { rows } = await owner.query('SELECT set_aside_at FROM rollup_outbox WHERE union_id = $1', [one]);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ set_aside_at }) => set_aside_at === null)).toBe(true);
  await owner.query('DELETE FROM poison');
  await drained(owner, 20);
});

test('who may not rebuild totals may not have changes tried again', async () => {
  for (const client of [leader, town.reviewer, town.clerk])
    expect(await client.refusal('mutation { retryChanges { userErrors { code } } }')).toEqual(['FORBIDDEN']);
});
