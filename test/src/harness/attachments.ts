import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '@huiji/store/attachment';
import type { Client } from './client.js';
import type { Huiji } from './huiji.js';
import { key, mutationOf } from './town.js';

/** An attachment as the api answers it. */
export type Attached = Omit<Attachment, 'at' | 'copy'> & { url: string };
export const attachedFields =
  'id submissionId workRecordId revision cell fileName mediaType size sha256 by at url';

const filled = (start: Buffer, size: number): Buffer =>
  Buffer.concat([start, randomBytes(Math.max(0, size - start.length))]);

/** A zip whose entries are not compressed: all that telling a Word file from another needs. */
function zipOf(entries: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(entries).map(([name, text]) => {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt32LE(Buffer.byteLength(text), 18);
    header.writeUInt32LE(Buffer.byteLength(text), 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name + text)]);
  });
  return Buffer.concat([...parts, Buffer.from('504b0102', 'hex'), Buffer.alloc(42)]);
}
const contentTypes = (type: string): string =>
  `<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="${type}.main+xml"/></Types>`;
const officeOf = (type: string): Buffer =>
  // Its list of contents last, as LibreOffice writes it, behind more than is read at first.
  zipOf({ 'word/document.xml': 'x'.repeat(2_000_000), '[Content_Types].xml': contentTypes(type) });

/** Files by what they are. */
export const files = {
  jpeg: (size = 5_000) => filled(Buffer.from('ffd8ffe000104a464946', 'hex'), size),
  pdf: (size = 5_000) => filled(Buffer.from('%PDF-1.7\n'), size),
  webp: () => filled(Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), 200),
  heic: () => filled(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 200),
  docx: () => officeOf('application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
  docm: () => officeOf('application/vnd.ms-word.document.macroEnabled'),
  zip: () => zipOf({ 'a.txt': 'x' }),
  html: () => Buffer.from('<!DOCTYPE html><html><script>alert(1)</script></html>'),
  svg: () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
  program: () => filled(Buffer.from('MZ\x90\0', 'latin1'), 500),
  text: () => Buffer.from('只有文字'),
};

/** What a file is attached to. */
type To = { submissionId: string; cell?: string } | { workRecordId: string };

/** Announces a file; answers where to send it. */
export async function announce(
  client: Client,
  input: To & { fileName?: string; size: number },
): Promise<{ attachmentId: string; url: string; expiresAt: string }> {
  const { requestUpload } = await client.get<{
    requestUpload: { upload: { attachmentId: string; url: string; expiresAt: string } };
  }>(mutationOf('requestUpload', 'upload { attachmentId url expiresAt }'), {
    input: { fileName: '扫描.pdf', idempotencyKey: key(), ...input },
  });
  return requestUpload.upload;
}

/** Sends bytes to an address, which may be one of the api's. */
export const send = (huiji: Huiji, url: string, bytes: Uint8Array, headers = {}): Promise<Response> =>
  fetch(new URL(url, huiji.apiUrl), { method: 'PUT', body: Buffer.from(bytes), headers });

export async function complete(client: Client, attachmentId: string): Promise<Attached> {
  const { completeUpload } = await client.get<{ completeUpload: { attachment: Attached } }>(
    mutationOf('completeUpload', `attachment { ${attachedFields} }`),
    { input: { attachmentId } },
  );
  return completeUpload.attachment;
}

/** All three steps. */
export async function attach(
  huiji: Huiji,
  client: Client,
  about: To & { fileName?: string },
  bytes: Buffer = files.pdf(),
): Promise<Attached> {
  const upload = await announce(client, { ...about, size: bytes.length });
  const sent = await send(huiji, upload.url, bytes);
  if (!sent.ok) throw new Error(`${sent.status} ${await sent.text()}`);
  return complete(client, upload.attachmentId);
}

/** The files below a folder, by their paths in it. */
export async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .toSorted();
}
