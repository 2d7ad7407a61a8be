/** What an error may carry of ours, of PostgreSQL, of Node and of TypeORM. */
interface Faulty extends Error {
  code?: unknown;
  constraint?: unknown;
  table?: unknown;
  column?: unknown;
  syscall?: unknown;
  address?: unknown;
  port?: unknown;
  driverError?: unknown;
}

/** Names the place of a fault and never holds a value of it. */
const telling = ['code', 'constraint', 'table', 'column', 'syscall', 'address', 'port'] as const;
const word = /^[\w.:/-]{1,80}$/;
const deepest = 3;

/**
 * What may be written down of an error: what kind it is, where it came from, and what caused it. Never its message, unless it is one that
 * our own code throws: PostgreSQL, JSON.parse and others say in theirs what somebody has typed (`Key (login)=(…) already exists`).
 */
export function faultOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return `what was thrown is no error but a ${typeof error}`;
  const faulty = error as Faulty;
  const facts = telling.flatMap((name) => {
    const value = faulty[name];
    return (typeof value === 'string' && word.test(value)) || typeof value === 'number'
      ? [`${name}=${value}`]
      : [];
  });
  const frames = framesOf(error);
  const head = [error.constructor.name, ...facts].join(' ');
  const cause = faulty.cause ?? faulty.driverError;
  return [
    isOurs(error, frames) ? `${head}: ${error.message}` : head,
    ...frames,
    ...(cause === undefined || depth >= deepest ? [] : [`caused by ${faultOf(cause, depth + 1)}`]),
  ].join('\n');
}

/** The lines of the stack below the message, which may have several lines, too. */
function framesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message);
  return stack
    .slice(at === -1 ? 0 : at + message.length)
    .split('\n')
    .filter((line) => /^ +at \S/.test(line));
}

/** `new Error('…')` of our own code: neither a library's nor the engine's, which knows values. */
const isOurs = (error: Error, [first = '']: readonly string[]): boolean =>
  error.constructor === Error && first !== '' && !/node_modules|node:|native/.test(first);
