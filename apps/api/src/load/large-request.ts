import { Transform } from 'node:stream';
import { problem, type ProblemCode, Refusal } from '@huiji/domain/problem';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { type DocumentNode, Kind } from 'graphql';

/** How many bytes a request may hold, and how many one that loads an organisation (loadOrganisation). */
export const largestRequest = 1_048_576;
export const largestLoad = 40 * largestRequest;
/** How much of what is refused is read off, and forgotten: whoever is cut off while sending hears of a broken connection, and not why. */
const mostReadOff = 2 * largestLoad;

/** Refuses before anything runs, with a status of its own. */
const refusal = (statusCode: number, code: ProblemCode, details = {}): Refusal =>
  Object.assign(new Refusal([problem(code, details)]), { statusCode });

const tooLarge = (limit: string, what = 'body'): Refusal =>
  refusal(413, 'REQUEST_TOO_LARGE', { what, limit });

/**
 * Lets a request be large only for a load: who sends it says how long it is, and may load; one is taken at a time, since
 * each is held in memory; and it asks for nothing but the load, in its variables. Any other request, and so any by
 * somebody who has not signed in, is refused beyond 1 MB without being kept.
 */
export class LargeRequests {
  private taken: FastifyRequest | null = null;

  constructor(private readonly mayLoad: (request: FastifyRequest) => Promise<boolean>) {}

  /** Before the body is read: passes it on, or refuses it. */
  async admit(request: FastifyRequest, reply: FastifyReply, body: RequestPayload): Promise<RequestPayload> {
    const announced = request.headers['content-length'];
    if (announced === undefined) return request.method === 'POST' ? upToTheLimit(body) : body;
    if (Number(announced) <= largestRequest) return body;
    if (Number(announced) > mostReadOff) void reply.header('connection', 'close');
    if (!(await this.mayLoad(request))) throw tooLarge('1 MB');
    if (Number(announced) > largestLoad) throw tooLarge('40 MB');
    if (this.taken) throw refusal(429, 'BUSY');
    this.taken = request;
    return body;
  }

  /** After the answer, or when the client has gone. */
  release(request: FastifyRequest): void {
    if (this.taken === request) this.taken = null;
  }

  /** Before the document of a large request runs. */
  requireLoad(request: FastifyRequest | undefined, document: DocumentNode): void {
    if (!request || this.taken !== request) return;
    const [field, ...more] = document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
    );
    const load = field?.kind === Kind.FIELD && field.name.value === 'loadOrganisation';
    if (!load || more.length > 0) throw tooLarge('1 MB');
  }
}

/** Refuses a document beyond what a request may hold: it would be parsed, and kept, as a whole. */
export function requireShort(source: string): void {
  if (source.length > largestRequest) throw tooLarge('1 MB', 'query');
}

/** A body whose length was not announced: counted as it comes. */
function upToTheLimit(body: RequestPayload): RequestPayload {
  let length = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > largestRequest) done(tooLarge('1 MB'));
      else done(null, chunk);
    },
  });
  body.on('error', (error) => counted.destroy(error));
  return body.pipe(counted);
}
