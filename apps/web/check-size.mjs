/**
 * How much a browser fetches, compressed by brotli, before a page can be used: an entry with all that it imports at once, and the
 * pages that come first. Prints each, and ends with 1 where one exceeds what is agreed (docs/adr/0021-console.md). Needs the build.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, 'dist');
/** @type {Record<string, { file: string, imports?: string[], css?: string[] }>} */
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

/** What is fetched, and at most how many kB of 1,000 bytes. */
const agreed = [
  { what: 'filing: the door', chunks: ['index.html', 'src/door/Door.tsx'], most: 130 },
  { what: 'filing: a return to fill in', chunks: ['index.html', 'src/filing/Filing.tsx'], most: 130 },
  {
    what: 'console: a reviewer’s first page',
    chunks: ['console.html', 'src/console/review/Page.tsx'],
    most: 300,
  },
  {
    what: 'console: a leader’s first page, before its charts',
    chunks: ['console.html', 'src/console/overview/Overview.tsx'],
    most: 300,
  },
];

/** The files of a chunk, and of all that it imports at once. @param {string} name @param {Set<string>} files */
function collect(name, files) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`the build has no ${name}`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const imported of chunk.imports ?? []) collect(imported, files);
}

/** @param {string} file */
const sizeOf = (file) => {
  const compressed = join(dist, `${file}.br`);
  return statSync(existsSync(compressed) ? compressed : join(dist, file)).size;
};

for (const { what, chunks, most } of agreed) {
  /** @type {Set<string>} */
  const files = new Set();
  for (const chunk of chunks) collect(chunk, files);
  const page = chunks[0] ?? '';
  const bytes = [page, ...files].reduce((sum, file) => sum + sizeOf(file), 0);
  const over = bytes > most * 1_000;
  console.log(`${over ? 'TOO BIG' : 'fits   '}  ${(bytes / 1_000).toFixed(1)} of ${most} kB  ${what}`);
  if (over) process.exitCode = 1;
}
