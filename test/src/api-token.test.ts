import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTenant, openDataSource } from '@huiji/store/data-source';
import { actingToday } from '@huiji/store/entrustment';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { anyOf, documentOf, rootFields, variablesOf } from './harness/sdl.js';
import { buildTown, key, mutationOf, operations, type Town, toldIn } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;

beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

interface Made {
  token: string;
  apiToken: { id: string; expiresAt: string };
}
const input = (more: object = {}) => ({
  ...{ name: '财务系统', unionId: town.grassroots[0], role: 'FILER', access: 'WRITE', days: 30 },
  ...more,
});
const make = async (client: Client, more: object = {}): Promise<Made> =>
  (
    await client.get<{ createApiToken: Made }>(
      mutationOf('createApiToken', 'token apiToken { id expiresAt }'),
      {
        input: input(more),
      },
    )
  ).createApiToken;

interface Answer {
  data: Record<string, unknown> | null;
  errors?: Array<{ message: string; extensions: object }>;
}
async function by(token: string, query: string, variables: object = {}, cookie = ''): Promise<Answer> {
  const response = await fetch(huiji.apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, cookie },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}
const codes = (answer: Answer): string[] => toldIn(answer).map(({ code }) => code);
const draft = (unionId: string) => ({
  input: { unionId, form: 'work-q', period: '2026Q3', cells: [], idempotencyKey: key() },
});
const who = '{ me { login appointments { role union { id } } } }';

describe('an API token', () => {
  test('acts within its appointment, and the audit names it; the database holds its hash', async () => {
    const { token, apiToken } = await make(town.clerk);
    expect(token).toMatch(/^huiji_[0-9a-f]{32}_[\w-]{43}$/);
    expect((Date.parse(apiToken.expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(30, 1);
    const appointments = [{ role: 'FILER', union: { id: town.grassroots[0] } }];
    expect((await by(token, who)).data).toEqual({ me: { login: 'clerk', appointments } });
    expect(codes(await by(token, operations.save, draft(town.grassroots[1])))).toEqual(['NOT_FOUND']);
    expect(codes(await by(token, operations.save, draft(town.grassroots[0])))).toEqual([]);
    const { rows } = await owner.query<{ action: string }>(
      'SELECT action FROM audit_event WHERE token_id = $1',
      [apiToken.id],
    );
    expect(rows).toEqual([{ action: 'SAVE_DRAFT' }]);
    const { rows: held } = await owner.query<{ text: string }>(
      'SELECT to_jsonb(t)::text AS text FROM api_token t',
    );
    const secret = token.slice(-43); // it may hold a _ itself
    for (const text of [token, secret, Buffer.from(secret).toString('hex')])
      expect(held.map((row) => row.text).join()).not.toContain(text);
  });

  test('that may only read runs no mutation, and one that may write none that concerns identities', async () => {
    const read = (await make(town.clerk, { access: 'READ' })).token;
    const write = (await make(town.clerk)).token;
    const told: Record<string, string[]> = {};
    for (const field of rootFields.filter(({ operation }) => operation === 'mutation')) {
      // These ask for nobody.
      if (['signIn', 'requestReset', 'redeemCode'].includes(field.name)) continue;
      const variables = variablesOf(field, (_, type) => (type === 'ID' ? randomUUID() : anyOf(type)));
      told[field.name] = codes(await by(read, documentOf(field, 1), variables));
    }
    const identities = Object.keys(told).filter((name) => told[name]!.join() === 'SESSION_REQUIRED');
    expect(identities.toSorted()).toEqual([
      ...[
        'appoint',
        'changePassword',
        'confirmTotp',
        'createApiToken',
        'createPerson',
        'endApiTokens',
        'endAppointment',
        'endEntrustment',
        'endSessions',
        'enrolTotp',
        'entrust',
      ],
      ...[
        'erasePerson',
        'exportPerson',
        'inviteAdministrators',
        'invitePerson',
        'issueCode',
        'linkIdentity',
        'openTenant',
        'removeIdentityProvider',
        'resetTotp',
        'resumeTenant',
        'revokeApiToken',
        'revokeOtherSessions',
        'revokeSession',
      ],
      ...['setIdentityProvider', 'signOut', 'suspendTenant', 'unlinkIdentity', 'updateContact', 'verifyTotp'],
    ]);
    const others = Object.keys(told).filter((name) => !identities.includes(name));
    expect(others.length).toBeGreaterThan(40);
    expect(others.filter((name) => told[name]!.join() !== 'TOKEN_READ_ONLY')).toEqual([]);
    expect((await by(read, who)).data).toMatchObject({ me: { login: 'clerk' } });
    expect(codes(await by(write, mutationOf('createApiToken'), { input: input() }))).toEqual([
      'SESSION_REQUIRED',
    ]);
    for (const query of ['{ mySessions { id } }', '{ myApiTokens { id } }'])
      expect(codes(await by(write, query))).toEqual(['SESSION_REQUIRED']);
  });

  test('loads what is large, where it may write and its person maintains registers', async () => {
    const admins = { unionId: town.root, role: 'UNION_ADMIN' };
    const tokens = [
      (await make(town.admin, admins)).token,
      (await make(town.admin, { ...admins, access: 'READ' })).token,
      (await make(town.clerk)).token,
    ];
    const unions = `code,name,parentCode,level,kind,establishedOn,approvalNo\n${'\n'.repeat(1_100_000)}`;
    const told = [];
    for (const token of tokens)
      told.push(codes(await by(token, mutationOf('loadOrganisation', 'dryRun'), { input: { unions } })));
    expect(told.slice(1)).toEqual([['REQUEST_TOO_LARGE'], ['REQUEST_TOO_LARGE']]);
    expect(told[0]).not.toContain('REQUEST_TOO_LARGE');
  });

  test('lets what is done after its request do no more than it still may', async () => {
    const source = await openDataSource(huiji.database.appUrl, 1);
    const made = await make(town.clerk);
    const { rows } = await owner.query<{ tenantId: string; personId: string }>(
      'SELECT tenant_id AS "tenantId", person_id AS "personId" FROM api_token WHERE id = $1',
      [made.apiToken.id],
    );
    const { tenantId, personId } = rows[0]!;
    const roles = (tokenId: string | null): Promise<string[]> =>
      inTenant(source, tenantId, async (tx) =>
        (await actingToday(tx, { tenantId, personId, tokenId })).appointments.map(({ role }) => role),
      );
    expect(await roles(made.apiToken.id)).toEqual(['FILER']);
    for (const end of [
      "expires_at = now() - interval '1 second'",
      "expires_at = now() + interval '1 day', revoked_at = now()",
    ]) {
      await owner.query(`UPDATE api_token SET ${end} WHERE id = $1`, [made.apiToken.id]);
      expect([end, await roles(made.apiToken.id)]).toEqual([end, []]);
    }
    expect(await roles(null)).toEqual(['FILER', 'FILER', 'FILER']);
    await source.destroy();
  });

  test('ends with a reset of the password', async () => {
    const { token } = await make(town.chief, { unionId: town.root, role: 'REVIEWER' });
    expect((await by(token, who)).data).toMatchObject({ me: { login: 'chief' } });
    const { rows } = await owner.query<{ id: string }>(`SELECT id FROM person WHERE login = 'chief'`);
    const { issueCode } = await town.admin.get<{ issueCode: { code: string } }>(
      mutationOf('issueCode', 'code'),
      { input: { personId: rows[0]!.id } },
    );
    const redeem = { tenant: 'alpha', code: issueCode.code, password: 'another-long-phrase' };
    expect(await town.admin.refusal(mutationOf('redeemCode'), { input: redeem })).toEqual([]);
    expect((await by(token, who)).data).toEqual({ me: null });
  });

  test('has what its person holds at the moment, and nothing once that has ended', async () => {
    const { token } = await make(town.reviewer, { role: 'REVIEWER', unionId: town.bureau });
    const query = 'query ($unionId: ID) { tradeUnion(id: $unionId) { code } }';
    const seen = async () => (await by(token, query, { unionId: town.grassroots[2] })).data;
    expect(await seen()).toEqual({ tradeUnion: { code: 'G3' } });
    const held = (to: string) =>
      owner.query(
        `UPDATE appointment SET valid_from = current_date - 10, valid_to = ${to}
         WHERE role = 'REVIEWER' AND union_id = $1`,
        [town.bureau],
      );
    await held('current_date - 2');
    expect(await seen()).toEqual({ tradeUnion: null });
    expect((await by(token, who)).data).toEqual({ me: { login: 'reviewer', appointments: [] } });
    await held('NULL');
    expect(await seen()).toEqual({ tradeUnion: { code: 'G3' } });
  });

  test('ends when it expires or is revoked, and nobody else’s cookie or tenant stands in for it', async () => {
    const [first, second] = [await make(town.clerk), await make(town.clerk)];
    const cookie = town.clerk.headers['cookie']!;
    expect((await by(first.token, who, {}, cookie)).data).toMatchObject({ me: { login: 'clerk' } });
    await owner.query(`UPDATE api_token SET expires_at = now() WHERE id = $1`, [first.apiToken.id]);
    const list = await town.clerk.get<{ revokeApiToken: { apiTokens: Array<{ id: string }> } }>(
      mutationOf('revokeApiToken', 'apiTokens { id name union { code } lastUsedAt }'),
      { input: { tokenId: second.apiToken.id } },
    );
    const left = list.revokeApiToken.apiTokens.map(({ id }) => id);
    expect(left).not.toContain(first.apiToken.id);
    expect(left).not.toContain(second.apiToken.id);
    const { token } = await make(town.clerk);
    const [, tenant, secret] = token.split('_');
    const madeUp = [
      `huiji_${'0'.repeat(32)}_${secret}`,
      `huiji_${tenant}_${'A'.repeat(43)}`,
      `${token}A`,
      'x',
    ];
    for (const wrong of [first.token, second.token, ...madeUp])
      for (const sent of ['', cookie])
        expect([wrong, (await by(wrong, who, {}, sent)).data]).toEqual([wrong, { me: null }]);
  });

  test('is made and ended by its person only, within what that person holds', async () => {
    const made = await make(town.clerk);
    const refused = (client: Client, more: object) =>
      client.refusal(mutationOf('createApiToken'), { input: input(more) });
    expect(await refused(town.clerk, { role: 'REVIEWER' })).toEqual(['FORBIDDEN']);
    expect(await refused(town.clerk, { unionId: town.bureau })).toEqual(['NOT_FOUND']);
    // Above it, but not appointed there: what is scoped to below could do there what the person cannot.
    expect(await refused(town.reviewer, { role: 'REVIEWER' })).toEqual(['FORBIDDEN']);
    for (const days of [0, 367]) expect(await refused(town.clerk, { days })).toEqual(['NUMBER_OUT_OF_RANGE']);
    const listed = async (client: Client): Promise<string[]> =>
      (await client.get<{ myApiTokens: Array<{ id: string }> }>('{ myApiTokens { id } }')).myApiTokens.map(
        ({ id }) => id,
      );
    expect(await listed(town.clerk)).toContain(made.apiToken.id);
    expect(await listed(town.reviewer)).not.toContain(made.apiToken.id);
    const revoke = { input: { tokenId: made.apiToken.id } };
    expect(await town.reviewer.refusal(mutationOf('revokeApiToken'), revoke)).toEqual(['NOT_FOUND']);
    expect(await town.clerk.refusal(mutationOf('revokeApiToken'), revoke)).toEqual([]);
    expect(await town.clerk.refusal(mutationOf('revokeApiToken'), revoke)).toEqual(['NOT_FOUND']);
  });
});
