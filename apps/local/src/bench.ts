/** `npm run bench`: what the rollup costs, beside the floor without it, on a tenant of 100,000 unions. */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { openDataSource } from '@huiji/store/data-source';
import { pendingScopes } from '@huiji/store/rollup';
import { grantLogin, migrate } from '@huiji/migrations/run';
import type { Figures } from './bench/figures.js';
import { acceptances, delays, drainRate } from './bench/measure.js';
import { buildTenant, openQuarter } from './bench/tenant.js';
import { runCommand, type Started } from './command.js';
import { CHECKOUT } from './places.js';
import { startPostgres } from './postgres.js';
import { APP_LADDER, run } from './processes.js';
import { temporaryFolder } from './temporary.js';
import { startRedis } from './redis.js';

const unions = Number(process.env['UNIONS'] ?? 100_000);
const seconds = Number(process.env['SECONDS'] ?? 4);

await runCommand(bench, 130);

async function bench(started: Started): Promise<number> {
  const [folder] = await started.together(temporaryFolder);
  const [postgres, redis] = await started.together(
    () => startPostgres(join(folder.path, 'postgres')),
    () => startRedis(join(folder.path, 'redis')),
  );
  await migrate(postgres.url);
  const appUrl = await grantLogin(postgres.url);
  const source = await openDataSource(appUrl, 24);
  const results: Figures = {};
  const tell = (figures: Figures): void => {
    Object.assign(results, figures);
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(52)} ${value}`);
  };

  const tenant = await buildTenant(postgres.url, unions);
  tell({ unions, depth: tenant.depth, cells: tenant.cells });
  tell(await openQuarter(source, tenant));
  tell(await drainRate(source, tenant, Math.floor(unions / 5)));
  for (const clients of [1, 4, 16]) tell(await acceptances(source, tenant, { clients, seconds }));

  const worker = (): ReturnType<typeof run> =>
    run(
      process.execPath,
      [join(CHECKOUT, 'apps/worker/dist/main.js')],
      { env: { ...process.env, DATABASE_URL: appUrl, REDIS_URL: redis.url }, stdio: ['ignore', 2, 2, 'ipc'] },
      APP_LADDER,
    );
  await started.together(worker);
  while ((await pendingScopes(source)).length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  for (const rate of [250, 500, 1_000]) tell(await delays(source, tenant, redis.url, { rate, seconds }));

  await source.destroy();
  const file = join(CHECKOUT, '.huiji', 'bench.json');
  await mkdir(join(CHECKOUT, '.huiji'), { recursive: true });
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model };
  await writeFile(file, JSON.stringify({ machine, at: new Date(), results }, null, 2));
  console.log(`written to ${file}`);
  return 0;
}
