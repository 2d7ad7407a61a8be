/** Writes the table of settings in README.md from what is built; a spec compares the two. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { withSettings } from './dist/settings-page.js';

const page = fileURLToPath(new URL('../../README.md', import.meta.url));
const text = withSettings(readFileSync(page, 'utf8'));
writeFileSync(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
