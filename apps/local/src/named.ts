/** Servers that the environment names: used as they are, and never stopped. */
import { connect } from 'node:net';
import { PlainError } from './plain-error.js';
import type { Server } from './postgres.js';

const DEFAULT_PORTS: Record<string, number> = { 'postgres:': 5432, 'postgresql:': 5432 };
const REDIS_PORT = 6379;

/** The server at `url`, which `variable` gave. Throws one sentence when nobody answers there. */
export async function namedServer(variable: string, url: string): Promise<Server> {
  if (!URL.canParse(url)) throw new PlainError(`${variable} is not a URL: "${url}".`);
  const { protocol, hostname, port } = new URL(url);
  // Without a host it is a socket file, which the driver finds by rules of its own.
  if (hostname !== '')
    await knock(variable, hostname, Number(port) || (DEFAULT_PORTS[protocol] ?? REDIS_PORT));
  return { url, stop: () => Promise.resolve() };
}

function knock(variable: string, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string) =>
      reject(new PlainError(`Nobody answers at ${host}:${port}, which ${variable} names: ${why}.`));
    const socket = connect(port, host.replace(/^\[|\]$/g, ''), () => {
      socket.destroy();
      resolve();
    });
    socket.setTimeout(10_000, () => {
      socket.destroy();
      refuse('no reply within 10 seconds');
    });
    socket.on('error', (error) => refuse(error.message));
  });
}
