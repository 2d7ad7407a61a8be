import { readdir, readFile, rm } from 'node:fs/promises';
import { buildSchema } from 'graphql';

/** Is asked of no tenant; the worker, once it has found whose account it is, leaves MAIL_CODE. */
const ofNobody = 'requestReset';

/**
 * Ends what global-setup.mjs started. After a run of all tests: throws with the mutations of which no suite has seen the
 * row that they leave in the audit; see audited.ts.
 */
export default async function teardown({ testPathPatterns }) {
  for (const { kill, attachments } of globalThis.apis ?? []) {
    await kill();
    await rm(attachments, { recursive: true });
  }
  const looked = await readdir(process.env['TEST_AUDITED']);
  await rm(process.env['TEST_AUDITED'], { recursive: true });
  if (testPathPatterns.patterns.length > 0) return;
  const sdl = await readFile(new URL('../../../apps/api/schema.graphql', import.meta.url), 'utf8');
  const mutations = Object.keys(buildSchema(sdl).getMutationType().getFields());
  const missing = mutations.filter((mutation) => !looked.includes(mutation) && mutation !== ofNobody);
  if (missing.length > 0) throw new Error(`No suite has seen the audit row of: ${missing.join(', ')}`);
}
