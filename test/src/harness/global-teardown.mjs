import { readdir, readFile, rm } from 'node:fs/promises';
import { buildSchema } from 'graphql';

/**
 * Ends what global-setup.mjs started. After a run of all tests: throws with the mutations of which no suite has seen the
 * row that they leave in the audit; see audited.ts.
 */
export default async function teardown({ testPathPatterns }) {
  await Promise.all((globalThis.apis ?? []).map((api) => api.kill()));
  const looked = await readdir(process.env['TEST_AUDITED']);
  await rm(process.env['TEST_AUDITED'], { recursive: true });
  if (testPathPatterns.patterns.length > 0) return;
  const sdl = await readFile(new URL('../../../apps/api/schema.graphql', import.meta.url), 'utf8');
  const mutations = Object.keys(buildSchema(sdl).getMutationType().getFields());
  const missing = mutations.filter((mutation) => !looked.includes(mutation));
  if (missing.length > 0) throw new Error(`No suite has seen the audit row of: ${missing.join(', ')}`);
}
