/** Where `npm start` keeps attachments (附件), unless ATTACHMENT_STORE says otherwise. */
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { STATE } from './places.js';

/** A folder of its own, and a secret that is made once, so that addresses outlive a restart. */
export async function ownAttachments(
  state = STATE,
): Promise<{ ATTACHMENT_STORE: string; ATTACHMENT_SECRET: string }> {
  const folder = join(state, 'attachments');
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  return {
    ATTACHMENT_STORE: pathToFileURL(folder).href,
    ATTACHMENT_SECRET:
      process.env['ATTACHMENT_SECRET'] || (await keptSecret(join(state, 'attachment-secret'))),
  };
}

/** Written as a whole or not at all: half a secret would stay one. */
async function keptSecret(path: string): Promise<string> {
  const fresh = `${path}.${randomBytes(8).toString('hex')}`;
  await writeFile(fresh, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    await link(fresh, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(fresh);
  }
  return readFile(path, 'utf8');
}
