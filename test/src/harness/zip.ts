import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** A file packed in a zip; `claims` is the size that the directory tells of it, where that is a lie. */
export interface Packed {
  name: string;
  content: Buffer;
  claims?: number;
}

function headers({ name, content, claims }: Packed, packed: Buffer, at: number) {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0); // version, flags
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(claims ?? content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  const more = Buffer.alloc(14);
  more.writeUInt32LE(at, 10);
  const called = Buffer.from(name);
  return {
    local: Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, called, packed]),
    entry: Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0'), fields, more, called]),
  };
}

/** A zip file of these. */
export function zipped(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const { local, entry } = headers(file, deflateRawSync(file.content), at);
    locals.push(local);
    entries.push(entry);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}

/** What is packed in a workbook or document that was made here. */
export function unzipped(bytes: Uint8Array): Packed[] {
  const zip = Buffer.from(bytes);
  const end = zip.lastIndexOf('PK\u0005\u0006');
  const files: Packed[] = [];
  for (let at = zip.readUInt32LE(end + 16); at < end;) {
    const [method, packed, length] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
    ];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(from, from + packed);
    files.push({
      name: zip.toString('utf8', at + 46, at + 46 + length),
      content: method === 8 ? inflateRawSync(content) : content,
    });
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
