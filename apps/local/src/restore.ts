/**
 * `npm run restore -- <folder>`: brings a backup back into a database in which there is nothing yet, all of it or nothing, and then has the
 * audit and the totals checked. The rest is a start of Huiji as ever.
 */
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { knownMigrations, migrate } from '@huiji/migrations/run';
import {
  beginAlone,
  beginSnapshot,
  firstWithRows,
  rowsIn,
  rowsOut,
  tablesOf,
  withoutForeignKeys,
} from '@huiji/store/table-copy';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { reportAudit } from './audit-report.js';
import {
  anchorsOfFolder,
  type Manifest,
  sha256Of,
  storedIn,
  tablePath,
  verifiedManifest,
} from './backup-folder.js';
import { runCommand } from './command.js';
import { type Kept, keptBy, requireEveryTenant } from './kept.js';
import { PlainError } from './plain-error.js';
import { reportTotals } from './totals-report.js';

/** Longer than any backup is old: what waited for its seal when it was made goes on waiting until a worker runs. */
const everUnsealed = 1e9;

await runCommand(restore, 130);

async function restore(): Promise<number> {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new PlainError('用法 Usage: npm run restore -- <folder>');
  const kept = await keptBy(process.env);
  const manifest = await verifiedManifest(folder);
  await requireSameSchema(manifest, kept.databaseUrl);
  await requireRoom(manifest, kept);
  const client = new pg.Client(kept.databaseUrl);
  await client.connect();
  try {
    await requireEveryTenant(client);
    // Before the migration as well: a database that is in use is not even migrated.
    await beginSnapshot(client);
    await requireEmpty(client);
    await client.query('ROLLBACK');
    await migrate(kept.databaseUrl);
    await load(client, folder, manifest, kept);
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
  console.log(
    `已恢复截至 ${manifest.takenAt} 的备份。 Restored as of ${manifest.takenAt}; every table is what was backed up.`,
  );
  return check(folder, kept.databaseUrl);
}

async function requireSameSchema({ migrations }: Manifest, url: string): Promise<void> {
  const known = await knownMigrations(url);
  if (known.toSorted().join() === migrations.toSorted().join()) return;
  throw new PlainError(
    `备份的数据库版本是 ${migrations.at(-1)},此汇集的是 ${known.at(-1)}。请用与备份相同的版本恢复,然后再升级。 The backup is of schema ${migrations.at(-1)}, this Huiji of ${known.at(-1)}: restore it by the version that wrote it, then migrate.`,
  );
}

/** Attachments come back into a folder in which there are none. */
async function requireRoom({ attachments: some }: Manifest, { attachments }: Kept): Promise<void> {
  if (!some) return;
  if (!attachments)
    throw new PlainError(
      '备份中有附件:请设置 ATTACHMENT_STORE=file:///文件夹。 The backup holds attachments: set ATTACHMENT_STORE=file:///folder.',
    );
  for await (const path of storedIn(attachments))
    throw new PlainError(
      `${attachments} 中已有附件(${path})。 There are attachments in ${attachments} already (${path}).`,
    );
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const table = await firstWithRows(client, await tablesOf(client));
  if (table)
    throw new PlainError(
      `数据库不是空的:${table} 中有数据。恢复从不覆盖。 The database is not empty: there are rows in ${table}. A restore never overwrites.`,
    );
}

/** Fills the tables and places the files: in one transaction, and where anything fails no file stays. */
async function load(client: pg.Client, folder: string, manifest: Manifest, kept: Kept): Promise<void> {
  const tables = await tablesOf(client);
  const asBackedUp = manifest.tables.map(({ name, columns, key }) => ({ name, columns, key }));
  if (JSON.stringify(tables) !== JSON.stringify(asBackedUp))
    throw new PlainError('表结构与备份不符。 The tables of this database are not those that were backed up.');
  await beginAlone(client, tables);
  await requireEmpty(client);
  await withoutForeignKeys(client, async () => {
    for (const table of tables)
      await pipeline(
        createReadStream(join(folder, tablePath(table.name))),
        createGunzip(),
        rowsIn(client, table),
      );
  });
  // What the database now says of itself, not what it was sent.
  for (const table of manifest.tables) {
    const rows = rowsOut(client, table);
    if ((await sha256Of(rows)) !== table.sha256 || rows.rowCount !== table.rows)
      throw new PlainError(
        `${table.name} 与备份不符,未恢复任何内容。 ${table.name} is not what was backed up: nothing was restored.`,
      );
  }
  const placed: string[] = [];
  try {
    await placeFiles(folder, kept, placed);
    await client.query('COMMIT');
  } catch (error) {
    for (const path of placed) await rm(path, { force: true });
    throw error;
  }
}

/** Puts attachments and anchors back, and notes each file before it is written. Anchors that are there already are worth more, and stay. */
async function placeFiles(folder: string, { attachments, anchors }: Kept, placed: string[]): Promise<void> {
  const place = async (from: string, to: string): Promise<void> => {
    placed.push(to);
    await mkdir(dirname(to), { recursive: true, mode: 0o750 });
    await copyFile(from, to);
  };
  const stored = join(folder, 'attachments');
  if (attachments)
    for await (const path of storedIn(stored)) await place(join(stored, path), join(attachments, path));
  if (!anchors || (await anchorsOfFolder(anchors)).length > 0) return;
  for (const name of await anchorsOfFolder(join(folder, 'anchors')))
    await place(join(folder, 'anchors', name), join(anchors, name));
}

/** What the checkers find in the restored database: 1 where it is anything. */
async function check(folder: string, url: string): Promise<number> {
  const anchors = join(folder, 'anchors');
  const anchored = (await anchorsOfFolder(anchors)).length > 0;
  const source = await new DataSource({
    ...{ type: 'postgres', url, poolSize: 1, extra: { options: '-c jit=off' } },
  }).initialize();
  try {
    const audit = await reportAudit(source, { folder: anchored ? anchors : undefined, waits: everUnsealed });
    const totals = await reportTotals(source);
    return audit + totals === 0 ? 0 : 1;
  } finally {
    await source.destroy();
  }
}
