/** Servers for one run: in a folder that is gone afterwards. */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unmountBelow } from './faults/disk.js';
import { TEMPORARY } from './places.js';
import { stopOrphans } from './processes.js';
import type { Stoppable } from './supervise.js';

/** A folder for startPostgres and startRedis to work below; `stop` removes it. */
export interface TemporaryFolder extends Stoppable {
  path: string;
}

/** Makes a folder that the servers' user can reach, and removes those of earlier runs that were killed. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const parent = await realpath(TEMPORARY);
  await removeLeftovers(parent);
  const path = await mkdtemp(join(parent, `huiji-test-${process.pid}-`));
  await chmod(path, 0o755);
  return { path, stop: () => rm(path, { recursive: true, force: true }) };
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = /^huiji-test-(\d+)-/.exec(name)?.[1];
    if (!owner || existsSync(`/proc/${owner}`)) continue;
    const path = join(parent, name);
    if ((await stat(path)).uid !== process.getuid?.()) continue;
    for (const server of ['postgres', 'redis']) await stopOrphans(join(path, server, 'data'));
    await unmountBelow(path);
    await rm(path, { recursive: true, force: true });
  }
}
