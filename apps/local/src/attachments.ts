/** Where an installation on this machine keeps attachments (附件), unless ATTACHMENT_STORE says otherwise. */
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { keptKey } from './kept-key.js';

/** A folder of its own, and a secret that is made once, so that addresses outlive a restart. */
export async function ownAttachments(
  state: string,
): Promise<{ ATTACHMENT_STORE: string; ATTACHMENT_SECRET: string }> {
  const folder = join(state, 'attachments');
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const kept = process.env['ATTACHMENT_SECRET'] || (await keptKey(join(state, 'attachment-secret')));
  return { ATTACHMENT_STORE: pathToFileURL(folder).href, ATTACHMENT_SECRET: kept };
}
