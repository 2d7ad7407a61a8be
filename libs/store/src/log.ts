import { AsyncLocalStorage } from 'node:async_hooks';
import { faultOf } from './fault.js';

/** What a line of the log is about: ids and names of ours only, never what somebody has typed. */
export interface About {
  requestId?: string;
  tenantId?: string;
  form?: string;
  period?: string;
  /** The job of a queue: its name, and its id there. */
  job?: string;
  /** The id of what is worked on, where it is none of these. */
  id?: string;
}

const underWay = new AsyncLocalStorage<About>();

/** Does some work so that whatever is logged in it says what it is about. `about` may learn more meanwhile, such as whose request it is. */
export const during = <T>(about: About, work: () => T): T => underWay.run(about, work);

/**
 * The log of a process: the only way to it, for us and for Nest, whose LoggerService it is. What happened is a sentence of ours without
 * values; which tenant, request or job it is about stands beside it; of an error, only what `faultOf` tells. A line is one JSON object: `time`,
 * `level`, `name`, `msg`, the ids, `fault`. On a terminal it is text.
 */
export class Log {
  constructor(
    readonly name: string,
    private readonly about: About = {},
  ) {}

  /** The same log, about something. */
  of(about: About): Log {
    return new Log(this.name, { ...this.about, ...about });
  }

  warn(what: unknown, ...more: unknown[]): void {
    this.write('warn', what, more);
  }

  error(what: unknown, ...more: unknown[]): void {
    this.write('error', what, more);
  }

  fatal(what: unknown, ...more: unknown[]): void {
    this.write('fatal', what, more);
  }

  /** What Nest says in passing. */
  log(): void {
    return;
  }

  private write(level: string, what: unknown, more: readonly unknown[]): void {
    const said = typeof what === 'string' ? [what] : [];
    // Nest adds stacks and contexts as texts.
    const thrown = [what, ...more].filter((one) => typeof one !== 'string');
    const fault = thrown.map((one) => faultOf(one)).join('\n');
    const about = { ...underWay.getStore(), ...this.about };
    const line = {
      ...{ time: new Date().toISOString(), level, name: this.name, msg: said[0] ?? 'a fault' },
      ...{ ...about, ...(fault && { fault }) },
    };
    process.stderr.write(`${process.stderr.isTTY ? readable(line) : JSON.stringify(line)}\n`);
  }
}

/** A line for who looks at a terminal. */
function readable({
  time,
  level,
  name,
  msg,
  fault = '',
  ...about
}: Record<'time' | 'level' | 'name' | 'msg', string> & About & { fault?: string }): string {
  const ids = Object.entries(about).map(([key, value]) => `${key}=${value}`);
  return [time, level.toUpperCase(), `[${name}]`, msg, ...ids, fault].filter(Boolean).join(' ');
}

/** Ends the process at an error that nobody caught, as Node does, but says of it only what may be logged. */
export function endAtFaults(name: string): void {
  process.on('uncaughtException', (error) => {
    new Log(name).fatal(error);
    process.exit(1);
  });
}
