import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { exported } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { buildTown, key, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

interface Job {
  kind: string;
  waiting: number;
  oldestAt: string | null;
  failed: number;
}
const jobs = async (): Promise<Record<string, Job>> => {
  const { jobs } = await town.statistician.get<{ jobs: Job[] }>('{ jobs { kind waiting oldestAt failed } }');
  return Object.fromEntries(jobs.map((job) => [job.kind, job]));
};

test('what no worker has done is counted with since when, and what was given up; what is not due yet is not', async () => {
  const before = await jobs();
  expect(before['EXPORT']).toEqual({ kind: 'EXPORT', waiting: 0, oldestAt: null, failed: 0 });
  expect(before['REMINDER']).toEqual({ kind: 'REMINDER', waiting: 0, oldestAt: null, failed: 0 });
  await town.fileAndAccept(town.grassroots[0], { mem_member_cnt: '5' });
  const file = await exported(town.reviewer, { unionCode: 'B1', table: 'TOTALS' });
  await town.reviewer.get(
    `mutation ($input: RemindInput!) { remind(input: $input) { reminder { id } userErrors { code message } } }`,
    { input: { unionId: town.bureau, form: 'work-q', period: '2026Q3', idempotencyKey: key() } },
  );
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM reminder_delivery ORDER BY id');
  expect(rows.length).toBeGreaterThan(2);
  const turn = (id: string, change: string) =>
    owner.query(`UPDATE reminder_delivery SET sent_at = NULL, ${change} WHERE id = $1`, [id]);
  await owner.query(`UPDATE reminder_delivery SET state = 'SKIPPED', sent_at = NULL, reason = 'NOT_SET_UP'`);
  await turn(rows[0]!.id, "state = 'FAILED', reason = 'UNREACHABLE'");
  await turn(rows[1]!.id, "state = 'PENDING', due_at = now() - interval '1 hour'");
  await turn(rows[2]!.id, "state = 'PENDING', due_at = now() + interval '1 hour'");

  const now = await jobs();
  expect(now['ROLLUP']!.waiting).toBeGreaterThan(before['ROLLUP']!.waiting);
  expect(now['ROLLUP']).toMatchObject({ failed: 0, oldestAt: expect.any(String) });
  expect(now['EXPORT']).toMatchObject({ waiting: 1, failed: 0, oldestAt: expect.any(String) });
  expect(now['REMINDER']).toMatchObject({ waiting: 1, failed: 1, oldestAt: expect.any(String) });
  expect(Date.now() - Date.parse(now['REMINDER']!.oldestAt!)).toBeGreaterThan(3_500_000);

  await owner.query(
    `UPDATE operation SET state = 'FAILED', ended_at = now(), problem = '{"code":"OPERATION_FAILED","severity":"ERROR","details":{}}' WHERE id = $1`,
    [file.id],
  );
  expect((await jobs())['EXPORT']).toEqual({ kind: 'EXPORT', waiting: 0, oldestAt: null, failed: 1 });
  await owner.query(`UPDATE operation SET ended_at = now() - interval '31 days' WHERE id = $1`, [file.id]);
  expect((await jobs())['EXPORT']).toMatchObject({ failed: 0 });
});

test('they are shown at the federation only', async () => {
  const { errors } = await town.reviewer.ask('{ jobs { kind } }');
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
});
