import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startPostgres } from '@huiji/local/postgres';
import { temporaryFolder } from '@huiji/local/temporary';
import { grantLogin } from '@huiji/migrations/run';
import { beginSnapshot, rowsOut, tablesOf } from '@huiji/store/table-copy';
import pg from 'pg';
import { attach, filesIn } from './harness/attachments.js';
import { Client } from './harness/client.js';
import { command as run } from './harness/command.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { launch, launchApi, settingsFor } from './harness/launch.mjs';
import { change } from './harness/organisation.js';
import { Chance, seedOf } from './harness/random.js';
import { drained, totals } from './harness/recompute.js';
import { act, buildTown, found, type Seen, type Town } from './harness/town.js';

const seed = seedOf();
const chance = new Chance(seed);
const cells = { mem_worker_cnt: '100', mem_member_cnt: '100', mem_retained_cnt: '100' };

let huiji: Huiji;
let towns: Record<string, Town>;
let owner: pg.Client;
/** Where this suite keeps backups and what is restored from them. */
let scratch: string;
/** A cluster in which nobody has ever heard of Huiji: neither its roles nor its databases are there. */
let elsewhere: { url: string; stop: () => Promise<void> };
let databases = 0;
/** Of each tenant: a return that is accepted, and one that waits to be. */
const accepted: Record<string, Seen> = {};
const waiting: Record<string, Seen> = {};

beforeAll(async () => {
  console.log(`backup: SEED=${seed}`);
  scratch = await mkdtemp(join(tmpdir(), 'huiji-backup-'));
  huiji = await startHuiji();
  towns = {};
  for (const code of ['alpha', 'beta']) {
    await openTestTenant(huiji, code);
    towns[code] = await buildTown(huiji, code);
  }
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  const folder = await temporaryFolder();
  const server = await startPostgres(join(folder.path, 'postgres'), { durable: false });
  elsewhere = { url: server.url, stop: () => server.stop().then(() => folder.stop()) };

  for (const [code, town] of Object.entries(towns)) {
    const [first, second, third] = town.grassroots;
    const draft = await town.save(first, cells);
    await attach(huiji, town.clerk, { submissionId: draft.id });
    accepted[code] = await town.accept(await town.submit({ ...draft }));
    await correct(town, await town.fileAndAccept(second, cells));
    waiting[code] = await town.submit(await town.save(third, cells));
    const other = {
      parentId: town.root,
      code: 'B2',
      name: '交通局工会',
      level: 'INTERMEDIATE',
      kind: 'BUREAU',
    };
    const parentId = await found(town.admin, other);
    await change(town.admin, 'moveUnion', { unionId: second, parentId });
  }
  await drained(owner);
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await huiji?.stop();
  await elsewhere?.stop();
  await rm(scratch, { recursive: true, force: true });
});

/** Corrects an accepted return, and has it accepted again. */
async function correct(town: Town, { id }: { id: string }) {
  const draft = await act(town.clerk, 'restate', { submissionId: id, reason: '更正' });
  return town.accept(await town.submit(draft));
}

/** Runs one of the two commands with these settings and no others. */
const command = (name: 'backup' | 'restore', folder: string, settings: NodeJS.ProcessEnv) =>
  run(name, [folder], { ATTACHMENT_STORE: '', AUDIT_ANCHOR_DIR: '', ...settings });

const backUp = (folder: string, more: NodeJS.ProcessEnv = {}) =>
  command('backup', folder, {
    DATABASE_URL: huiji.database.ownerUrl,
    ATTACHMENT_STORE: pathToFileURL(huiji.attachments).href,
    AUDIT_ANCHOR_DIR: huiji.anchors,
    ...more,
  });

/** A place that a backup may come back to: a database that has never been migrated, and folders that are not there. */
async function emptyPlace(): Promise<{ url: string; attachments: string; settings: NodeJS.ProcessEnv }> {
  databases += 1;
  const name = `restored_${databases}`;
  await asking(elsewhere.url, `CREATE DATABASE ${name}`);
  const url = new URL(elsewhere.url);
  url.pathname = `/${name}`;
  const attachments = join(scratch, `${name}-attachments`);
  return {
    url: url.toString(),
    attachments,
    settings: { DATABASE_URL: url.toString(), ATTACHMENT_STORE: pathToFileURL(attachments).href },
  };
}

async function asking<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  return client
    .query<Row>(text)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

/** Of every table how many rows it has of each tenant, and a hash over these: by SQL that the product does not use. */
async function fingerprints(url: string): Promise<Record<string, unknown>> {
  const tables = await asking<{ name: string }>(
    url,
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'migrations' ORDER BY 1`,
  );
  const found: Record<string, unknown> = {};
  for (const { name } of tables)
    found[name] = await asking(
      url,
      `SELECT tenant_id, count(*)::int, md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM ${name} t GROUP BY 1 ORDER BY 1`,
    );
  return found;
}

/** The sums of a backup as they are after somebody has altered it, hashes and all. */
async function sumAgain(folder: string): Promise<void> {
  const lines = await Promise.all(
    (await filesIn(folder))
      .filter((path) => path !== 'SHA256SUMS')
      .map(async (path) => {
        const bytes = await readFile(join(folder, path));
        return `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`;
      }),
  );
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''));
}

const copyOf = async (folder: string): Promise<string> => {
  const copy = await mkdtemp(join(scratch, 'copy-'));
  await promisify(execFile)('cp', ['-a', `${folder}/.`, copy]);
  return copy;
};

const rollup = `{ rollup(unionCode: "CODE-root", form: "work-q", period: "2026Q3") { reportsAccepted reportsExpected
  cells(codes: ["mem_member_cnt"]) { value filled } children { nodes { union { code } cells(codes: ["mem_member_cnt"]) { value } } } } }`;
const totalsOf = (client: Client, tenant: string) => client.get(rollup.replace('CODE', tenant));

/** The rows of a backup's manifest, table by table. */
const tablesIn = async (folder: string): Promise<unknown> =>
  (JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as { tables: unknown }).tables;

test('the drill: backed up while people work and no worker runs, restored elsewhere, it is whole and works on', async () => {
  // What is accepted now waits in the outbox when the backup is made.
  await huiji.killWorker();
  for (const [code, town] of Object.entries(towns)) await town.accept(waiting[code]!);
  const working = new AbortController();
  let corrections = 0;
  const work = Promise.all(
    Object.entries(towns).map(async ([code, town]) => {
      for (let last = accepted[code]!; !working.signal.aborted; corrections += 1)
        last = accepted[code] = await correct(town, last);
    }),
  );
  const folder = join(scratch, 'drill');
  const before = corrections;
  const made = await backUp(folder);
  const meanwhile = corrections - before;
  working.abort();
  await work;
  expect(made).toMatchObject({ code: 0 });
  expect(made.said).toContain('FIELD_KEY is not in the backup');
  expect(meanwhile).toBeGreaterThan(0);

  const place = await emptyPlace();
  const anchors = `${place.attachments}-anchors`;
  const restored = await command('restore', folder, { ...place.settings, AUDIT_ANCHOR_DIR: anchors });
  expect(restored).toMatchObject({ code: 0 });
  expect(restored.said).toContain('The audit is as it was sealed: nothing was found.');
  expect(restored.said).toContain('All totals are what the contributions add up to');
  expect(await filesIn(place.attachments)).toEqual(await filesIn(huiji.attachments));
  expect((await readdir(anchors)).length).toBeGreaterThan(0);

  // Backed up once more, before anything runs on it, the copy is the same to the byte.
  expect(await command('backup', `${folder}-again`, place.settings)).toMatchObject({ code: 0 });
  expect(await tablesIn(`${folder}-again`)).toEqual(await tablesIn(folder));

  // One moment: whatever was accepted is in the audit, and whatever the audit says was accepted is there, of both tenants.
  const [{ tenants, contributed, told, pending } = {}] = await asking<Record<string, number>>(
    place.url,
    `SELECT (SELECT count(DISTINCT tenant_id)::int FROM contribution WHERE kind = 'FILED') AS tenants,
       (SELECT count(DISTINCT (tenant_id, submission_id))::int FROM contribution WHERE kind = 'FILED') AS contributed,
       (SELECT count(*)::int FROM audit_event WHERE action = 'ACCEPT') AS told,
       (SELECT count(*)::int FROM rollup_outbox) AS pending`,
  );
  expect(tenants).toBe(2);
  expect(told).toBe(contributed);
  expect(pending).toBeGreaterThan(0);
  console.log(
    `backup: ${meanwhile} corrections accepted meanwhile, ${contributed} returns in it, ${pending} waiting`,
  );

  // The product on the copy: what waited is added, and the answers are those of brute force and of the original.
  const settings = {
    ...settingsFor(await grantLogin(place.url, 'test'), `${process.env['REDIS_URL']}/14`, place.attachments),
    AUDIT_ANCHOR_DIR: anchors,
  };
  const api = await launchApi(settings);
  const worker = launch('worker', settings);
  const copy = new pg.Client(place.url);
  await copy.connect();
  try {
    await worker.ready;
    await drained(copy);
    const { stored, recomputed } = await totals(copy);
    expect(stored.size).toBeGreaterThan(0);
    expect(stored).toEqual(recomputed);
    await huiji.startWorker();
    await drained(owner);
    for (const [code, town] of Object.entries(towns)) {
      const there = await new Client(api.url).signIn(code, 'statistician', password);
      expect(await totalsOf(there, code)).toEqual(await totalsOf(town.statistician, code));
    }
  } finally {
    await copy.end();
    await Promise.all([api.kill(), worker.kill()]);
  }
}, 120_000);

test('every row of every tenant comes back, by hashes that the product does not know of', async () => {
  await huiji.killWorker();
  const folder = join(scratch, 'quiet');
  expect(await backUp(folder)).toMatchObject({ code: 0 });
  const place = await emptyPlace();
  expect(await command('restore', folder, place.settings)).toMatchObject({ code: 0 });
  const there = await fingerprints(huiji.database.ownerUrl);
  expect(await fingerprints(place.url)).toEqual(there);
  expect(there['submission']).toHaveLength(2);
  const keys = `SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`;
  expect(await asking(place.url, keys)).toEqual(await asking(huiji.database.ownerUrl, keys));
  const forced = `SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1`;
  expect(await asking(place.url, forced)).toEqual(await asking(huiji.database.ownerUrl, forced));
}, 120_000);

test('one broken byte of any file, a file that is gone, or a backup that never ended is refused before anything is touched', async () => {
  const folder = join(scratch, 'whole');
  expect(await backUp(folder)).toMatchObject({ code: 0 });
  const place = await emptyPlace();
  const paths = await filesIn(folder);
  const kinds = ['tables/', 'attachments/', 'anchors/', 'manifest.json', 'SHA256SUMS'];
  for (const kind of kinds) {
    const path = chance.pick(paths.filter((one) => one.startsWith(kind)));
    const copy = await copyOf(folder);
    const bytes = await readFile(join(copy, path));
    const at = chance.below(bytes.length);
    bytes[at]! ^= 1 << chance.below(8);
    await writeFile(join(copy, path), bytes);
    const refused = await command('restore', copy, place.settings);
    expect([path, at, refused]).toEqual([path, at, { code: 1, said: expect.stringContaining('is damaged') }]);
  }
  const gone = await copyOf(folder);
  await rm(join(gone, chance.pick(paths.filter((one) => one.startsWith('tables/')))));
  expect((await command('restore', gone, place.settings)).said).toContain('is damaged');
  const short = await copyOf(folder);
  const lines = (await readFile(join(short, 'SHA256SUMS'), 'utf8')).trimEnd().split('\n');
  await writeFile(join(short, 'SHA256SUMS'), `${lines.slice(1).join('\n')}\n`);
  expect((await command('restore', short, place.settings)).said).toContain('is damaged: SHA256SUMS');
  await rm(join(short, 'SHA256SUMS'));
  expect((await command('restore', short, place.settings)).said).toContain('is no whole backup');

  expect(await fingerprints(place.url)).toEqual({});
  await expect(readdir(place.attachments)).rejects.toMatchObject({ code: 'ENOENT' });
}, 120_000);

test('rows that were altered together with their hashes are found in the database, and nothing stays of them', async () => {
  const folder = join(scratch, 'forged');
  expect(await backUp(folder)).toMatchObject({ code: 0 });
  const place = await emptyPlace();
  const path = join(folder, 'tables/tenant.copy.gz');
  const text = gunzipSync(await readFile(path)).toString();
  await writeFile(path, gzipSync(text.replace('alpha总工会', 'alpha总公会')));
  await sumAgain(folder);
  const refused = await command('restore', folder, place.settings);
  expect(refused).toMatchObject({
    code: 1,
    said: expect.stringContaining('tenant is not what was backed up'),
  });
  // Without the row of a tenant no foreign key could be made again.
  await writeFile(path, gzipSync(text.replace(/^.*alpha总工会.*\n/m, '')));
  await sumAgain(folder);
  expect(await command('restore', folder, place.settings)).toMatchObject({ code: 1 });
  for (const rows of Object.values(await fingerprints(place.url))) expect(rows).toEqual([]);
  await expect(readdir(place.attachments)).rejects.toMatchObject({ code: 'ENOENT' });
  const keys = `SELECT count(*)::int FROM pg_constraint WHERE contype = 'f'`;
  expect(await asking(place.url, keys)).toEqual(await asking(huiji.database.ownerUrl, keys));
}, 120_000);

test('what is there is never written over, and no version takes the backup of another', async () => {
  const folder = join(scratch, 'refused');
  expect(await backUp(folder)).toMatchObject({ code: 0 });
  const place = await emptyPlace();
  const there = await fingerprints(huiji.database.ownerUrl);
  const onto = await command('restore', folder, { ...place.settings, DATABASE_URL: huiji.database.ownerUrl });
  expect(onto).toMatchObject({ code: 1, said: expect.stringContaining('The database is not empty') });
  expect(await fingerprints(huiji.database.ownerUrl)).toEqual(there);
  const beside = { ...place.settings, ATTACHMENT_STORE: pathToFileURL(huiji.attachments).href };
  expect((await command('restore', folder, beside)).said).toContain('There are attachments in');
  const nowhere = { ...place.settings, ATTACHMENT_STORE: '' };
  expect((await command('restore', folder, nowhere)).said).toContain('set ATTACHMENT_STORE');
  expect((await backUp(folder)).said).toContain('is not empty');

  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    migrations: string[];
  };
  manifest.migrations.pop();
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await sumAgain(folder);
  expect((await command('restore', folder, place.settings)).said).toContain('The backup is of schema');
  expect(await fingerprints(place.url)).toEqual({});
}, 120_000);

test('a role that row-level security binds is refused, and would rather fail than leave a tenant out', async () => {
  const bound = { DATABASE_URL: huiji.database.appUrl };
  const refused = await backUp(join(scratch, 'bound'), bound);
  expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('BYPASSRLS') });
  const app = new pg.Client(huiji.database.appUrl);
  await app.connect();
  try {
    await beginSnapshot(app);
    const tenant = (await tablesOf(app)).find(({ name }) => name === 'tenant');
    await expect(rowsOut(app, tenant!).toArray()).rejects.toMatchObject({ code: '42501' });
  } finally {
    await app.end();
  }
});
