/** What an installation keeps, and where: for backing it up and bringing it back. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seesEveryTenant } from '@huiji/store/table-copy';
import type pg from 'pg';
import { anchorsOf, STATE } from './places.js';
import { PlainError } from './plain-error.js';
import { runningPostgres } from './postgres.js';

/** Where an installation keeps what is its own. */
export interface Kept {
  /** The url of the database's owner. */
  databaseUrl: string;
  /** The folder of attachments; null where there are none, or where they lie in a bucket. */
  attachments: string | null;
  /** Attachments lie in a bucket. */
  bucket: boolean;
  /** The folder of the audit's anchors; null where there is none. */
  anchors: string | null;
}

/** What the environment names; without DATABASE_URL, what `npm start` runs here. */
export async function keptBy(environment: NodeJS.ProcessEnv): Promise<Kept> {
  const { DATABASE_URL, ATTACHMENT_STORE, AUDIT_ANCHOR_DIR } = environment;
  const own = !DATABASE_URL;
  const bucket = ATTACHMENT_STORE?.startsWith('s3:') ?? false;
  const ownAttachments = own ? join(STATE, 'attachments') : null;
  return {
    databaseUrl: DATABASE_URL || (await runningPostgres(join(STATE, 'postgres'))),
    attachments: bucket ? null : ATTACHMENT_STORE ? fileURLToPath(ATTACHMENT_STORE) : ownAttachments,
    bucket,
    anchors: AUDIT_ANCHOR_DIR || (own ? anchorsOf(STATE) : null),
  };
}

/** A PlainError where a role is bound to one tenant at a time: what it copied would leave rows out. */
export async function requireEveryTenant(client: pg.Client): Promise<void> {
  if (await seesEveryTenant(client)) return;
  throw new PlainError(
    '此数据库角色受行级安全约束,不能备份或恢复所有租户。请用超级用户或具有 BYPASSRLS 的角色。 This role is bound by row-level security and would leave tenants out: use a superuser, or a role with BYPASSRLS (ALTER ROLE … BYPASSRLS).',
  );
}
