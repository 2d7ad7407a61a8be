import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Which page answers for an address: the console for what begins with /console, the light one for the door and the clerk's. */
const entries = [
  { path: '/console', file: 'console.html' },
  { path: '/console/*', file: 'console.html' },
  { path: '/', file: 'index.html' },
  { path: '/filing', file: 'index.html' },
  { path: '/filing/*', file: 'index.html' },
] as const;

/**
 * What a page may do: run and show what comes from here, ask the api here, and send files to where they are kept. antd writes its styles
 * into the page, so styles may stand there too.
 */
const policyOf = (fileOrigin: string | null): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${fileOrigin ? ` ${fileOrigin}` : ''}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Serves the console that was built into `folder`. Its files carry their hash in their names; a page is asked for anew each time.
 * `fileOrigin`: another origin at which files are kept.
 */
export async function servePages(
  fastify: FastifyInstance,
  folder: string,
  fileOrigin: string | null,
): Promise<void> {
  const policy = policyOf(fileOrigin);
  await fastify.register(fastifyStatic, {
    ...{ root: join(folder, 'assets'), prefix: '/assets/', preCompressed: true },
    ...{ maxAge: '365d', immutable: true, index: false },
    cacheControl: true,
  });
  const page = (file: string) => (_request: unknown, reply: FastifyReply) =>
    reply
      .header('content-security-policy', policy)
      .sendFile(file, folder, { cacheControl: false, immutable: false });
  for (const { path, file } of entries) fastify.get(path, { logLevel: 'error' }, page(file));
}
