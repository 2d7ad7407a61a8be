import { join } from 'node:path';
import { CHECKOUT } from './places.js';
import { APP_LADDER, run, type Running } from './processes.js';
import { untilReady } from './supervise.js';

const READY_SECONDS = 30;

/** Starts api or worker from its build, here or in a copy of the checkout, and answers once it says that it is ready. */
export async function launchApp(
  name: string,
  env: NodeJS.ProcessEnv,
  { checkout = CHECKOUT, log = 'inherit' }: { checkout?: string; log?: number | 'inherit' } = {},
): Promise<Running> {
  const running = run(
    process.execPath,
    ['--enable-source-maps', join(checkout, 'apps', name, 'dist/main.js')],
    // Detached: Ctrl-C in a terminal must not reach it, we stop it in order. It ends itself when the ipc channel
    // breaks, so that a kill -9 of this process leaves nothing behind that writes.
    { cwd: checkout, env, detached: true, stdio: ['ignore', log, log, 'ipc'] },
    APP_LADDER,
  );
  let ready = false;
  running.onMessage((message) => (ready ||= message === 'ready'));
  await untilReady(
    name,
    running,
    () => Promise.resolve(ready),
    READY_SECONDS,
    () => Promise.resolve('Its own message is above.'),
  );
  return running;
}
