import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureFolder } from './places.js';

/** The key that a file keeps, in base 64; made at the first start. Only we may read it. */
export async function keptKey(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = randomBytes(32).toString('base64');
  await ensureFolder(dirname(file));
  await writeFile(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
