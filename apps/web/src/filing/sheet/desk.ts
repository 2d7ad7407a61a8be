import { type Entry, formatFigure, missing } from '@huiji/domain/figure';
import { type Origin, sameEntry } from '@huiji/domain/offer';
import { readTyped, typedText } from '@huiji/domain/typed';
import { language } from '../../words/i18n.js';
import type { CellState, Filling, Offered, Phase } from './cell-state.js';
import type { Held } from './held.js';
import { type DraftOf, keep, type Kept, type KeptCell } from './kept.js';
import type { Line } from './line.js';
import { said } from './said.js';
import type { CellInput, FoundFragment } from './generated/sheet.js';
import { Told } from './told.js';

/** Cells that were filled together: how they were before, and what they were filled with. */
type Step = readonly (Filling & { put: string })[];

const blank = { entry: missing, origin: 'TYPED' as Origin };

const sameOffer = (one: Offered | null, other: Offered | null): boolean =>
  one && other ? one.origin === other.origin && sameEntry(one, other) : one === other;

/** The cells of one draft: what is typed, what the server holds, and what the device keeps meanwhile. */
export class Desk {
  readonly told = new Told();
  private readonly cells = new Map<string, CellState>();
  private readonly byCode: ReadonlyMap<string, Line>;
  private steps: Step[] = [];
  /** Whether nothing was typed since the last step. */
  private stepLast = false;
  /** Those on their way to the server, with what was sent. */
  private sent = new Map<string, Entry>();
  /** What a tab that is gone had sent without an answer: the server may come to hold it after it was asked. */
  private readonly underway = new Map<string, Entry>();
  /** What the checks found here in what the server does not hold yet; null when there is no such thing. */
  private ahead: readonly FoundFragment[] | null = null;

  constructor(
    readonly draft: DraftOf,
    readonly lines: readonly Line[],
    public held: Held,
    kept: Kept,
  ) {
    this.byCode = new Map(lines.map((line) => [line.code, line]));
    for (const line of lines) this.cells.set(line.code, this.first(line, kept.cells[line.code]));
  }

  private first(line: Line, kept: KeptCell | undefined): CellState {
    const { entry, origin } = this.held.cells.get(line.code) ?? blank;
    const asHeld: CellState = {
      ...{ text: typedText(entry, line.decimals), origin, phase: 'SAVED', entry },
      ...{ held: entry, heldOrigin: origin, problem: null, theirs: null },
      offer: this.held.offers?.get(line.code) ?? null,
    };
    if (!kept || !line.typed) return asHeld;
    if (kept.sent !== null) this.underway.set(line.code, kept.sent);
    const unmoved = sameEntry(entry, kept.seen) || (kept.sent !== null && sameEntry(entry, kept.sent));
    const typed = this.typed(line, { ...asHeld, held: unmoved ? entry : kept.seen }, kept);
    if (unmoved || (typed.entry && sameEntry(typed.entry, entry))) return typed;
    return { ...typed, phase: 'CHANGED_ELSEWHERE', theirs: entry };
  }

  at(cell: string): CellState {
    const state = this.cells.get(cell);
    if (!state) throw new Error(`no cell ${cell} on the sheet`);
    return state;
  }

  line(cell: string): Line | undefined {
    return this.byCode.get(cell);
  }

  /** The state of a cell after a text. What is typed back to what the server holds is saved already. */
  private typed(line: Line, before: CellState, { text, origin = 'TYPED' }: Omit<Filling, 'cell'>): CellState {
    const of = { cell: line[language()], decimals: line.decimals, unit: line.unit };
    const read = readTyped(text, of, { cell: line.code });
    if ('code' in read) return { ...before, text, origin, phase: 'WRONG', entry: null, problem: said(read) };
    const same = sameEntry(read, before.held) && origin === before.heldOrigin && !this.sent.has(line.code);
    const phase = before.theirs ? 'CHANGED_ELSEWHERE' : same ? 'SAVED' : 'KEPT';
    return { ...before, text, origin, phase, entry: read, problem: null };
  }

  private put(cell: string, state: CellState): void {
    this.cells.set(cell, state);
    this.told.tell(cell);
  }

  /** A person changes cells. Those that are computed stay as they are. */
  fill(fillings: readonly Filling[]): void {
    for (const filling of fillings) {
      const line = this.byCode.get(filling.cell);
      if (line?.typed) this.put(filling.cell, this.typed(line, this.at(filling.cell), filling));
    }
    this.keep(fillings.map(({ cell }) => cell));
    this.stepLast = false;
    this.told.tell('typed');
  }

  /** The same for many at once, as one step that can be undone. */
  fillTogether(fillings: readonly Filling[]): void {
    const step = fillings.map(({ cell, text: put }) => {
      const { text, origin } = this.at(cell);
      return { cell, text, origin, put };
    });
    this.steps = [...this.steps, step];
    this.fill(fillings);
    this.stepLast = true;
    this.told.tell('steps');
  }

  get canUndo(): boolean {
    return this.steps.length > 0;
  }

  /** Whether the last thing that was done is a step, which Ctrl+Z takes back. */
  get undoesStep(): boolean {
    return this.canUndo && this.stepLast;
  }

  /** 撤销: puts back what the last step had filled, but for what has been typed over since. */
  undo(): void {
    const step = this.steps[this.steps.length - 1];
    if (!step) return;
    this.steps = this.steps.slice(0, -1);
    const before = step.filter(({ cell, put }) => this.at(cell).text === put);
    this.fill(before.map((filling) => ({ ...filling, origin: this.stillFrom(filling) })));
    this.stepLast = true;
    this.told.tell('steps');
  }

  /** What the checks find in it as it stands: the server's word, but while it lacks what was typed since, this page's own. */
  get hits(): readonly FoundFragment[] {
    return this.ahead ?? this.held.hits;
  }

  /** The page has checked what the server does not hold yet. */
  found(hits: readonly FoundFragment[]): void {
    this.ahead = hits;
    this.told.tell('hits');
  }

  /** What is typed into cells and can be read, by code. */
  get typedEntries(): Map<string, Entry> {
    return new Map(
      this.lines.flatMap(({ code, typed }) => {
        const { entry } = this.at(code);
        return typed && entry && entry.mark !== 'MISSING' ? [[code, entry]] : [];
      }),
    );
  }

  /** What a cell is offered that is blank, or was taken from the book (台账) which now says otherwise: as it would be filled. */
  offered(cell: string): Filling | null {
    const line = this.byCode.get(cell);
    const { text, entry, origin, offer } = this.at(cell);
    if (!line?.typed || !offer) return null;
    const fromBook = origin === 'RECORDS' && offer.origin === 'RECORDS';
    if (text.trim() !== '' && !(fromBook && !(entry && sameEntry(offer, entry)))) return null;
    return { cell, text: typedText(offer, line.decimals), origin: offer.origin };
  }

  /** From where a former text is put back: it counts as taken over only where the server holds it so, or it is offered still. */
  private stillFrom({ cell, text, origin = 'TYPED' }: Filling): Origin {
    const { held, heldOrigin, offer } = this.at(cell);
    const says = (entry: Entry): boolean => text === typedText(entry, this.byCode.get(cell)?.decimals ?? 0);
    const known = (offer?.origin === origin && says(offer)) || (heldOrigin === origin && says(held));
    return known ? origin : 'TYPED';
  }

  private keep(codes: readonly string[]): void {
    const cells = codes.map((code): [string, KeptCell | null] => {
      const { phase, text, origin, held } = this.at(code);
      if (phase === 'SAVED') return [code, null];
      return [code, { text, origin, seen: held, sent: this.sent.get(code) ?? null }];
    });
    void keep(this.draft, { cells: Object.fromEntries(cells) });
  }

  /** What is to be sent now. Until `answered` it is on its way. */
  take(most: number): CellInput[] {
    const codes = this.lines
      .map(({ code }) => code)
      .filter((code) => this.at(code).phase === 'KEPT')
      .slice(0, most);
    const inputs = codes.flatMap((code): CellInput[] => {
      const [line, { entry, held, origin }] = [this.byCode.get(code), this.at(code)];
      if (!line || !entry) return [];
      this.sent.set(code, entry);
      return [{ cell: code, ...this.sayable(line, entry), origin, seen: this.sayable(line, held) }];
    });
    this.keep(codes);
    return inputs;
  }

  private sayable({ decimals }: Line, { figure, mark }: Entry) {
    return { value: figure === null ? null : formatFigure(figure, decimals), mark };
  }

  /**
   * The server has told what it holds now, in answer to what was taken (`answered`) or to a question. What is older than what was told
   * before is dropped, and so is the answer to a question while something is on its way.
   */
  absorb(held: Held, answered = false): void {
    const older = held.revision - this.held.revision || held.version - this.held.version;
    if (older < 0 || (!answered && this.sent.size > 0)) return;
    const told = { state: this.held.state !== held.state };
    this.held = held;
    // What the registers know is no draft's: it stays as the sheet told it.
    const touched = this.lines.filter(
      (line) => line.filed && this.absorbCell(line, held.cells.get(line.code) ?? blank),
    );
    this.sent = new Map();
    this.keep(touched.filter(({ typed }) => typed).map(({ code }) => code));
    if (held.offers) this.offer(held.offers);
    if (this.count('KEPT') === 0) this.ahead = null;
    this.told.tell('hits');
    if (told.state) this.told.tell('state');
  }

  /** What is offered changes while the sheet is open: the book goes on. */
  private offer(offers: ReadonlyMap<string, Offered>): void {
    const offerOf = (code: string): Offered | null => offers.get(code) ?? null;
    const moved = this.lines.filter(({ code }) => !sameOffer(this.at(code).offer, offerOf(code)));
    for (const { code } of moved) this.put(code, { ...this.at(code), offer: offerOf(code) });
    if (moved.length > 0) this.told.tell('typed');
  }

  /** Whether the cell changed by it. */
  private absorbCell(line: Line, { entry, origin }: { entry: Entry; origin: Origin }): boolean {
    const state = this.at(line.code);
    const sent = this.sent.get(line.code);
    if (state.phase !== 'SAVED' && !sent) return false; // still to be sent, against what was seen
    const asHeld = { ...state, held: entry, heldOrigin: origin };
    const current = state.entry !== null && sameEntry(state.entry, entry);
    if (sent && !current) {
      this.put(line.code, { ...asHeld, phase: state.phase === 'WRONG' ? 'WRONG' : 'KEPT' });
      return true;
    }
    if (current && state.phase === 'SAVED' && state.origin === origin) return false;
    const text = current ? state.text : typedText(entry, line.decimals);
    this.put(line.code, { ...asHeld, text, origin, entry, phase: 'SAVED', problem: null });
    return true;
  }

  /** The server did not take what was sent: nothing of it is saved. What is wrong with a cell stands at it. */
  refused(errors: readonly FoundFragment[], theirs: ReadonlyMap<string, { entry: Entry }>): void {
    const sent = [...this.sent.keys()];
    this.sent = new Map();
    for (const error of errors) {
      if (error.cell === null || !this.cells.has(error.cell)) continue;
      const state = this.at(error.cell);
      if (error.code === 'CELL_CHANGED')
        this.put(error.cell, this.changed(state, error.cell, theirs.get(error.cell)?.entry ?? missing));
      else this.put(error.cell, { ...state, phase: 'WRONG', problem: error });
    }
    this.keep(sent);
  }

  /** A cell that holds something else on the server than was seen: by oneself, in a tab that is gone, or by somebody else. */
  private changed(state: CellState, cell: string, theirs: Entry): CellState {
    const own = this.underway.get(cell);
    if (own && sameEntry(own, theirs)) return { ...state, held: theirs, phase: 'KEPT' };
    return { ...state, phase: 'CHANGED_ELSEWHERE', theirs };
  }

  /** A person decides between two values: one's own is sent again, against theirs. */
  settle(cell: string, mine: boolean): void {
    const [line, state] = [this.byCode.get(cell), this.at(cell)];
    if (!line || !state.theirs) return;
    const { theirs } = state;
    const settled: CellState = { ...state, held: theirs, heldOrigin: 'TYPED', theirs: null };
    const text = mine ? state.text : typedText(theirs, line.decimals);
    this.put(cell, this.typed(line, settled, { text, origin: mine ? state.origin : 'TYPED' }));
    this.keep([cell]);
    this.told.tell('typed');
  }

  /** How many cells are in a phase. */
  count(phase: Phase): number {
    return [...this.cells.values()].filter((state) => state.phase === phase).length;
  }

  /** How many of the cells that the union files are not blank, of how many. */
  get filled(): { filled: number; total: number } {
    const filed = this.lines.filter((line) => line.filed);
    return {
      filled: filed.filter(({ code }) => this.at(code).text.trim() !== '').length,
      total: filed.length,
    };
  }
}
