import { randomBytes } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor } from '@huiji/domain/audit-chain';
import { Log } from '@huiji/store/log';

/**
 * Writes heads of chains down where whoever can write the database cannot: a JSON line each, in files that are only ever
 * added to, one a day (UTC) for each worker, and another after a write that failed. So no two processes write one file, and
 * a line that a power cut or a full disk tore is a file's last.
 */
export class Anchors {
  private readonly log = new Log(Anchors.name);
  private open: { day: string; file: FileHandle } | null = null;

  constructor(private readonly folder: string | undefined) {
    if (!folder)
      this.log.warn(
        'AUDIT_ANCHOR_DIR is not set: that the end of an audit chain was cut off cannot be found out.',
      );
  }

  /** Whether anything is written at all. */
  get kept(): boolean {
    return this.folder !== undefined;
  }

  /** Resolves once the heads are on the disk. */
  async write(heads: readonly Anchor[]): Promise<void> {
    if (!this.folder || heads.length === 0) return;
    const file = await this.today(this.folder);
    const { size } = await file.stat();
    try {
      await file.appendFile(heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
      await file.sync();
    } catch (error) {
      // What was written of a line stays the last of its file: the next goes into another.
      if ((await file.stat()).size !== size) await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const file = this.open?.file;
    this.open = null;
    await file?.close();
  }

  private async today(folder: string): Promise<FileHandle> {
    const day = new Date().toISOString().slice(0, 10);
    if (this.open?.day === day) return this.open.file;
    await this.close();
    await mkdir(folder, { recursive: true });
    const file = await open(join(folder, `audit-${day}-${randomBytes(4).toString('hex')}.jsonl`), 'a', 0o640);
    this.open = { day, file };
    // The file's name must outlive a power cut too.
    const directory = await open(folder);
    await directory.sync();
    await directory.close();
    return file;
  }
}
