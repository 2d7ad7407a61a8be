import { Refused, Unreachable } from '../../client/ask.js';
import type { Annexes } from './annex.js';
import type { Desk } from './desk.js';

/** Milliseconds after a keystroke until the page checks. */
const pause = 150;

/** The rules come after the page: they are not needed to type the first figure. */
const rules = () => import('./rules.js');

/** Checks the sheet on this device while it is typed, by the same rules as the server; so it does without a network too. */
export class Checker {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private check: (() => void) | undefined;

  constructor(
    private readonly desk: Desk,
    private readonly annexes: Annexes,
  ) {}

  /** Listens to what is typed; answers how to stop. */
  start(): () => void {
    const load = (): void => void this.load();
    load();
    addEventListener('online', load);
    const soon = (): void => {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.check?.();
      }, pause);
    };
    const ends = [this.desk.told.listen('typed', soon), this.annexes.told.listen('typed', soon)];
    return () => {
      for (const end of ends) end();
      removeEventListener('online', load);
      clearTimeout(this.timer);
      this.timer = undefined;
    };
  }

  /** Reads the rules and what they look at, once. Where they cannot be had, the server's word has to do. */
  private async load(): Promise<void> {
    const loaded = this.check ? null : await rules().catch(() => null);
    if (!loaded) return;
    try {
      const context = await loaded.contextOf(this.desk.draft);
      if (!context) return;
      this.check = () => {
        if (this.desk.count('KEPT') === 0 && this.annexes.count('KEPT') === 0) return;
        const hits = loaded.hitsOf(context, this.desk, this.annexes);
        if (hits) this.desk.found(hits);
      };
      this.check();
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
    }
  }
}
