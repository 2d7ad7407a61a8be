import { docxType } from '@huiji/domain/report-template';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyInstance } from 'fastify';

/** Where the starter template may be had; it is the same for everybody. */
const path = '/work-report-template.docx';

/** Serves the starter template, to begin one's own from. */
export function serveStarter(fastify: FastifyInstance): void {
  let starter: Promise<Uint8Array> | undefined;
  fastify.get(path, { logLevel: 'error' }, async (_request, reply) => {
    // Only who asks for it needs the library that writes it.
    starter ??= import('@huiji/report/starter').then(({ starterTemplate }) => starterTemplate());
    return reply
      .headers({ 'content-type': docxType, 'content-disposition': contentDisposition('工作总结模板.docx') })
      .send(Buffer.from(await starter));
  });
}
