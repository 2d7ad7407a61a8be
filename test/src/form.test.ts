import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Definition, readDefinition } from './harness/forms.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  buildTown,
  eventually,
  key,
  mutationOf,
  operations,
  type Seen,
  type Told,
  toldIn,
  type Town,
} from './harness/town.js';

// One story: each test goes on where the one before ended.

let huiji: Huiji;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
}, 120_000);
afterAll(() => huiji.stop());

const definitionOf = (code: string) => readDefinition(town.statistician, code);

/** A small form of its own. */
const small = (more: object = {}): object => ({
  ...{ code: 'visit-q', zh: '走访季报表', en: 'Quarterly visits', frequency: 'QUARTER' },
  cover: { formNo: '访1表', issuedBy: 'alpha总工会' },
  tables: [
    { code: 'V1', zh: '表一', en: 'Table 1', cells: [{ code: 'x_visit_cnt', filedBy: ['GRASSROOTS'] }] },
  ],
  ...more,
});

const publish = (input: object, client: Client = town.statistician) =>
  client.ask<{
    publishForm: { form: { version: number } | null; difference: Record<string, string[]> | null };
  }>(
    mutationOf(
      'publishForm',
      'form { version } difference { added retired rulesAdded rulesChanged rulesRemoved }',
    ),
    { input },
  );
const refused = async (input: object, client?: Client): Promise<Array<[string, string | null]>> =>
  toldIn(await publish(input, client)).map(({ code, cell, field }) => [code, cell ?? field]);

const save = (
  unionId: string,
  form: string,
  period: string,
  cells: Record<string, string>,
  expectedVersion?: number,
) =>
  town.clerk.ask<{ saveDraft: { submission: Seen } }>(operations.save, {
    input: {
      ...{ unionId, form, period, expectedVersion, idempotencyKey: key() },
      cells: Object.entries(cells).map(([cell, value]) => ({ cell, value })),
    },
  });
const saved = async (...args: Parameters<typeof save>): Promise<Seen> => {
  const answer = await save(...args);
  expect(toldIn(answer)).toEqual([]);
  return answer.data!.saveDraft.submission;
};
const hitsOf = async (submissionId: string): Promise<string[]> => {
  const { submission } = await town.statistician.get<{ submission: { hits: Array<{ check: string }> } }>(
    'query ($id: ID!) { submission(id: $id) { hits { check } } }',
    { id: submissionId },
  );
  return submission.hits.map(({ check }) => check);
};

test('the statistician defines an indicator and a form that asks it, for the unions of a list', async () => {
  const [first, second] = town.grassroots;
  expect(await refused({ definition: small(), expectedVersion: 0 })).toEqual([
    ['INDICATOR_UNKNOWN', 'x_visit_cnt'],
  ]);
  await town.statistician.get(mutationOf('defineIndicator', 'indicator { code }'), {
    input: {
      indicator: {
        ...{
          code: 'x_visit_cnt',
          group: '帮扶/送温暖',
          zh: '走访企业次数',
          en: 'Visits to employers',
          unit: '次',
        },
        ...{ kind: 'FLOW', decimals: 0, acrossUnions: 'SUM', acrossPeriods: 'SUM', filedBy: ['GRASSROOTS'] },
        frequencies: ['QUARTER'],
      },
      from: '2026-01-01',
    },
  });
  const definition = small({ assignment: { unions: ['G1', 'B1'], levels: ['GRASSROOTS'] } });
  expect(await refused({ definition, expectedVersion: 0 }, town.admin)).toEqual([['FORBIDDEN', null]]);
  const rehearsed = await publish({ definition, expectedVersion: 0, dryRun: true });
  expect(rehearsed.data?.publishForm).toMatchObject({
    form: { version: 1 },
    difference: { added: ['x_visit_cnt'], retired: [] },
  });
  expect(
    (await town.statistician.get<{ form: unknown }>('{ form(code: "visit-q") { version } }')).form,
  ).toBeNull();
  const done = await publish({ definition, expectedVersion: 0 });
  expect(done.data?.publishForm).toMatchObject(rehearsed.data!.publishForm);
  expect(await refused({ definition, expectedVersion: 0 })).toEqual([['STALE_REVISION', 'expectedVersion']]);

  // A form that has run out is published, and no later period is opened for it.
  const expired = small({
    code: 'old-q',
    cover: { formNo: '旧1表', issuedBy: 'alpha总工会', validUntil: '2026-03-31' },
    assignment: { levels: ['FEDERATION'] },
    tables: [
      {
        code: 'O1',
        zh: '表一',
        en: 'Table 1',
        cells: [{ code: 'info_research_cnt', filedBy: ['FEDERATION'] }],
      },
    ],
  });
  expect(await refused({ definition: expired, expectedVersion: 0 })).toEqual([
    ['CELL_ASKED_TWICE', 'info_research_cnt'],
  ]);
  const apart = {
    ...expired,
    tables: [
      { code: 'O1', zh: '表一', en: 'Table 1', cells: [{ code: 'x_visit_cnt', filedBy: ['FEDERATION'] }] },
    ],
  };
  expect(toldIn(await publish({ definition: apart, expectedVersion: 0 }))).toEqual([]);
  await town.statistician.get(operations.open, { period: '2026Q2' });
  const { period } = await town.statistician.get<{ period: { forms: string[] } }>(
    '{ period(code: "2026Q2") { forms } }',
  );
  expect(period.forms).toEqual(['statement-q', 'visit-q', 'work-q']);
  const { notFiled } = await town.statistician.get<{
    notFiled: { nodes: Array<{ union: { code: string } }> };
  }>('{ notFiled(unionCode: "alpha-root", form: "visit-q", period: "2026Q2") { nodes { union { code } } } }');
  expect(notFiled.nodes.map(({ union }) => union.code)).toEqual(['G1']);
  const draft = await saved(first, 'visit-q', '2026Q2', { x_visit_cnt: '12' });
  expect(
    toldIn(await save(second, 'visit-q', '2026Q2', { x_visit_cnt: '1' })).map(({ code }) => code),
  ).toEqual(['NOT_EXPECTED']);
  await town.accept(await town.submit(draft));
  await eventually(async () => {
    const { rollup } = await town.statistician.get<{ rollup: object }>(
      `{ rollup(unionCode: "alpha-root", form: "visit-q", period: "2026Q2") {
           reportsExpected reportsAccepted cells(codes: ["x_visit_cnt"]) { value } } }`,
    );
    expect(rollup).toEqual({ reportsExpected: 1, reportsAccepted: 1, cells: [{ value: '12' }] });
  });
});

describe('a new version of the quarterly form', () => {
  test('appends and retires; what is open is filed by it only once it is renewed, and what was filed stays', async () => {
    const [, second] = town.grassroots;
    const before = await saved(second, 'work-q', '2026Q3', {
      comp_event_cnt: '3',
      comp_participant_cnt: '30',
    });
    const { version, definition } = await definitionOf('work-q');
    const tables = definition.tables.map((table) =>
      table.code === 'T4'
        ? {
            ...table,
            cells: [
              ...table.cells.filter(({ code }) => code !== 'comp_outlet_inspected_cnt'),
              { code: 'comp_suggestion_cnt[采纳]', source: 'TYPED', filedBy: ['GRASSROOTS'] },
            ],
          }
        : table,
    );
    const rules = [
      ...definition.rules.filter(({ code }) => code !== 'contests-within-participants'),
      {
        ...{ code: 'few-contests', severity: 'PLAUSIBILITY', expression: 'comp_event_cnt < 3' },
        ...{
          source: '市总〔2026〕1号',
          zh: '本期竞赛 {comp_event_cnt} 场,请说明。',
          en: '{comp_event_cnt} contests. Explain.',
        },
      },
    ];
    const next = { ...definition, tables, rules };
    const { data, errors } = await publish({ definition: next, expectedVersion: version });
    expect(errors).toBeUndefined();
    expect(data?.publishForm).toEqual({
      form: { version: version + 1 },
      difference: {
        added: ['comp_suggestion_cnt[采纳]'],
        retired: ['comp_outlet_inspected_cnt'],
        ...{ rulesAdded: ['few-contests'], rulesChanged: [], rulesRemoved: ['contests-within-participants'] },
      },
      userErrors: [],
    });
    // 2026Q3 is still filed by the version before.
    expect(
      toldIn(await save(second, 'work-q', '2026Q3', { 'comp_suggestion_cnt[采纳]': '1' }, 1)).map(
        ({ code }) => code,
      ),
    ).toEqual(['CELL_OF_ANOTHER_FORM']);
    expect(await hitsOf(before.id)).not.toContain('few-contests');
    await town.statistician.get(mutationOf('renewForm', 'period { code }'), {
      input: { form: 'work-q', period: '2026Q3' },
    });
    const after = await saved(second, 'work-q', '2026Q3', { 'comp_suggestion_cnt[采纳]': '1' }, 1);
    expect(
      toldIn(await save(second, 'work-q', '2026Q3', { comp_outlet_inspected_cnt: '1' }, 2)).map(
        ({ code }) => code,
      ),
    ).toEqual(['CELL_RETIRED']);
    expect(await hitsOf(after.id)).toContain('few-contests');
    const { submission } = await town.clerk.get<{
      submission: { cells: Array<{ cell: string; value: string }> };
    }>('query ($id: ID!) { submission(id: $id) { cells { cell value } } }', { id: after.id });
    expect(submission.cells.map(({ cell, value }) => [cell, value])).toEqual([
      ['comp_event_cnt', '3'],
      ['comp_participant_cnt', '30'],
      ['comp_suggestion_cnt[采纳]', '1'],
    ]);
    await town.accept(await town.submit(after));
    await eventually(async () => {
      const { rollup } = await town.statistician.get<{ rollup: { cells: unknown[] } }>(
        `{ rollup(unionCode: "alpha-root", form: "work-q", period: "2026Q3") {
             cells(codes: ["comp_event_cnt", "comp_suggestion_cnt[采纳]", "org_grassroots_union_cnt"]) { value } } }`,
      );
      expect(rollup.cells).toEqual([{ value: '3' }, { value: '1' }, { value: '3' }]);
    });
  });

  test.each<[string, (definition: Definition) => object, Array<[string, string | null]>]>([
    ['a frequency that changes', () => ({ frequency: 'YEAR' }), [['FORM_FIXED', 'frequency']]],
    ['no cells', () => ({ tables: [], computed: [] }), [['FORM_EMPTY', 'tables']]],
    ['a name that is blank', () => ({ zh: ' ' }), [['FIELD_REQUIRED', 'zh']]],
    [
      'cells that nobody can answer',
      ({ tables: [first, ...others] }) => ({
        tables: [
          {
            ...first,
            cells: [
              ...first!.cells,
              { code: 'mem_join_rate' },
              { code: 'mem_membre_cnt' },
              { code: 'mem_member_cnt[men]' },
              { code: 'mem_member_cnt[dispatched]', source: 'REGISTRY' },
              { code: 'org_branch_cnt', filedBy: [] },
            ],
          },
          ...others,
        ],
      }),
      [
        ['CELL_OF_RATIO', 'mem_join_rate'],
        ['INDICATOR_UNKNOWN', 'mem_membre_cnt'],
        ['INDICATOR_UNKNOWN', 'mem_member_cnt[men]'],
        ['CELL_SOURCE', 'mem_member_cnt[dispatched]'],
        ['CELL_FILED_BY_NOBODY', 'org_branch_cnt'],
      ],
    ],
    [
      'a cell twice',
      ({ tables }) => ({
        tables: [...tables, { code: 'T99', zh: '甲', en: 'a', cells: [{ code: 'mem_member_cnt' }] }],
      }),
      [['CELL_TWICE', 'mem_member_cnt']],
    ],
    [
      'a table that was filed, without a column',
      ({ repeatingTables: [first, ...others] }) => ({
        repeatingTables: [{ ...first, columns: first!.columns.slice(1) }, ...others],
      }),
      [
        ['ROW_COLUMN_UNKNOWN', 'session_no'],
        ['COLUMN_FIXED', 'session_no'],
      ],
    ],
    [
      'rules that are none',
      ({ rules }) => ({
        rules: [
          ...rules,
          { code: 'broken', severity: 'LAW', expression: 'mem_member_cnt <=', source: '法' },
          { code: 'unknown', severity: 'LAW', expression: 'mem_membre_cnt <= 1', source: '法' },
          { code: 'broken', severity: 'LAW', expression: 'mem_member_cnt + 1', source: '法' },
        ],
      }),
      [
        ['RULE_SYNTAX', 'expression'],
        ['RULE_CODE_UNKNOWN', 'expression'],
        ['RULE_CODE_TAKEN', 'code'],
        ['RULE_RESULT', 'expression'],
      ],
    ],
  ])('with %s is refused with all that is wrong', async (_, change, expected) => {
    const { version, definition } = await definitionOf('work-q');
    expect(
      await refused({ definition: { ...definition, ...change(definition) }, expectedVersion: version }),
    ).toEqual(expected);
    expect((await definitionOf('work-q')).version).toBe(version);
  });

  test('another form may not ask again what it asks', async () => {
    const cells = [{ code: 'mem_member_cnt' }, { code: 'x_visit_cnt', filedBy: ['INTERMEDIATE'] }];
    const definition = small({ code: 'again-q', tables: [{ code: 'A1', zh: '甲', en: 'a', cells }] });
    expect(await refused({ definition, expectedVersion: 0 })).toEqual([
      ['CELL_ASKED_TWICE', 'mem_member_cnt'],
    ]);
  });
});

describe('rules', () => {
  const tried = async (input: object): Promise<Told[]> => {
    const { data, errors } = await town.statistician.ask<{ tryRules: { hits: Told[]; userErrors: Told[] } }>(
      `query ($input: TryRulesInput!) { tryRules(input: $input) { hits { code severity cell messageZh messageEn }
         userErrors { code severity cell messageZh messageEn } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    return [...data!.tryRules.hits, ...data!.tryRules.userErrors];
  };

  test('are tried on figures while a form is written', async () => {
    const rule = {
      ...{
        code: 'visits',
        severity: 'PLAUSIBILITY',
        source: '市总',
        zh: '走访 {x_visit_cnt} 次,上期 {previous("x_visit_cnt")} 次。',
        en: '{x_visit_cnt} visits.',
      },
      expression: 'x_visit_cnt <= 2 * previous("x_visit_cnt")',
    };
    const definition = small({ rules: [rule] });
    const cells = [{ cell: 'x_visit_cnt', value: '１２' }];
    expect(await tried({ definition, cells, previous: [{ cell: 'x_visit_cnt', value: '5' }] })).toMatchObject(
      [
        {
          code: 'CHECK_FAILED',
          cell: 'x_visit_cnt',
          messageZh: '走访 12 次,上期 5 次。',
          messageEn: '12 visits.',
        },
      ],
    );
    expect(await tried({ definition, cells, previous: [{ cell: 'x_visit_cnt', value: '6' }] })).toEqual([]);
    // Of a period before that nobody has filed nothing is said.
    expect(await tried({ definition, cells })).toEqual([]);
    expect(await tried({ definition, cells: [{ cell: 'x_visit_cnt', value: '1.2万' }] })).toMatchObject([
      { code: 'MULTIPLIER_NOT_ALLOWED', cell: 'x_visit_cnt' },
    ]);
    expect(await tried({ form: 'work-z', cells: [] })).toMatchObject([{ code: 'FORM_UNKNOWN' }]);
  });

  test('of a form that is being written are tried by whoever defines forms, and by nobody else', async () => {
    const input = { definition: small({}), cells: [] };
    const query = 'query ($input: TryRulesInput!) { tryRules(input: $input) { userErrors { code } } }';
    for (const client of [town.clerk, town.reviewer, town.chief, town.admin])
      expect(await client.refusal(query, { input })).toEqual(['FORBIDDEN']);
    expect(await town.statistician.refusal(query, { input })).toEqual([]);
  });

  test('look at the period before, at the registers and at what the tenant has set', async () => {
    const [, , third] = town.grassroots;
    const q2 = { mem_worker_cnt: '100', mem_member_cnt: '80', mem_leave_cnt: '0' };
    await town.accept(await town.submit(await saved(third, 'work-q', '2026Q2', q2)));
    const q3 = { mem_worker_cnt: '100', mem_member_cnt: '50', mem_leave_cnt: '10', mem_new_member_cnt: '0' };
    const { id } = await saved(third, 'work-q', '2026Q3', q3);
    const hits = await hitsOf(id);
    expect(hits).toEqual(
      expect.arrayContaining(['members-changed', 'audit-committee-missing', 'leavers-above-10-percent']),
    );
    const parameter = { name: 'leavers_percent', value: '３０', validFrom: '2026-07-01' };
    const answer = await town.statistician.get<{ setParameter: { parameter: object } }>(
      mutationOf('setParameter', 'parameter { name value default history { value validFrom } }'),
      { input: parameter },
    );
    expect(answer.setParameter.parameter).toEqual({
      ...{
        name: 'leavers_percent',
        value: '30',
        default: '10',
        history: [{ value: '30', validFrom: '2026-07-01' }],
      },
    });
    expect(await hitsOf(id)).toEqual(hits.filter((code) => code !== 'leavers-above-10-percent'));
    const wrong = (more: object, client = town.statistician) =>
      client.refusal(mutationOf('setParameter', 'parameter { name }'), { input: { ...parameter, ...more } });
    expect(await wrong({ value: 'ten' })).toEqual(['PARAMETER_VALUE']);
    expect(await wrong({ name: 'no_such' })).toEqual(['PARAMETER_UNKNOWN']);
    expect(await wrong({}, town.chief)).toEqual(['FORBIDDEN']);
  });

  test('hold a statement against what its subtree adds up to, and a total against itself', async () => {
    const clerk = await huiji.client('alpha', 'admin').then(async (admin) => {
      await admin.get(operations.person, {
        input: {
          login: 'bureau',
          name: '局',
          password: 'a-long-test-password',
          appointments: [{ unionId: town.bureau, role: 'FILER' }],
        },
      });
      return huiji.client('alpha', 'bureau');
    });
    await eventually(async () => {
      const { rollup } = await town.statistician.get<{ rollup: { cells: unknown[]; pending: number } }>(
        '{ rollup(unionCode: "B1", form: "work-q", period: "2026Q2") { pending cells(codes: ["mem_member_cnt"]) { value } } }',
      );
      expect(rollup).toEqual({ pending: 0, cells: [{ value: '80' }] });
    });
    const state = async (value: string, expectedVersion?: number): Promise<string[]> => {
      const { saveDraft } = await clerk.get<{ saveDraft: { submission: Seen } }>(operations.save, {
        input: {
          ...{
            unionId: town.bureau,
            form: 'statement-q',
            period: '2026Q2',
            expectedVersion,
            idempotencyKey: key(),
          },
          cells: [{ cell: 'mem_member_cnt', value }],
        },
      });
      return hitsOf(saveDraft.submission.id);
    };
    expect(await state('81')).toEqual(['statement-differs']);
    expect(await state('80', 1)).toEqual([]);
    const { rollup } = await town.statistician.get<{ rollup: { hits: Array<{ check: string }> } }>(
      '{ rollup(unionCode: "B1", form: "work-q", period: "2026Q2") { hits { check severity messageZh } } }',
    );
    expect(rollup.hits.map(({ check }) => check)).not.toContain('unions-single-and-joint-exceed');
    // A statement adds to no total: its form counts reports, and nothing else.
    const { stated } = await town.statistician.get<{ stated: { reportsExpected: number; cells: unknown[] } }>(
      '{ stated: rollup(unionCode: "alpha-root", form: "statement-q", period: "2026Q2") { reportsExpected cells(codes: ["mem_member_cnt"]) { value } } }',
    );
    expect(stated).toEqual({ reportsExpected: 1, cells: [{ value: null }] });
  });
});
