import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const dist = join(import.meta.dirname, 'dist');

/** Writes each file of the build compressed beside it: the api sends those, and compresses nothing itself. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
      const file = join(dist, name);
      if (!/\.(js|css|html|svg)$/.test(name) || statSync(file).size < 1_024) continue;
      const content = readFileSync(file);
      writeFileSync(`${file}.br`, brotliCompressSync(content));
      writeFileSync(`${file}.gz`, gzipSync(content));
    }
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [compressed],
  // The rules from their sources: the same code as the server's.
  resolve: { conditions: ['@huiji/source', ...defaultClientConditions] },
  build: {
    outDir: dist,
    emptyOutDir: true,
    manifest: true,
    // The WebView of an older WeChat.
    target: ['es2020', 'chrome87', 'safari14'],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // "use client" is for servers that draw React; antd says it in every file.
      onLog: (level, log, report) => log.code === 'MODULE_LEVEL_DIRECTIVE' || report(level, log),
      input: [join(import.meta.dirname, 'index.html'), join(import.meta.dirname, 'console.html')],
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/graphql', '/attachments', '/oidc'].map((path) => [
        path,
        { target: 'http://127.0.0.1:3000', ws: true },
      ]),
    ),
  },
});
