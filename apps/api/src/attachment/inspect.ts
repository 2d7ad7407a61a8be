import { createHash } from 'node:crypto';
import type { FileStore, StoredFile } from '@huiji/store/file-store';
import { fileTypeFromStream } from 'file-type';

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
    return { size, sha256: hash.digest(), shown: (await fileTypeFromStream(again))?.mime };
  } finally {
    again.destroy();
  }
}
