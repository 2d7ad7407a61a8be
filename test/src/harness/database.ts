import { randomBytes } from 'node:crypto';
import { grantLogin } from '@huiji/migrations/run';
import pg from 'pg';

const server = (): string => {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`.');
  return url;
};

const named = (name: string): string => {
  const url = new URL(server());
  url.pathname = `/${name}`;
  return url.toString();
};

async function atServer(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: server() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  ownerUrl: string;
  /** The application's role: neither owner nor superuser, as in production. */
  appUrl: string;
  drop(): Promise<void>;
}

/**
 * A migrated, empty database: a clone of the template that global-setup.mjs migrated. Under a name that is given it takes
 * the place of the one before, whoever is connected to that.
 */
export async function testDatabase(
  name = `huiji_test_${randomBytes(6).toString('hex')}`,
): Promise<TestDatabase> {
  const template = process.env['TEST_TEMPLATE'] ?? '';
  await atServer(async (client) => {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  const ownerUrl = named(name);
  const appUrl = await grantLogin(ownerUrl, 'test');
  const role = new URL(appUrl).username;
  return {
    ownerUrl,
    appUrl,
    drop: () =>
      atServer(async (client) => {
        await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
        await client.query(`DROP ROLE IF EXISTS "${role}"`);
      }),
  };
}
