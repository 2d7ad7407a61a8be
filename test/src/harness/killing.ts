import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Huiji } from './huiji.js';
import type { Chance } from './random.js';

/** Kills the worker again and again until it is told to stop; then the worker runs. Answers how often it killed. */
export function killing(huiji: Huiji, chance: Chance): { stop(): Promise<number> } {
  const ending = new AbortController();
  const ended = once(ending.signal, 'abort');
  let kills = 0;
  const killer = (async () => {
    for (;;) {
      // A start costs two seconds of one core, so the worker must be let work for a while.
      await Promise.race([ended, pause(2_000 + chance.below(6_000))]);
      if (ending.signal.aborted) return;
      await huiji.killWorker();
      kills += 1;
      await pause(chance.below(300));
      await huiji.startWorker();
    }
  })();
  return {
    async stop() {
      ending.abort();
      await killer;
      return kills;
    },
  };
}
