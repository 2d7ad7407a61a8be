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
 * What is packed in a zip file, by name, held against a limit before anything reads it: every entry is inflated, no further than the limit
 * reaches, since the sizes in its directory may lie. Only what is `wanted` is kept, of the others their names. Null when there is more.
 * Throws BrokenZip.
 */
export async function inflated(
  bytes: Uint8Array,
  limit: number,
  wanted: (name: string) => boolean = () => false,
): Promise<Map<string, Buffer | null> | null> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let left = limit;
  try {
    const file = await fromBufferPromise(zip, { lazyEntries: true, validateEntrySizes: false });
    const found = new Map<string, Buffer | null>();
    for await (const entry of file.eachEntry()) {
      const { fileName } = await file.readLocalFileHeaderPromise(entry);
      if (found.has(entry.fileName) || !fileName.equals(entry.fileNameRaw))
        throw new BrokenZip('two of a name');
      const kept: Buffer[] | null = wanted(entry.fileName) ? [] : null;
      let end = ''; // of what came before, should the word stand across two pieces
      for await (const piece of (await file.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        left -= piece.length;
        if (left < 0) return null;
        const text = end + piece.toString('latin1');
        if (text.includes(documentType)) throw new BrokenZip('a document type');
        end = text.slice(1 - documentType.length);
        kept?.push(piece);
      }
      found.set(entry.fileName, kept && Buffer.concat(kept));
    }
    return found;
  } catch (error) {
    if (error instanceof BrokenZip) throw error;
    throw new BrokenZip('broken', { cause: error });
  }
}
