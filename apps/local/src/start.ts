/** `npm start`: the whole product on this machine, until Ctrl-C. */
import { createServer, type ListenOptions } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand, type Started } from './command.js';
import { startInstallation } from './installation.js';
import { namedServer } from './named.js';
import { CHECKOUT, CHECKOUT_HASH, STATE } from './places.js';
import { PlainError } from './plain-error.js';
import { startPostgres, type Server } from './postgres.js';
import { startRedis } from './redis.js';
import { portFrom, welcome } from './welcome.js';

/** A run that was just killed needs a moment to let go of the lock and of its port. */
const PATIENCE_MS = 3_000;

await runCommand(start, 0);

async function start(started: Started): Promise<number> {
  const began = performance.now();
  const host = process.env['HOST'] || '127.0.0.1';
  const port = portFrom(process.env['PORT']);
  await lockCheckout();
  await checkPort(host, port);

  let giveUp: (error: PlainError) => void = () => undefined;
  const gaveUp = new Promise<never>((_, reject) => (giveUp = reject));
  const until = <T>(work: Promise<T>) => Promise.race([work, gaveUp]);

  const [postgres, redis] = await until(startServers(started, giveUp));
  const site = { databaseUrl: postgres.url, redisUrl: redis.url, host, port };
  const { address, signIn } = await until(
    startInstallation(started, { ...site, state: STATE, settings: process.env }, giveUp),
  );
  console.log(welcome(address, signIn, (performance.now() - began) / 1000));
  return gaveUp;
}

/** Our own servers, except where the environment names one. Redis is registered later, and so stopped earlier. */
async function startServers(
  started: Started,
  onGiveUp: (error: PlainError) => void,
): Promise<[Server, Server]> {
  const { DATABASE_URL, REDIS_URL } = process.env;
  const postgres = started.together(() =>
    DATABASE_URL
      ? namedServer('DATABASE_URL', DATABASE_URL)
      : startPostgres(join(STATE, 'postgres'), { onGiveUp }),
  );
  const redis = started.together(() =>
    REDIS_URL ? namedServer('REDIS_URL', REDIS_URL) : startRedis(join(STATE, 'redis'), { onGiveUp }),
  );
  const [[first], [second]] = await Promise.all([postgres, redis]);
  return [first, second];
}

/** Two starts on the same files would destroy them. The kernel frees an abstract socket when its holder dies. */
async function lockCheckout(): Promise<void> {
  const sentence = `Huiji already runs from ${CHECKOUT}: stop that one first, with Ctrl-C in its terminal.`;
  await patiently(() => listens({ path: `\0huiji-start-${CHECKOUT_HASH}` }, 'keep'), sentence);
}

async function checkPort(host: string, port: number): Promise<void> {
  const other = port === 65535 ? 3000 : port + 1;
  const sentence = `Port ${port} of ${host} is in use: choose another with PORT=${other} npm start.`;
  await patiently(() => listens({ host, port }, 'release'), sentence);
}

async function patiently(attempt: () => Promise<boolean>, sentence: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await attempt())) {
    if (Date.now() > deadline) throw new PlainError(sentence);
    await sleep(200);
  }
}

function listens(where: ListenOptions, then: 'keep' | 'release'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else
        reject(
          new PlainError(`HOST and PORT name no address of this machine that we may use: ${error.message}.`),
        );
    });
    server.listen(where, () => {
      if (then === 'keep') resolve(true);
      else server.close(() => resolve(true));
    });
  });
}
