import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { change, lastDay, type Rate, Register, since } from './harness/employers.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { type MutationName, operations, told } from './harness/town.js';

let huiji: Huiji;
let register: Register;
let admin: Client;
let ids: Register['ids'];
/** Who maintains one bureau, and who files for it, or for one union: what a filer reads is their own. */
let hereAdmin: Client;
let hereFiler: Client;
let nearFiler: Client;
/** An employer of `own` since 2022, which covers it since 2023 and has someone responsible since 2024; and one that ceased. */
let id: string;
let ceased: string;

beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  register = await Register.build(huiji, 'alpha');
  ({ ids } = register);
  ({ admin } = register.town);
  hereAdmin = await register.person('here-admin', ids.here, 'UNION_ADMIN');
  hereFiler = await register.person('here-filer', ids.here, 'FILER');
  nearFiler = await register.person('near-filer', ids.near, 'FILER');
  const coveredBy = [{ unionId: ids.own, from: '2023-01-01' }];
  id = await register.employer({ operatingFrom: '2022-01-01', coveredBy });
  ceased = await register.employer();
  await change(admin, 'ceaseEmployer', { employerId: ceased, expectedVersion: 1, on: '2026-01-01' });
  const due = { personName: 'x', assignedOn: '2024-01-01', dueOn: '2026-12-31' };
  await change(admin, 'assignEmployer', { employerId: id, ...due });
});
afterAll(() => huiji.stop());

const valid: Partial<Record<MutationName, () => object>> = {
  registerEmployer: () => register.newEmployer(),
  updateEmployer: () => ({ employerId: id, expectedVersion: 1, source: 's', sourceDate: '2026-01-01' }),
  ceaseEmployer: () => ({ employerId: id, expectedVersion: 1, on: '2026-01-01' }),
  moveAccountability: () => ({ employerId: id, unionId: ids.far, on: '2026-01-01' }),
  coverEmployer: () => ({ employerId: id, unionId: ids.near, from: '2026-01-01' }),
  endCoverage: () => ({ employerId: id, unionId: ids.own, on: '2026-01-01' }),
  assignEmployer: () => ({
    ...{ employerId: id, personName: 'p', assignedOn: '2025-01-01', dueOn: '2026-12-31' },
  }),
  endResponsibility: () => ({ employerId: id, on: '2026-01-01' }),
};
const cases: Array<[MutationName, string, () => object, string, string | null]> = [
  [
    'registerEmployer',
    'in future',
    () => ({ operatingFrom: '2999-01-01' }),
    'DATE_IN_FUTURE',
    'operatingFrom',
  ],
  [
    'registerEmployer',
    'by a coming register',
    () => ({ sourceDate: '2999-01-01' }),
    'DATE_IN_FUTURE',
    'sourceDate',
  ],
  ['registerEmployer', 'of unknown ownership', () => ({ ownership: '民营' }), 'WORD_UNKNOWN', 'ownership'],
  ['registerEmployer', 'of unknown type', () => ({ unitType: '公司' }), 'WORD_UNKNOWN', 'unitType'],
  ['registerEmployer', 'of no name', () => ({ name: ' ' }), 'FIELD_REQUIRED', 'name'],
  ['registerEmployer', 'of less than nobody', () => ({ headcount: -1 }), 'NEGATIVE', 'headcount'],
  ['registerEmployer', 'by its code', () => ({ code: 'E0001' }), 'CODE_TAKEN', 'code'],
  [
    'registerEmployer',
    'before its union',
    () => ({ operatingFrom: '1999-12-31' }),
    'UNION_NOT_ESTABLISHED',
    'accountableUnionId',
  ],
  [
    'registerEmployer',
    'covered twice',
    () => ({ coveredBy: since(ids.own, ids.own) }),
    'COVERAGE_EXISTS',
    'unionId',
  ],
  [
    'registerEmployer',
    'covered by a body',
    () => ({ coveredBy: since(ids.here) }),
    'UNION_KIND_MISMATCH',
    'unionId',
  ],
  [
    'registerEmployer',
    'covered too often',
    () => ({ coveredBy: Array.from({ length: 51 }, () => since(ids.own)[0]) }),
    'REQUEST_TOO_LARGE',
    'coveredBy',
  ],
  ['updateEmployer', 'of unknown ownership', () => ({ ownership: '民营' }), 'WORD_UNKNOWN', 'ownership'],
  ['updateEmployer', 'of unknown type', () => ({ unitType: '公司' }), 'WORD_UNKNOWN', 'unitType'],
  ['updateEmployer', 'to no name', () => ({ name: '' }), 'FIELD_REQUIRED', 'name'],
  ['updateEmployer', 'to less than nobody', () => ({ headcount: -1 }), 'NEGATIVE', 'headcount'],
  [
    'updateEmployer',
    'by a coming register',
    () => ({ sourceDate: '2999-01-01' }),
    'DATE_IN_FUTURE',
    'sourceDate',
  ],
  [
    'updateEmployer',
    'of another version',
    () => ({ expectedVersion: 9 }),
    'STALE_REVISION',
    'expectedVersion',
  ],
  ['ceaseEmployer', 'in future', () => ({ on: '2999-01-01' }), 'DATE_IN_FUTURE', 'on'],
  ['ceaseEmployer', 'on its first day', () => ({ on: '2022-01-01' }), 'DATE_ORDER', 'on'],
  [
    'ceaseEmployer',
    'of another version',
    () => ({ expectedVersion: 9 }),
    'STALE_REVISION',
    'expectedVersion',
  ],
  ['ceaseEmployer', 'twice', () => ({ employerId: ceased, expectedVersion: 2 }), 'EMPLOYER_CEASED', null],
  ['moveAccountability', 'in future', () => ({ on: '2999-01-01' }), 'DATE_IN_FUTURE', 'on'],
  ['moveAccountability', 'before it counted', () => ({ on: '2021-12-31' }), 'DATE_ORDER', 'on'],
  [
    'moveAccountability',
    'to where it counts',
    () => ({ unionId: ids.own }),
    'ACCOUNTABLE_ALREADY',
    'unionId',
  ],
  ['moveAccountability', 'once ceased', () => ({ employerId: ceased }), 'EMPLOYER_CEASED', 'on'],
  ['coverEmployer', 'in future', () => ({ from: '2999-01-01' }), 'DATE_IN_FUTURE', 'from'],
  ['coverEmployer', 'by a body', () => ({ unionId: ids.here }), 'UNION_KIND_MISMATCH', 'unionId'],
  ['coverEmployer', 'again', () => ({ unionId: ids.own }), 'COVERAGE_EXISTS', 'unionId'],
  ['coverEmployer', 'once ceased', () => ({ employerId: ceased }), 'EMPLOYER_CEASED', 'from'],
  ['endCoverage', 'in future', () => ({ on: '2999-01-01' }), 'DATE_IN_FUTURE', 'on'],
  ['endCoverage', 'before it began', () => ({ on: '2022-12-31' }), 'DATE_ORDER', 'on'],
  ['endCoverage', 'of a union that does not cover', () => ({ unionId: ids.far }), 'NOT_COVERED', 'unionId'],
  [
    'assignEmployer',
    'in future',
    () => ({ assignedOn: '2999-01-01', dueOn: '2999-01-02' }),
    'DATE_IN_FUTURE',
    'assignedOn',
  ],
  ['assignEmployer', 'due before', () => ({ dueOn: '2024-12-31' }), 'DATE_ORDER', 'dueOn'],
  ['assignEmployer', 'to nobody', () => ({ personName: '' }), 'FIELD_REQUIRED', 'personName'],
  ['assignEmployer', 'before the present', () => ({ assignedOn: '2023-12-31' }), 'DATE_ORDER', 'assignedOn'],
  ['assignEmployer', 'before it operated', () => ({ assignedOn: '2021-12-31' }), 'DATE_ORDER', 'assignedOn'],
  [
    'assignEmployer',
    'once ceased',
    () => ({ employerId: ceased, assignedOn: '2026-01-01' }),
    'EMPLOYER_CEASED',
    'assignedOn',
  ],
  ['endResponsibility', 'in future', () => ({ on: '2999-01-01' }), 'DATE_IN_FUTURE', 'on'],
  ['endResponsibility', 'before it began', () => ({ on: '2023-12-31' }), 'DATE_ORDER', 'on'],
  ['endResponsibility', 'of nobody', () => ({ employerId: ceased }), 'NOBODY_RESPONSIBLE', 'employerId'],
];
test.each(cases)('%s %s', async (name, _, wrong, code, field) => {
  const before = await register.rateOf(ids.root);
  const input = { ...valid[name]!(), ...wrong() };
  expect(await told(admin, name, input)).toMatchObject([{ code, field }]);
  expect(await register.rateOf(ids.root)).toEqual(before);
});

test('a union that is dissolved, or not in the tree by then', async () => {
  const late = await register.found({ code: 'LATE', establishedOn: '2026-05-01' });
  const move = { employerId: id, unionId: late, on: '2026-04-30' };
  expect(await change(admin, 'moveAccountability', move)).toEqual(['UNION_NOT_ESTABLISHED']);
  const dead = await register.found({ code: 'DEAD' });
  await admin.get(operations.dissolve, {
    input: { unionId: dead, expectedVersion: 1, on: '2026-03-01', reason: 'r', documentNo: 'd' },
  });
  for (const [name, input] of [
    ['moveAccountability', { ...move, unionId: dead }],
    ['coverEmployer', { employerId: id, unionId: dead, from: '2026-03-01' }],
    ['registerEmployer', register.newEmployer({ accountableUnionId: dead })],
  ] as const)
    expect([name, await change(admin, name, input)]).toEqual([name, ['UNION_DISSOLVED']]);
  expect(await change(admin, 'coverEmployer', { employerId: id, unionId: dead, from: '2026-02-28' })).toEqual(
    [],
  );
});

test.each((Object.keys(valid) as MutationName[]).filter((name) => name !== 'registerEmployer'))(
  '%s by who may not',
  async (name) => {
    const input = valid[name]!();
    const elsewhere = await register.employer({ accountableUnionId: ids.far });
    // Who reads only the total of the body above gets the answer of an employer that is not there.
    const hidden = await told(hereFiler, name, input);
    expect(hidden).toMatchObject([{ code: 'NOT_FOUND', field: 'employerId' }]);
    expect(await told(hereFiler, name, { ...input, employerId: randomUUID() })).toEqual(hidden);
    expect(await told(hereAdmin, name, { ...input, employerId: elsewhere })).toEqual(hidden);
    expect(await change(register.town.chief, name, input)).toEqual(['FORBIDDEN']);
    if ('unionId' in input) {
      expect(await told(hereAdmin, name, { ...input, unionId: ids.far })).toMatchObject([
        { code: 'NOT_FOUND', field: 'unionId' },
      ]);
    }
  },
);

test('registerEmployer by who may not', async () => {
  const attempt = (client: Client, more: object = {}) =>
    told(client, 'registerEmployer', register.newEmployer(more));
  expect(await attempt(hereFiler)).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect(await attempt(hereAdmin, { accountableUnionId: ids.far })).toMatchObject([
    { code: 'NOT_FOUND', field: 'accountableUnionId' },
  ]);
  expect(await attempt(hereAdmin, { coveredBy: since(ids.far) })).toMatchObject([
    { code: 'NOT_FOUND', field: 'unionId' },
  ]);
});

test('reading what one may not read', async () => {
  const at = await register.employer({ accountableUnionId: ids.near });
  const [seen, code] = [`{ employer(id: "${at}") { id } }`, `{ employer(code: "E0001") { id } }`];
  expect(await nearFiler.get(seen)).toEqual({ employer: { id: at } });
  for (const query of [seen, code]) expect(await hereFiler.get(query)).toEqual({ employer: null });
  expect(await hereFiler.get(`{ coverageRate(unionCode: "THERE") { on } }`)).toEqual({
    coverageRate: null,
  });
  const own = await hereFiler.get<{ coverageRate: Rate }>(
    `{ coverageRate(unionCode: "HERE", on: "${lastDay}") { whole { operating } } }`,
  );
  expect(own.coverageRate.whole.operating).toBeGreaterThan(0);
  for (const list of ['employers', 'doubleClaims', 'responsibilities']) {
    const query = (unionCode: string) => `{ ${list}(unionCode: "${unionCode}") { nodes { __typename } } }`;
    expect(await hereFiler.refusal(query('HERE'))).toEqual(['FORBIDDEN']);
    expect(await hereFiler.refusal(query('THERE'))).toEqual(['NOT_FOUND']);
    expect(await nearFiler.refusal(query('NEAR'))).toEqual([]);
  }
  expect(await register.codesIn('unionCode: "NEAR"', nearFiler)).toHaveLength(1);
  const after = Buffer.from('tomorrow E1').toString('base64url');
  expect(
    await admin.refusal(`{ responsibilities(unionCode: "HERE", after: "${after}") { nodes { id } } }`),
  ).toEqual(['DATE_INVALID']);
});
