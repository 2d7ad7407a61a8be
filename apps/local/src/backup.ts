/**
 * `npm run backup -- <folder>`: everything that an installation keeps, as it is at one moment, while work goes on: all rows of all tenants,
 * attachments where they lie in a folder, the anchors of the audit. Not FIELD_KEY, without which what is sealed stays sealed.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { isMissing } from '@huiji/store/disk-store';
import { beginSnapshot, migrationsIn, rowsOut, tablesOf } from '@huiji/store/table-copy';
import pg from 'pg';
import {
  anchorsOfFolder,
  BackupWriter,
  Hashing,
  type Manifest,
  storedIn,
  tablePath,
} from './backup-folder.js';
import { runCommand } from './command.js';
import { keptBy, requireEveryTenant } from './kept.js';
import { PlainError } from './plain-error.js';

await runCommand(backUp, 130);

async function backUp(): Promise<number> {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new PlainError('用法 Usage: npm run backup -- <folder>');
  const { databaseUrl, attachments, bucket, anchors } = await keptBy(process.env);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await requireEveryTenant(client);
    const writer = await BackupWriter.open(folder);
    // The anchors first: a head is anchored only once it is in the chain. Attachments last: their rows are written before them.
    if (anchors) await copyAll(writer, anchors, 'anchors', await anchorsOfFolder(anchors));
    const { at } = await beginSnapshot(client);
    const migrations = await migrationsIn(client);
    if (migrations.length === 0)
      throw new PlainError('该数据库中没有汇集的数据。 The database holds no Huiji.');
    const tables = await copyTables(client, writer);
    if (attachments) await copyAll(writer, attachments, 'attachments', storedIn(attachments));
    const files = await writer.finish({
      ...{ takenAt: at.toISOString(), migrations, tables, attachments: attachments !== null },
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `备份完成:${files} 个文件,${rows} 行,截至 ${at.toISOString()}。 Backed up into ${folder}: ${files} files, ${rows} rows, as of ${at.toISOString()}.`,
    );
    console.log(
      'FIELD_KEY 不在备份中,须另行保管:没有它,联系方式、封面和验证器无法再读。 FIELD_KEY is not in the backup. Keep it elsewhere: without it contacts, covers and authenticators can never be read again.',
    );
    if (bucket)
      console.log(
        '附件在存储桶中,不在此备份内,须另行备份。 Attachments lie in a bucket and are not in this backup: back the bucket up now.',
      );
    return 0;
  } finally {
    await client.end();
  }
}

async function copyTables(client: pg.Client, writer: BackupWriter): Promise<Manifest['tables']> {
  const copied: Manifest['tables'] = [];
  for (const table of await tablesOf(client)) {
    const rows = rowsOut(client, table);
    const text = new Hashing();
    await writer.write(tablePath(table.name), rows, text, createGzip());
    copied.push({ ...table, rows: rows.rowCount, sha256: text.sha256() });
  }
  return copied;
}

/** Copies files; one that has been removed since it was listed is left out. */
async function copyAll(
  writer: BackupWriter,
  from: string,
  to: string,
  paths: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  for await (const path of paths) {
    const file = await open(join(from, path)).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (file) await writer.write(`${to}/${path}`, file.createReadStream());
  }
}
