// @ts-check
/**
 * `npm start`, `npm test`, `npm run test:faults`, `npm run bench` and `npm run audit:verify` begin here, on a checkout where nothing may be installed yet:
 * hence node: built-ins only, and syntax and imports that Node 16 still reads, so that an old Node reaches the
 * sentence about itself. Installs and builds what changed, then runs the command in this same process, so that
 * signals and the exit code need no forwarding.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fs.realpathSync(path.join(path.dirname(fileURLToPath(import.meta.url)), '../..'));
const commands = [
  'start',
  'test',
  'e2e',
  'weakened',
  'faults',
  'bench',
  'audit-verify',
  'operator',
  'backup',
  'restore',
];

/** A failure whose one-line message is all that the person at the terminal needs. */
class Plain extends Error {}

/**
 * Whether a Node version lies in a package.json `engines` range. Understands what ours uses, `^a.b.c` and
 * `>=a.b.c` joined by `||`, and throws on anything else rather than guess.
 * @param {string} version such as `20.19.0`
 * @param {string} range
 */
export function satisfies(version, range) {
  const have = version.split('.').map((part) => parseInt(part, 10));
  return range.split('||').some((part) => {
    const match = /^(\^|>=)(\d+)\.(\d+)\.(\d+)$/.exec(part.trim());
    if (!match) throw new Error(`engines: cannot read "${part.trim()}"`);
    const least = match.slice(2).map(Number);
    const difference = least.map((number, i) => (have[i] || 0) - number).find((d) => d !== 0) || 0;
    return difference >= 0 && (match[1] === '>=' || have[0] === least[0]);
  });
}

/** Whether the output of `npm ci` says that the registry could not be reached. @param {string} output */
export function saysOffline(output) {
  return /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/.test(
    output,
  );
}

function checkNode() {
  const range = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node;
  if (satisfies(process.versions.node, range)) return;
  throw new Plain(
    `当前 Node.js 版本为 ${process.versions.node}，汇集需要 ${range}，请先升级 Node.js。\n` +
      `Huiji needs Node.js ${range}, but this is ${process.versions.node}: please install a newer one.`,
  );
}

function checkWritable() {
  const places = ['.', 'node_modules', '.nx', 'apps/local', 'apps/local/dist'];
  const denied = places
    .map((place) => path.join(root, place))
    .find((place) => fs.existsSync(place) && !isWritable(place));
  if (denied) {
    throw new Plain(
      `${denied} cannot be written by this user: run as its owner, or in a checkout of your own.`,
    );
  }
}

/** @param {string} place */
function isWritable(place) {
  try {
    fs.accessSync(place, fs.constants.W_OK);
    return true;
  } catch (error) {
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
    if (['EACCES', 'EROFS', 'EPERM'].includes(code)) return false;
    throw error;
  }
}

/**
 * Runs `work` while no other start or test of this checkout installs or builds. The lock is an abstract socket:
 * the kernel releases it when this process dies, however it dies.
 * @param {() => Promise<void>} work
 */
async function alone(work) {
  const name = `\0huiji-prepare-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  let lock = await tryLock(name);
  if (!lock) console.log('Waiting for another start or test of this checkout to install and build.');
  while (!lock) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    lock = await tryLock(name);
  }
  try {
    await work();
  } finally {
    lock.close();
  }
}

/**
 * @param {string} name
 * @returns {Promise<net.Server | undefined>} undefined when another process holds it
 */
function tryLock(name) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path: name }, () => resolve(server));
  });
}

/**
 * Runs a program without showing its output.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<{ failed: boolean, output: string }>}
 */
function quietly(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ failed: code !== 0, output }));
  });
}

async function install() {
  // Written last, and deleted by npm with node_modules: an interrupted installation is never taken for a whole one.
  const marker = path.join(root, 'node_modules/.huiji-lock');
  const lock = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const wanted = `${lock} ${process.platform}-${process.arch}\n`;
  if (fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === wanted) return;

  console.log('Installing packages: once, and after package-lock.json changes …');
  const ci = (/** @type {string} */ prefer) =>
    quietly('npm', [
      'ci',
      '--loglevel=error', // `npm start --silent` would silence this npm too
      '--include=dev', // NODE_ENV=production would leave the compiler out
      '--include=optional',
      prefer,
      '--fetch-retry-mintimeout=1000', // without a network, say so after seconds instead of minutes
      '--fetch-retry-maxtimeout=5000',
    ]).catch((error) => {
      throw error.code === 'ENOENT'
        ? new Plain('npm is not on PATH: install it together with Node.js.')
        : error;
    });
  let { failed, output } = await ci('--prefer-offline');
  // What npm keeps of the registry's lists may be older than the lock.
  if (failed && output.includes('ETARGET')) ({ failed, output } = await ci('--prefer-online'));
  if (failed && saysOffline(output)) {
    throw new Plain(
      'The npm registry cannot be reached, and packages are missing: connect to the network and try again.',
    );
  }
  if (failed) throw new Plain(`${output}\nInstalling the packages failed: npm says why above.`);
  fs.writeFileSync(marker, wanted);
}

async function build() {
  const nx = path.join(root, 'node_modules/.bin/nx');
  // Neither a daemon that outlives us, nor a process per plugin: with nothing to build, 0.6 s instead of 1.5 s.
  const env = { NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' };
  const { failed, output } = await quietly(nx, ['run-many', '-t', 'build'], env);
  if (failed) throw new Plain(`${output}\nThe build failed: the messages above say where.`);
}

async function main() {
  checkNode();
  const [command = '', ...args] = process.argv.slice(2);
  if (!commands.includes(command))
    throw new Plain(`Usage: node apps/local/bootstrap.mjs ${commands.join('|')}`);
  checkWritable();
  await alone(async () => {
    await install();
    await build();
  });
  const script = path.join(root, `apps/local/dist/${command}.js`);
  process.argv = [process.execPath, script, ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(script).href);
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error instanceof Plain ? error.message : error);
    process.exit(1);
  });
}
