import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { Register } from './harness/employers.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
let huiji: Huiji; let register: Register; let owner: pg.Client;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  register = await Register.build(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query(`SELECT tenant_id FROM tenant`);
  const t = rows[0].tenant_id as string;
  await owner.query(`SELECT set_config('app.tenant_id', $1, false)`, [t]);
  await owner.query(`CREATE TEMP TABLE b AS SELECT i, gen_random_uuid() AS id FROM generate_series(1, 100) i`);
  await owner.query(`CREATE TEMP TABLE g AS SELECT i, gen_random_uuid() AS id, (i % 100) + 1 AS b FROM generate_series(1, 100000) i`);
  await owner.query(`CREATE TEMP TABLE e AS SELECT i, gen_random_uuid() AS id, (i % 100000) + 1 AS g FROM generate_series(1, 200000) i`);
  await owner.query(`INSERT INTO trade_union (tenant_id, id, code, name, level, kind, established_on) SELECT $1, id, 'XB'||i, 'b', 'INTERMEDIATE', 'BUREAU', '2000-01-01' FROM b`, [t]);
  await owner.query(`INSERT INTO trade_union (tenant_id, id, code, name, level, kind, established_on) SELECT $1, id, 'XG'||i, 'g', 'GRASSROOTS', CASE WHEN i % 5 = 0 THEN 'JOINT' ELSE 'SINGLE' END, '2000-01-01' FROM g`, [t]);
  await owner.query(`INSERT INTO affiliation (tenant_id, union_id, parent_id, parent_level, valid_from) SELECT $1, id, $2, 'FEDERATION', '2000-01-01' FROM b`, [t, register.ids.root]);
  await owner.query(`INSERT INTO affiliation (tenant_id, union_id, parent_id, parent_level, valid_from) SELECT $1, g.id, b.id, 'INTERMEDIATE', '2000-01-01' FROM g JOIN b ON b.i = g.b`, [t]);
  await owner.query(`INSERT INTO employer (tenant_id, id, code, name, above_scale, ownership, unit_type, headcount, operating_from, source, source_date) SELECT $1, id, 'X'||lpad(i::text, 7, '0'), '企业'||i, i % 10 = 0, '私营', '企业', 10, '2010-01-01', 's', '2026-01-01' FROM e`, [t]);
  await owner.query(`INSERT INTO accountability (tenant_id, employer_id, union_id, valid_from) SELECT $1, e.id, g.id, '2010-01-01' FROM e JOIN g ON g.i = e.g`, [t]);
  await owner.query(`INSERT INTO coverage (tenant_id, employer_id, union_id, valid_from) SELECT $1, e.id, g.id, '2012-01-01' FROM e JOIN g ON g.i = e.g WHERE e.i % 3 <> 0`, [t]);
  await owner.query(`INSERT INTO coverage (tenant_id, employer_id, union_id, valid_from) SELECT $1, e.id, g.id, '2013-01-01' FROM e JOIN g ON g.i = e.g + 1 WHERE e.i % 50 = 0`, [t]);
  await owner.query(`INSERT INTO responsibility (tenant_id, id, employer_id, person_name, assigned_on, due_on) SELECT $1, gen_random_uuid(), e.id, 'p', '2026-01-01', date '2026-02-01' + (i % 300) FROM e WHERE i % 3 = 0`, [t]);
  await owner.query('ANALYZE');
}, 300_000);
afterAll(async () => { await owner.end(); await huiji.stop(); });
test('perf', async () => {
  const { admin } = register.town;
  const qs: Record<string, string> = {
    rate: `{ coverageRate(unionId: "${register.ids.root}", by: [SIZE, OWNERSHIP]) { whole { operating covered rate } } }`,
    rateBureau: `{ coverageRate(unionCode: "XB7") { whole { operating covered rate } } }`,
    list: `{ employers(unionId: "${register.ids.root}") { nodes { code accountableUnion { code } coveredBy coverages { from } responsibility { status } } } }`,
    listBureau: `{ employers(unionCode: "XB7") { nodes { code accountableUnion { code } coveredBy } } }`,
    listUncovered: `{ employers(unionId: "${register.ids.root}", covered: false) { nodes { code } } }`,
    listText: `{ employers(unionId: "${register.ids.root}", text: "企业19999") { nodes { code } } }`,
    listPast: `{ employers(unionId: "${register.ids.root}", on: "2026-01-01") { nodes { code } } }`,
    double: `{ doubleClaims(unionId: "${register.ids.root}") { nodes { employer { code } claims { from union { code } } } } }`,
    doubleLast: `{ doubleClaims(unionId: "${register.ids.root}", first: 200, after: "${Buffer.from('X0190000').toString('base64url')}") { nodes { employer { code } } } }`,
    overdue: `{ responsibilities(unionId: "${register.ids.root}", status: OVERDUE) { nodes { dueOn employer { code } } } }`,
    one: `{ employer(code: "X0000010") { code coverages { from union { code } } } }`,
  };
  for (const [name, q] of Object.entries(qs)) {
    const times: number[] = [];
    let text = '';
    for (let i = 0; i < 7; i += 1) { const at = performance.now(); text = JSON.stringify(await admin.get(q)); times.push(Math.round(performance.now() - at)); }
    console.log(name, times.join(' '), text.slice(0, 120));
  }
}, 300_000);
