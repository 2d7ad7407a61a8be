import { inflateRawSync } from 'node:zlib';

/** A zip file that this reads nothing from: broken, encrypted, in parts, or with a document type inside. */
export class BrokenZip extends Error {
  override readonly name = 'BrokenZip';
}

const endSize = 22;
const longestComment = 65_535;
const signatures = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 };

/** Where the directory of a zip file begins, and how many entries it has. */
function directoryOf(zip: Buffer): { at: number; entries: number } {
  const first = Math.max(0, zip.length - endSize - longestComment);
  for (let at = zip.length - endSize; at >= first; at -= 1) {
    if (zip.readUInt32LE(at) === signatures.end)
      return { at: zip.readUInt32LE(at + 16), entries: zip.readUInt16LE(at + 10) };
  }
  throw new BrokenZip('no directory');
}

/**
 * Holds what is packed in a zip file against a limit, before anything reads it: every entry is inflated, no further than the limit
 * reaches, since the sizes in its directory may lie. False when there is more. Throws BrokenZip.
 */
export function inflatesWithin(bytes: Uint8Array, limit: number): boolean {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    let left = limit;
    let { at, entries } = directoryOf(zip);
    for (; entries > 0; entries -= 1) {
      if (zip.readUInt32LE(at) !== signatures.entry) throw new BrokenZip('no entry');
      const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)];
      const [packed, local] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
      if (flags & 1 || zip.readUInt32LE(local) !== signatures.local) throw new BrokenZip('not readable');
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const content = unpacked(zip.subarray(from, from + packed), method, left);
      if (content === null) return false;
      // Office files have none; what it could name, or multiply, is not looked at.
      if (content.includes('<!DOCTYPE')) throw new BrokenZip('a document type');
      left -= content.length;
      at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    }
    return true;
  } catch (error) {
    if (error instanceof BrokenZip) throw error;
    // Offsets that lead out of the file, or bytes that do not inflate.
    throw new BrokenZip('broken', { cause: error });
  }
}

/** The content of an entry; null when it is longer than `most`. */
function unpacked(packed: Buffer, method: number, most: number): Buffer | null {
  if (method === 0) return packed.length > most ? null : packed;
  if (method !== 8) throw new BrokenZip('a method of its own');
  try {
    const content = inflateRawSync(packed, { maxOutputLength: most + 1 });
    return content.length > most ? null : content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}
