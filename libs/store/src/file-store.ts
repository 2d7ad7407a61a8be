import type { Readable } from 'node:stream';

/**
 * A file of the store, below the id of an attachment or operation: `upload` is what whoever holds the upload's address has put there, and may put there again; a number is a
 * copy of it, or the result of an attempt, that no address ever given out can write to.
 */
export interface StoredFile {
  tenantId: string;
  attachmentId: string;
  file: string;
}

/** What a file is, and under which name it is saved. */
export interface Label {
  fileName: string;
  mediaType: string;
}

/** A file was to be read that is not there: never sent, removed, or lost by a restore. */
export class FileGone extends Error {
  override readonly name = 'FileGone';
}

/** Where the bytes of attachments (附件), and of what operations result in, are kept. Names of files never come from people. */
export interface FileStore {
  /** The origin to which people send files themselves, and fetch them from; null where that is the api's own. */
  readonly origin: string | null;
  /** An address to which exactly `size` bytes may be PUT until then; one without a host is at the api itself. */
  uploadUrl(where: StoredFile, size: number, until: Date): Promise<string>;
  /** An address from which a labelled file may be had until then. */
  downloadUrl(where: StoredFile, until: Date): Promise<string>;
  /** Copies what has been uploaded; false when nothing has. Once it resolves the copy outlives a power cut. */
  copy(uploaded: StoredFile, file: string): Promise<boolean>;
  /** Says as what a copy is to be handed out: to be saved under its name, never shown as a page. */
  label(where: StoredFile, as: Label): Promise<void>;
  /** Rejects with FileGone where there is none. */
  read(where: StoredFile): Promise<Readable>;
  /** Keeps bytes of the product's own making as a labelled file; once it resolves they outlive a power cut. */
  put(where: StoredFile, bytes: Uint8Array, as: Label): Promise<void>;
  /** Resolves when the file is gone, also when it never was there. */
  remove(where: StoredFile): Promise<void>;
}

/** All of a file, of which it is known that it is not large; rejects with FileGone where there is none. */
export async function bytesOf(store: FileStore, where: StoredFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await store.read(where)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const uploadOf = (tenantId: string, attachmentId: string): StoredFile => ({
  tenantId,
  attachmentId,
  file: 'upload',
});
