import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { create as contentDisposition } from 'content-disposition';
import { FileGone, type FileStore, type Label, type StoredFile } from './file-store.js';

/** A bucket of anything that speaks the S3 API, and who may use it. */
export interface Bucket {
  /** The address below which the bucket's files are, without a slash at the end. */
  url: string;
  /** The bucket's name. */
  name: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** How long the store may take to answer, in milliseconds; sending 20 MB counts. */
const patience = 60_000;

/** Keeps files in a bucket; people send and fetch them there themselves, by presigned addresses (AWS Signature Version 4). */
export class S3Store implements FileStore {
  readonly origin: string;
  private readonly client: AwsClient;

  constructor(private readonly bucket: Bucket) {
    this.origin = new URL(bucket.url).origin;
    this.client = new AwsClient({ ...bucket, service: 's3', retries: 2 });
  }

  /** The length is signed as a header, so the store itself refuses any other. */
  uploadUrl(where: StoredFile, size: number, until: Date): Promise<string> {
    return this.presigned('PUT', where, until, { 'content-length': String(size) });
  }

  downloadUrl(where: StoredFile, until: Date): Promise<string> {
    return this.presigned('GET', where, until);
  }

  copy(uploaded: StoredFile, file: string): Promise<boolean> {
    return this.copied(uploaded, { ...uploaded, file });
  }

  /** By a copy onto itself: so no address holds the name, and neither do logs of the bucket. */
  async label(where: StoredFile, as: Label): Promise<void> {
    const labelled = await this.copied(where, where, {
      'x-amz-metadata-directive': 'REPLACE',
      ...headersOf(as),
    });
    if (!labelled) throw new Error('a copy that was just looked at is gone from the attachment store');
  }

  async put(where: StoredFile, bytes: Uint8Array, as: Label): Promise<void> {
    const answer = await this.client.fetch(this.url(where).toString(), {
      ...{ method: 'PUT', headers: headersOf(as), body: Buffer.from(bytes) },
      signal: AbortSignal.timeout(patience),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw failed('put', answer);
  }

  async read(where: StoredFile): Promise<Readable> {
    const answer = await this.ask('GET', where);
    if (answer.status === 404) {
      await answer.body?.cancel();
      throw new FileGone();
    }
    if (!answer.ok || !answer.body) throw failed('read', answer);
    return Readable.fromWeb(answer.body);
  }

  async remove(where: StoredFile): Promise<void> {
    const answer = await this.ask('DELETE', where);
    await answer.body?.cancel();
    if (!answer.ok && answer.status !== 404) throw failed('remove', answer);
  }

  private async copied(
    from: StoredFile,
    to: StoredFile,
    headers: Record<string, string> = {},
  ): Promise<boolean> {
    const source = `/${this.bucket.name}/${keyOf(from)}`;
    const answer = await this.ask('PUT', to, { 'x-amz-copy-source': source, ...headers });
    const text = await answer.text();
    if (answer.status === 404) return false;
    // A copy that breaks off is answered with 200 and an error.
    if (!answer.ok || !text.includes('CopyObjectResult')) throw failed('copy', answer);
    return true;
  }

  private ask(method: string, where: StoredFile, headers: Record<string, string> = {}): Promise<Response> {
    const signal = AbortSignal.timeout(patience);
    return this.client.fetch(this.url(where).toString(), { method, headers, signal });
  }

  private url(where: StoredFile): URL {
    return new URL(`${this.bucket.url}/${keyOf(where)}`);
  }

  private async presigned(
    method: string,
    where: StoredFile,
    until: Date,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const url = this.url(where);
    const seconds = Math.max(1, Math.floor((until.getTime() - Date.now()) / 1_000));
    url.searchParams.set('X-Amz-Expires', String(seconds));
    const aws = { signQuery: true, allHeaders: true };
    return (await this.client.sign(url.toString(), { method, headers, aws })).url;
  }
}

/** Saved under its name, never shown as a page. */
const headersOf = ({ fileName, mediaType }: Label): Record<string, string> => ({
  'content-type': mediaType,
  'content-disposition': contentDisposition(fileName),
  'cache-control': 'private, no-store',
});

const keyOf = ({ tenantId, attachmentId, file }: StoredFile): string => `${tenantId}/${attachmentId}/${file}`;

const failed = (what: string, { status }: Response): Error =>
  new Error(`the attachment store cannot ${what}: status ${status}`);
