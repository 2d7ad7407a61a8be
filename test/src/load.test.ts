import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { probe } from './harness/probe.js';
import { drained, totals } from './harness/recompute.js';
import { addPerson, buildTown, mutationOf, operations, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let bureauAdmin: Client;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  await openTestTenant(huiji, 'beta');
  town = await buildTown(huiji, 'alpha');
  await addPerson(town.admin, 'b-admin', [{ unionId: town.bureau, role: 'UNION_ADMIN' }]);
  bureauAdmin = await huiji.client('alpha', 'b-admin');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

interface Told {
  file: 'UNIONS' | 'EMPLOYERS';
  row: number | null;
  line: number;
  column: string | null;
  code: string;
  messageZh: string;
  messageEn: string;
  value: string | null;
}
interface Report {
  unionsNew: number;
  unionsUnchanged: number;
  employersNew: number;
  employersUnchanged: number;
  problems: Told[];
  problemCount: number;
  userErrors: Array<{ code: string; messageEn: string }>;
}
const query = mutationOf(
  'loadOrganisation',
  `unionsNew unionsUnchanged employersNew employersUnchanged problemCount
   problems { file row line column code messageZh messageEn value }`,
);
async function load(
  input: { unions?: string; employers?: string; dryRun?: boolean },
  client: Client = town.admin,
): Promise<Report> {
  const { data, errors } = await client.ask<{ loadOrganisation: Report }>(query, { input });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.loadOrganisation;
}

const header =
  '工会统计编码,名称,上级编码,层级,类别,成立日期,筹建日期,批复文号,法人,地区代码,行业,单位类型,主席,联系人,电话';
const employerHeader =
  'code,name,aboveScale,ownership,unitType,regionCode,headcount,operatingFrom,source,sourceDate,accountableUnionCode,coveredByCode,coveredFrom';

/** Two districts, with a preparing and three established unions and four employers, of codes with a prefix. */
function files(p: string, parent = 'alpha-root'): { unions: string; employers: string } {
  const unions = [
    `${p}1,"${p}一厂工会,甲",${p}A,基层工会,单独基层工会,2026/8/1,,批〔2026〕1号,是,360101,制造,企业,张三,李四,13800000001`,
    `${p}2,${p}二厂工会,${p}A,GRASSROOTS,JOINT,2020-01-01,,批2,否,,,,,,`,
    `${p}3,${p}三厂工会,${p}B,GRASSROOTS,SINGLE,,2026-02-01,批3,,,,,,,`,
    `${p}4,${p}四厂工会,${p}B,GRASSROOTS,SINGLE,2019-05-01,2019-01-01,批4,,,,,,,`,
    `${p}B,${p}乙街道总工会,${p}A,中间层级,乡镇街道总工会,2001-01-01,,批5,,,,,,,`,
    `${p}A,${p}甲区总工会,${parent},INTERMEDIATE,DISTRICT,2000-06-01,,批6,,,,,,,`,
  ];
  const employers = [
    `${p}E1,${p}企业一,是,国有,企业,360101,500,2005-01-01,市监局,2026-06-30,${p}A,${p}1;${p}2,2026-08-02`,
    `${p}E2,${p}企业二,否,私营,企业,,20,2020-01-01,市监局,2026-06-30,${p}B,${p}4,2021-01-01`,
    `${p}E3,${p}企业三,否,,,,30,2020-01-01,市监局,2026-06-30,${p}2,,`,
    `${p}E4,${p}企业四,是,外商,企业,,700,2020-01-01,市监局,2026-06-30,B1,G1,2021-01-01`,
  ];
  return { unions: [header, ...unions].join('\r\n'), employers: [employerHeader, ...employers].join('\n') };
}

/** What the worker writes of its own accord: seals of the audit, and how far totals are checked. */
const ofTheWorker = ['audit_link', 'audit_seal', 'audit_unsealed', 'rollup_check'];
/** How many rows each table has. */
const counts = async (): Promise<Record<string, number>> => {
  await drained(owner);
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  const counted: Record<string, number> = {};
  for (const { name } of rows.filter((row) => !['session', ...ofTheWorker].includes(row.name))) {
    const { rows: all } = await owner.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${name}`);
    counted[name] = all[0]!.count;
  }
  return counted;
};
/** Cells of a union's total by code, once nothing waits. */
async function cellsOf(unionCode: string): Promise<Record<string, number>> {
  await drained(owner);
  const { rollup } = await town.statistician.get<{
    rollup: { cells: Array<{ cell: string; value: string | null }>; reportsExpected: number };
  }>(
    `query ($unionCode: String!) { rollup(unionCode: $unionCode, form: "work-q", period: "2026Q3") {
       reportsExpected cells { cell value } } }`,
    { unionCode },
  );
  const cells = rollup.cells.map(({ cell, value }): [string, number] => [cell, Number(value ?? NaN)]);
  return Object.fromEntries([...cells, ['expected', rollup.reportsExpected]]);
}

describe('a load', () => {
  test('is first a dry run, which changes nothing; then it is written and counted; and again it is nothing', async () => {
    const given = files('L');
    const before = [await counts(), await cellsOf('alpha-root')] as const;
    const expected = { unionsNew: 6, unionsUnchanged: 0, employersNew: 4, employersUnchanged: 0 };
    const nothingWrong = { problems: [], problemCount: 0, userErrors: [] };
    expect(await load(given)).toEqual({ ...expected, ...nothingWrong });
    expect(await counts()).toEqual(before[0]);

    expect(await load({ ...given, dryRun: false })).toEqual({ ...expected, ...nothingWrong });
    expect(await cellsOf('LA')).toMatchObject({
      ...{
        org_grassroots_union_cnt: 3,
        org_single_union_cnt: 2,
        org_joint_union_cnt: 1,
        org_new_union_cnt: 1,
      },
      ...{ org_preparing_union_cnt: 1, org_above_base_union_cnt: 2, org_legal_person_cnt: 1, expected: 5 },
      ...{ cov_operating_enterprise_cnt: 3, cov_covered_enterprise_cnt: 2, cov_large_enterprise_cnt: 1 },
      ...{
        cov_large_single_union_cnt: 1,
        cov_other_single_union_cnt: 1,
        cov_joint_covered_enterprise_cnt: 0,
      },
      ...{ cov_operating_worker_cnt: 550 },
    });
    expect(await cellsOf('B1')).toMatchObject({
      cov_operating_enterprise_cnt: 1,
      cov_large_single_union_cnt: 1,
    });
    const federation = await cellsOf('alpha-root');
    for (const [cell, more] of [
      ['org_grassroots_union_cnt', 3],
      ['cov_operating_enterprise_cnt', 4],
      ['expected', 5],
    ] as const)
      expect([cell, federation[cell]! - before[1][cell]!]).toEqual([cell, more]);
    const { stored, recomputed } = await totals(owner);
    expect(stored).toEqual(recomputed);

    const { tradeUnion } = await town.admin.get<{ tradeUnion: object }>(
      `{ tradeUnion(code: "L1") { name level kind establishedOn preparedOn approvalNo legalPerson regionCode industry
         unitType state(on: "2026-09-01") parent { code } } }`,
    );
    expect(tradeUnion).toEqual({
      ...{ name: 'L一厂工会,甲', level: 'GRASSROOTS', kind: 'SINGLE', establishedOn: '2026-08-01' },
      ...{ preparedOn: null, approvalNo: '批〔2026〕1号', legalPerson: true, regionCode: '360101' },
      ...{ industry: '制造', unitType: '企业', state: 'ESTABLISHED', parent: { code: 'LA' } },
    });
    const audited = await owner.query<{ after: { sha256: string[] } }>(
      `SELECT after FROM audit_event WHERE action = 'LOAD_ORGANISATION'`,
    );
    expect(audited.rows).toMatchObject([{ after: { unions: 6, employers: 4 } }]);
    expect(audited.rows[0]!.after.sha256.map((hash) => hash.length)).toEqual([64, 64]);

    const after = await counts();
    for (const dryRun of [false, true])
      expect(await load({ ...given, dryRun })).toEqual({
        ...{ unionsNew: 0, unionsUnchanged: 6, employersNew: 0, employersUnchanged: 4 },
        ...nothingWrong,
      });
    expect(await counts()).toEqual(after);
  });

  test('posts what the registers would post for the same unions when a period opens', async () => {
    await load({ ...files('P'), dryRun: false });
    await town.statistician.get(operations.open, { period: '2026Q2' });
    const posted = async (period: string) =>
      (
        await owner.query<{ code: string; figures: string[] }>(
          `SELECT u.code, c.figures FROM contribution c JOIN trade_union u ON u.id = c.union_id
           WHERE c.period = $1 AND c.form = 'work-q' AND c.kind = 'REGISTRY' AND c.superseded_at IS NULL AND u.code IN ('P2', 'P4', 'PB', 'PA') ORDER BY 1`,
          [period],
        )
      ).rows;
    expect(await posted('2026Q3')).toHaveLength(4);
    // Of these four only PA differs between the quarters: its employer's first union came in the third.
    const alike = ({ code }: { code: string }) => code !== 'PA';
    expect((await posted('2026Q3')).filter(alike)).toEqual((await posted('2026Q2')).filter(alike));
    await drained(owner);
    const { stored, recomputed } = await totals(owner);
    expect(stored).toEqual(recomputed);
  });

  test('with one bad row writes nothing, and names every bad row', async () => {
    const { unions, employers } = files('X');
    const bad = {
      unions: `${unions}\r\nX9,X九,nowhere,基层工会,单独基层工会,2026-13-01,,,,,,,,,\r\n"X8",X八,G1,基层工会,JOINT,2026-09-01,,批,,,,,,,`,
      employers: employers.replace('500', '-5'),
    };
    const before = await counts();
    for (const dryRun of [true, false]) {
      const report = await load({ ...bad, dryRun });
      expect(report.userErrors.map(({ code }) => code)).toEqual(dryRun ? [] : ['LOAD_REFUSED']);
      expect(report.problemCount).toBe(4);
      expect(report.problems.map(({ messageZh: _, messageEn: __, ...told }) => told)).toEqual([
        ...[
          { file: 'UNIONS', row: 7, line: 8, column: '成立日期', code: 'DATE_INVALID', value: '2026-13-01' },
          {
            file: 'UNIONS',
            row: 7,
            line: 8,
            column: '上级编码',
            code: 'LOAD_UNION_UNKNOWN',
            value: 'nowhere',
          },
          {
            file: 'UNIONS',
            row: 8,
            line: 9,
            column: '上级编码',
            code: 'PARENT_CANNOT_HAVE_CHILDREN',
            value: 'G1',
          },
        ],
        { file: 'EMPLOYERS', row: 1, line: 2, column: 'headcount', code: 'NUMBER_OUT_OF_RANGE', value: '-5' },
      ]);
      expect(report.problems[0]).toMatchObject({
        messageZh: '“成立日期”的日期“2026-13-01”不正确。请写成 2026-09-30。',
        messageEn: '成立日期: “2026-13-01” is not a date. Write it like 2026-09-30.',
      });
    }
    expect(await counts()).toEqual(before);
  });

  test('never alters what is there: another value is told of by its column', async () => {
    const given = files('D');
    await load({ ...given, dryRun: false });
    const before = await counts();
    const report = await load({
      unions: given.unions
        .replace('张三', '王五')
        .replace('2020-01-01', '2020-01-02')
        .replace(`D4,D四厂工会,DB`, 'D4,D四厂工会,DA'),
      employers: given.employers
        .replace('国有', '集体')
        .replace('D1;D2', 'D1')
        .replace('2020-01-01', '2020-02-01'),
      dryRun: false,
    });
    expect(report.problems.map(({ file, row, column, code }) => [file, row, column, code])).toEqual([
      ['UNIONS', 1, '主席', 'LOAD_DIFFERS'],
      ['UNIONS', 2, '成立日期', 'LOAD_DIFFERS'],
      ['UNIONS', 4, '上级编码', 'LOAD_DIFFERS'],
      ['EMPLOYERS', 1, 'ownership', 'LOAD_DIFFERS'],
      ['EMPLOYERS', 1, 'coveredByCode', 'LOAD_DIFFERS'],
      ['EMPLOYERS', 2, 'operatingFrom', 'LOAD_DIFFERS'],
    ]);
    expect(report).toMatchObject({ unionsNew: 0, unionsUnchanged: 3, employersUnchanged: 2 });
    expect(await counts()).toEqual(before);
    // What the file has no column for is not compared.
    const some =
      'code,name,parentCode,level,kind\nD2,D二厂工会,DA,基层工会,JOINT\nDB,D乙街道总工会,DA,中间层级,TOWNSHIP';
    expect(await load({ unions: some })).toMatchObject({ unionsUnchanged: 2, problemCount: 0 });
    const known = given.unions.replaceAll('\r\n', '\n');
    expect(
      await load({
        unions: `${known}\nD5,五厂,DB,基层工会,单独基层工会,2020-01-01,,批,,,,,,,`,
        dryRun: false,
      }),
    ).toMatchObject({ unionsNew: 1, unionsUnchanged: 6, employersNew: 0, problemCount: 0 });
  });

  test('of two at once of the same files writes one', async () => {
    const given = { ...files('T'), dryRun: false };
    const reports = await Promise.all([load(given), load(given), load(given)]);
    expect(reports.map((report) => report.unionsNew).toSorted()).toEqual([0, 0, 6]);
    expect(reports.map((report) => report.problemCount)).toEqual([0, 0, 0]);
    const { rowCount } = await owner.query(`SELECT FROM trade_union WHERE code LIKE 'T_'`);
    expect(rowCount).toBe(6);
  });

  test('needs a file', async () => {
    expect((await load({})).userErrors).toMatchObject([{ code: 'FIELD_REQUIRED' }]);
    expect((await load({ unions: ' \n', employers: '' })).userErrors).toMatchObject([
      { code: 'FIELD_REQUIRED' },
    ]);
  });
});

describe('who loads', () => {
  test('maintains registers: a clerk, a reviewer and nobody may not, not even try', async () => {
    for (const client of [town.clerk, town.reviewer])
      for (const dryRun of [true, false])
        expect((await load({ ...files('W'), dryRun }, client)).userErrors).toMatchObject([
          { code: 'FORBIDDEN' },
        ]);
    const nobody = await probe(
      huiji,
      { headers: {} },
      JSON.stringify({ query, variables: { input: files('W') } }),
    );
    expect(nobody.told).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  });

  test('does so below the own union only; what is outside is as if it were not there', async () => {
    const before = await counts();
    const outside = await load({ ...files('S', 'alpha-root'), dryRun: false }, bureauAdmin);
    expect(outside.problems).toMatchObject([
      { file: 'UNIONS', row: 6, column: '上级编码', code: 'LOAD_UNION_UNKNOWN' },
    ]);
    const missing = await load({ ...files('S', 'no-such-code'), dryRun: false }, bureauAdmin);
    const asIf = (report: Report) => JSON.stringify(report).replaceAll(/alpha-root|no-such-code/g, '');
    expect(asIf(outside)).toBe(asIf(missing));
    expect(await counts()).toEqual(before);

    // Another bureau's union, employer and coverage, all of the tenant: unknown, or taken where they stand in the file.
    await load({ ...files('O'), dryRun: false });
    const { unions, employers } = files('S', 'B1');
    const told = await load(
      {
        unions: `${unions}\nO1,"O一厂工会,甲",OA,基层工会,单独基层工会,2026/8/1,,批〔2026〕1号,是,360101,制造,企业,张三,李四,13800000001`,
        employers: `${employers.replace('S1;S2', 'S1;O1')}\nOE2,企业,否,私营,企业,,20,2020-01-01,市监局,2026-06-30,B1,,`,
        dryRun: false,
      },
      bureauAdmin,
    );
    expect(told.problems.map(({ file, row, column, code }) => [file, row, column, code])).toEqual([
      ['UNIONS', 7, '工会统计编码', 'CODE_TAKEN'],
      ['EMPLOYERS', 1, 'coveredByCode', 'LOAD_UNION_UNKNOWN'],
      ['EMPLOYERS', 5, 'code', 'CODE_TAKEN'],
    ]);
    const own = await load({ unions, employers, dryRun: false }, bureauAdmin);
    expect(own).toMatchObject({ unionsNew: 6, employersNew: 4, problemCount: 0, userErrors: [] });
    expect(await cellsOf('B1')).toMatchObject({ org_preparing_union_cnt: 1 });
  });

  test('neither sees nor touches another tenant: its codes are free, its unions unknown', async () => {
    const theirs = await huiji.client('beta', 'admin');
    const { unions } = files('Z', 'beta-root');
    expect(await load({ unions, dryRun: false }, theirs)).toMatchObject({ unionsNew: 6, problemCount: 0 });
    const report = await load({ ...files('Z', 'beta-root'), dryRun: false });
    expect(report.problems).toMatchObject([
      { column: '上级编码', code: 'LOAD_UNION_UNKNOWN', value: 'beta-root' },
    ]);
    expect(await load({ ...files('Z'), dryRun: false })).toMatchObject({ unionsNew: 6, problemCount: 0 });
    const { rows } = await owner.query<{ tenants: number }>(
      `SELECT count(DISTINCT tenant_id)::int AS tenants FROM trade_union WHERE code = 'Z1'`,
    );
    expect(rows[0]!.tenants).toBe(2);
  });
});

describe('a large request', () => {
  const padding = '汉'.repeat(90);
  const large = Array.from(
    { length: 6_000 },
    (_, i) => `Q${i},${padding},B1,GRASSROOTS,SINGLE,2020-01-01,批`,
  );
  const unions = `code,name,parentCode,level,kind,establishedOn,approvalNo\n${large.join('\n')}`;
  const body = (document = query, input: object = { unions, dryRun: true }) =>
    JSON.stringify({ query: document, variables: { input } });
  const send = (client: Pick<Client, 'headers'>, text: string) => probe(huiji, client, text);

  test('is taken for a load, from somebody who may load', async () => {
    expect(body().length).toBeLessThan(1_048_576);
    expect(Buffer.byteLength(body())).toBeGreaterThan(1_700_000);
    const { status, text } = await send(town.admin, body());
    expect([status, JSON.parse(text)]).toMatchObject([
      200,
      { data: { loadOrganisation: { unionsNew: 6_000, problemCount: 0, userErrors: [] } } },
    ]);
    // The way is free again afterwards.
    expect((await send(bureauAdmin, body())).status).toBe(200);
  });

  test.each<[string, () => Promise<{ status: number }>]>([
    ['from nobody', () => send({ headers: {} }, body())],
    ['from nobody, of 5 MB', () => send({ headers: {} }, 'x'.repeat(5_000_000))],
    ['with a session that is none', () => send({ headers: { cookie: 'huiji=made-up' } }, body())],
    ['from a clerk', () => send(town.clerk, body())],
    [
      'for anything else',
      () =>
        send(
          town.admin,
          body('query ($input: String) { tradeUnion(code: $input) { id } }', 'x'.repeat(2e6) as never),
        ),
    ],
    [
      'for a load and something else',
      () => send(town.admin, body(query.replace(/ }$/, ' signOut { userErrors { code } } }'))),
    ],
    [
      'with its files in the document',
      () =>
        send(
          town.admin,
          body(
            `mutation { loadOrganisation(input: { unions: "${'x'.repeat(1_100_000)}" }) { problemCount } }`,
          ),
        ),
    ],
    ['beyond 40 MB', () => send(town.admin, body(query, { unions: 'x'.repeat(40 * 1_048_576) }))],
  ])('is refused %s', async (_, make) => {
    const reply = (await make()) as Awaited<ReturnType<typeof send>>;
    expect([reply.status, reply.told]).toMatchObject([413, [{ code: 'REQUEST_TOO_LARGE' }]]);
  });

  test('of which too much would come is cut off; of another the sender hears why, however often', async () => {
    const announced = (bytes: number) =>
      new Promise<[number?, string?]>((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'content-length': bytes };
        const sent = request(
          huiji.apiUrl,
          { method: 'POST', headers },
          ({ statusCode, headers: { connection } }) => {
            sent.destroy();
            resolve([statusCode, connection]);
          },
        );
        sent.once('error', reject).flushHeaders();
      });
    expect(await announced(100_000_000)).toEqual([413, 'close']);
    expect(await announced(5_000_000)).toEqual([413, 'keep-alive']);
    const large = 'x'.repeat(5_000_000);
    for (let n = 0; n < 20; n += 1) expect((await send({ headers: {} }, large)).status).toBe(413);
  });

  test('without its length is counted as it comes', async () => {
    const stream = (text: string) =>
      fetch(huiji.apiUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...town.admin.headers },
        body: new Blob([text]).stream(),
        duplex: 'half',
      });
    expect(await (await stream('{"query":"{ me { login } }"}')).json()).toEqual({
      data: { me: { login: 'admin' } },
    });
    expect((await stream(body())).status).toBe(413);
  });

  test('is one at a time', async () => {
    const statuses = (await Promise.all([send(town.admin, body()), send(town.admin, body())])).map(
      (reply) => reply.status,
    );
    expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
    expect(statuses).toContain(200);
  });
});
