/**
 * What Debian has and no npm package carries: unpacked into a folder of ours and not installed, since that takes root and may
 * start system services.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ensureFolder } from './places.js';
import { PlainError } from './plain-error.js';
import { outputOf } from './processes.js';

/** A package, and how to tell whether it is of use on this machine. */
export interface DebianPackage<T> {
  name: string;
  /** Others that it works only beside, and so come along even where they are installed. */
  beside?: readonly string[];
  /** The folder it is unpacked into, with whatever it depends on and this machine lacks. */
  target: string;
  /** Tries out what was unpacked into a folder; undefined where it is of no use. */
  tryOut: (folder: string) => Promise<T | undefined>;
  /** A sentence without its full stop: what is missing on this machine without the package. */
  missing: string;
  /** What else the person at the terminal may do, as the end of a sentence. */
  otherwise: string;
}

/** What an earlier run unpacked, else what is fetched now. A PlainError where it cannot be had. */
export async function fromDebian<T>(wanted: DebianPackage<T>): Promise<T> {
  return (await wanted.tryOut(wanted.target)) ?? (await unpack(wanted));
}

/** Where programs that were unpacked into `folder` find the libraries that came with them: an LD_LIBRARY_PATH. */
export function librariesIn(folder: string): string {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const places = [`usr/lib/${triplet}`, `usr/lib/${triplet}/pulseaudio`, `lib/${triplet}`];
  return places.map((path) => join(folder, path)).join(':');
}

async function unpack<T>(wanted: DebianPackage<T>): Promise<T> {
  const { name, beside = [], target, tryOut, missing, otherwise } = wanted;
  if (!existsSync('/usr/bin/apt-get')) throw new PlainError(`${missing}: ${otherwise}`);
  console.log(`Fetching Debian's ${name} into ${target} (once; nothing is installed) …`);
  const cache = dirname(target);
  await ensureFolder(cache);
  const work = await mkdtemp(join(cache, 'apt-'));
  await chmod(work, 0o755); // the user that servers run as tries them out in there
  try {
    const root = join(work, 'root');
    const output = await fetchInto(root, [name, ...beside], work);
    if (!(await tryOut(root))) {
      throw new PlainError(
        `${missing}, and Debian's package could not be used (${aptFailure(output)}): ${otherwise}`,
      );
    }
    await rm(target, { recursive: true, force: true });
    await rename(root, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const usable = await tryOut(target);
  if (!usable) throw new PlainError(`What is in ${target} does not run: delete that folder, or ${otherwise}`);
  return usable;
}

/** Answers what apt-get printed. */
async function fetchInto(root: string, names: readonly string[], work: string): Promise<string> {
  const config = join(work, 'apt.conf');
  await writeFile(config, aptConfig(work));
  const archives = join(work, 'cache/archives');
  for (const folder of [join(work, 'lists/partial'), join(archives, 'partial'), root])
    await mkdir(folder, { recursive: true });
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const apt = (...args: string[]) => outputOf('apt-get', ['-c', config, ...args], { env });
  // Reinstall: these are fetched even where they are installed.
  const output =
    (await apt('update')) + (await apt('install', '--download-only', '--reinstall', '--yes', ...names));
  for (const file of await readdir(archives))
    if (file.endsWith('.deb')) await promisify(execFile)('dpkg', ['-x', join(archives, file), root]);
  await promisify(execFile)('chmod', ['-R', 'a+rX', root]);
  return output;
}

/**
 * Settings that keep apt inside `work`: private lists and cache, no lock of the system's, and none of the hooks
 * that clean the system's cache or notify its services.
 */
function aptConfig(work: string): string {
  return [
    `Dir::State::lists "${work}/lists";`,
    `Dir::Cache "${work}/cache";`,
    'Debug::NoLocking "true";',
    'APT::Install-Recommends "false";',
    'APT::Sandbox::User "";', // the download user cannot reach a folder below a closed home
    'Acquire::Languages "none";',
    'Acquire::Retries "1";',
    'Acquire::http::Timeout "15";',
    'Acquire::https::Timeout "15";',
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    '#clear DPkg::Pre-Install-Pkgs;',
    '#clear DPkg::Post-Invoke;',
    '',
  ].join('\n');
}

/** Why apt-get brought nothing usable, in a few words, from everything it printed. */
export function aptFailure(output: string): string {
  if (/Failed to fetch|Temporary failure resolving|Could not (resolve|connect)/.test(output)) {
    return 'the package mirror cannot be reached';
  }
  const error = /^E: (.+)$/m.exec(output)?.[1];
  return error ?? 'it is too old or does not run here';
}
