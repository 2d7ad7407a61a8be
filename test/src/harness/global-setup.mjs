import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { grantLogin, migrate } from '@huiji/migrations/run';
import pg from 'pg';
import { launchApi, redisOf, settingsFor } from './launch.mjs';

/**
 * Migrates one template database; each suite clones it in tens of milliseconds. Each Jest worker gets an api that its
 * suites ask one after the other (`startHuiji`): it is started once, and warm then. Plain JavaScript on built packages:
 * Jest loads this file without the resolution that tests have.
 */
export default async function setup({ maxWorkers }) {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`.');
  const template = await anew(server, 'huiji_test_template');
  await migrate(template.url);
  await weaken(template.url);
  process.env['TEST_TEMPLATE'] = template.name;
  process.env['TEST_AUDITED'] = await mkdtemp(join(tmpdir(), 'huiji-audited-'));
  const workers = Array.from({ length: maxWorkers }, (_, i) => i + 1);
  globalThis.apis = await Promise.all(
    workers.map(async (worker) => {
      const database = await anew(server, `huiji_test_${worker}`, template.name);
      // The password stays when the database is made anew for the next suite.
      const appUrl = await grantLogin(database.url, 'test');
      const attachments = await mkdtemp(join(tmpdir(), 'huiji-attachments-'));
      process.env[`TEST_ATTACHMENTS_${worker}`] = attachments;
      const api = await launchApi(settingsFor(appUrl, redisOf(worker), attachments));
      process.env[`TEST_API_${worker}`] = api.url;
      return { ...api, attachments };
    }),
  );
}

/** What `npm run test:weakened` takes away from the schema, to see which test sees it. */
async function weaken(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(process.env['TEST_WEAKENED'] ?? '');
  await client.end();
}

async function anew(server, name, template = 'template1') {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.toString() };
}
