import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, link, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileGone, type FileStore, type StoredFile } from './file-store.js';
import { PathSigner } from './signed-path.js';

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** More or fewer bytes than were announced; nothing of them is kept. */
export class WrongSize extends Error {
  override readonly name = 'WrongSize';
  constructor(readonly problem: 'MORE' | 'FEWER') {
    super(`${problem.toLowerCase()} bytes than announced`);
  }
}

/** Keeps files in a folder of this machine, one folder for each tenant and in it one for each attachment; the api serves them. */
export class DiskStore implements FileStore {
  readonly origin = null;
  readonly signer: PathSigner;

  constructor(
    private readonly folder: string,
    secret: string,
  ) {
    this.signer = new PathSigner(secret);
  }

  uploadUrl({ tenantId, attachmentId }: StoredFile, size: number, until: Date): Promise<string> {
    return Promise.resolve(this.signer.sign({ method: 'PUT', tenantId, attachmentId, size, until }));
  }

  downloadUrl({ tenantId, attachmentId }: StoredFile, until: Date): Promise<string> {
    return Promise.resolve(this.signer.sign({ method: 'GET', tenantId, attachmentId, size: 0, until }));
  }

  /** Takes an upload as it comes: it is there as a whole, or not at all. Throws WrongSize; of a broken one nothing stays. */
  async receive(where: StoredFile, bytes: Readable, size: number): Promise<void> {
    const path = this.path(where);
    await mkdir(dirname(path), { recursive: true, mode: 0o750 });
    const part = `${path}.${randomBytes(8).toString('hex')}`;
    try {
      const file = createWriteStream(part, { flags: 'wx', mode: 0o640 });
      await pipeline(exactly(bytes, size), file);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** No bytes are copied: an upload is only ever replaced, never written to. */
  async copy(uploaded: StoredFile, file: string): Promise<boolean> {
    const [from, to] = [this.path(uploaded), this.path({ ...uploaded, file })];
    while (!(await linked(from, to))) if (!(await exists(from))) return false;
    await this.settle(to);
    return true;
  }

  async put(where: StoredFile, bytes: Uint8Array): Promise<void> {
    await this.receive(where, Readable.from([Buffer.from(bytes)]), bytes.byteLength);
    await this.settle(this.path(where));
  }

  /** Writes a file out, and its names too: its own, that of its folder and of the tenant's. */
  private async settle(file: string): Promise<void> {
    for (const path of [file, dirname(file), dirname(dirname(file)), this.folder]) {
      const handle = await open(path);
      await handle.sync().finally(() => handle.close());
    }
  }

  /** Nothing to do: the api looks both up when it serves the file. */
  async label(): Promise<void> {}

  async read(where: StoredFile): Promise<Readable> {
    const file = await open(this.path(where)).catch((error: unknown) => {
      throw isMissing(error) ? new FileGone() : error;
    });
    return file.createReadStream();
  }

  async remove(where: StoredFile): Promise<void> {
    const path = this.path(where);
    const folder = dirname(path);
    const names = await readdir(folder).catch(noneIfMissing);
    // With an upload goes what a killed api left of it.
    const gone = names.filter((name) => name === where.file || name.startsWith(`${where.file}.`));
    for (const name of gone) await rm(join(folder, name), { force: true });
    if (gone.length === names.length) await rmdir(folder).catch(ifStillUsed);
  }

  /** Ids only, and these must be ids: a path out of the folder cannot be written. */
  private path({ tenantId, attachmentId, file }: StoredFile): string {
    if (!uuidPattern.test(tenantId) || !uuidPattern.test(attachmentId) || !/^(upload|\d)$/.test(file))
      throw new Error('a file of the store is named by ids');
    return join(this.folder, tenantId, attachmentId, file);
  }
}

/** Passes bytes on as long as there are not too many; ends only when there are enough. Whoever sends them can still be answered. */
async function* exactly(bytes: Readable, size: number): AsyncGenerator<Buffer> {
  let left = size;
  for await (const chunk of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    left -= chunk.length;
    if (left < 0) throw new WrongSize('MORE');
    yield chunk;
  }
  if (left > 0) throw new WrongSize('FEWER');
}

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Whether a file was linked: not where it is missing, nor where it was replaced in this very moment, of which Linux says the same. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );

const noneIfMissing = (error: unknown): string[] => {
  if (isMissing(error)) return [];
  throw error;
};

/** An upload came in, or another worker was faster. */
const ifStillUsed = (error: unknown): void => {
  if (!isMissing(error) && (error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
};
