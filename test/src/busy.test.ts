/** A pool that is used up, statements that do not end, a disk that is full: each request is told BUSY soon, nothing hangs, and the same requests count once afterwards. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { seen } from './harness/review.js';
import { act, buildTown, eventually, key, operations, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
beforeAll(async () => {
  huiji = await startHuiji({ settings: { DATABASE_POOL: '2', STATEMENT_TIMEOUT: '2' } });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/** A quarter for each test. */
const quarters = ['2026Q2', '2026Q1', '2025Q4'];
let period = '';
let unions: string[];
beforeEach(async () => {
  period = quarters.pop() ?? '';
  await town.statistician.get(operations.open, { period });
  unions = town.grassroots;
});

const codesOf = (answer: { errors?: ReadonlyArray<{ extensions: object }> }): unknown[] =>
  (answer.errors ?? []).map(({ extensions }) => (extensions as { code: string }).code);
const saves = (many: number) =>
  Array.from({ length: many }, (_, at) => ({
    ...{ unionId: unions[at % unions.length], form: 'work-q', period, idempotencyKey: key() },
    cells: [{ cell: 'mem_member_cnt', value: String(at) }],
  }));
const health = async (path: string): Promise<number> =>
  (await fetch(new URL(path, huiji.apiUrl), { signal: AbortSignal.timeout(5_000) })).status;

test('while statements wait and the pool is used up each of many requests is told BUSY, and the health of the api is not affected', async () => {
  const inputs = saves(3);
  await owner.query('BEGIN');
  await owner.query('LOCK TABLE submission IN ACCESS EXCLUSIVE MODE');
  const answers = inputs.map((input) => town.clerk.ask(operations.save, { input }));
  const crowd = Array.from({ length: 60 }, (_, at) =>
    town.clerk.ask(operations.save, { input: { ...inputs[at % 3], idempotencyKey: key() } }),
  );
  expect(await health('/healthz')).toBe(200);
  const told = (await Promise.all([...answers, ...crowd])).map(codesOf);
  expect(new Set(told.flat())).toEqual(new Set(['BUSY']));
  expect(told.every((codes) => codes.length > 0)).toBe(true);
  await owner.query('ROLLBACK');
  for (const input of inputs)
    for (let sent = 0; sent < 2; sent++) {
      const { data } = await town.clerk.ask<{ saveDraft: { submission: { version: number } } }>(
        operations.save,
        { input },
      );
      expect(data?.saveDraft.submission.version).toBe(1);
    }
  const { rows } = await owner.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM submission WHERE period = $1',
    [period],
  );
  expect(rows).toEqual([{ count: 3 }]);
});

test('a worker that waits for a lock goes on once it is gone', async () => {
  const draft = await act(town.clerk, 'save', saves(1)[0]!);
  const filed = await act(town.clerk, 'submit', { ...seen(draft), explanation: '说明' });
  await owner.query('BEGIN');
  await owner.query('LOCK TABLE rollup IN ACCESS EXCLUSIVE MODE');
  await act(town.reviewer, 'accept', seen(filed));
  await eventually(async () => {
    const { rows } = await owner.query('SELECT FROM pg_locks WHERE NOT granted');
    expect(rows).not.toEqual([]);
  });
  expect(await health('/healthz')).toBe(200);
  await owner.query('ROLLBACK');
  await eventually(async () => {
    const { rollup } = await town.reviewer.get<{ rollup: { pending: number; reportsAccepted: number } }>(
      `query ($unionId: ID!) { rollup(unionId: $unionId, form: "work-q", period: "${period}") { pending reportsAccepted } }`,
      { unionId: town.bureau },
    );
    expect(rollup).toEqual({ pending: 0, reportsAccepted: 1 });
  }, 20);
});

test('a full disk is told as BUSY, and nothing is half written', async () => {
  // As PostgreSQL says it where the disk is full: by its SQLSTATE.
  await owner.query(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
  await owner.query(
    'CREATE TRIGGER full_disk BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION full_disk()',
  );
  const [input] = saves(1);
  try {
    expect(codesOf(await town.clerk.ask(operations.save, { input }))).toEqual(['BUSY']);
    expect(codesOf(await town.clerk.ask('{ me { id } }'))).toEqual([]);
  } finally {
    await owner.query('DROP FUNCTION full_disk CASCADE');
  }
  const { rows } = await owner.query('SELECT FROM submission WHERE period = $1', [period]);
  expect(rows).toEqual([]);
  const { data } = await town.clerk.ask<{ saveDraft: { submission: { version: number } } }>(operations.save, {
    input,
  });
  expect(data?.saveDraft.submission.version).toBe(1);
});
