/**
 * `npm run audit:verify`: whether the audit of every tenant (or of TENANT) is as it was sealed. It reads the installation
 * that `npm start` runs here, or DATABASE_URL with AUDIT_ANCHOR_DIR. It changes nothing: each tenant is read in a read-only
 * transaction of its own, so the application's role is enough, and the owner is bound in the same way.
 */
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { reportAudit } from './audit-report.js';
import { runCommand } from './command.js';
import { anchorsOf, STATE } from './places.js';
import { runningPostgres } from './postgres.js';

await runCommand(verify, 130);

async function verify(): Promise<number> {
  const { DATABASE_URL, AUDIT_ANCHOR_DIR, TENANT } = process.env;
  const url = DATABASE_URL || (await runningPostgres(join(STATE, 'postgres')));
  const folder = AUDIT_ANCHOR_DIR || (DATABASE_URL ? undefined : anchorsOf(STATE));
  const source = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
  try {
    return (await reportAudit(source, { folder, only: TENANT || undefined })) === 0 ? 0 : 1;
  } finally {
    await source.destroy();
  }
}
