/** A Redis of our own: private folder, private port, generated password. */
import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { CACHE, ensureFolder, giveToServer, serverUser } from './places.js';
import type { PlainError } from './plain-error.js';
import type { Launchable, Server } from './postgres.js';
import { SERVER_LADDER, run, stopOrphans, type Running } from './processes.js';
import { redisBinary, type RedisBinary } from './redis-binary.js';
import { freePort, keepRunning, openLog, untilReady } from './supervise.js';

/** Reading a long append-only file back may take a while. */
const READY_SECONDS = 60;

export interface RedisOptions {
  /** Called once when the server keeps dying. Default: the sentence is printed. */
  onGiveUp?: (error: PlainError) => void;
}

/**
 * Starts Redis on a free port of 127.0.0.1, with an append-only file in `dir/data`, and starts it again when it
 * dies. Stops a server that an earlier, killed start left behind in `dir`; the caller makes sure that nobody else
 * is using it.
 */
export async function startRedis(dir: string, options: RedisOptions = {}): Promise<Server> {
  const { onGiveUp = (error) => console.error(error.message) } = options;
  const { url, launch } = await prepareRedis(dir);
  const kept = await keepRunning('Redis', launch, onGiveUp);
  return { url, stop: kept.stop };
}

/** What `startRedis` keeps running. */
export async function prepareRedis(dir: string): Promise<Launchable> {
  const binary = await redisBinary(CACHE);
  await ensureFolder(dir);
  const home = realpathSync(dir);
  const data = join(home, 'data');
  await ensureFolder(data);
  await giveToServer(data);
  const password = randomBytes(18).toString('hex');
  const port = await freePort(); // chosen once: the url must survive a restart
  const config = join(home, 'redis.conf');
  await rm(config, { force: true });
  await writeFile(config, redisConfig(data, port, password), { mode: 0o600 });
  await giveToServer(config);

  const launch = () => launchRedis(binary, home, data, config, () => answers(port, password));
  return { url: `redis://:${password}@127.0.0.1:${port}`, data, launch };
}

function redisConfig(data: string, port: number, password: string): string {
  return [
    `dir ${JSON.stringify(data)}`,
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    'appendonly yes',
    'save ""',
    'maxmemory-policy noeviction', // BullMQ loses jobs under any other
    '',
  ].join('\n');
}

async function launchRedis(
  binary: RedisBinary,
  home: string,
  data: string,
  config: string,
  isReady: () => Promise<boolean>,
): Promise<Running> {
  await stopOrphans(data);
  const log = await openLog(join(home, 'redis.log'));
  const running = run(
    binary.command,
    [config],
    // Detached: Ctrl-C in a terminal must not reach it, it outlives what uses it.
    { cwd: data, ...serverUser(), env: binary.env, detached: true, stdio: ['ignore', log.fd, log.fd] },
    SERVER_LADDER,
  );
  await log.close();
  await untilReady('Redis', running, isReady, READY_SECONDS, log.hint);
  return running;
}

/** Whether a Redis that knows our password answers, and has read its files. */
function answers(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(`AUTH ${password}\r\nPING\r\n`));
    let reply = '';
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (chunk) => (reply += chunk.toString()));
    socket.on('error', () => resolve(false)); // refused: not up yet
    socket.on('close', () => resolve(reply.includes('+PONG')));
  });
}
