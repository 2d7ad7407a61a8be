import {
  type Action,
  type ActingRole,
  actions,
  isSeparate,
  may,
  roles,
  unionRoles,
} from '@huiji/domain/access';
import { addOperator } from '@huiji/migrations/tenant';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { issueNotice } from './harness/notices.js';
import { codes, probe } from './harness/probe.js';
import { addPerson, found, key, type MutationName, mutationOf, operations, unionOf } from './harness/town.js';

const acting: ActingRole[] = [...roles, 'ENTRUSTED_FILER'];

// root ─ bureau ─ district ─ base, sibling      The actor is appointed at `bureau` or `base`; `cousin` stands elsewhere.
//      └ otherBureau ─ cousin
const parents = {
  bureau: 'root',
  otherBureau: 'root',
  district: 'bureau',
  base: 'district',
  sibling: 'district',
  cousin: 'otherBureau',
};
type Place = 'root' | keyof typeof parents;
const places = ['root', ...Object.keys(parents)] as Place[];
const above = (place: Place): Place[] =>
  place === 'root' ? [] : [parents[place] as Place, ...above(parents[place] as Place)];

let huiji: Huiji;
let admin: Client;
const ids = {} as Record<Place, string>;
/** The federation of the platform's own tenant, at which its operators are appointed. */
let platform: string;
let noticeId: string;
const clients: Record<string, Client> = {};
/** A submitted report of each place, to accept or return. */
const submissions = {} as Record<Place, { id: string; version: number }>;
/** A signature of each place, to return; written as the owner, since not all of them may sign. */
const signatures = {} as Record<Place, string>;
/** An election of each place that waits for its approval. */
const elections = {} as Record<Place, string>;

beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  admin = await huiji.client('alpha', 'admin');
  ids.root = await unionOf(admin);
  const root = { unionId: ids.root, expectedVersion: 1, phone: '0571-87654321' };
  await admin.get(mutationOf('updateUnion'), { input: root });
  for (const [place, parent] of Object.entries(parents) as Array<[Place, Place]>) {
    const grassroots = ['base', 'sibling', 'cousin'].includes(place);
    const kind = grassroots
      ? { level: 'GRASSROOTS', kind: 'SINGLE' }
      : { level: 'INTERMEDIATE', kind: 'BUREAU' };
    const named = { code: place, name: place, phone: '0571-87654321' };
    ids[place] = await found(admin, { parentId: ids[parent], ...named, ...kind });
  }
  for (const at of ['root', 'bureau', 'base'] as const) {
    for (const role of unionRoles) {
      await addPerson(admin, `${role}-${at}`, [{ unionId: ids[at], role }]);
      clients[`${role}-${at}`] = await huiji.client('alpha', `${role}-${at}`);
    }
    const login = `ENTRUSTED_FILER-${at}`;
    await addPerson(admin, login, [{ unionId: ids[at], role: 'LEADER', from: '2999-01-01' }]);
    const term = { from: '2026-01-01', untilOn: '2030-12-31' };
    await admin.get(mutationOf('entrust'), {
      input: { unionIds: [ids[at]], login, name: login, ...term, documentNo: '1号' },
    });
    clients[login] = await huiji.client('alpha', login);
  }
  for (const [role, login] of [
    ['SYSTEM_ADMIN', 'system'],
    ['SECURITY_ADMIN', 'security'],
    ['AUDIT_ADMIN', 'auditor'],
  ] as const)
    clients[`${role}-root`] = await huiji.client('alpha', login);
  await addOperator(huiji.database.ownerUrl, { login: 'operator', name: '平台运营', password });
  clients['PLATFORM_OPERATOR-root'] = await huiji.client('platform', 'operator');
  platform = await unionOf(clients['PLATFORM_OPERATOR-root']);
  await clients['STATISTICIAN-root']!.get(operations.open, { period: '2026Q3' });
  noticeId = await issueNotice(clients['STATISTICIAN-root']!, ids.root, { wantsReply: false });
  await addPerson(
    admin,
    'filer',
    places.map((place) => ({ unionId: ids[place], role: 'FILER' })),
  );
  const filer = await huiji.client('alpha', 'filer');
  for (const place of places) {
    const input = {
      unionId: ids[place],
      form: 'work-q',
      period: '2026Q3',
      cells: [{ cell: 'comp_event_cnt', value: '1' }],
      idempotencyKey: key(),
    };
    const { saveDraft } = await filer.get<{ saveDraft: { submission: { id: string; version: number } } }>(
      operations.save,
      { input },
    );
    const { id, version } = saveDraft.submission;
    const { submit } = await filer.get<{ submit: { submission: { id: string; version: number } } }>(
      operations.submit,
      {
        input: { submissionId: id, expectedVersion: version, idempotencyKey: key() },
      },
    );
    submissions[place] = submit.submission;
    const held = { unionId: ids[place], termNo: 2, heldOn: '2026-08-01', termYears: 5 };
    const { recordElection } = await admin.get<{ recordElection: { election: { id: string } } }>(
      mutationOf('recordElection', 'election { id }'),
      { input: { ...held, bodies: [{ body: 'COMMITTEE', members: 5 }] } },
    );
    elections[place] = recordElection.election.id;
  }
  const owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  const { rows } = await owner.query<{ id: string; union_id: string }>(
    `INSERT INTO signature (tenant_id, id, form, period, union_id, number, signed_version, signed_by)
     SELECT u.tenant_id, gen_random_uuid(), 'work-q', '2026Q3', u.id, 1, 1, p.id
     FROM trade_union u JOIN person p ON p.tenant_id = u.tenant_id AND p.login = 'filer' RETURNING id, union_id`,
  );
  await owner.end();
  for (const place of places) signatures[place] = rows.find((row) => row.union_id === ids[place])!.id;
});
afterAll(() => huiji.stop());

/** Why a place has no home (职工之家), where it has none. */
const homeless = (place: Place): string | undefined =>
  ['base', 'sibling', 'cousin'].includes(place) ? undefined : 'HOME_OF_GRASSROOTS';

// One request for each action that goes as far as it may without changing anything: where it is allowed it still fails,
// but for another reason.
const attempts: Record<Action, (place: Place) => [MutationName | null, object, string[]]> = {
  READ_FIGURES: () => [null, {}, []],
  READ_CONTACTS: () => [null, {}, []],
  FILE: (place) => [
    'saveDraft',
    { unionId: ids[place], form: 'work-q', period: '2026Q3', idempotencyKey: key() },
    ['WRONG_STATE'],
  ],
  ACCEPT: (place) => [
    'acceptSubmission',
    { submissionId: submissions[place].id, expectedVersion: 99, idempotencyKey: key() },
    ['STALE_REVISION'],
  ],
  RETURN: (place) => [
    'returnSubmission',
    { submissionId: submissions[place].id, expectedVersion: 99, reason: 'r', idempotencyKey: key() },
    ['STALE_REVISION'],
  ],
  SIGN: (place) => [
    'signTotal',
    { unionId: ids[place], form: 'work-q', period: '2026Q3', expectedVersion: 'x', idempotencyKey: key() },
    [['district', 'bureau', 'otherBureau'].includes(place) ? 'STALE_TOTAL' : 'NOTHING_TO_SIGN'],
  ],
  RETURN_SIGNATURE: (place) => [
    'returnSignature',
    { signatureId: signatures[place], expectedVersion: 99, reason: 'r', idempotencyKey: key() },
    ['STALE_REVISION'],
  ],
  ACKNOWLEDGE_BREACH: (place) => [
    'acknowledgeBreach',
    { submissionId: submissions[place].id, idempotencyKey: key() },
    ['NO_BREACH'],
  ],
  COMMENT: (place) => [
    'commentSubmission',
    { submissionId: submissions[place].id, cell: 'no_such_cell', text: 't', idempotencyKey: key() },
    ['CELL_UNKNOWN'],
  ],
  MAINTAIN_REGISTERS: (place) => [
    'updateUnion',
    { unionId: ids[place], expectedVersion: 99, chair: 'c' },
    ['STALE_REVISION'],
  ],
  REORGANISE: (place) => [
    'dissolveUnion',
    { unionId: ids[place], expectedVersion: 99, on: '2026-08-01', reason: 'r', documentNo: 'd' },
    ['STALE_REVISION'],
  ],
  ISSUE_TARGETS: (place) => [
    'issueTargets',
    {
      ...{ issuerId: ids[place], form: 'work-q', period: '2026', documentNo: 'd', idempotencyKey: key() },
      ...{ expectedVersion: -1, lines: [{ unionId: ids[place], cell: 'mem_member_cnt', value: '1' }] },
    },
    ['STALE_REVISION'],
  ],
  APPRAISE: (place) => [
    'publishAppraisal',
    { bodyId: ids[place], form: 'work-q', period: '2026', idempotencyKey: key() },
    ['APPRAISAL_SCHEME_MISSING'],
  ],
  CLAIM_APPRAISAL: (place) => [
    'claimAppraisal',
    {
      ...{ unionId: ids[place], form: 'work-q', period: '2026', scores: [], expectedRevision: 0 },
      idempotencyKey: key(),
    },
    [place === 'root' ? 'APPRAISAL_NOBODY_ABOVE' : 'APPRAISAL_SCHEME_MISSING'],
  ],
  ISSUE_NOTICES: (place) => [
    'issueNotice',
    {
      ...{ issuerId: ids[place], documentNo: 'd', title: 't', body: 'b', wantsReply: false },
      ...{ audience: 'NAMED', unionIds: [ids[place]], idempotencyKey: key() },
    },
    ['NOTICE_NOT_BELOW'],
  ],
  READ_NOTICES: () => [null, {}, []],
  READ_RECORDS: () => [null, {}, []],
  ANSWER_NOTICES: (place) => [
    'answerNotice',
    { noticeId, unionIds: [ids[place]], reply: 'r', idempotencyKey: key() },
    [place === 'root' ? 'NOTICE_NOT_RECIPIENT' : 'NOTICE_NO_REPLY'],
  ],
  AWARD_HOMES: (place) => [
    'awardHome',
    { unionId: ids[place], grade: 1, awardingLevel: '市', documentNo: 'd', awardedOn: '1940-01-01' },
    [homeless(place) ?? 'UNION_NOT_ESTABLISHED'],
  ],
  SET_HOME_STANDARD: () => [
    'setHomeStandard',
    { fromYear: 1990, documentNo: 'd', grades: [], criteria: [], rules: [], idempotencyKey: key() },
    ['NUMBER_OUT_OF_RANGE'],
  ],
  PLAN_HOMES: (place) => [
    'planHomes',
    { lines: [{ unionId: ids[place], year: 2026, grade: 9 }], idempotencyKey: key() },
    [...(homeless(place) ? ['HOME_OF_GRASSROOTS'] : []), 'GRADE_UNKNOWN'],
  ],
  INSPECT_HOMES: (place) => [
    'inspectHome',
    { unionId: ids[place], year: 2026, grade: 1, scores: [], expectedRevision: 0, idempotencyKey: key() },
    [homeless(place) ?? 'HOME_NOT_ASSESSED'],
  ],
  APPROVE_ELECTION: (place) => [
    'approveElection',
    { electionId: elections[place], on: '2026-07-31', documentNo: 'd' },
    ['DATE_ORDER'],
  ],
  GRANT_EXTENSION: (place) => [
    'extendDeadline',
    { unionId: ids[place], form: 'work-q', period: '2026Q3', dueOn: '2026-07-01', reason: 'r' },
    ['EXTENSION_NOT_LATER'],
  ],
  APPOINT: (place) => [
    'createPerson',
    { login: 'filer', name: 'n', password, appointments: [{ unionId: ids[place], role: 'LEADER' }] },
    ['LOGIN_TAKEN'],
  ],
  APPOINT_ADMINISTRATOR: (place) => [
    'createPerson',
    { login: 'filer', name: 'n', password, appointments: [{ unionId: ids[place], role: 'AUDIT_ADMIN' }] },
    [place === 'root' ? 'LOGIN_TAKEN' : 'APPOINTMENT_AT_FEDERATION'],
  ],
  APPOINT_OPERATOR: (place) => [
    'createPerson',
    { login: 'o', name: 'n', password, appointments: [{ unionId: ids[place], role: 'PLATFORM_OPERATOR' }] },
    [],
  ],
  ENTRUST: (place) => [
    'entrust',
    {
      ...{ unionIds: [ids[place]], login: 'filer', name: 'filer', documentNo: 'd' },
      ...{ from: '1999-01-01', untilOn: '1999-12-31' },
    },
    ['ENTRUSTMENT_OVER'],
  ],
  READ_ENTRUSTMENTS: () => [null, {}, []],
  MANAGE_PERIODS: () => [null, {}, ['PERIOD_EXISTS']],
  // What it is already.
  SET_PARAMETERS: () => [
    'setParameter',
    { name: 'abstain_percent', value: '20', validFrom: '2026-01-01' },
    [],
  ],
  SET_CALENDAR: () => ['setCalendar', { frequency: 'QUARTER', rules: [] }, ['CALENDAR_INCOMPLETE']],
  DEFINE_FORMS: () => ['takeCatalogue', { version: 1 }, ['CATALOGUE_VERSION']],
  SET_IDENTITY_PROVIDER: () => [null, {}, ['PROVIDER_NOT_SET_UP']],
  REMIND: (place) => [
    'remind',
    {
      ...{ unionId: ids[place], unionIds: [ids[place]] },
      form: 'work-q',
      period: '2026Q3',
      idempotencyKey: key(),
    },
    ['REMINDER_NOBODY'],
  ],
  SCHEDULE_REMINDERS: () => [
    'setReminderRules',
    { expectedVersion: 99, quietFrom: '21:00', quietTo: '08:00', againAfterHours: 24, rules: [] },
    ['STALE_REVISION'],
  ],
  VERIFY_TOTALS: (place) => [
    'rebuildTotals',
    { unionId: ids[place], form: 'work-q', period: '2025Q3' },
    ['PERIOD_UNKNOWN'],
  ],
  IMPORT_HISTORY: () => [
    'beginHistoryImport',
    {
      ...{ form: 'nonsense', source: '2025年汇总表', sourceDate: '2026-01-31' },
      ...{ fileName: 'a.csv', size: 1, idempotencyKey: key() },
    },
    ['FORM_UNKNOWN'],
  ],
  READ_CHECKS: () => [null, {}, []],
  READ_USAGE: () => [null, {}, []],
  READ_AUDIT: () => [null, {}, []],
  READ_TENANT_AUDIT: () => [null, {}, []],
  MANAGE_TENANTS: () => [null, {}, []],
};

/** What is asked where no mutation is. */
const queries: Partial<Record<Action, (place: Place) => string>> = {
  READ_FIGURES: (place) =>
    `{ rollup(unionId: "${ids[place]}", form: "work-q", period: "2026Q3") { reportsExpected } }`,
  MANAGE_PERIODS: () =>
    'mutation { openPeriod(period: "2026Q3") { userErrors { code message messageZh messageEn } } }',
  READ_CHECKS: () => '{ rollupChecks { nodes { form } } }',
  READ_USAGE: () => '{ attachmentUsage { used } }',
  READ_CONTACTS: (place) => `{ tradeUnion(id: "${ids[place]}") { phone } }`,
  READ_RECORDS: (place) => `{ workRecords(unionId: "${ids[place]}") { nodes { id } } }`,
  READ_NOTICES: (place) => `{ notices(unionId: "${ids[place]}") { nodes { notice { id } } } }`,
  READ_ENTRUSTMENTS: (place) => `{ entrustments(unionId: "${ids[place]}") { nodes { id } } }`,
  READ_AUDIT: (place) => `{ auditEvents(unionId: "${ids[place]}") { nodes { id } } }`,
  READ_TENANT_AUDIT: () => '{ auditEvents { nodes { id } } }',
  SET_IDENTITY_PROVIDER: () =>
    'mutation { removeIdentityProvider { userErrors { code message messageZh messageEn } } }',
  MANAGE_TENANTS: () => '{ tenants { nodes { code } } }',
};

/** Done for the whole federation: their requests name no union. */
const federal: readonly Action[] = [
  ...(['MANAGE_PERIODS', 'DEFINE_FORMS', 'SCHEDULE_REMINDERS', 'VERIFY_TOTALS', 'READ_USAGE'] as const),
  ...(['SET_PARAMETERS', 'SET_CALENDAR', 'READ_CHECKS', 'READ_TENANT_AUDIT', 'MANAGE_TENANTS'] as const),
  ...(['SET_IDENTITY_PROVIDER', 'IMPORT_HISTORY', 'SET_HOME_STANDARD'] as const),
];

async function attempt(client: Pick<Client, 'headers'>, action: Action, place: Place): Promise<string[]> {
  const [name, input] = attempts[action](place);
  const query = name ? mutationOf(name) : queries[action]!(place);
  const reply = await probe(huiji, client, JSON.stringify({ query, variables: { input } }));
  if (/^\{"data":\{"\w+":null\}\}$/.test(reply.text)) return ['NOT_FOUND'];
  if (reply.text === '{"data":{"tradeUnion":{"phone":null}}}') return ['FORBIDDEN'];
  return codes(reply.told);
}

describe.each(actions)('%s', (action) => {
  test.each(acting)('by a %s is what libs/domain/src/access.ts says', async (role) => {
    const federalOne = federal.includes(action);
    for (const at of isSeparate(role) ? (['root'] as const) : (['root', 'bureau', 'base'] as const)) {
      for (const place of federalOne ? (['root'] as const) : places) {
        const ancestors = above(place).map((one) => ids[one]);
        const operates = role === 'PLATFORM_OPERATOR';
        const unionId = operates ? platform : ids[at];
        const target = operates && federalOne ? platform : ids[place];
        const allowed = may(action, [{ role, unionId }], target, ancestors);
        const told = await attempt(clients[`${role}-${at}`]!, action, place);
        const where = `${role} at ${at} on ${place}`;
        if (allowed) {
          const reached = attempts[action](place)[2];
          expect([where, told]).toEqual([where, reached]);
        } else {
          const inside = !operates && (at === place || above(place).includes(at));
          // A submission or union outside one's subtrees is as if it were not there.
          // The platform has no forms, whatever is asked of them.
          const seen = told.map((code) => (operates && code === 'FORM_UNKNOWN' ? 'NOT_FOUND' : code));
          expect([where, seen]).toEqual([where, [inside || federalOne ? 'FORBIDDEN' : 'NOT_FOUND']]);
        }
      }
    }
  });

  test('by nobody is refused', async () => {
    for (const place of places)
      expect(await attempt({ headers: {} }, action, place)).toEqual(['UNAUTHENTICATED']);
  });
});

test('who files for a body reads its total, but not what each union below has filed', async () => {
  const arguments_ = `(unionId: "${ids.bureau}", form: "work-q", period: "2026Q3")`;
  const below = [
    `{ rollup${arguments_} { children { nodes { union { code } } } } }`,
    `{ rollup${arguments_} { contributions(cell: "comp_event_cnt") { nodes { union { code } } } } }`,
    `{ submissions(unionId: "${ids.bureau}", form: "work-q", period: "2026Q3") { nodes { id } } }`,
    `{ notFiled${arguments_} { nodes { union { code } } } }`,
  ];
  for (const query of below) {
    const filer = await probe(huiji, clients['FILER-bureau']!, JSON.stringify({ query }));
    expect([query, codes(filer.told)]).toEqual([query, ['FORBIDDEN']]);
    expect(filer.text).not.toContain('district');
    expect(codes((await probe(huiji, clients['REVIEWER-bureau']!, JSON.stringify({ query }))).told)).toEqual(
      [],
    );
  }
  const own = `{ rollup${arguments_} { reportsExpected } submissionHistory${arguments_} { state } }`;
  expect((await clients['FILER-bureau']!.ask(own)).errors).toBeUndefined();
});

test('appointments are given only within one’s subtree, and only to people who hold one there', async () => {
  const reader = await admin.get<{ createPerson: { personId: string } }>(operations.person, {
    input: { login: 'reader', name: 'r', password, appointments: [{ unionId: ids.cousin, role: 'LEADER' }] },
  });
  const { personId } = reader.createPerson;
  const bureauAdmin = clients['UNION_ADMIN-bureau']!;
  const appointments = [{ unionId: ids.base, role: 'LEADER' }];
  expect(await bureauAdmin.refusal(mutationOf('appoint'), { input: { personId, appointments } })).toEqual([
    'NOT_FOUND',
  ]);
  const outside = {
    login: 'climber',
    name: 'c',
    password,
    appointments: [...appointments, { unionId: ids.root, role: 'UNION_ADMIN' }],
  };
  expect(await bureauAdmin.refusal(mutationOf('createPerson'), { input: outside })).toEqual(['NOT_FOUND']);
  // Nothing of the refused request was written: the account is still free, and cannot be signed in to.
  expect(
    await new Client(huiji.apiUrl).refusal(mutationOf('signIn'), {
      input: { tenant: 'alpha', login: 'climber', password },
    }),
  ).toEqual(['SIGN_IN_FAILED']);
  expect(
    await bureauAdmin.refusal(mutationOf('createPerson'), { input: { ...outside, appointments } }),
  ).toEqual([]);
  for (const [more, code] of [
    [{ password: 'short' }, 'PASSWORD_TOO_SHORT'],
    [{ login: ' ' }, 'FIELD_REQUIRED'],
    [{ login: 'climber' }, 'LOGIN_TAKEN'],
    [{ appointments: [] }, 'FIELD_REQUIRED'],
  ] as const) {
    expect(
      await bureauAdmin.refusal(mutationOf('createPerson'), {
        input: { ...outside, appointments, login: 'x', ...more },
      }),
    ).toEqual([code]);
  }
});

describe('signing in', () => {
  const attemptAs = (login: string, secret: string) =>
    new Client(huiji.apiUrl).refusal(mutationOf('signIn'), {
      input: { tenant: 'alpha', login, password: secret },
    });

  test('locks an account after 5 wrong passwords, and the right one is then refused too', async () => {
    await addPerson(admin, 'locked', [{ unionId: ids.base, role: 'LEADER' }]);
    for (let time = 0; time < 5; time += 1)
      expect(await attemptAs('locked', 'wrong-password')).toEqual(['SIGN_IN_FAILED']);
    expect(await attemptAs('locked', 'wrong-password')).toEqual(['TOO_MANY_ATTEMPTS']);
    expect(await attemptAs('locked', password)).toEqual(['TOO_MANY_ATTEMPTS']);
  });

  test('counts attempts made at once', async () => {
    await addPerson(admin, 'raced', [{ unionId: ids.base, role: 'LEADER' }]);
    const told = (
      await Promise.all(Array.from({ length: 20 }, (_, i) => attemptAs('raced', `wrong-password-${i}`)))
    ).flat();
    expect(told.filter((code) => code === 'SIGN_IN_FAILED')).toHaveLength(5);
    expect(told.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(15);
    expect(await attemptAs('raced', password)).toEqual(['TOO_MANY_ATTEMPTS']);
  });

  test('forgets the failures after a success, and does not tell who exists', async () => {
    await addPerson(admin, 'forgetful', [{ unionId: ids.base, role: 'LEADER' }]);
    for (let round = 0; round < 2; round += 1) {
      for (let time = 0; time < 4; time += 1)
        expect(await attemptAs('forgetful', 'wrong-password')).toEqual(['SIGN_IN_FAILED']);
      expect(await attemptAs('forgetful', password)).toEqual([]);
    }
    expect(await attemptAs('nobody-of-this-name', password)).toEqual(['SIGN_IN_FAILED']);
    expect(
      await new Client(huiji.apiUrl).refusal(mutationOf('signIn'), {
        input: { tenant: 'gamma', login: 'admin', password },
      }),
    ).toEqual(['SIGN_IN_FAILED']);
  });

  test('out ends the session in the database, for whoever holds its cookie', async () => {
    const client = await huiji.client('alpha', 'LEADER-base');
    const { headers } = client;
    const who = async () =>
      (await probe(huiji, { headers }, JSON.stringify({ query: '{ me { login } }' }))).text;
    expect(await who()).toContain('LEADER-base');
    await client.get('mutation { signOut { userErrors { code } } }');
    expect(await who()).toBe('{"data":{"me":null}}');
    expect(
      (
        await probe(
          huiji,
          { headers: { cookie: 'huiji=made-up' } },
          JSON.stringify({ query: '{ me { login } }' }),
        )
      ).text,
    ).toBe('{"data":{"me":null}}');
    // The other sessions of the same person go on.
    expect((await clients['LEADER-base']!.get<{ me: { login: string } }>('{ me { login } }')).me.login).toBe(
      'LEADER-base',
    );
  });

  test('sets a cookie that scripts cannot read', async () => {
    const query = mutationOf('signIn');
    const response = await fetch(huiji.apiUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query,
        variables: { input: { tenant: 'alpha', login: 'LEADER-root', password } },
      }),
    });
    expect(response.headers.get('set-cookie')).toMatch(/^huiji=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});
