/**
 * `npm run bench`: what rollup, reading, loading and moving cost on a tenant of 100,000 unions, each beside a floor, and what
 * the rules of a return, an import of many, counting homes and members who change unions cost.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDataSource } from '@huiji/store/data-source';
import { drain, pendingScopes } from '@huiji/store/rollup';
import { grantLogin, migrate } from '@huiji/migrations/run';
import type { DataSource } from 'typeorm';
import { checkCosts } from './bench/check.js';
import type { Figures } from './bench/figures.js';
import { homeCosts } from './bench/homes.js';
import { HttpReviewers } from './bench/http.js';
import { historyCosts, importCosts } from './bench/import.js';
import { loadRate } from './bench/load.js';
import { acceptances, delays, drainRate } from './bench/measure.js';
import { buildFederation } from './bench/federation.js';
import { readCosts } from './bench/reads.js';
import { ruleCosts } from './bench/rules.js';
import { type BenchTenant, buildTenant, openPeriod, openQuarter } from './bench/tenant.js';
import { transferCosts } from './bench/transfers.js';
import { treeCosts } from './bench/tree.js';
import { runCommand, type Started } from './command.js';
import { launchApp } from './launch.js';
import { CHECKOUT } from './places.js';
import { startPostgres } from './postgres.js';
import { temporaryFolder } from './temporary.js';
import { startRedis } from './redis.js';
import { freePort } from './supervise.js';

const unions = Number(process.env['UNIONS'] ?? 100_000);
const seconds = Number(process.env['SECONDS'] ?? 4);
const parts = (process.env['PARTS'] ?? 'rules,totals,reads,http,homes,transfers,import,tree').split(',');

/** How many unions one person imports the returns of, below so many bodies. */
const filing = 3_000;
const bodies = 1_555;
/** A large federation's. */
const homes = 12_000;

type Tell = (figures: Figures) => void;

await runCommand(bench, 130);

async function bench(started: Started): Promise<number> {
  const [folder] = await started.together(temporaryFolder);
  const [postgres, redis] = await started.together(
    () => startPostgres(join(folder.path, 'postgres')),
    () => startRedis(join(folder.path, 'redis')),
  );
  await migrate(postgres.url);
  const appUrl = await grantLogin(postgres.url);
  const port = await freePort();
  const env = {
    ...process.env,
    ...{ FIELD_KEY: randomBytes(32).toString('base64'), REQUIRE_TOTP: 'false' },
    ...{ DATABASE_URL: appUrl, REDIS_URL: redis.url, PORT: String(port), LOG_LEVEL: 'warn' },
    ...{ RATE_LIMIT_PERSON: '1000000000', RATE_LIMIT_TENANT: '1000000000' }, // counted and never used up
  };
  const source = await openDataSource(appUrl, 24);
  const results: Figures = {};
  const tell: Tell = (figures) => {
    Object.assign(results, figures);
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(52)} ${value}`);
  };

  if (parts.includes('rules')) tell(ruleCosts());
  const tenant = parts.includes('totals') ? await totals(source, postgres.url, tell) : null;
  if (parts.includes('homes'))
    tell(await homeCosts(source, await buildTenant(postgres.url, bodies + homes, 'bench-homes')));
  if (parts.includes('transfers')) {
    const members = await buildTenant(postgres.url, unions, 'bench-transfers');
    await openPeriod(source, members);
    for (let taken = 1; taken > 0;) ({ taken } = await drain(source, members.scope));
    tell(await transferCosts(source, members));
  }
  if (parts.includes('import')) {
    const clerks = await buildTenant(postgres.url, bodies + filing, 'bench-import');
    await openPeriod(source, clerks);
    tell(await importCosts(source, clerks, { env, folder: join(folder.path, 'files'), many: filing }));
    const past = await buildTenant(postgres.url, bodies + filing, 'bench-history');
    tell(await historyCosts(source, past, { env, folder: join(folder.path, 'past'), many: filing }));
  }
  if (parts.includes('reads')) {
    const read = await buildFederation(source, postgres.url, unions);
    await readCosts(started, read, { env, folder: folder.path, seconds, tell });
  }
  await started.together(() => launchApp('worker', env));
  if (tenant) await visibility(source, tenant, redis.url, tell);
  if (parts.includes('tree') || parts.includes('http')) await started.together(() => launchApp('api', env));
  const server = { ownerUrl: postgres.url, apiUrl: `http://127.0.0.1:${port}/graphql` };
  if (parts.includes('tree')) {
    tell(await loadRate(server, unions));
    tell(await treeCosts(server));
  }
  // The last, since it ends without Redis.
  if (parts.includes('http')) {
    const served = await buildTenant(postgres.url, unions, 'bench-http');
    await openQuarter(source, served);
    const people = await HttpReviewers.signIn(served, server.apiUrl);
    tell(await people.costs(seconds));
    for (const rate of [25, 50, 100, 150]) {
      await nothingWaits(source);
      tell(await people.delays(rate, seconds));
    }
    await nothingWaits(source);
    await redis.stop();
    tell(await people.delays(25, seconds, 'HTTP without Redis, offered 25/s'));
    people.close();
  }

  await source.destroy();
  const file = join(CHECKOUT, '.huiji', 'bench.json');
  await mkdir(join(CHECKOUT, '.huiji'), { recursive: true });
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model };
  await writeFile(file, JSON.stringify({ machine, at: new Date(), results }, null, 2));
  console.log(`written to ${file}`);
  return 0;
}

/** What accepting costs with its rollup, and draining, with nobody else at work. */
async function totals(source: DataSource, ownerUrl: string, tell: Tell): Promise<BenchTenant> {
  const tenant = await buildTenant(ownerUrl, unions);
  tell({ unions, depth: tenant.depth, cells: tenant.cells });
  tell(await openQuarter(source, tenant));
  tell(await drainRate(source, tenant, Math.floor(unions / 5)));
  tell(await checkCosts(source, tenant));
  for (const clients of [1, 4, 16]) tell(await acceptances(source, tenant, { clients, seconds }));
  return tenant;
}

/** How long an acceptance takes to show at the root, with the worker at work. */
async function visibility(
  source: DataSource,
  tenant: BenchTenant,
  redisUrl: string,
  tell: Tell,
): Promise<void> {
  await nothingWaits(source);
  for (const rate of [250, 500, 1_000]) tell(await delays(source, tenant, redisUrl, { rate, seconds }));
}

async function nothingWaits(source: DataSource): Promise<void> {
  while ((await pendingScopes(source)).length > 0) await sleep(100);
}
