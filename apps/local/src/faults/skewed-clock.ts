/**
 * Shifts the clock of a process into which it is loaded (`--import`) by CLOCK_SKEW_MS: `new Date()`, `Date()` and `Date.now()`. Timers
 * and `performance.now()` go on as they do after somebody has set a machine's clock; PostgreSQL and Redis keep theirs.
 */
const skew = Number(process.env['CLOCK_SKEW_MS'] ?? 0);
const TrueDate = Date;
const now = (): number => TrueDate.now() + skew;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  apply: () => new TrueDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
});
