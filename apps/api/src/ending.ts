import type { FastifyInstance } from 'fastify';

/** How long a socket may take to say good-bye, in milliseconds: of a phone without a network it never comes. */
const patience = 2_000;

/**
 * Lets the api end in seconds with every request under way answered: their connections are not kept for another one, and sockets
 * whose other side is gone are not waited for.
 */
export function endInOrder(fastify: FastifyInstance): void {
  let ending = false;
  fastify.addHook('preClose', (done) => {
    ending = true;
    const { clients } = fastify.websocketServer;
    setTimeout(() => clients.forEach((client) => client.terminate()), patience).unref();
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (ending) void reply.header('connection', 'close');
    done();
  });
}
