/** A copy of the built checkout, in which files may be weakened without anybody running them by mistake. */
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CHECKOUT } from '../places.js';

const folders = ['apps', 'libs', 'migrations', 'test'];
const files = ['jest.config.mjs', 'package.json', 'tsconfig.base.json', 'tsconfig.json', '.swcrc'];

/** Copies into `target`, which is empty; packages are linked, our own to the copy. */
export async function copyCheckout(target: string): Promise<void> {
  for (const name of [...folders, ...files])
    await cp(join(CHECKOUT, name), join(target, name), {
      recursive: true,
      filter: (source) => !relative(CHECKOUT, source).split(sep).includes('node_modules'),
    });
  const packages = join(target, 'node_modules');
  await mkdir(join(packages, '@huiji'), { recursive: true });
  for (const name of await readdir(join(CHECKOUT, 'node_modules')))
    if (name !== '@huiji') await symlink(join(CHECKOUT, 'node_modules', name), join(packages, name));
  for (const folder of [
    'apps/api',
    'apps/local',
    'apps/worker',
    'libs/domain',
    'libs/filing',
    'libs/report',
    'libs/store',
    'libs/workbook',
    'migrations',
    'test',
  ])
    await symlink(join(target, folder), join(packages, '@huiji', folder.split('/').at(-1) ?? ''));
}

/** The built files of a package of the checkout, without maps, by their paths in it. */
export async function builtFiles(folder: string): Promise<string[]> {
  const found = await readdir(join(CHECKOUT, folder, 'dist'), { recursive: true });
  return found
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, 'dist', name))
    .toSorted();
}
