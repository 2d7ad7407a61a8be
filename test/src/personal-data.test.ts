import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyChain } from '@huiji/store/audit-verify';
import { openDataSource, reading } from '@huiji/store/data-source';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { canariesIn, everythingIn, everythingOf } from './harness/at-rest.js';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { checked, setAside, step } from './harness/imports.js';
import { answer, issueNotice } from './harness/notices.js';
import {
  act,
  addPerson,
  buildTown,
  eventually,
  type MutationName,
  mutationOf,
  type Seen,
  type Town,
} from './harness/town.js';
import { correctWork, recordAll } from './harness/work-records.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let leader: Client;
let folder: string;
let log: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huiji-personal-data-'));
  log = join(folder, 'log');
  huiji = await startHuiji({
    settings: {
      TEST_LOG: log,
      LOG_LEVEL: 'debug',
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'h@example.com',
    },
  });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  await addPerson(town.admin, 'leader', [{ unionId: town.bureau, role: 'LEADER' }]);
  leader = await huiji.client('alpha', 'leader');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji?.stop();
  await rm(folder, { recursive: true });
});

const refused = (client: Client, name: MutationName, input: object): Promise<string[]> =>
  client.refusal(mutationOf(name), { input });
const tenantId = async (): Promise<string> =>
  (await owner.query<{ id: string }>("SELECT tenant_id AS id FROM tenant WHERE code = 'alpha'")).rows[0]!.id;

/** A request about somebody; only erasing takes the account, too. */
const about = (name: MutationName, { personId, login }: { personId: string; login: string }) =>
  name === 'erasePerson' ? { personId, login } : { personId };

let people = 0;
/** Somebody with contacts, who files for a union of their own or is appointed as said. */
async function somebody(role = 'LEADER', unionId = town.bureau) {
  const n = (people += 1);
  const of = {
    ...{ login: `login-of-canary-${n}`, name: `金丝雀姓名${n}` },
    ...{ email: `canary-mail-${n}@example.com`, phone: `1370000${String(n).padStart(4, '0')}` },
  };
  const { createPerson } = await town.admin.get<{ createPerson: { personId: string } }>(
    mutationOf('createPerson', 'personId'),
    { input: { ...of, password, appointments: [{ unionId, role }] } },
  );
  return { ...of, personId: createPerson.personId, client: await huiji.client('alpha', of.login) };
}

const reached = { contact: '金丝雀联系人', phone: '0571-55550001' };
const cover = { filledInBy: '金丝雀填表人', phone: '0571-55550002' };
/** A union with a contact, and its return with a cover and a file, by the town's clerk. */
async function reachable(): Promise<{ unionId: string; submissionId: string; saved: Seen }> {
  const unionId = town.grassroots[0];
  const { tradeUnion } = await town.admin.get<{ tradeUnion: { version: number } }>(
    `{ tradeUnion(id: "${unionId}") { version } }`,
  );
  await town.admin.get(mutationOf('updateUnion'), {
    input: { unionId, expectedVersion: tradeUnion.version, ...reached },
  });
  const { entrySheet } = await town.clerk.get<{ entrySheet: { version: number } }>(
    `{ entrySheet(unionId: "${unionId}", form: "work-q", period: "2026Q3") { version } }`,
  );
  const saved = await act(town.clerk, 'save', {
    ...{
      unionId,
      form: 'work-q',
      period: '2026Q3',
      cells: [{ cell: 'mem_member_cnt', value: '7654321' }],
      cover,
    },
    expectedVersion: entrySheet.version,
  });
  return { unionId, submissionId: saved.id, saved };
}

const loaded = { contact: '金丝雀导入人', phone: '0571-55550003' };
async function load(): Promise<object> {
  const unions = `code,name,level,kind,parentCode,establishedOn,approvalNo,contact,phone
G9,第九工会,GRASSROOTS,SINGLE,B1,2000-01-01,批,${loaded.contact},${loaded.phone}`;
  const { loadOrganisation } = await town.admin.get<{ loadOrganisation: object }>(
    mutationOf('loadOrganisation', 'unionsNew unionsUnchanged problemCount'),
    { input: { unions, dryRun: false } },
  );
  return loadOrganisation;
}

const carried = { filledInBy: '金丝雀导入填表人', phone: '0571-55550004' };
/** Takes a cover over from a file: what it says, what was there before and what is there then are kept. */
async function imported(): Promise<void> {
  const rows = Object.entries({ union_code: 'G1', ...carried }).map(([code, text]) => `,${text},${code}`);
  const file = { bytes: Buffer.from(rows.join('\n')), fileName: '封面.csv' };
  const { id, counts } = await checked(town.clerk, huiji.apiUrl, file);
  expect(counts).toMatchObject({ taken: 2, wrong: 0 });
  expect(await step(town.clerk, 'applyImport', { importId: id })).toMatchObject({ state: 'DONE' });
  const { rows: kept } = await owner.query(
    `SELECT num_nonnulls(cover, before_cover, after_cover) AS covers
     FROM import_return WHERE import_id = $1`,
    [id],
  );
  expect(kept).toMatchObject([{ covers: 3 }]);
}

test('contacts and covers are sealed wherever they come in, and are the same when they are read', async () => {
  const one = await somebody();
  await reachable();
  await imported();
  const { unionId, submissionId } = await reachable();
  expect(await load()).toMatchObject({ unionsNew: 1, problemCount: 0 });
  expect(await load()).toMatchObject({ unionsNew: 0, unionsUnchanged: 1, problemCount: 0 });
  const clear = [
    one.email,
    one.phone,
    ...[reached, cover, carried, loaded].flatMap((all) => Object.values(all)),
  ];
  expect(canariesIn(await everythingIn(owner), clear)).toEqual([]);
  const { me } = await one.client.get<{ me: object }>('{ me { email phone } }');
  expect(me).toEqual({ email: one.email, phone: one.phone });
  const asked = `{ tradeUnion(id: "${unionId}") { contact phone } loaded: tradeUnion(code: "G9") { contact phone }
    submission(id: "${submissionId}") { cover { filledInBy phone } } }`;
  expect(await town.statistician.get(asked)).toEqual({ tradeUnion: reached, loaded, submission: { cover } });
});

test('who may only read figures sees neither contacts, nor the phone of a cover, nor the names of files', async () => {
  const { unionId, submissionId } = await reachable();
  const where = `(unionId: "${unionId}", form: "work-q", period: "2026Q3")`;
  await owner.query(
    `INSERT INTO attachment (tenant_id, id, submission_id, file_name, size, attached_by, expires_at, attached_at, media_type, sha256, copy)
     SELECT tenant_id, gen_random_uuid(), id, '金丝雀身份证.pdf', 1, filled_by[1], now(), now(), 'application/pdf', sha256('x'), 1
     FROM submission WHERE id = $1`,
    [submissionId],
  );
  const asked = `{ tradeUnion(id: "${unionId}") { contact phone }
    entrySheet${where} { cover { filledInBy phone } offeredCover { filledInBy phone } }
    submission(id: "${submissionId}") { cover { phone } union { phone } attachments { nodes { size fileName url } } }
    searchUnions(text: "G1") { nodes { contact } } }`;
  expect(await leader.get(asked)).toEqual({
    tradeUnion: { contact: null, phone: null },
    entrySheet: {
      cover: { filledInBy: cover.filledInBy, phone: null },
      offeredCover: { filledInBy: null, phone: null },
    },
    submission: {
      ...{ cover: { phone: null }, union: { phone: null } },
      attachments: { nodes: [{ size: 1, fileName: null, url: null }] },
    },
    searchUnions: { nodes: [{ contact: null }] },
  });
  for (const client of [town.clerk, town.reviewer, town.chief, town.statistician])
    expect(await client.get(asked)).toMatchObject({
      tradeUnion: reached,
      entrySheet: { cover, offeredCover: { filledInBy: reached.contact, phone: reached.phone } },
      submission: { attachments: { nodes: [{ fileName: '金丝雀身份证.pdf', url: expect.any(String) }] } },
      searchUnions: { nodes: [{ contact: reached.contact }] },
    });
  await owner.query('DELETE FROM attachment WHERE submission_id = $1', [submissionId]);
});

test('where codes are mailed is changed by the current password only, which can be guessed no oftener than elsewhere', async () => {
  const { client, email, phone } = await somebody();
  const change = (input: object) => refused(client, 'updateContact', input);
  expect(await change({ email: 'thief@example.com' })).toEqual(['FIELD_REQUIRED']);
  expect(await change({ email: null })).toEqual(['FIELD_REQUIRED']);
  expect(await change({ email: 'thief@example.com', current: 'not the password' })).toEqual([
    'PASSWORD_WRONG',
  ]);
  expect(await change({ email, phone: '13900009999' })).toEqual([]);
  expect(await client.get('{ me { email phone } }')).toEqual({ me: { email, phone: '13900009999' } });
  expect(await change({ email: 'new@example.com', phone, current: password })).toEqual([]);
  expect(await client.get('{ me { email phone } }')).toEqual({ me: { email: 'new@example.com', phone } });
  for (let n = 0; n < 5; n += 1) await change({ email: 'thief@example.com', current: 'not the password' });
  expect(await change({ email: 'thief@example.com', current: password })).toEqual(['TOO_MANY_ATTEMPTS']);
});

interface Exported {
  export: {
    email: string;
    counts: Array<{ kind: string; count: number }>;
    records: {
      nodes: Array<{ kind: string; id: string; data: object }>;
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  };
}
const exportOf = async (client: Client, personId: string, page = 'first: 200'): Promise<Exported['export']> =>
  (
    await client.get<{ exportPerson: Exported }>(
      mutationOf(
        'exportPerson',
        `export { login name email phone hasPassword hasAuthenticator createdAt counts { kind count }
        records(${page}) { nodes { kind id at data } pageInfo { endCursor hasNextPage } } }`,
      ),
      { input: { personId } },
    )
  ).exportPerson.export;

describe('what is held about a person', () => {
  test('is handed to that person, and to who administers all that they hold, page by page', async () => {
    const one = await somebody('FILER', town.grassroots[1]);
    await act(one.client, 'save', {
      ...{ unionId: town.grassroots[1], form: 'work-q', period: '2026Q3' },
      cells: [{ cell: 'mem_member_cnt', value: '3' }],
    });
    await setAside(one.client, { unionId: town.grassroots[1], fileName: '我的.csv', size: 1 });
    const notice = await issueNotice(town.statistician, town.root);
    await answer(one.client, notice, [town.grassroots[1]], '我的回复');
    const [record] = await recordAll(one.client, town.grassroots[1], [{ name: '看望张某' }]);
    await correctWork(one.client, record!, { name: '看望李某' });
    const mine = await exportOf(one.client, one.personId);
    expect(mine).toMatchObject({ login: one.login, name: one.name, email: one.email, phone: one.phone });
    expect(mine).toMatchObject({ hasPassword: true, hasAuthenticator: false });
    const kinds = ['ACT', 'APPOINTMENT', 'CONCERNING', 'IMPORT', 'NOTICE_RECEIPT', 'SESSION', 'SUBMISSION'];
    expect(mine.counts.map(({ kind }) => kind)).toEqual([...kinds, 'WORK_RECORD']);
    const said = JSON.stringify(mine.records.nodes);
    expect(said).toContain('我的回复');
    // Of the book what was written when: whom it was about stays with the union.
    expect(said).not.toContain('看望');
    expect(mine.counts.reduce((sum, { count }) => sum + count, 0)).toBe(mine.records.nodes.length);
    const pages: string[] = [];
    for (let after = ''; ;) {
      const { nodes, pageInfo } = (await exportOf(town.admin, one.personId, `first: 2${after}`)).records;
      pages.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    // Each page is an export of its own, which is an event about the person.
    const seen = mine.records.nodes.map(({ id }) => id);
    expect(pages).toEqual(expect.arrayContaining(seen));
    expect(new Set(pages).size).toBe(pages.length);
  });

  test('is nobody else’s', async () => {
    const [one, elsewhere] = [await somebody(), await somebody('UNION_ADMIN', town.grassroots[2])];
    for (const client of [elsewhere.client, leader, town.statistician])
      for (const name of ['exportPerson', 'erasePerson'] as const)
        expect(await refused(client, name, about(name, one))).toEqual(['NOT_FOUND']);
    const both = await somebody('LEADER', town.grassroots[2]);
    await town.admin.get(mutationOf('appoint'), {
      input: { personId: both.personId, appointments: [{ unionId: town.bureau, role: 'LEADER' }] },
    });
    for (const name of ['exportPerson', 'erasePerson'] as const)
      expect(await refused(elsewhere.client, name, about(name, both))).toEqual(['FORBIDDEN']);
  });
});

describe('erasing a person', () => {
  test('leaves nothing that tells who it was, and all that they did', async () => {
    const one = await somebody('REVIEWER', town.bureau);
    const saved = await town.save(town.grassroots[2], { mem_member_cnt: '12' });
    const { id, version } = await town.submit(saved);
    await act(one.client, 'accept', { submissionId: id, expectedVersion: version });
    const input = { personId: one.personId, login: one.login };
    // Linked to an account of that name, and about to link another.
    await owner.query(
      `INSERT INTO identity (tenant_id, person_id, issuer, subject) VALUES ($1, $2, 'https://idp.example.cn', $3)`,
      [await tenantId(), one.personId, one.login],
    );
    await owner.query(
      `INSERT INTO authentication_request (tenant_id, state_hash, browser_hash, checks, session_id, expires_at)
       SELECT tenant_id, 's', 'b', 'c', id, now() FROM session WHERE tenant_id = $1 AND person_id = $2`,
      [await tenantId(), one.personId],
    );
    expect(await refused(town.admin, 'erasePerson', { ...input, login: 'another' })).toEqual([
      'ERASURE_UNCONFIRMED',
    ]);
    expect(await refused(town.admin, 'erasePerson', input)).toEqual([]);
    expect((await one.client.get<{ me: unknown }>('{ me { id } }')).me).toBeNull();
    const signIn = { tenant: 'alpha', login: one.login, password };
    expect(await refused(new Client(huiji.apiUrl), 'signIn', signIn)).toEqual(['SIGN_IN_FAILED']);
    expect(canariesIn(await everythingIn(owner), [one.login, one.name, one.email, one.phone])).toEqual([]);
    for (const name of ['exportPerson', 'erasePerson', 'issueCode', 'endSessions'] as const)
      expect(await refused(town.admin, name, about(name, one))).toEqual(['NOT_FOUND']);
    const { rows } = await owner.query('SELECT state, reviewed_by FROM submission WHERE id = $1', [id]);
    expect(rows).toEqual([{ state: 'ACCEPTED', reviewed_by: one.personId }]);
    const auditor = await huiji.client('alpha', 'auditor');
    const events = await auditor.get<{
      auditEvents: { nodes: Array<{ action: string; person: object }> };
    }>(`{ auditEvents(personId: "${one.personId}") { nodes { action person { id name } } } }`);
    expect(events.auditEvents.nodes).toContainEqual({
      action: 'ACCEPT',
      person: { id: one.personId, name: `已注销 · erased ${one.personId.slice(-6)}` },
    });
    const tenant = await tenantId();
    await eventually(async () => {
      const { rows: unsealed } = await owner.query('SELECT FROM audit_unsealed WHERE tenant_id = $1', [
        tenant,
      ]);
      expect(unsealed).toEqual([]);
    });
    const source = await openDataSource(huiji.database.appUrl, 1);
    const { findings } = await reading(source, tenant, (tx) => verifyChain(tx, tenant));
    await source.destroy();
    expect(findings).toEqual([]);
  });

  test('may be done by oneself, by the password; the last administrator stays', async () => {
    const one = await somebody();
    const input = { personId: one.personId, login: one.login };
    expect(await refused(one.client, 'erasePerson', input)).toEqual(['FIELD_REQUIRED']);
    expect(await refused(one.client, 'erasePerson', { ...input, current: 'wrong' })).toEqual([
      'PASSWORD_WRONG',
    ]);
    expect(await refused(one.client, 'erasePerson', { ...input, current: password })).toEqual([]);
    expect((await one.client.get<{ me: unknown }>('{ me { id } }')).me).toBeNull();
    const { me } = await town.admin.get<{ me: { id: string } }>('{ me { id } }');
    const last = { personId: me.id, login: 'admin', current: password };
    expect(await refused(town.admin, 'erasePerson', last)).toEqual(['LAST_ADMINISTRATOR']);
  });
});

test('what proved who somebody was is deleted when it has been of no use for long', async () => {
  const one = await somebody();
  const age = (days: number, device: string) =>
    owner.query(
      `INSERT INTO session (tenant_id, token_hash, person_id, expires_at, device)
       SELECT tenant_id, sha256(convert_to($2::text, 'UTF8')), id, now() - make_interval(days => $1), $2 FROM person WHERE id = $3`,
      [days, device, one.personId],
    );
  await age(29, 'young');
  await age(31, 'old');
  await owner.query(
    `INSERT INTO one_time_code (tenant_id, id, person_id, purpose, code_hash, expires_at)
     SELECT tenant_id, gen_random_uuid(), id, 'RESET', sha256('x'), now() - interval '31 days' FROM person WHERE id = $1`,
    [one.personId],
  );
  for (const [state, minutes] of [
    ['gone', -1],
    ['waiting', 10],
  ])
    await owner.query(
      `INSERT INTO authentication_request (tenant_id, state_hash, browser_hash, checks, session_id, expires_at)
       SELECT tenant_id, convert_to($2, 'UTF8'), 'b', 'c', id, now() + make_interval(mins => $3) FROM session
       WHERE person_id = $1 AND device = 'young'`,
      [one.personId, state, minutes],
    );
  await huiji.startWorker();
  await eventually(async () => {
    const { rows } = await owner.query(
      `SELECT device FROM session WHERE person_id = $1 AND device IN ('young', 'old')
       UNION ALL SELECT 'code' FROM one_time_code WHERE person_id = $1
       UNION ALL SELECT convert_from(state_hash, 'UTF8') FROM authentication_request ORDER BY 1`,
      [one.personId],
    );
    expect(rows).toEqual([{ device: 'waiting' }, { device: 'young' }]);
  });
});

test('an import is deleted 30 days after its beginning, but for one that an operation is at', async () => {
  const begun = async (days: number): Promise<string> => {
    const { id } = await setAside(town.clerk, { fileName: `${days}.csv`, size: 1 });
    await owner.query('UPDATE import SET created_at = now() - make_interval(days => $2) WHERE id = $1', [
      id,
      days,
    ]);
    await owner.query(
      `INSERT INTO import_return (tenant_id, id, import_id, union_id, period, version, cells, tables)
       SELECT tenant_id, gen_random_uuid(), id, $2, period, 0, '[]', '[]' FROM import WHERE id = $1`,
      [id, town.grassroots[0]],
    );
    return id;
  };
  const [young, old, busy] = [await begun(29), await begun(31), await begun(31)];
  await owner.query(
    `INSERT INTO operation (tenant_id, id, state, attempts, claimed_until, input, created_by)
     SELECT tenant_id, gen_random_uuid(), 'RUNNING', 1, now() + interval '1 h', jsonb_build_object('kind', 'UNDO_IMPORT', 'importId', id,
       'form', form, 'period', period), created_by FROM import WHERE id = $1`,
    [busy],
  );
  const left = async (table: string, column: string): Promise<string[]> => {
    const { rows } = await owner.query<{ id: string }>(
      `SELECT ${column} AS id FROM ${table} WHERE ${column} = ANY($1) ORDER BY 1`,
      [[young, old, busy]],
    );
    return rows.map(({ id }) => id);
  };
  await huiji.startWorker();
  await eventually(async () => {
    expect(await left('import', 'id')).toEqual([young, busy].toSorted());
    expect(await left('import_return', 'import_id')).toEqual([young, busy].toSorted());
  });
  await owner.query(`DELETE FROM operation WHERE input ->> 'importId' = $1`, [busy]);
});

test('no log, no job and nothing else in Redis names anybody, whatever goes wrong', async () => {
  const one = await somebody();
  const { unionId, saved } = await reachable();
  const typed = ['金丝雀自由文字', 'canary-free-text', '7654321'];
  const nobody = new Client(huiji.apiUrl);
  await refused(nobody, 'signIn', { tenant: typed[1], login: one.login, password: typed[0] });
  await refused(nobody, 'requestReset', { tenant: 'alpha', login: one.login });
  await town.admin.ask(`{ tradeUnion(code: "${typed[0]}") { ${typed[1]?.replaceAll('-', '_')} } }`);
  await town.admin.ask(mutationOf('createPerson'), {
    input: { login: one.login, name: { [typed[0]!]: typed[1] } },
  });
  const { origin } = new URL(huiji.apiUrl);
  for (const path of [
    `/graphql?query=${typed[1]}`,
    `/nowhere/${typed[1]}?name=${encodeURIComponent(one.name)}`,
  ])
    await fetch(origin + path, { headers: town.admin.headers });
  await fetch(huiji.apiUrl, {
    ...{ method: 'POST', body: `{ "query": ${one.name}`, headers: { 'content-type': 'application/json' } },
  });
  // Faults of ours: what PostgreSQL says of them has the values in it.
  await owner.query(`ALTER TABLE person ADD CONSTRAINT broken CHECK (name <> '金丝雀新人') NOT VALID`);
  await owner.query(`CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a fault about ${typed[0]} of ${one.name}' USING DETAIL = NEW::text; END $$;
    CREATE TRIGGER broken BEFORE INSERT OR UPDATE ON rollup FOR EACH ROW EXECUTE FUNCTION broken()`);
  const newcomer = {
    login: 'canary-newcomer',
    name: '金丝雀新人',
    email: 'canary-new@example.com',
    phone: '13700009999',
  };
  const appointments = [{ unionId, role: 'LEADER' }];
  expect(await refused(town.admin, 'createPerson', { ...newcomer, password, appointments })).toEqual([
    'INTERNAL',
  ]);
  await town.accept(await town.submit(saved));
  await eventually(async () => {
    expect((await readFile(log, 'utf8')).includes('code=P0001')).toBe(true);
    expect((await everythingOf(huiji.redisUrl)).includes('code=P0001')).toBe(true);
  });
  await owner.query('DROP TRIGGER broken ON rollup; ALTER TABLE person DROP CONSTRAINT broken');
  const canaries = [
    ...[one.login, one.name, one.email, one.phone, ...typed, ...Object.values(newcomer)],
    ...[...Object.values(reached), ...Object.values(cover), encodeURIComponent(one.name)],
  ];
  const logged = await readFile(log, 'utf8');
  expect(canariesIn(logged, canaries)).toEqual([]);
  expect(canariesIn(await everythingOf(huiji.redisUrl), canaries)).toEqual([]);
  // It says what a developer needs all the same.
  expect(logged).toMatch(/"name":"GraphQL",.*"fault":"\w*Error code=23514 constraint=broken table=person/);
  expect(logged).toContain('"msg":"request completed"');
});
