/**
 * A backup is a folder: `tables/<table>.copy.gz` with the rows of all tenants as COPY writes them, `attachments/` and `anchors/` as they were
 * found, `manifest.json`, and last of all SHA256SUMS, by which `sha256sum -c` holds every file. Without that the backup is not whole.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isMissing } from '@huiji/store/disk-store';
import { z } from 'zod';
import { PlainError } from './plain-error.js';

const manifest = z.object({
  format: z.literal(1),
  /** The moment that the rows are of. */
  takenAt: z.iso.datetime(),
  /** The migrations that the database had had, oldest first. */
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string().regex(/^[a-z0-9_]+$/),
      columns: z.array(z.string()),
      key: z.array(z.string()),
      rows: z.number().int().nonnegative(),
      /** Of the rows' text in the order of the key, unpacked. */
      sha256: z.string(),
    }),
  ),
  /** Whether attachments lay in a folder, and so are in the backup. */
  attachments: z.boolean(),
  /** How many files stand in SHA256SUMS. */
  files: z.number().int(),
});
export type Manifest = z.infer<typeof manifest>;

const sums = 'SHA256SUMS';
const manifestPath = 'manifest.json';
export const tablePath = (table: string): string => `tables/${table}.copy.gz`;

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** A file of a store of attachments that is whole, by its path in there. */
const storedPath = new RegExp(`^${uuid}/${uuid}/(?:upload|\\d)$`);
const anchorName = /^audit-[\w.-]+\.jsonl$/;

/** Whether a path is one that a backup has: none leads out of its folder. */
function isOurs(path: string): boolean {
  const [, kind, rest = ''] = /^(\w+)\/(.*)$/.exec(path) ?? [];
  if (kind === 'tables') return /^[a-z0-9_]+\.copy\.gz$/.test(rest);
  if (kind === 'attachments') return storedPath.test(rest);
  return kind === 'anchors' ? anchorName.test(rest) : path === manifestPath;
}

/** Passes bytes on, and knows their SHA-256 at the end. */
export class Hashing extends Transform {
  private readonly hash: Hash = createHash('sha256');

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    done(null, chunk);
  }

  /** As hexadecimal text; once all has passed. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}

/** The SHA-256 of a stream, as hexadecimal text. */
export async function sha256Of(bytes: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Writes a backup into a folder that is new or empty, for its owner's eyes only. */
export class BackupWriter {
  private files = 0;

  private constructor(
    private readonly folder: string,
    private readonly sums: FileHandle,
  ) {}

  /** A PlainError where something is in the folder already. */
  static async open(folder: string): Promise<BackupWriter> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readdir(folder)).length > 0)
      throw new PlainError(`文件夹 ${folder} 不是空的。 The folder ${folder} is not empty.`);
    return new BackupWriter(folder, await open(join(folder, `${sums}.part`), 'wx', 0o600));
  }

  /** Writes one file as it comes out of the last of the streams, to the disk. */
  async write(path: string, bytes: Readable, ...through: Transform[]): Promise<void> {
    const to = join(this.folder, path);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    const written = new Hashing();
    const file = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline([bytes, ...through, written, file]);
    await this.sums.appendFile(`${written.sha256()}  ${path}\n`);
    this.files += 1;
  }

  /** Writes the manifest, and with it the backup is whole. Answers how many files it has. */
  async finish(said: Omit<Manifest, 'format' | 'files'>): Promise<number> {
    const whole: Manifest = { format: 1, ...said, files: this.files + 1 };
    await this.write(manifestPath, Readable.from([Buffer.from(`${JSON.stringify(whole, null, 1)}\n`)]));
    await this.sums.sync();
    await this.sums.close();
    await rename(join(this.folder, `${sums}.part`), join(this.folder, sums));
    return this.files;
  }
}

/**
 * Reads the manifest of a backup after holding every file of it against SHA256SUMS. A PlainError where the backup is not whole, or a byte of
 * it is not as it was written.
 */
export async function verifiedManifest(folder: string): Promise<Manifest> {
  const lines = await open(join(folder, sums)).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new PlainError(
      `${folder} 不是完整的备份:没有 ${sums}。 ${folder} is no whole backup: it has no ${sums}.`,
    );
  });
  let files = 0;
  for await (const line of createInterface({ input: lines.createReadStream() })) {
    const [, sha256, path = ''] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
    if (!isOurs(path) || (await sha256Of(createReadStream(join(folder, path))).catch(ifMissing)) !== sha256)
      throw damaged(path || sums);
    files += 1;
  }
  const read = manifest.safeParse(JSON.parse(await readFile(join(folder, manifestPath), 'utf8')));
  if (!read.success)
    throw new PlainError('备份由另一版本的汇集写成。 The backup was written by another version of Huiji.');
  if (read.data.files !== files) throw damaged(sums);
  return read.data;
}

const damaged = (path: string): PlainError =>
  new PlainError(
    `备份已损坏:${path}。未恢复任何内容。 The backup is damaged: ${path}. Nothing was restored.`,
  );

const ifMissing = (error: unknown): null => {
  if (isMissing(error)) return null;
  throw error;
};

/** What anchors a folder has, by their names; none where there is no folder. */
export const anchorsOfFolder = async (folder: string): Promise<string[]> =>
  (await namesIn(folder)).filter((name) => anchorName.test(name));

/** The whole files of a store of attachments, by their paths in its folder, as they are found. */
export async function* storedIn(folder: string): AsyncGenerator<string> {
  for (const tenant of await namesIn(folder))
    for (const attachment of await namesIn(join(folder, tenant)))
      for (const file of await namesIn(join(folder, tenant, attachment))) {
        const path = `${tenant}/${attachment}/${file}`;
        if (storedPath.test(path)) yield path;
      }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
