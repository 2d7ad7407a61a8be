import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Anchor, beginning, eventColumns, type EventText, linkText } from '@huiji/domain/audit-chain';
import { audit } from '@huiji/store/audit';
import { eventTexts, headOf, sealNext, sha256, unsealedTenants } from '@huiji/store/audit-chain';
import { checkAnchors, verifyChain } from '@huiji/store/audit-verify';
import { inTenant, openDataSource, reading } from '@huiji/store/data-source';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { command as run } from './harness/command.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { Chance, seedOf } from './harness/random.js';
import { tamperings } from './harness/tampering.js';
import { eventually } from './harness/town.js';

const events = Number(process.env['AUDIT_EVENTS'] ?? 480);
const times = Number(process.env['TAMPERINGS'] ?? 1_000);
const seed = seedOf();
const chance = new Chance(seed);

let huiji: Huiji;
let app: DataSource;
let owner: pg.Client;
const tenants: Record<string, string> = {};

beforeAll(async () => {
  console.log(`audit: SEED=${seed}`);
  huiji = await startHuiji({ worker: false });
  for (const code of ['alpha', 'beta']) await openTestTenant(huiji, code);
  app = await openDataSource(huiji.database.appUrl, 10);
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  const { rows } = await owner.query<{ code: string; tenant_id: string }>(
    'SELECT code, tenant_id FROM tenant',
  );
  for (const { code, tenant_id } of rows) tenants[code] = tenant_id;
});
afterAll(async () => {
  await app.destroy();
  await owner.end();
  await huiji.stop();
});

const write = (tenantId: string, i: number): Promise<void> =>
  inTenant(app, tenantId, (tx) =>
    audit(
      tx,
      { tenantId, personId: null, requestId: `r${i}`, address: i % 2 ? '127.0.0.1' : '::1' },
      { action: 'TEST', objectType: 'thing', objectId: String(i), after: { 数: i, text: '"工会"\n' } },
    ),
  );

const verified = (tenantId: string) => reading(app, tenantId, (tx) => verifyChain(tx, tenantId, 0));

async function anchored(): Promise<Anchor[]> {
  const files = await readdir(huiji.anchors);
  const texts = await Promise.all(files.map((name) => readFile(join(huiji.anchors, name), 'utf8')));
  return texts
    .flatMap((text) => text.trim().split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as Anchor);
}

test('the hash covers every column that an event has', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'audit_event'`,
  );
  const camel = rows.map(({ name }) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
  expect(camel.toSorted()).toEqual([...eventColumns].toSorted());
  const [row] = (
    await owner.query<{ event: object }>(`SELECT ${eventTexts} AS event FROM audit_event e LIMIT 1`)
  ).rows;
  expect(Object.keys(row!.event).toSorted()).toEqual([...eventColumns].toSorted());
});

test('eight writers, two workers, one killing: one chain, each event once, all heads anchored', async () => {
  const tenantId = tenants['alpha']!;
  const workers = () => Promise.all([huiji.startWorker(), huiji.startWorker()]);
  await workers();
  let written = 0;
  let restarted = false;
  const writing = Promise.all(
    Array.from({ length: 8 }, async () => {
      while (!restarted || written < events) await write(tenantId, (written += 1));
    }),
  );
  await eventually(async () => expect((await anchored()).length).toBeGreaterThan(1));
  await huiji.killWorker();
  await workers();
  const { length } = await anchored();
  await eventually(async () => expect((await anchored()).length).toBeGreaterThan(length));
  restarted = true;
  await writing;
  await eventually(async () => expect(await unsealedTenants(app)).toEqual([]));
  const { findings, head, ...counts } = await verified(tenantId);
  expect(findings).toEqual([]);
  expect(counts.sealed).toBe(counts.events);
  expect(counts.events).toBeGreaterThanOrEqual(events);

  // Once more without what verifies, link by link: no fork, nothing twice, nothing left out.
  const links = await owner.query<{ sequence: string; hash: string; event: EventText }>(
    `SELECT l.sequence, encode(l.hash, 'hex') AS hash, ${eventTexts} AS event FROM audit_link l
     JOIN audit_event e ON e.tenant_id = l.tenant_id AND e.id = l.event_id WHERE l.tenant_id = $1 ORDER BY l.sequence`,
    [tenantId],
  );
  expect(new Set(links.rows.map(({ event }) => event.id)).size).toBe(counts.events);
  let previous = beginning;
  links.rows.forEach(({ sequence, hash, event }, i) => {
    expect(Number(sequence)).toBe(i + 1);
    previous = sha256(linkText(previous, i + 1, event));
    expect(hash).toBe(previous);
  });
  await eventually(async () => expect(await anchored()).toContainEqual(head));
  const anchors = (await anchored()).filter((one) => one.tenantId === tenantId);
  expect(await reading(app, tenantId, (tx) => checkAnchors(tx, tenantId, anchors))).toEqual([]);
  console.log(`audit: ${counts.events} events in ${counts.seals} seals, ${anchors.length} anchors`);
  await huiji.killWorker();
});

test('what waits is unsealed, and a sealer at work keeps the others out', async () => {
  const tenantId = tenants['alpha']!;
  await write(tenantId, -1);
  expect(await unsealedTenants(app)).toContain(tenantId);
  expect((await verified(tenantId)).findings).toMatchObject([{ kind: 'UNSEALED' }]);
  // Within what an event may wait nothing is wrong.
  expect((await reading(app, tenantId, (tx) => verifyChain(tx, tenantId))).findings).toEqual([]);
  const sealed = await Promise.all(Array.from({ length: 8 }, () => sealNext(app, tenantId)));
  expect(sealed.filter(({ head }) => head !== null)).toHaveLength(1);
  // A pointer written by hand to what is sealed is cleared, and seals nothing twice.
  await owner.query(
    'INSERT INTO audit_unsealed SELECT tenant_id, event_id FROM audit_link WHERE tenant_id = $1 AND sequence = 1',
    [tenantId],
  );
  expect(await sealNext(app, tenantId)).toEqual({ taken: 1, head: null });
  expect((await verified(tenantId)).findings).toEqual([]);
});

describe('tampered with', () => {
  let tenantId: string;
  const anchors: Anchor[] = [];
  let ids: string[];
  let source: DataSource;
  beforeAll(async () => {
    tenantId = tenants['beta']!;
    source = await new DataSource({
      type: 'postgres',
      url: huiji.database.ownerUrl,
      poolSize: 1,
    }).initialize();
    await sealNext(app, tenantId);
    anchors.push((await reading(app, tenantId, (tx) => headOf(tx, tenantId)))!);
    for (let batch = 0; batch < 6; batch += 1) {
      for (let i = 0; i < 6; i += 1) await write(tenantId, i);
      const { head } = await sealNext(app, tenantId);
      anchors.push(head!);
    }
    const { rows } = await owner.query<{ event_id: string }>(
      'SELECT event_id FROM audit_link WHERE tenant_id = $1 ORDER BY sequence',
      [tenantId],
    );
    ids = rows.map((row) => row.event_id);
  });
  afterAll(() => source.destroy());

  test(`${times} times at random, each is found, of its kind, and where it is`, async () => {
    const names = Object.keys(tamperings);
    const found = new Map<string, number>();
    const run = source.createQueryRunner();
    const look = async () => [
      ...(await verifyChain(run.manager, tenantId)).findings,
      ...(await checkAnchors(run.manager, tenantId, anchors)),
    ];
    for (let time = 0; time < times; time += 1) {
      // Each at least once, then at random.
      const name = names[time] ?? chance.pick(names);
      await run.query('START TRANSACTION');
      const { kind, about } = await tamperings[name]!({ tenantId, events: ids, anchors, run }, chance);
      const findings = await look();
      await run.query('ROLLBACK');
      const told = findings.filter(
        (one) =>
          one.kind === kind && (about === undefined || [one.eventId, one.seal].includes(about as never)),
      );
      if (told.length === 0) throw new Error(`not found: ${JSON.stringify({ name, kind, about, findings })}`);
      found.set(name, (found.get(name) ?? 0) + 1);
    }
    expect(await look()).toEqual([]);
    await run.release();
    expect(found.size).toBe(names.length);
    console.log(
      `audit: ${times} of ${times} tamperings found\n${[...found].map(([name, n]) => `  ${name}: ${n}`).join('\n')}`,
    );
  }, 120_000);

  test('the command ends with 0, after a tampering with 1, and says what was found', async () => {
    await writeFile(
      join(huiji.anchors, 'audit-test.jsonl'),
      anchors.map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    const clean = await command();
    expect(clean).toMatchObject({ code: 0 });
    expect(clean.said).toMatch(/^alpha: 事件\/rows \d+, /m);
    expect(clean.said).toContain(`beta: 事件/rows ${ids.length}, 已封存/sealed ${ids.length}, `);
    expect(clean.said).toContain('nothing was found');
    const [before] = (
      await owner.query<{ action: string }>(
        'SELECT action FROM audit_event WHERE tenant_id = $1 AND id = $2',
        [tenantId, ids[3]],
      )
    ).rows;
    const set = (action: string) =>
      owner.query('UPDATE audit_event SET action = $3 WHERE tenant_id = $1 AND id = $2', [
        tenantId,
        ids[3],
        action,
      ]);
    await set('NOTHING');
    const tampered = await command();
    expect(tampered).toMatchObject({ code: 1 });
    expect(tampered.said).toContain(`EDITED    event ${ids[3]}, place 4`);
    expect(tampered.said).toContain('审计链有 1 处异常');
    // Another tenant's chain is as it was.
    expect(await command({ TENANT: 'alpha' })).toMatchObject({ code: 0 });
    expect(await command({ TENANT: 'gamma' })).toMatchObject({ code: 1 });
    await set(before!.action);
    expect(await command()).toMatchObject({ code: 0 });
    // The tail cut off is found by the anchors alone.
    await owner.query('DELETE FROM audit_event WHERE tenant_id = $1 AND id = ANY($2::uuid[])', [
      tenantId,
      ids.slice(anchors[5]!.sequence),
    ]);
    await owner.query('DELETE FROM audit_link WHERE tenant_id = $1 AND sequence > $2', [
      tenantId,
      anchors[5]!.sequence,
    ]);
    await owner.query('DELETE FROM audit_seal WHERE tenant_id = $1 AND number > 6', [tenantId]);
    const blind = await command({ AUDIT_ANCHOR_DIR: '' });
    expect([blind.said, blind.code]).toEqual([expect.any(String), 0]);
    expect(blind.said).toContain('cannot be found out');
    const cut = await command();
    expect(cut).toMatchObject({ code: 1 });
    expect(cut.said).toContain('TRUNCATED');
  }, 60_000);

  /** Runs the command under the application's role. */
  const command = (more: NodeJS.ProcessEnv = {}) =>
    run('audit-verify', [], {
      ...{ AUDIT_ANCHOR_DIR: huiji.anchors, DATABASE_URL: huiji.database.appUrl, ...more },
    });
});
