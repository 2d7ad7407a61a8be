import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  buildTown,
  eventually,
  key,
  mutationOf,
  operations,
  type Told,
  told,
  toldIn,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const table = (cells: readonly string[]) => ({
  ...{ code: 'R1', zh: '表一', en: 'Table 1' },
  cells: cells.map((code) => ({ code, filedBy: ['GRASSROOTS'] })),
});
const form = (code: string, cells: readonly string[], more: object = {}) => ({
  ...{ code, zh: '研究报表', en: 'Research', frequency: 'QUARTER', assignment: { unions: ['G1'] } },
  cover: { formNo: '研1表', issuedBy: 'alpha总工会' },
  tables: [table(cells)],
  ...more,
});

test('null where a form has a default is that default', async () => {
  const columns = [{ code: 'b', zh: '乙', en: 'b', type: 'integer', required: null, marked: null }];
  const row = { code: 'a', zh: '甲', en: 'a', columns };
  const rule = { code: 'own', severity: 'LAW', expression: 'row.b >= 0', table: 'a', source: '法' };
  const left = { repeatingTables: [row], rules: [rule] };
  const nulls = {
    ...{ rollsUp: null, computed: null },
    repeatingTables: [{ ...row, limit: null }],
    rules: [{ ...rule, scope: null, zh: null, en: null }],
    cover: { formNo: '研1表', issuedBy: 'alpha总工会', required: null },
  };
  const rehearsed = async (more: object): Promise<unknown> => {
    const answer = `form { rollsUp cover { required } computed { cell } rules { scope zh en }
      repeatingTables { limit columns { required marked } } tables { cells { source } } }`;
    const definition = form('null-q', ['comp_suggestion_cnt[采纳]'], more);
    const input = { definition, expectedVersion: 0, dryRun: true };
    const asked = await town.statistician.ask<{ publishForm: { form: unknown } }>(
      mutationOf('publishForm', answer),
      { input },
    );
    expect(toldIn(asked)).toEqual([]);
    return asked.data?.publishForm.form;
  };
  const expected = {
    ...{ rollsUp: true, computed: [], rules: [{ scope: 'FILED', zh: '', en: '' }], cover: { required: [] } },
    repeatingTables: [{ limit: 500, columns: [{ required: false, marked: false }] }],
  };
  expect(await rehearsed(nulls)).toMatchObject(expected);
  expect(await rehearsed(nulls)).toEqual(await rehearsed(left));
  const empty = { repeatingTables: null, rules: null };
  expect(await rehearsed(empty)).toMatchObject({ repeatingTables: [], rules: [] });
});

const trial = (input: object) => ({ form: 'work-q', cells: [], ...input });
const tried = async (input: object): Promise<Told[]> => {
  const { data, errors = [] } = await town.clerk.ask<{ tryRules: { userErrors: Told[] } }>(
    'query ($input: TryRulesInput!) { tryRules(input: $input) { userErrors { code field } } }',
    { input: trial(input) },
  );
  return errors.length > 0 ? toldIn({ errors }) : data!.tryRules.userErrors;
};

test('a trial takes a table without rows, and no more figures than a draft', async () => {
  expect(await tried({ tables: [{ table: 'trn_class', rows: null }] })).toEqual([]);
  const cells = Array.from({ length: 501 }, () => ({ cell: 'x', value: '1' }));
  for (const field of ['cells', 'previous', 'lastYear', 'below'])
    expect(await tried({ [field]: cells })).toEqual([{ code: 'REQUEST_TOO_LARGE', field: 'cells' }]);
});

test('a trial shares the moment of what is read beside it', async () => {
  const sheet = `entrySheet(unionId: $unionId, form: "work-q", period: "2026Q3") { state total hits { check } tables { code } }`;
  const query = `query ($unionId: ID, $input: TryRulesInput!) {
    one: ${sheet} tryRules(input: $input) { userErrors { code } } two: ${sheet}
    submissions(unionCode: "G1", form: "work-q", period: "2026Q3", state: DRAFT) { nodes { union { code } } } }`;
  for (let n = 0; n < 20; n += 1) {
    const { data, errors } = await town.clerk.ask<Record<'one' | 'two', { total: number }>>(query, {
      unionId: town.grassroots[0],
      input: trial({ cells: [{ cell: 'mem_member_cnt', value: '10' }] }),
    });
    expect(errors?.filter(({ extensions }) => extensions['code'] !== 'FORBIDDEN') ?? []).toEqual([]);
    expect(data?.one.total).toBeGreaterThan(40);
    expect(data?.one).toEqual(data?.two);
  }
});

test('who saves while a form is renewed files by the new version', async () => {
  const { statistician } = town;
  const publish = async (cells: readonly string[], expectedVersion: number) =>
    expect(
      await told(statistician, 'publishForm', { definition: form('race-q', cells), expectedVersion }),
    ).toEqual([]);
  await publish(['comp_suggestion_cnt[采纳]'], 0);
  await statistician.get(operations.open, { period: '2026Q4' });
  await publish(['comp_suggestion_cnt[采纳]', 'comp_suggestion_cnt[实施]'], 1);

  // As renewForm does, but held before its commit.
  await owner.query('BEGIN');
  await owner.query(`SELECT FROM period WHERE code = '2026Q4' FOR NO KEY UPDATE`);
  await owner.query(`UPDATE rollup_scope SET form_version = 2 WHERE form = 'race-q'`);
  const saving = town.clerk.ask<{ saveDraft: { submission: { cells: object[] } } }>(
    mutationOf('saveDraft', 'submission { cells { cell value } }'),
    {
      input: {
        ...{ unionId: town.grassroots[0], form: 'race-q', period: '2026Q4', idempotencyKey: key() },
        cells: [{ cell: 'comp_suggestion_cnt[实施]', value: '1' }],
      },
    },
  );
  await eventually(async () => {
    const { rows } = await owner.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    expect(rows.length).toBeGreaterThan(0);
  });
  await owner.query('COMMIT');
  const saved = await saving;
  expect(toldIn(saved)).toEqual([]);
  expect(saved.data?.saveDraft.submission.cells).toEqual([{ cell: 'comp_suggestion_cnt[实施]', value: '1' }]);
});
