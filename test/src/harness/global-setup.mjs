import { migrate } from '@huiji/migrations/run';
import pg from 'pg';

/**
 * Migrates one template database; each suite clones it in tens of milliseconds. Plain JavaScript on built packages:
 * Jest loads this file without the resolution that tests have.
 */
export default async function setup() {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`.');
  const name = 'huiji_test_template';
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.toString());
  process.env['TEST_TEMPLATE'] = name;
}
