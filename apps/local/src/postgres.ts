/** A PostgreSQL of our own: private folder, private port, generated password. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE, ensureFolder, giveToServer, serverUser } from './places.js';
import { PlainError } from './plain-error.js';
import { postgresBinaries } from './postgres-binaries.js';
import { SERVER_LADDER, run, stopOrphans, type Running } from './processes.js';
import { freePort, keepRunning, openLog, untilReady, type Stoppable } from './supervise.js';

const OWNER = 'huiji_owner';
const DATABASE = 'huiji';
/** Nothing of the caller's environment: PGPORT, PGDATA and their like would be obeyed. */
const ENVIRONMENT = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' };
/** Replaying the log of a hard stop may take a while. */
const READY_SECONDS = 120;

export interface PostgresOptions {
  /** `false` trades safety after a power cut for speed: for tests only. Default: true. */
  durable?: boolean;
  /** Called once when the server keeps dying. Default: the sentence is printed. */
  onGiveUp?: (error: PlainError) => void;
}

export interface Server extends Stoppable {
  url: string;
}

/** A server on its own files, for whoever launches it again and again: its url stays the same. */
export interface Launchable {
  url: string;
  /** The folder it works in, by which `processesIn` finds it. */
  data: string;
  /** Starts it, and answers once it is ready. Throws one sentence where it does not start. */
  launch: () => Promise<Running>;
}

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, with its files in `dir/data`, which is created on first use, and
 * starts it again when it dies. The url is that of a superuser, who passes every row-level policy: the
 * application must connect as another role. Stops a server that an earlier, killed start left behind in `dir`;
 * the caller makes sure that nobody else is using it.
 */
export async function startPostgres(dir: string, options: PostgresOptions = {}): Promise<Server> {
  const { durable = true, onGiveUp = (error) => console.error(error.message) } = options;
  const { url, launch } = await preparePostgres(dir, durable);
  const kept = await keepRunning('PostgreSQL', launch, onGiveUp);
  return { url, stop: kept.stop };
}

/** What `startPostgres` keeps running. */
export async function preparePostgres(dir: string, durable = true): Promise<Launchable> {
  const binaries = await postgresBinaries(CACHE);
  await ensureFolder(dir);
  const home = realpathSync(dir);
  const data = join(home, 'data');
  if (!existsSync(data)) await createCluster(binaries, home, data);
  const password = await readPassword(home);
  const port = await freePort(); // chosen once: the url must survive a restart

  const launch = () => launchPostgres(binaries, home, data, [...settings(durable), ['port', String(port)]]);
  return { url: urlOf(password, port), data, launch };
}

const urlOf = (password: string, port: number): string =>
  `postgres://${OWNER}:${password}@127.0.0.1:${port}/${DATABASE}`;

/** The url of the server that another process of ours runs in `dir`. A PlainError where none does. */
export async function runningPostgres(dir: string): Promise<string> {
  const file = join(dir, 'data/postmaster.pid');
  const text = existsSync(file) ? await readFile(file, 'utf8') : '';
  if (postmasterStatus(text) !== 'ready')
    throw new PlainError(
      '汇集未在此运行:请先 npm start,或设置 DATABASE_URL。 Huiji does not run here: npm start it, or set DATABASE_URL.',
    );
  return urlOf(await readPassword(dir), Number(text.split('\n')[3]));
}

function settings(durable: boolean): Array<[string, string]> {
  const always: Array<[string, string]> = [
    ['listen_addresses', '127.0.0.1'],
    ['unix_socket_directories', ''],
    ['max_connections', '100'],
    ['shared_buffers', '256MB'],
    ['effective_cache_size', '1GB'],
    ['maintenance_work_mem', '128MB'],
    ['work_mem', '16MB'],
    ['max_wal_size', '2GB'],
    ['random_page_cost', '1.1'],
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
  ];
  if (durable) return always;
  const careless: Array<[string, string]> = [
    ['fsync', 'off'],
    ['synchronous_commit', 'off'],
    ['full_page_writes', 'off'],
    ['wal_level', 'minimal'],
    ['max_wal_senders', '0'],
  ];
  return [...always, ...careless];
}

async function launchPostgres(
  binaries: string,
  home: string,
  data: string,
  config: Array<[string, string]>,
): Promise<Running> {
  await stopOrphans(data);
  // PostgreSQL refuses to start when the process id in this file belongs to any process, which after a reboot or
  // in a new container it may. Removing it is safe only because no process works in the folder any more.
  await rm(join(data, 'postmaster.pid'), { force: true });

  const log = await openLog(join(home, 'postgres.log'));
  const running = run(
    join(binaries, 'bin/postgres'),
    ['-D', data, ...config.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached: Ctrl-C in a terminal must not reach it, it is stopped last.
    { cwd: data, ...serverUser(), env: ENVIRONMENT, detached: true, stdio: ['ignore', log.fd, log.fd] },
    SERVER_LADDER,
  );
  await log.close();
  await untilReady('PostgreSQL', running, () => isReady(data), READY_SECONDS, log.hint);
  return running;
}

async function isReady(data: string): Promise<boolean> {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) && postmasterStatus(await readFile(file, 'utf8')) === 'ready';
}

/** The status in postmaster.pid: its eighth line, which is missing at first, then `starting`, then `ready`. */
export function postmasterStatus(text: string): string | undefined {
  return text.split('\n')[7]?.trim() || undefined;
}

/**
 * Creates the files of a new server with the empty database in it. They are made elsewhere and renamed at the end,
 * so that `data` is never half made, whenever we are killed.
 */
async function createCluster(binaries: string, home: string, data: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith('new-')) await rm(join(home, name), { recursive: true, force: true, maxRetries: 5 });
  }
  const staging = join(home, `new-${randomBytes(4).toString('hex')}`);
  await mkdir(staging);
  await giveToServer(staging);
  const passwordFile = join(home, 'password');
  await writeFile(passwordFile, randomBytes(18).toString('hex'), { mode: 0o600 });
  await giveToServer(passwordFile); // initdb reads it as the user the server runs as

  const options = { cwd: home, ...serverUser(), env: ENVIRONMENT };
  const access = [`--username=${OWNER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8'];
  await tool(join(binaries, 'bin/initdb'), ['-D', staging, ...access, ...locale], options);
  await tool(
    join(binaries, 'bin/postgres'),
    ['--single', '-D', staging, 'postgres'],
    options,
    `CREATE DATABASE ${DATABASE};\n`,
  );
  await rename(staging, data);
}

async function tool(
  program: string,
  args: string[],
  options: { cwd: string; uid?: number; gid?: number; env: NodeJS.ProcessEnv },
  input = '',
): Promise<void> {
  const done = promisify(execFile)(program, args, options);
  done.child.stdin?.end(input);
  const { stderr } = await done.catch((error: Error & { stderr?: string }) => {
    throw new PlainError(
      `The PostgreSQL files could not be created: ${(error.stderr || error.message).trim()}`,
    );
  });
  // In single-user mode a failed statement does not show in the exit code.
  if (/\b(ERROR|FATAL):/.test(stderr))
    throw new PlainError(`The PostgreSQL files could not be created: ${stderr.trim()}`);
}

async function readPassword(home: string): Promise<string> {
  const file = join(home, 'password');
  if (!existsSync(file)) {
    throw new PlainError(`${file} is missing: restore it, or delete ${home} to begin anew without the data.`);
  }
  return (await readFile(file, 'utf8')).trim();
}
