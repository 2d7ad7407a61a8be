import { type Entry, formatFigure, missing } from '@huiji/domain/figure';
import { type Origin, sameEntry } from '@huiji/domain/offer';
import { readTyped, typedText } from '@huiji/domain/typed';
import type { Said } from '../../client/ask.js';
import { language } from '../../words/i18n.js';
import { type DraftOf, keep, type Kept, type KeptCell } from './kept.js';
import type { Line } from './line.js';
import { said } from './said.js';
import type { CellInput, FoundFragment } from './generated/sheet.js';
import { Told } from './told.js';

/** How safe a cell is: the server has it, only this device has it, or a person must look at it. */
export type Phase = 'SAVED' | 'KEPT' | 'WRONG' | 'CHANGED_ELSEWHERE';

/** A cell as it stands on the page. */
export interface CellState {
  /** As it was typed: never altered but by a person. */
  text: string;
  origin: Origin;
  phase: Phase;
  /** What the text says; null where it cannot be read. */
  entry: Entry | null;
  /** What the server held when the person last saw it there. */
  held: Entry;
  heldOrigin: Origin;
  /** Why it is WRONG. */
  problem: Said | null;
  /** What somebody else has saved meanwhile. */
  theirs: Entry | null;
}

/** How a cell that is changed is filled. */
export interface Filling {
  cell: string;
  text: string;
  origin?: Origin;
}

/** Cells that were filled together: how they were before, and what they were filled with. */
type Step = readonly (Filling & { put: string })[];

/** What the server holds of the draft. */
export interface Held {
  submissionId: string | null;
  revision: number;
  version: number;
  state: 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'ACCEPTED' | null;
  cells: ReadonlyMap<string, { entry: Entry; origin: Origin }>;
  /** What the checks found in it. */
  hits: readonly FoundFragment[];
}

const blank = { entry: missing, origin: 'TYPED' as Origin };

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
    this.fill(step.filter(({ cell, put }) => this.at(cell).text === put));
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

  /** What a blank cell is offered, as it would be filled. */
  offered(cell: string): Filling | null {
    const line = this.byCode.get(cell);
    if (!line?.typed || !line.offer || this.at(cell).text.trim() !== '') return null;
    return { cell, text: typedText(line.offer, line.decimals), origin: line.offer.origin };
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
    const touched = this.lines.filter((line) => this.absorbCell(line, held.cells.get(line.code) ?? blank));
    this.sent = new Map();
    this.keep(touched.filter(({ typed }) => typed).map(({ code }) => code));
    if (this.count('KEPT') === 0) this.ahead = null;
    this.told.tell('hits');
    if (told.state) this.told.tell('state');
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
