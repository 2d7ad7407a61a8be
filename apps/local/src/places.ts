/** Where things are kept on this machine, and as whom the servers run. */
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlainError } from './plain-error.js';

/** The root of this checkout; the same depth from src/ and from dist/. */
export const CHECKOUT = realpathSync(fileURLToPath(new URL('../../..', import.meta.url)));

/** Tells this checkout from others on the same machine. */
export const CHECKOUT_HASH = createHash('sha256').update(CHECKOUT).digest('hex').slice(0, 16);

const isRoot = process.getuid?.() === 0;

/** What `npm start` keeps between runs. Root's checkout may be unreachable for `nobody`, hence /var/lib. */
export const STATE = isRoot ? join('/var/lib/huiji', CHECKOUT_HASH) : join(CHECKOUT, '.huiji');

/** Binaries that all checkouts share; outside the checkout, since `nobody` must be able to read them. */
export const CACHE = isRoot
  ? '/var/cache/huiji'
  : join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'huiji');

/** Where the workers of an installation anchor the heads of audit chains, unless AUDIT_ANCHOR_DIR says otherwise. */
export const anchorsOf = (state: string): string => join(state, 'audit-anchor');

/** The console as `npm run build` leaves it, and the operations that it asks. */
export const PAGES = join(CHECKOUT, 'apps/web/dist');
export const OPERATIONS = join(CHECKOUT, 'apps/web/operations.json');

/** Where temporary folders go. Root's TMPDIR may be closed to `nobody`, /tmp never is. */
export const TEMPORARY = isRoot ? '/tmp' : process.env['TMPDIR'] || '/tmp';

/**
 * The uid and gid to spawn servers with: `nobody` when we are root, since PostgreSQL refuses to run as root, and
 * nothing (= ourselves) otherwise.
 */
export function serverUser(): { uid?: number; gid?: number } {
  if (!isRoot) return {};
  const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (!nobody)
    throw new PlainError(
      'PostgreSQL cannot run as root, and there is no user "nobody": start as a normal user.',
    );
  return { uid: Number(nobody[1]), gid: Number(nobody[2]) };
}

/** Gives a file or folder to the user the servers run as. */
export async function giveToServer(path: string): Promise<void> {
  const { uid, gid } = serverUser();
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

/** Creates a folder, and opens those it had to create to all readers whatever the umask is. */
export async function ensureFolder(path: string): Promise<void> {
  try {
    const first = await mkdir(path, { recursive: true });
    if (!first) return;
    for (let made = path; made.length >= first.length; made = dirname(made)) await chmod(made, 0o755);
  } catch (error) {
    throw new PlainError(`The folder ${path} cannot be created: ${(error as Error).message}.`);
  }
}
