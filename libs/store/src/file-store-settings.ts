import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DiskStore } from './disk-store.js';
import type { FileStore } from './file-store.js';
import { type Bucket, S3Store } from './s3-store.js';

/** An empty variable is one that is not set. */
const text = z
  .string()
  .optional()
  .transform((value) => value || undefined);

/** The settings that say where attachments are kept: the same for api and worker. */
export const fileStoreSettings = z.object({
  ATTACHMENT_STORE: text.describe(
    'where attachments lie: `file:///folder` or `s3://bucket?endpoint=…&region=…`; without it there are none',
  ),
  ATTACHMENT_SECRET: text.describe(
    '32 characters that sign addresses in a folder; the same for all processes',
  ),
  AWS_ACCESS_KEY_ID: text.describe('who asks a bucket'),
  AWS_SECRET_ACCESS_KEY: text.describe('by which it is known'),
});

type Settings = z.infer<typeof fileStoreSettings>;

/** What is wrong with these settings; null when nothing is. */
export function fileStoreMistake(settings: Settings): { path: [keyof Settings]; message: string } | null {
  const at = (path: keyof Settings, message: string) => ({ path: [path] as [keyof Settings], message });
  const { ATTACHMENT_STORE: place, ATTACHMENT_SECRET: secret = '' } = settings;
  if (place === undefined) return null;
  const url = URL.canParse(place) ? new URL(place) : null;
  if (url?.protocol === 'file:') {
    if (url.host || url.pathname === '/')
      return at('ATTACHMENT_STORE', 'a folder is written file:///its/path');
    return secret.length < 32
      ? at('ATTACHMENT_SECRET', 'a folder needs a secret of 32 characters or more')
      : null;
  }
  if (url?.protocol !== 's3:' || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.host))
    return at('ATTACHMENT_STORE', 'expected file:///folder or s3://bucket?endpoint=https://…&region=…');
  const strange = [...url.searchParams.keys()].find(
    (key) => !['endpoint', 'region', 'addressing'].includes(key),
  );
  if (strange) return at('ATTACHMENT_STORE', `a bucket has no ${strange}`);
  if (!['path', 'host', null].includes(url.searchParams.get('addressing')))
    return at('ATTACHMENT_STORE', 'addressing is path or host');
  const endpoint = url.searchParams.get('endpoint');
  if (endpoint !== null && !/^https?:\/\/[^/?#]+\/?$/.test(endpoint))
    return at('ATTACHMENT_STORE', 'endpoint is an address such as https://s3.example.org');
  if (!settings.AWS_ACCESS_KEY_ID || !settings.AWS_SECRET_ACCESS_KEY)
    return at('AWS_ACCESS_KEY_ID', 'a bucket needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  return null;
}

/** The store that the settings name; null when they name none. The settings have been checked for mistakes. */
export function openFileStore(settings: Settings): FileStore | null {
  const { ATTACHMENT_STORE: place, ATTACHMENT_SECRET: secret = '' } = settings;
  if (!place) return null;
  const url = new URL(place);
  return url.protocol === 'file:'
    ? new DiskStore(fileURLToPath(url), secret)
    : new S3Store(bucketAt(url, settings));
}

function bucketAt({ host: name, searchParams }: URL, settings: Settings): Bucket {
  const region = searchParams.get('region') ?? 'us-east-1';
  const endpoint = new URL(searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`);
  const byHost = searchParams.get('addressing') === 'host';
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = settings;
  const url = byHost ? `${endpoint.protocol}//${name}.${endpoint.host}` : `${endpoint.origin}/${name}`;
  return { url, name, region, accessKeyId, secretAccessKey };
}
