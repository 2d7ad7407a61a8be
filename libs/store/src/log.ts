import { faultOf } from './fault.js';

/**
 * The log of a process: the only way to it, for us and for Nest, whose LoggerService it is. What happened is a sentence of ours, with ids in
 * it and no values; of an error, only what `faultOf` tells.
 */
export class Log {
  constructor(private readonly name: string) {}

  warn(what: unknown, ...more: unknown[]): void {
    this.write('WARN', what, more);
  }

  error(what: unknown, ...more: unknown[]): void {
    this.write('ERROR', what, more);
  }

  fatal(what: unknown, ...more: unknown[]): void {
    this.write('FATAL', what, more);
  }

  /** What Nest says in passing. */
  log(): void {
    return;
  }

  private write(level: string, what: unknown, more: readonly unknown[]): void {
    const said = typeof what === 'string' ? what : faultOf(what);
    // Nest adds stacks and contexts as texts.
    const faults = more.filter((one) => typeof one !== 'string').map((one) => faultOf(one));
    process.stderr.write(
      `${[new Date().toISOString(), level, `[${this.name}]`, said, ...faults].join(' ')}\n`,
    );
  }
}

/** Ends the process at an error that nobody caught, as Node does, but says of it only what may be logged. */
export function endAtFaults(name: string): void {
  process.on('uncaughtException', (error) => {
    new Log(name).fatal(error);
    process.exit(1);
  });
}
