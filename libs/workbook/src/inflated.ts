import { fromBufferPromise } from 'yauzl';

/**
 * A zip file that nothing is read from: broken, encrypted, in parts, with a document type inside, or one that different readers read
 * differently, as it packs something twice or under two names.
 */
export class BrokenZip extends Error {
  override readonly name = 'BrokenZip';
}

/** Office files have none; what it could name, or multiply, is not looked at. */
const documentType = '<!DOCTYPE';

/**
 * Holds what is packed in a zip file against a limit, before anything reads it: every entry is inflated, no further than the limit
 * reaches, since the sizes in its directory may lie. False when there is more. Throws BrokenZip.
 */
export async function inflatesWithin(bytes: Uint8Array, limit: number): Promise<boolean> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let left = limit;
  try {
    const file = await fromBufferPromise(zip, { lazyEntries: true, validateEntrySizes: false });
    const names = new Set<string>();
    for await (const entry of file.eachEntry()) {
      const { fileName } = await file.readLocalFileHeaderPromise(entry);
      if (names.has(entry.fileName) || !fileName.equals(entry.fileNameRaw))
        throw new BrokenZip('two of a name');
      names.add(entry.fileName);
      let end = ''; // of what came before, should the word stand across two pieces
      for await (const piece of await file.openReadStreamPromise(entry)) {
        left -= (piece as Buffer).length;
        if (left < 0) return false;
        const text = end + (piece as Buffer).toString('latin1');
        if (text.includes(documentType)) throw new BrokenZip('a document type');
        end = text.slice(1 - documentType.length);
      }
    }
    return true;
  } catch (error) {
    if (error instanceof BrokenZip) throw error;
    throw new BrokenZip('broken', { cause: error });
  }
}
