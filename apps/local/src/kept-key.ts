import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureFolder } from './places.js';

/**
 * The key that a file keeps, 32 bytes in base 64; made at the first start. Only we may read it. It is written as a whole or not at all:
 * half a key would stay one.
 */
export async function keptKey(file: string): Promise<string> {
  await ensureFolder(dirname(file));
  const fresh = `${file}.${randomBytes(8).toString('hex')}`;
  await writeFile(fresh, randomBytes(32).toString('base64'), { mode: 0o600 });
  try {
    await link(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(fresh);
  }
  return readFile(file, 'utf8');
}
