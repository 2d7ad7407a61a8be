import { grantLogin, migrate } from './run.js';

/**
 * The migration step of an installation: `DATABASE_URL` names the owner, `APP_PASSWORD` is given to the application's
 * login. Prints the role that api and worker connect as.
 */
const { DATABASE_URL: url, APP_PASSWORD: password } = process.env;
if (!url || !password)
  throw new Error('Set DATABASE_URL (the owner) and APP_PASSWORD (for the application role).');
await migrate(url);
const app = new URL(await grantLogin(url, password));
process.stdout.write(`Migrated. api and worker connect as ${app.username}.\n`);
