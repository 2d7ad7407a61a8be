import { createHash } from 'node:crypto';
import type { FileStore, StoredFile } from '@huiji/store/file-store';
import { fileTypeFromTokenizer } from 'file-type';
import { fromStream } from 'strtok3';

/** What a file's bytes say of it; `shown`: the media type, undefined where they show none. */
export interface Found {
  size: number;
  sha256: Buffer;
  shown: string | undefined;
}

/** Reads a file of the store, piece by piece: its length, its hash, and by its first bytes what it is. */
export async function inspect(store: FileStore, where: StoredFile): Promise<Found> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of (await store.read(where)) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  // Once more from the start: what is inside a Word or Excel file may stand at its end.
  const again = await store.read(where);
  try {
    // Told its size, it looks past what is large inside.
    const tokenizer = await fromStream(again, { fileInfo: { size } });
    return { size, sha256: hash.digest(), shown: (await fileTypeFromTokenizer(tokenizer))?.mime };
  } finally {
    again.destroy();
  }
}
