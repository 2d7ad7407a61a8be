import { tooLarge } from '@huiji/domain/attachment';
import { type Problem, problem, Refusal } from '@huiji/domain/problem';
import { attachmentById } from '@huiji/store/attachment';
import { reading } from '@huiji/store/data-source';
import { type DiskStore, WrongSize } from '@huiji/store/disk-store';
import { FileGone, uploadOf } from '@huiji/store/file-store';
import { resultOf } from '@huiji/store/operation';
import { templateFile } from '@huiji/store/report-template';
import { type Grant, signedRoute, type SignedRequest } from '@huiji/store/signed-path';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';

/** Set on a route whose body is read by its handler, piece by piece. */
export interface StreamedRoute {
  streamed?: boolean;
}

type Answer = (reply: FastifyReply, status: number, error: unknown) => FastifyReply;
const refusal = (wrong: Problem): Refusal => new Refusal([wrong]);

/** How long an upload may take to come in, in milliseconds. */
const slowest = 10 * 60_000;

/**
 * Serves the files of a folder by signed paths: what a path grants was decided when it was handed out, and no session is looked
 * at. Addresses are as good as what they grant: they are not logged.
 */
export async function serveFiles(
  fastify: FastifyInstance,
  store: DiskStore,
  { source, refused }: { source: DataSource; refused: Answer },
): Promise<void> {
  const granted = ({ method, params, query }: FastifyRequest): Grant | null =>
    store.signer.read({ method, params, query } as SignedRequest);

  const take = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const grant = granted(request);
    // What is refused before it was read would still come.
    const refuse = (status: number, wrong: Problem) =>
      refused(reply.header('connection', 'close'), status, refusal(wrong));
    if (!grant) return refuse(403, problem('URL_INVALID'));
    const { tenantId, attachmentId, size } = grant;
    const announced = request.headers['content-length'];
    if (announced !== undefined && Number(announced) > size) return refuse(413, tooLarge());
    const { raw } = request;
    const timer = setTimeout(() => raw.destroy(new WrongSize('FEWER')), slowest);
    try {
      await store.receive(uploadOf(tenantId, attachmentId), raw, size);
      return await reply.code(204).send();
    } catch (error) {
      if (error instanceof WrongSize && error.problem === 'MORE') return refuse(413, tooLarge());
      // Of one who has gone nobody reads the answer.
      if (error instanceof WrongSize || hasGone(error))
        return refuse(400, problem('ATTACHMENT_NOT_UPLOADED'));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  const give = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const grant = granted(request);
    if (!grant) return refused(reply, 403, refusal(problem('URL_INVALID')));
    const { tenantId, attachmentId } = grant;
    const gone = () => refused(reply, 404, refusal(problem('NOT_FOUND', { what: '文件 file' })));
    const found = await reading(
      source,
      tenantId,
      async (tx) =>
        (await attachmentById(tx, tenantId, attachmentId)) ??
        (await resultOf(tx, tenantId, attachmentId)) ??
        (await templateFile(tx, tenantId, attachmentId)),
    );
    if (!found) return gone();
    const bytes = await store
      .read({ tenantId, attachmentId, file: String(found.copy) })
      .catch((error: unknown) => {
        if (error instanceof FileGone) return null;
        throw error;
      });
    if (!bytes) return gone();
    return reply
      .headers({
        'content-type': found.mediaType,
        'content-length': found.size,
        'content-disposition': contentDisposition(found.fileName),
        'cache-control': 'private, no-store',
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
      })
      .send(bytes);
  };

  await fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.setErrorHandler((error: Partial<FastifyError>, _request, reply) =>
      refused(reply, error.statusCode ?? 500, error),
    );
    scope.addContentTypeParser('*', (_request, body, parsed) => parsed(null, body));
    const config: StreamedRoute = { streamed: true };
    scope.put(signedRoute, { logLevel: 'error', config }, take);
    scope.get(signedRoute, { logLevel: 'error', exposeHeadRoute: false }, give);
    done();
  });
}

const hasGone = (error: unknown): boolean =>
  ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes((error as NodeJS.ErrnoException).code ?? '');
