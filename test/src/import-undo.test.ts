import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { attach, files } from './harness/attachments.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { checked, filedUnions, outcomes, pastChecked, step } from './harness/imports.js';
import { completenessOf } from './harness/periods.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import { drained } from './harness/recompute.js';
import { act, buildTown, key, operations, told, type Town } from './harness/town.js';

/** 撤销导入: what stood before stands again, as if nothing had ever been imported; what somebody has done since is theirs. */
let huiji: Huiji;
let town: Town;
let owner: pg.Client;
/** A union of its own for a test, filed for by the clerk. */
let union: () => Promise<{ id: string; code: string }>;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  union = filedUnions(town, owner);
  await town.statistician.get(operations.open, { period: '2026Q2' });
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const cells = ['mem_worker_cnt', 'mem_member_cnt', 'comp_event_cnt'] as const;
type Figures = Record<string, string>;

/** Everything that tells whether a return is begun, and what it says. */
interface Stands {
  state: string | null;
  figures: Figures;
  notFiled: string | null | undefined;
  task: string | undefined;
}
async function stands(unionId: string, period = '2026Q3'): Promise<Stands> {
  const { entrySheet, notFiled, myTasks } = await town.clerk.get<{
    entrySheet: { state: string | null; tables: { cells: { cell: string; value: string | null }[] }[] };
    notFiled: { nodes: { state: string | null }[] };
    myTasks: { nodes: { union: { id: string }; state: string }[] };
  }>(
    `query ($unionId: ID!, $period: String!) {
       entrySheet(unionId: $unionId, form: "work-q", period: $period) { state tables { cells { cell value } } }
       notFiled(unionId: $unionId, form: "work-q", period: $period) { nodes { state } }
       myTasks(form: "work-q", period: $period, first: 100) { nodes { union { id } state } } }`,
    { unionId, period },
  );
  const task = myTasks.nodes.find(({ union: of }) => of.id === unionId);
  return {
    state: entrySheet.state,
    figures: Object.fromEntries(
      entrySheet.tables
        .flatMap((table) => table.cells)
        .flatMap(({ cell, value }) =>
          (cells as readonly string[]).includes(cell) && value !== null ? [[cell, value]] : [],
        ),
    ),
    notFiled: notFiled.nodes[0]?.state,
    task: task?.state,
  };
}
const counted = async (period = '2026Q3') => {
  await drained(owner);
  return completenessOf(town.statistician, town.bureau, period);
};

async function begun(
  unionId: string,
): Promise<{ id: string; version: number; state: string; revision: number }> {
  const { rows } = await owner.query<{ id: string; version: number; state: string; revision: number }>(
    'SELECT id, version, state, revision FROM submission WHERE union_id = $1 ORDER BY revision DESC LIMIT 1',
    [unionId],
  );
  return rows[0]!;
}
const save = async (unionId: string, figures: Record<string, string | null>): Promise<void> => {
  await town.save(unionId, figures, (await begun(unionId))?.version ?? 0);
};
const comment = async (unionId: string, text = '请核对') =>
  expect(
    await told(town.clerk, 'commentSubmission', {
      submissionId: (await begun(unionId)).id,
      text,
      idempotencyKey: key(),
    }),
  ).toEqual([]);
const file = (lines: Record<string, Figures>) => ({
  fileName: '填报.jsonl',
  bytes: Buffer.from(
    Object.entries(lines)
      .map(([code, figures]) => JSON.stringify({ union: code, cells: figures }))
      .join('\n'),
  ),
});

/** What somebody does between taking over and taking back. */
const drafted = ['nothing', 'nothing', 'edits', 'adds', 'puts back', 'comments', 'attaches'] as const;
const submitted = ['nothing', 'nothing', 'withdraws', 'returns', 'accepts', 'comments'] as const;

test(
  'whatever was filled in before, imported and edited since: taken back, it stands as it did, and counts so',
  async () => {
    const seed = seedOf();
    console.log(`seed ${seed}: repeat with SEED=${seed} npm test -- import-undo`);
    const chance = new Chance(seed);
    const some = (): Figures => {
      const least = chance.below(cells.length);
      return Object.fromEntries(
        cells.flatMap((cell, n) =>
          n === least || chance.below(2) === 0 ? [[cell, String(chance.below(900))]] : [],
        ),
      );
    };
    const seen: Record<string, number> = {};
    const rounds = lengthOf('UNDO_ROUNDS', { short: 4, long: 40 });
    for (let round = 0; round < rounds; round += 1) {
      const submit = round % 2 === 0;
      const unions = [];
      for (let n = 0; n < 6; n += 1) {
        const { id, code } = await union();
        if (chance.below(3) === 0) await save(id, some());
        const does = chance.pick<string>(submit ? submitted : drafted);
        unions.push({ id, code, does, before: await stands(id), said: some() });
      }
      const counts = await counted();
      const { id: importId, counts: read } = await checked(
        town.clerk,
        huiji.apiUrl,
        file(Object.fromEntries(unions.map(({ code, said }) => [code, said]))),
      );
      expect(read).toMatchObject({ wrong: 0, unsound: 0 });
      expect(await step(town.clerk, 'applyImport', { importId, submit, explanation: '录入' })).toMatchObject({
        state: 'DONE',
      });
      let stay = 0;
      const expected: Record<string, { stands: Stands; kept: string[] }> = {};
      for (const { id, code, does, before, said } of unions) {
        const [changed] = cells.filter(
          (cell) => said[cell] !== undefined && said[cell] !== before.figures[cell],
        );
        const at = await begun(id);
        let after: Stands = before;
        let kept: string[] = [];
        const begunBy = before.state === null;
        const stays = (state: string, figures: Figures, ...codes: string[]): void => {
          after = { state, figures, notFiled: state, task: state };
          kept = codes;
          stay += Number(begunBy);
        };
        if (does === 'edits' && changed) {
          await save(id, { [changed]: '1001' });
          stays('DRAFT', { ...before.figures, [changed]: '1001' }, changed);
        } else if (does === 'adds') {
          const [free] = cells.filter(
            (cell) => said[cell] === undefined && before.figures[cell] === undefined,
          );
          if (free) {
            await save(id, { [free]: '1002' });
            stays('DRAFT', { ...before.figures, [free]: '1002' });
          }
        } else if (does === 'puts back' && changed) {
          await save(id, { [changed]: '1003' });
          await save(id, { [changed]: said[changed]! });
        } else if (does === 'withdraws' && at.state === 'SUBMITTED')
          await act(town.clerk, 'withdraw', { submissionId: at.id, expectedVersion: at.version });
        else if (does === 'returns' || does === 'accepts') {
          if (does === 'accepts') await town.accept(at);
          else
            await act(town.reviewer, 'return', {
              ...{ submissionId: at.id, expectedVersion: at.version, reason: '有误' },
            });
          const all = cells.filter((cell) => said[cell] !== undefined && said[cell] !== before.figures[cell]);
          if (does === 'accepts') {
            stays('ACCEPTED', { ...before.figures, ...said }, ...all);
            after = { ...after, notFiled: undefined, task: undefined };
          } else stays('RETURNED', before.figures, ...(begunBy ? ['BEGUN'] : []));
        } else if (does === 'comments' || does === 'attaches') {
          if (does === 'comments') await comment(id);
          else await attach(huiji, town.clerk, { submissionId: at.id }, files.pdf());
          if (begunBy) stays('DRAFT', {}, 'BEGUN');
        }
        const how = `${begunBy ? 'not begun' : 'begun'}, ${submit ? 'submitted' : 'saved'}, ${does}`;
        seen[how] = (seen[how] ?? 0) + 1;
        expected[code] = { stands: after, kept };
      }
      expect(await step(town.clerk, 'undoImport', { importId })).toMatchObject({ state: 'DONE' });
      const told = await outcomes(town.clerk, importId);
      for (const { id, code, does } of unions) {
        const now = { stands: await stands(id), kept: told[code]!.kept };
        expect([seed, code, does, now]).toEqual([seed, code, does, expected[code]]);
      }
      const now = await counted();
      expect([seed, now.expected, counts.notStarted - now.notStarted]).toEqual([seed, counts.expected, stay]);
    }
    console.log(seen);
  },
  longest,
);

test('what is not begun any more may be begun anew; its audit rows stay, and another import of it does not mind', async () => {
  const { id: unionId, code } = await union();
  const apply = async (figures: Figures): Promise<string> => {
    const { id } = await checked(town.clerk, huiji.apiUrl, file({ [code]: figures }));
    await step(town.clerk, 'applyImport', { importId: id });
    return id;
  };
  const [first, second] = [await apply({ mem_worker_cnt: '5' }), await apply({ mem_member_cnt: '4' })];
  const { id: gone } = await begun(unionId);
  for (const importId of [second, first])
    expect(await step(town.clerk, 'undoImport', { importId })).toMatchObject({ state: 'DONE' });
  expect(await stands(unionId)).toEqual({ state: null, figures: {}, notFiled: null, task: 'NOT_BEGUN' });
  const { rows } = await owner.query<{ action: string; after: object }>(
    `SELECT action, after FROM audit_event WHERE object_type = 'submission' AND object_id = $1 ORDER BY at, id`,
    [gone],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    ...['SAVE_DRAFT', 'SAVE_DRAFT', 'UNDO_IMPORTED', 'UNDO_IMPORTED'],
  ]);
  expect(rows.at(-1)!.after).toMatchObject({ back: ['mem_worker_cnt'], kept: [], begun: false });
  expect(
    await told(town.clerk, 'commentSubmission', { submissionId: gone, text: '?', idempotencyKey: key() }),
  ).toMatchObject([{ code: 'NOT_FOUND' }]);
  await save(unionId, { mem_worker_cnt: '6' });
  expect((await begun(unionId)).version).toBe(1);
});

test('history that is taken back has never been begun either, but where a file or comment hangs on it', async () => {
  const [gone, commented] = [await union(), await union()];
  const before = await counted('2026Q2');
  const { id: importId } = await pastChecked(town.statistician, huiji.apiUrl, {
    fileName: '历史.jsonl',
    bytes: Buffer.from(
      [gone, commented]
        .map(({ code }) => JSON.stringify({ union: code, period: '2026Q2', cells: { mem_worker_cnt: 7 } }))
        .join('\n'),
    ),
  });
  await step(town.statistician, 'applyImport', { importId });
  expect(await counted('2026Q2')).toMatchObject({ accepted: 2, notStarted: before.notStarted - 2 });
  await comment(commented.id);
  expect(await step(town.statistician, 'undoImport', { importId })).toMatchObject({ state: 'DONE' });
  expect(await outcomes(town.statistician, importId)).toMatchObject({
    ...{ [gone.code]: { kept: [] }, [commented.code]: { kept: ['BEGUN'] } },
  });
  expect(await stands(gone.id, '2026Q2')).toEqual({
    state: null,
    figures: {},
    notFiled: null,
    task: 'NOT_BEGUN',
  });
  expect(await stands(commented.id, '2026Q2')).toMatchObject({
    state: 'DRAFT',
    figures: {},
    notFiled: 'DRAFT',
  });
  expect(await counted('2026Q2')).toEqual({
    ...before,
    ...{ notStarted: before.notStarted - 1, started: before.started + 1 },
  });
});

test('what was ever handed on is removed by nobody, whatever the software asks for', async () => {
  const { id: unionId } = await union();
  await town.submit(await town.save(unionId, { mem_worker_cnt: '5', mem_member_cnt: '4' }));
  const app = new pg.Client(huiji.database.appUrl);
  await app.connect();
  try {
    const { rows } = await owner.query<{ id: string }>(
      `SELECT tenant_id AS id FROM submission WHERE union_id = $1`,
      [unionId],
    );
    await app.query(`BEGIN; SELECT set_config('app.tenant_id', '${rows[0]!.id}', true)`);
    const gone = await app.query('DELETE FROM submission WHERE union_id = $1', [unionId]);
    expect(gone.rowCount).toBe(0);
  } finally {
    await app.end();
  }
});
