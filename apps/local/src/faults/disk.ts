/** A small disk for one server, that can be filled. */
import { execFile } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stoppable } from '../supervise.js';

const block = Buffer.alloc(1_000_000);

/** A file system in memory with so much room. */
export class Disk implements Stoppable {
  private constructor(readonly path: string) {}

  /** Mounts one at `path`, which is made; undefined where this user may not mount. */
  static async mount(path: string, megabytes: number): Promise<Disk | undefined> {
    await mkdir(path, { recursive: true });
    if (process.getuid?.() !== 0) return undefined;
    const options = `size=${megabytes}m,mode=755`;
    try {
      await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', options, 'huiji-faults', path]);
    } catch (error) {
      // Root of a container that may not: `mount` says so by its exit code, and not being there by ENOENT.
      const { code } = error as { code?: unknown };
      if (typeof code === 'number' || code === 'ENOENT') return undefined;
      throw error;
    }
    return new Disk(path);
  }

  /** Leaves no room. */
  async fill(): Promise<void> {
    const ballast = await open(this.ballast, 'w');
    try {
      for (;;) await ballast.write(block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      await ballast.close();
    }
  }

  /** Makes room again. */
  free(): Promise<void> {
    return rm(this.ballast, { force: true });
  }

  stop(): Promise<void> {
    return unmountBelow(this.path);
  }

  private get ballast(): string {
    return join(this.path, 'ballast');
  }
}

/** Unmounts what a run has mounted at a folder or below it, such as one that was killed. */
export async function unmountBelow(path: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
  for (const [source, at = ''] of mounts) {
    const ours = source === 'huiji-faults' && (at === path || at.startsWith(`${path}/`));
    if (ours) await promisify(execFile)('umount', [at]);
  }
}
