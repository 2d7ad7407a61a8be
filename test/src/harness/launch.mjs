import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

// Plain JavaScript, since global-setup.mjs needs it too; its types are in launch.d.mts.

/** After so many milliseconds whoever has asked a process to end kills it. */
const patience = 10_000;

export function launch(app, env) {
  const main = new URL(`../../../apps/${app}/dist/main.js`, import.meta.url).pathname;
  // A suite that reads what is logged names a file for it.
  const log = env.TEST_LOG ? openSync(env.TEST_LOG, 'a') : 'inherit';
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', log, log, 'ipc'] });
  if (env.TEST_LOG) closeSync(log);
  const ended = once(child, 'exit');
  const early = ended.then(() => Promise.reject(new Error(`the ${app} ended before it was ready`)));
  return {
    ready: Promise.race([once(child, 'message').then(() => undefined), early]),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async end() {
      child.kill('SIGTERM');
      const late = sleep(patience, 'late', { ref: false });
      if ((await Promise.race([ended, late])) === 'late')
        throw new Error(`the ${app} still runs ${patience} ms after SIGTERM`);
    },
  };
}

export async function launchApi(settings) {
  const port = await freePort();
  const api = launch('api', { ...settings, HOST: '127.0.0.1', PORT: String(port) });
  await api.ready;
  return { url: `http://127.0.0.1:${port}/graphql`, kill: api.kill, end: api.end };
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Points a minute that no test uses up, so that the budgets are counted and never felt. */
const plenty = '100000000';

export const attachmentSecret = 'an-attachment-secret-of-the-tests';

export const settingsFor = (appUrl, redisUrl, attachments) => ({
  ...process.env,
  ...{ DATABASE_URL: appUrl, REDIS_URL: redisUrl, NODE_OPTIONS: '', LOG_LEVEL: 'fatal' },
  ...{ ATTACHMENT_STORE: pathToFileURL(attachments).href, ATTACHMENT_SECRET: attachmentSecret },
  ...{ RATE_LIMIT_PERSON: plenty, RATE_LIMIT_TENANT: plenty, RATE_LIMIT_ADDRESS: plenty },
});

export const redisOf = (worker) => `${process.env['REDIS_URL']}/${worker}`;
