import { ask, idempotencyKey, Refused, type Said, Unreachable } from '../../client/ask.js';
import { type Annexes, heldAnnexes } from './annex.js';
import type { Desk } from './desk.js';
import type { Held } from './held.js';
import { type Answer, heldIn } from './line.js';
import { type DraftFragment, SaveDraft, type SaveDraftInput } from './generated/sheet.js';
import { Told } from './told.js';

/** SAVED: the server has it all. UNREACHABLE: it is tried again. REFUSED: a person must do something first. */
export type Safety = 'SAVED' | 'SAVING' | 'UNREACHABLE' | 'REFUSED';

/** Milliseconds from a keystroke until it is sent, and between attempts to reach the server. */
const pause = 400;
const again = 3_000;
/** Cells of one request, as the api takes them. */
const most = 500;

/** What is wrong with a cell because it was looked at too long ago. */
const outdated = ['CELL_CHANGED', 'OFFER_CHANGED', 'OFFER_NONE'];

/** A request on its way: sent as it is until it is answered, since it may have been done. */
interface Batch {
  input: SaveDraftInput;
  annexes: NonNullable<ReturnType<Annexes['pending']>>['rows'] | null;
}

const heldOf = ({ id, revision, version, state, cells, hits }: DraftFragment): Held => ({
  ...{ submissionId: id, revision, version, state, hits },
  cells: heldIn(cells),
  offers: null,
});

/** Brings a draft to the server within a second of each keystroke, and goes on until it is there. */
export class Sender {
  readonly told = new Told();
  safety: Safety = 'SAVED';
  /** Why it is REFUSED. */
  refusals: readonly Said[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private batch: Batch | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly annexes: Annexes,
    private readonly unionId: string,
    /** Asks anew what the server holds. */
    private readonly reread: () => Promise<Pick<Answer, 'entrySheet'> | undefined>,
  ) {}

  /** Listens to what is typed; answers how to stop. */
  start(): () => void {
    const soon = (): void => {
      if (!this.waiting) return;
      if (this.safety === 'SAVED') this.become('SAVING');
      this.soon(pause);
    };
    const now = (): void => void this.flush();
    const ends = [this.desk.told.listen('typed', soon), this.annexes.told.listen('typed', soon)];
    addEventListener('online', now);
    soon();
    return () => {
      for (const end of ends) end();
      removeEventListener('online', now);
      clearTimeout(this.timer);
      this.timer = undefined;
    };
  }

  /** Whether the server lacks something that may be sent. */
  get waiting(): boolean {
    return this.batch !== null || this.desk.count('KEPT') > 0 || this.annexes.count('KEPT') > 0;
  }

  private soon(delay: number): void {
    this.timer ??= setTimeout(() => void this.flush(), delay);
  }

  /** Sends all there is to send, and comes back when the server has it or it cannot be had now. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running ??= this.sendAll().finally(() => (this.running = null));
    return this.running;
  }

  private become(safety: Safety, refusals: readonly Said[] = []): void {
    this.safety = safety;
    this.refusals = refusals;
    this.told.tell('safety');
  }

  private async sendAll(): Promise<void> {
    while (this.waiting) {
      this.become('SAVING');
      this.batch ??= this.next();
      if (!this.batch) break;
      try {
        if (!(await this.send(this.batch))) return;
      } catch (error) {
        if (error instanceof Unreachable) {
          this.become('UNREACHABLE');
          return this.soon(again);
        }
        if (!(error instanceof Refused)) throw error;
        this.batch = null;
        this.desk.refused([], new Map());
        this.become('REFUSED', [error]);
        if (error.code === 'RATE_LIMITED') this.soon(again);
        return;
      }
    }
    this.become('SAVED');
  }

  private next(): Batch | null {
    const { form, period } = this.desk.draft;
    const filing = { form, period, unionId: this.unionId, idempotencyKey: idempotencyKey() };
    const cells = this.desk.take(most);
    if (cells.length > 0) return { input: { ...filing, cells }, annexes: null };
    const pending = this.annexes.pending();
    if (!pending) return null;
    const { version } = this.desk.held;
    const { tables, cover, rows } = pending;
    const expectedVersion = version === 0 ? null : version;
    return { input: { ...filing, tables, cover, expectedVersion }, annexes: rows };
  }

  /** Whether to go on. */
  private async send({ input, annexes }: Batch): Promise<boolean> {
    const {
      saveDraft: { submission, userErrors },
    } = await ask(SaveDraft, { input });
    this.batch = null;
    if (submission) {
      if (annexes) this.annexes.saved(annexes);
      this.desk.absorb(heldOf(submission), true);
      return true;
    }
    const stale = userErrors.some(({ code }) => code === 'STALE_REVISION');
    const changed = stale || userErrors.some(({ code }) => outdated.includes(code));
    const answer = changed ? await this.reread() : undefined;
    const sheet = answer?.entrySheet;
    const theirs = heldIn(sheet?.tables.flatMap(({ cells }) => cells) ?? []);
    this.desk.refused(userErrors, theirs);
    this.annexes.refused(
      userErrors
        .filter(({ table, field }) => table !== null || field !== null)
        .map(
          (error) =>
            ({
              ...error,
              code: 'CHECK_FAILED',
              details: { zh: error.messageZh, en: error.messageEn },
            }) as never,
        ),
    );
    if (sheet) this.annexes.absorb(heldAnnexes(sheet, this.annexes.tables));
    const placed =
      stale || userErrors.every(({ cell, table, field }) => cell ?? table ?? field?.startsWith('cover'));
    if (!placed) this.become('REFUSED', userErrors);
    return placed;
  }
}
